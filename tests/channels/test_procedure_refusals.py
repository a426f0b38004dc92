"""Facts that the calculators do not take: a problem document that names each field in Chinese."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.channels.citizen import Citizen, refusal

pytestmark = pytest.mark.anyio
JSON = {"Content-Type": "application/json"}
FUTURE = "2026-11-24"
TODAY = "2026-11-23"


async def refused(citizen: Citizen, path: str, body: Any) -> list[dict[str, str]]:
    """The errors with which a body is refused."""
    problem = refusal(await citizen.http.post(f"/api/procedure/{path}", json=body), 422, "bad-facts")
    assert problem["detail"].startswith("没有照办：") and problem["errors"]
    for error in problem["errors"]:
        assert set(error) == {"field", "name", "detail"}
        for words in (error["name"], error["detail"]):
            assert any("一" <= sign <= "鿿" for sign in words)
    return list(problem["errors"])


# path, body, the field named, its Chinese name
ROWS: list[tuple[str, dict[str, Any], str, str]] = [
    ("deadline", {"way": "pigeon"}, "way", "怎么知道的"),
    ("deadline", {"day": "2026-02-30"}, "day", "起算的日期"),
    ("deadline", {"way": "handed_over", "day": FUTURE, "today": TODAY}, "day", "起算的日期"),
    ("deadline", {"told": "不知道"}, "told", "有没有告知"),
    ("deadline", {"told": True, "learned_right": "2026-10-01"}, "learned_right", "知道可以复议的日期"),
    ("deadline", {"learned_content": FUTURE, "today": TODAY}, "learned_content", "知道内容的日期"),
    ("deadline", {"way": "handed_over", "day": "2026-10-01", "acted": "2026-10-02"}, "acted", "决定作出的日期"),
    ("deadline", {"real_estate": 1}, "real_estate", "是不是因不动产"),
    ("deadline", {"way": "inaction_open", "duty": "licence"}, "duty", "办理期限的种类"),
    ("deadline", {"law_days": 30}, "law_days", "法律规定的更长期限"),
    ("deadline", {"way": "handed_over", "notice_days": 30}, "notice_days", "公告的天数"),
    ("deadline", {"exclusions": "住院"}, "exclusions", "不算的时间"),
    (
        "deadline",
        {"exclusions": [{"kind": "obstacle", "begins": "2026-10-05", "ends": "2026-10-01"}]},
        "exclusions.0.ends",
        "不算的时间（第1项）：到哪一天",
    ),
    ("deadline", {"exclusions": [{"begins": "2026-10-05"}]}, "exclusions.0.kind", "不算的时间（第1项）：为什么不算"),
    ("deadline", {"no_reasons": True, "claimed": "obstacle"}, "no_reasons", "没有别的理由"),
    ("deadline", {"claimed": "weather"}, "claimed", "提出的理由"),
    ("deadline", {"filed": "2026-10-01", "acted": "2026-10-02"}, "filed", "提交的日期"),
    ("deadline", {"today": "今天"}, "today", "按哪一天算"),
    ("deadline", {"phone": "1"}, "phone", "不认识的项"),
    ("lawsuit", {"kind": "x"}, "kind", "怎么起诉"),
    ("lawsuit", {"kind": "direct", "day": FUTURE, "today": TODAY}, "day", "起算的日期"),
    ("lawsuit", {"told": True, "learned": "2026-10-01"}, "learned", "知道起诉期限的日期"),
    ("lawsuit", {"kind": "inaction", "acted": "2026-10-01"}, "acted", "决定作出的日期"),
    ("lawsuit", {"kind": "after_decision", "pending": True}, "pending", "正在复议"),
    ("lawsuit", {"precondition": "是"}, "precondition", "要不要先复议"),
    ("lawsuit", {"delays": [{"begins": "2026-10-01"}]}, "delays.0.ends", "耽误的时间（第1项）：到哪一天"),
    ("lawsuit", {"told": False, "told_last": "2026-10-01"}, "told_last", "告知的最后一天"),
    ("lawsuit", {"way": "handed_over"}, "way", "不认识的项"),
    ("office", {"on": "2026-10-01"}, "event", "发生的事"),
    ("office", {"event": "accepted"}, "on", "发生的日期"),
    ("office", {"event": "accepted", "on": "2026-10-01", "track": "fast"}, "track", "审理程序"),
    ("office", {"event": "accepted", "on": "2026-10-01", "term": "review"}, "term", "哪个期限"),
    ("office", {"event": "accepted", "on": "2026-10-01", "extended": 30}, "extended", "延长的天数"),
    ("office", {"event": "accepted", "on": "2026-10-01", "term": "decision", "extended": 60}, "extended", "延长的天数"),
    (
        "office",
        {"event": "accepted", "on": "2026-08-03", "term": "decision"}
        | {"pauses": [{"kind": "suspension", "begins": "2026-09-15", "resumes": "2026-09-01"}]},
        "pauses.0.resumes",
        "不算的时间（第1项）：哪一天接着算",
    ),
    ("clocks", {"since": "accepted"}, "received", "收到申请的日期"),
    ("clocks", {"received": FUTURE, "today": TODAY}, "received", "收到申请的日期"),
    ("clocks", {"received": "2026-10-09", "since": "x"}, "since", "后来收到了什么"),
    ("clocks", {"received": "2026-10-09", "event_on": "2026-10-12"}, "event_on", "后来那件事的日期"),
    (
        "clocks",
        {"received": "2026-10-09", "since": "decided", "event_on": "2026-10-08"},
        "event_on",
        "后来那件事的日期",
    ),
    ("clocks", {"received": "2026-10-09", "by_agency": 1}, "by_agency", "交给了处罚机关"),
    ("clocks", {"received": "2026-10-09", "track": "fast"}, "track", "审理程序"),
    ("jurisdiction", {}, "text", "单位的叫法"),
    ("jurisdiction", {"text": "城管", "body": "police"}, "body", "单位的代号"),
    ("jurisdiction", {"text": " "}, "text", "单位的叫法"),
    ("jurisdiction", {"body": "no_such_body"}, "body", "单位的代号"),
    ("jurisdiction", {"special": "x"}, "special", "特殊情形"),
    ("admissibility", {"scope": True, "outside": "petition"}, "scope", "属于复议范围"),
    ("admissibility", {"fresh": True, "outside": "sued"}, "fresh", "没有复议、起诉过"),
    ("admissibility", {"deadline": "maybe"}, "deadline", "期限的情况"),
    ("precondition", {"matter": "x"}, "matter", "哪一类事"),
    ("precondition", {"matter": "licence", "on_the_spot": True}, "on_the_spot", "当场作出"),
    ("precondition", {"answer": "silent", "withheld": True}, "withheld", "依法定理由不公开"),
    ("precondition", {"matter": "penalty", "payment_dispute": True}, "payment_dispute", "纳税争议"),
    ("precondition", {"already_held": "有证"}, "already_held", "权利已经取得"),
    ("track", {"amount": -1}, "amount", "款额"),
    ("track", {"warning": True, "information": True}, "warning", "警告或者通报批评"),
    ("track", {"consent": None}, "consent", "各方同意"),
    ("standing", {}, "kind", "谁来申请"),
    ("standing", {"kind": "self", "share": 0.5}, "share", "一起申请的比例"),
    ("standing", {"applicants": 0}, "applicants", "申请人的人数"),
    ("standing", {"applicants": 2, "representatives": 5}, "representatives", "代表人的人数"),
    ("standing", {"agents": -1}, "agents", "代理人的人数"),
    ("standing", {"interest": "x"}, "interest", "跟决定的关系"),
    (
        "triage",
        {"answers": {"danger": "x"}},
        "answers.danger",
        "有没有人正在受伤害、有危险，或者有人打人、偷东西、骗钱？",
    ),
    ("triage", {"answers": {"danger": "now", "who": "staff"}}, "answers.who", "这件事主要跟谁有关？"),
    ("triage", {"answers": {"x": "y"}}, "answers.x", "不认识的项"),
    ("triage", {"answers": "danger"}, "answers", "已经答过的问题"),
    ("triage", {"danger": "now"}, "danger", "不认识的项"),
]


@pytest.mark.parametrize(("path", "body", "field", "name"), ROWS)
async def test_a_refusal_names_the_field(citizen: Citizen, path: str, body: Any, field: str, name: str) -> None:
    assert (field, name) in [(error["field"], error["name"]) for error in await refused(citizen, path, body)]


async def test_every_fault_is_said_at_once(citizen: Citizen) -> None:
    errors = await refused(citizen, "deadline", {"way": "x", "told": "x", "law_days": 1, "x": 1})
    assert [error["field"] for error in errors] == ["way", "told", "law_days", "x"]


async def test_an_unknown_choice_is_answered_with_the_choices(citizen: Citizen) -> None:
    [error] = await refused(citizen, "deadline", {"duty": "x"})
    assert (
        error["detail"]
        == "没有这个选项。可以选的是：licence、licence_joint、police_case、market_complaint、information。"
    )


@pytest.mark.parametrize("path", sorted({row[0] for row in ROWS}))
@pytest.mark.parametrize("body", [[], "城管", 7, None])
async def test_a_body_of_another_form(citizen: Citizen, path: str, body: Any) -> None:
    [error] = await refused(citizen, path, body)
    assert (error["field"], error["name"]) == ("", "整个请求")


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 16_000, b'{"day": ' + b"9" * 5000 + b"}"])
async def test_a_body_that_is_no_json(citizen: Citizen, content: bytes) -> None:
    response = await citizen.http.post("/api/procedure/deadline", content=content, headers=JSON)
    refusal(response, 400, "malformed")


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("deadline", b'{"\\ud800": 1}'),
        ("deadline", b'{"way": "\\ud800"}'),
        ("jurisdiction", b'{"text": "\\ud800"}'),
        ("triage", b'{"answers": {"\\ud800": "x"}}'),
        ("triage", b'{"answers": {"danger": "\\ud800"}}'),
        ("track", b'{"amount": NaN}'),
        ("track", b'{"amount": 1e400}'),
        ("standing", b'{"applicants": 99999999999999999999999}'),
        ("deadline", b'{"exclusions": [[[[[[[[[[]]]]]]]]]]}'),
        ("deadline", b""),
    ],
)
async def test_strange_values_are_refused_and_nothing_fails(citizen: Citizen, path: str, content: bytes) -> None:
    response = await citizen.http.post(f"/api/procedure/{path}", content=content, headers=JSON)
    problem = refusal(response, 422, "bad-facts")
    assert problem["errors"][0]["name"]


async def test_a_body_without_its_type_is_refused(citizen: Citizen) -> None:
    response = await citizen.http.post("/api/procedure/track", content=b"{}", headers={"Content-Type": "text/plain"})
    refusal(response, 422, "bad-facts")


async def test_a_body_too_large(citizen: Citizen) -> None:
    body = json.dumps({"exclusions": ["x" * 100] * 170}).encode()
    assert len(body) > 16 * 1024
    response = await citizen.http.post("/api/procedure/deadline", content=body, headers=JSON)
    refusal(response, 413, "too-large")


async def test_sixteen_kilobytes_are_read(citizen: Citizen) -> None:
    body = b"{" + b" " * (16 * 1024 - 2) + b"}"
    response = await citizen.http.post("/api/procedure/deadline", content=body, headers=JSON)
    assert response.status_code == 200


@pytest.mark.parametrize("path", sorted({row[0] for row in ROWS}))
async def test_only_posted(citizen: Citizen, path: str) -> None:
    refusal(await citizen.http.get(f"/api/procedure/{path}"), 405, "not-allowed")


async def test_no_other_calculator(citizen: Citizen) -> None:
    response = await citizen.http.post("/api/procedure/lottery", json={})
    assert response.status_code in (404, 405)
