"""The calculators through the edge: what they answer, and that they read no file, keep nothing and tell nobody."""

from __future__ import annotations

import builtins
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from actions.content.region import CHINA
from bot.channels import procedure_examples as examples
from bot.channels.limits import PER_ADDRESS
from bot.channels.procedure import CALCULATIONS
from tests.channels.citizen import Citizen, refusal

pytestmark = pytest.mark.anyio

EXAMPLES: dict[str, dict[str, Any]] = {
    "deadline": examples.DEADLINE,
    "lawsuit": examples.LAWSUIT,
    "office": examples.OFFICE,
    "clocks": examples.CLOCKS,
    "jurisdiction": examples.JURISDICTION,
    "admissibility": examples.ADMISSIBILITY,
    "precondition": examples.PRECONDITION,
    "track": examples.TRACK,
    "standing": examples.STANDING,
    "triage": examples.TRIAGE,
}
ALL = [(path, example["value"]) for path, named in EXAMPLES.items() for example in named.values()]


async def ask(citizen: Citizen, path: str, body: Any) -> dict[str, Any]:
    """Asks a calculator; gives its answer."""
    response = await citizen.http.post(f"/api/procedure/{path}", json=body)
    assert response.status_code == 200, response.text
    return dict(response.json())


async def test_a_penalty_handed_over(citizen: Citizen) -> None:
    found = await ask(citizen, "deadline", examples.DEADLINE["handed_over"]["value"])
    assert (found["state"], found["last_day"], found["days_left"]) == ("in_time", "2026-12-08", 15)
    assert found["text"] == "申请行政复议的最后一天是2026年12月8日（星期二），还有15天。"
    assert {"law": "行政复议法", "article": 20, "since": "2024-01-01"} in found["basis"]
    [period] = [row for row in found["rows"] if row["days"] == 60]
    assert (period["from"], period["to"]) == ("2026-10-10", "2026-12-08") and period["basis"][0]["article"] == 20


async def test_not_told_of_the_right(citizen: Citizen) -> None:
    found = await ask(citizen, "deadline", examples.DEADLINE["not_told"]["value"])
    # 60 days from 2 November 2026; 1 January is a holiday whose notice for 2027 may not be out.
    assert found["state"] == "in_time" and found["last_day"] >= "2027-01-01"
    assert [line["text"] for line in found["facts"] if line["field"] == "told"] == ["不是"]


async def test_a_stay_in_hospital_lengthens_the_time(citizen: Citizen) -> None:
    found = await ask(citizen, "deadline", examples.DEADLINE["hospital"]["value"])
    assert found["last_day"] == "2026-11-30"
    assert any("障碍" in row["why"] and row["days"] == 0 for row in found["rows"])
    assert any("正当理由" in note for note in found["unknown"])


async def test_nothing_known_is_no_fault(citizen: Citizen) -> None:
    found = await ask(citizen, "deadline", {})
    assert found["state"] == "unknown" and found["last_day"] is None and len(found["unknown"]) == 2
    assert [line["field"] for line in found["facts"]] == ["today"]


async def test_today_is_chinas(citizen: Citizen) -> None:
    days = {datetime.now(CHINA).date().isoformat()}
    found = await ask(citizen, "deadline", {"way": "handed_over", "day": "2026-10-09"})
    days.add(datetime.now(CHINA).date().isoformat())
    assert found["facts"][-1]["value"] in days


async def test_the_same_question_has_the_same_answer(citizen: Citizen) -> None:
    body = {"way": "handed_over", "day": "2020-10-09", "today": "2020-11-23"}
    first = await ask(citizen, "deadline", body)
    assert first == await ask(citizen, "deadline", body) and first["last_day"] == "2020-12-08"


async def test_a_late_citizen_gets_the_reasons(citizen: Citizen) -> None:
    found = await ask(
        citizen, "deadline", {"way": "handed_over", "day": "2026-07-01", "told": True, "today": "2026-11-23"}
    )
    assert found["state"] == "late_reasons" and found["days_left"] is None
    assert "obstacle" in {reason["key"] for reason in found["reasons"]}
    assert all(reason["basis"] for reason in found["reasons"])


async def test_fifteen_days_to_sue(citizen: Citizen) -> None:
    found = await ask(citizen, "lawsuit", examples.LAWSUIT["after_decision"]["value"])
    assert (found["state"], found["last_day"], found["days_left"]) == ("in_time", "2026-12-01", 8)


async def test_no_lawsuit_while_reconsideration_is_pending(citizen: Citizen) -> None:
    found = await ask(
        citizen, "lawsuit", {"kind": "direct", "day": "2026-10-01", "pending": True, "today": "2026-11-23"}
    )
    assert (found["state"], found["last_day"]) == ("not_yet", None)
    assert 29 in {cite["article"] for cite in found["basis"]}


async def test_the_office_has_five_working_days(citizen: Citizen) -> None:
    found = await ask(citizen, "office", examples.OFFICE["received"]["value"])
    assert found["deemed_accepted"] == "2026-11-09"
    assert {term["key"] for term in found["terms"]} == {"review", "correction_notice"}


async def test_after_filing_silence_is_acceptance_and_a_decision_is_due(citizen: Citizen) -> None:
    found = await ask(citizen, "clocks", examples.CLOCKS["waiting"]["value"])
    assert [(one["key"], one["on"]) for one in found["clocks"]] == [
        ("review", "2026-11-09"),
        ("deemed", "2026-11-09"),
        ("decision", "2027-01-08"),
        ("overdue", "2027-01-25"),
        ("extended", "2027-02-08"),
    ]
    assert {30, 62} <= {cite["article"] for cite in found["basis"]} and found["unknown"]


async def test_ten_working_days_for_a_correction(citizen: Citizen) -> None:
    found = await ask(citizen, "clocks", examples.CLOCKS["correction"]["value"])
    assert [(one["key"], one["on"]) for one in found["clocks"]] == [("correction", "2026-11-20")]


async def test_what_came_without_its_day_is_to_be_checked(citizen: Citizen) -> None:
    found = await ask(citizen, "clocks", {"received": "2026-11-02", "since": "accepted", "today": "2026-11-23"})
    assert "需要核实：后来那件事的日期" in found["unknown"]
    assert found["clocks"][0]["key"] == "review"


async def test_the_city_management_is_the_countys(citizen: Citizen) -> None:
    found = await ask(citizen, "jurisdiction", {"text": "城管"})
    [body] = found["bodies"]
    assert body["id"] == "city_management" and body["authority"]["name"] == "石泉县人民政府"
    assert (await ask(citizen, "jurisdiction", {"body": "city_management"}))["bodies"][0]["name"] == body["name"]


async def test_an_on_the_spot_penalty_comes_here_first(citizen: Citizen) -> None:
    found = await ask(citizen, "precondition", {"matter": "penalty", "on_the_spot": True})
    assert found["answer"] == "must" and found["unknown"] == []
    assert found["basis"][0] == {"law": "行政复议法", "article": 23, "since": "2024-01-01"}
    assert [cite["law"] for cite in found["basis"][1:]] == ["行政处罚法", "治安管理处罚法"]


async def test_admissible_unless_checked(citizen: Citizen) -> None:
    found = await ask(citizen, "admissibility", examples.ADMISSIBILITY["some"]["value"])
    assert found["verdict"] == "doubt" and len(found["items"]) == 8 and len(found["unknown"]) == 3


async def test_two_hundred_yuan_is_small(citizen: Citizen) -> None:
    found = await ask(citizen, "track", examples.TRACK["small"]["value"])
    assert found["key"] == "simplified" and found["grounds"] == ["涉及款额3000元以下"]


async def test_twelve_villagers_choose_representatives(citizen: Citizen) -> None:
    found = await ask(citizen, "standing", examples.STANDING["villagers"]["value"])
    assert found["representatives"]["needed"] and found["representatives"]["fits"]
    assert found["standing"]["enough"] is True


async def test_the_triage_asks_and_then_answers(citizen: Citizen) -> None:
    answers: dict[str, str] = {}
    said = {"danger": "none", "who": "agency", "agency": "decided", "court": "neither", "decision": "spot"}
    for at, (question, answer) in enumerate(said.items(), start=1):
        found = await ask(citizen, "triage", {"answers": answers})
        assert found["result"] is None and found["question"]["key"] == question
        assert found["question"]["step"]["at"] == at
        answers[question] = answer
    found = await ask(citizen, "triage", {"answers": answers})
    assert found["question"] is None and found["result"]["door_label"] == "先复议后诉讼"
    assert {"id": "apply", "kind": "feature", "label": "我要写复议申请"} in found["result"]["next"]
    assert [line["field"] for line in found["facts"]] == [f"answers.{key}" for key in said]
    assert found["unknown"] and found["basis"] and found["result"]["cost_basis"]


async def test_the_tables(citizen: Citizen) -> None:
    response = await citizen.http.get("/api/procedure/tables")
    assert response.status_code == 200
    found = response.json()
    assert {"city_management", "police"} <= {row["key"] for row in found["bodies"]}
    assert len(found["doors"]) == 12 and found["triage"][0]["key"] == "danger"
    # How people call a body is for the search, not for a form.
    assert all(set(row) == {"key", "label", "hint", "ask", "kind"} for row in found["bodies"])


@pytest.mark.parametrize(("path", "body"), ALL)
async def test_every_answer_has_its_three_parts(citizen: Citizen, path: str, body: Any) -> None:
    found = await ask(citizen, path, body)
    assert isinstance(found["unknown"], list)
    for cite in found["basis"]:
        assert set(cite) == {"law", "article", "since"}
    for line in found["facts"]:
        assert set(line) == {"field", "name", "value", "text"} and line["name"] and line["text"]


@pytest.fixture
def sealed(citizen: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nobody opens a file."""

    def refuse(*args: object, **kwargs: object) -> Any:
        raise AssertionError(f"a file is opened: {args[:1]}")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr(Path, "read_text", refuse)


@pytest.mark.parametrize(("path", "body"), ALL)
async def test_no_file_is_read(citizen: Citizen, sealed: None, path: str, body: Any) -> None:
    await ask(citizen, path, body)


@pytest.mark.parametrize("path", EXAMPLES)
async def test_no_file_is_read_to_refuse(citizen: Citizen, sealed: None, path: str) -> None:
    refusal(await citizen.http.post(f"/api/procedure/{path}", json={"x": 1}), 422, "bad-facts")
    assert (await citizen.http.get("/api/procedure/tables")).status_code == 200


async def test_no_session_is_asked_for_and_no_cookie_given(citizen: Citizen) -> None:
    response = await citizen.http.post("/api/procedure/track", json={})
    assert response.status_code == 200 and "authorization" not in citizen.http.headers
    assert "set-cookie" not in response.headers and response.headers["cache-control"] == "no-store"


async def test_nothing_asked_is_logged(citizen: Citizen, written: io.StringIO) -> None:
    await ask(citizen, "jurisdiction", {"text": "张秘密所长"})
    await ask(citizen, "deadline", {"way": "handed_over", "day": "2026-10-09"})
    for body in ({"张秘密": "1"}, {"way": "张秘密"}, {"way": "inaction_open", "duty": "licence", "day": "2026-10-09"}):
        refusal(await citizen.http.post("/api/procedure/deadline", json=body), 422, "bad-facts")
    for secret in ("张秘密", "handed_over", "2026-10-09", "licence", "203.0.113.7"):
        assert secret not in written.getvalue()


async def test_a_line_has_the_route_and_the_time(citizen: Citizen, logged: Callable[[], list[dict[str, Any]]]) -> None:
    await citizen.http.post("/api/procedure/deadline", json={"x": 1})
    [line] = logged()
    assert (line["route"], line["status"], line["problem"]) == ("/api/procedure/deadline", 422, "bad_facts")
    assert line["duration_ms"] >= 0 and "conversation" not in line


async def test_an_address_is_counted(citizen: Citizen, stranger: Citizen, app: FastAPI) -> None:
    for _ in range(CALCULATIONS.amount):
        await app.state.edge.limits.hit(CALCULATIONS, "203.0.113.7")
    for response in (
        await citizen.http.post("/api/procedure/track", json={}),
        await citizen.http.get("/api/procedure/tables"),
    ):
        refusal(response, 429, "rate-limited")
        assert int(response.headers["retry-after"]) >= 1
    assert await ask(stranger, "track", {})


async def test_calculating_never_silences_a_chat(citizen: Citizen, app: FastAPI) -> None:
    for _ in range(CALCULATIONS.amount):
        await app.state.edge.limits.hit(CALCULATIONS, "203.0.113.7")
    assert await citizen.open()
    assert CALCULATIONS.namespace != PER_ADDRESS.namespace
