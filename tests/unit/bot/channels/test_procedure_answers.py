"""What each calculator answers is what the engine says, with the facts it rests on and what has to be checked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.content.laws import load_laws
from actions.content.region import load_region
from actions.procedure.admissibility import AdmissibilityFacts, admissibility
from actions.procedure.deadline import filing_deadline
from actions.procedure.jurisdiction import authority_for, find_respondent
from actions.procedure.lawsuit import lawsuit_deadline
from actions.procedure.office import office_terms
from actions.procedure.tables import table
from bot.channels import procedure_answers as answers
from bot.channels.procedure_choices import APPLICANTS, EVENTS, INTERESTS, LAWSUITS, MATTERS, OUTSIDE, SPECIAL, WAYS
from bot.channels.procedure_deadlines import DeadlineBody, LawsuitBody, OfficeBody
from bot.channels.procedure_questions import (
    AdmissibilityBody,
    JurisdictionBody,
    PreconditionBody,
    StandingBody,
    TrackBody,
)
from bot.channels.procedure_results import (
    AdmissibilityResult,
    CountedResult,
    JurisdictionResult,
    OfficeResult,
    PreconditionResult,
    StandingResult,
    TrackResult,
)

LAWS, REGION, TODAY = load_laws(), load_region("shiquan"), date(2026, 11, 23)


def jurisdiction(**facts: Any) -> dict[str, Any]:
    found = answers.jurisdiction(JurisdictionBody.model_validate(facts), REGION, LAWS)
    JurisdictionResult.model_validate(found)
    return found


def standing(**facts: Any) -> dict[str, Any]:
    found = answers.who_applies(StandingBody.model_validate(facts), LAWS)
    StandingResult.model_validate(found)
    return found


@pytest.mark.parametrize("way", WAYS)
def test_a_deadline_for_every_way(way: str) -> None:
    body = DeadlineBody.model_validate({"way": way, "day": "2026-10-09", "told": True})
    found = answers.deadline(body, TODAY, LAWS)
    engine = filing_deadline(body.facts(), TODAY)
    assert engine.last_day is not None and found["last_day"] == engine.last_day.isoformat()
    assert (found["state"], found["text"], found["next"]) == (engine.state, engine.text, engine.next)
    assert len(found["rows"]) == len(engine.rows) and found["unknown"] == list(engine.unknown)
    assert [line["field"] for line in found["facts"]] == ["way", "day", "told", "today"]
    assert CountedResult.model_validate(found).basis


@pytest.mark.parametrize("kind", LAWSUITS)
def test_a_deadline_for_every_lawsuit(kind: str) -> None:
    body = LawsuitBody.model_validate({"kind": kind, "day": "2026-10-09", "told": True})
    found = answers.lawsuit(body, TODAY, LAWS)
    engine = lawsuit_deadline(body.facts(), TODAY)
    assert engine.last_day is not None and found["last_day"] == engine.last_day.isoformat()
    assert CountedResult.model_validate(found).basis and found["facts"][-1]["field"] == "today"


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("track", ["ordinary", "simplified"])
def test_the_terms_of_every_event(event: str, track: Any) -> None:
    body = OfficeBody.model_validate({"event": event, "on": "2026-11-02", "track": track})
    found = answers.office(body, LAWS)
    assert [term["key"] for term in found["terms"]] == [one.key for one in office_terms(event, body.on, track)]
    assert (found["deemed_accepted"] is not None) == (event == "received")
    assert OfficeResult.model_validate(found)


def test_silence_of_five_working_days_counts_as_accepted() -> None:
    body = OfficeBody.model_validate({"event": "received", "on": "2026-11-02"})
    assert answers.office(body, LAWS)["deemed_accepted"] == "2026-11-09"


def test_one_term_with_a_pause_and_an_extension() -> None:
    pause = {"kind": "suspension", "begins": "2026-09-01", "resumes": "2026-09-15"}
    body = {"event": "accepted", "on": "2026-08-03", "term": "decision", "pauses": [pause], "extended": 30}
    [term] = answers.office(OfficeBody.model_validate(body), LAWS)["terms"]
    # 60 + 30 days and 14 of the pause from 3 August: 15 November is a Sunday.
    assert term["last_day"] == "2026-11-16"
    assert {row["days"] for row in term["rows"]} >= {60, 30}


@pytest.mark.parametrize("text", ["城管", "交警", "国土所", "工商", "镇上", "汉阴县公安局", "税务局", "司法局"])
def test_a_body_by_how_people_call_it(text: str) -> None:
    found = jurisdiction(text=text)
    engine = find_respondent(text, REGION)
    assert [one["id"] for one in found["bodies"]] == [one.id for one in engine] != []
    for one, body in zip(found["bodies"], engine, strict=True):
        assert one["authority"]["name"] == authority_for(body, REGION).name
        assert one["authority"]["basis"] and set(one["authority"]["unknown"]) <= set(found["unknown"])
    assert found["text"] is None and found["special"] is None and found["basis"]


@pytest.mark.parametrize("text", ["!!!", "阿巴阿巴呜呼"])
def test_a_body_that_nobody_knows(text: str) -> None:
    found = jurisdiction(text=text)
    assert found["bodies"] == [] and found["basis"]
    assert found["text"] == table("respondents")["not_found"]["text"] and found["unknown"] == [found["text"]]


@pytest.mark.parametrize("body", [*(one.id for one in REGION.bodies), *table("respondents")["above"]])
def test_every_body_by_its_id(body: str) -> None:
    [one] = jurisdiction(body=body)["bodies"]
    assert one["id"] == body and one["authority"]["text"]


@pytest.mark.parametrize("special", SPECIAL)
def test_every_special_case(special: str) -> None:
    found = jurisdiction(special=special)
    assert found["special"]["key"] == special and found["bodies"] == [] and found["text"] is None
    assert found["unknown"] == ([found["special"]["check"]] if found["special"]["check"] else [])
    assert found["basis"] == found["special"]["basis"] != []


def test_the_requirements_that_are_not_known_are_to_be_checked() -> None:
    body = AdmissibilityBody.model_validate({"respondent": True, "deadline": "late_reasons"})
    found = answers.admissible(body, LAWS)
    engine = admissibility(AdmissibilityFacts(respondent=True, deadline="late_reasons"))
    assert found["verdict"] == engine.verdict == "doubt"
    assert found["unknown"] == [item.text for item in engine.items if item.answer == "unknown"]
    assert AdmissibilityResult.model_validate(found).items[1].answer == "yes"


@pytest.mark.parametrize("outside", OUTSIDE)
def test_every_matter_that_is_not_reconsidered(outside: str) -> None:
    found = answers.admissible(AdmissibilityBody.model_validate({"outside": outside}), LAWS)
    scope = next(item for item in found["items"] if item["key"] == "scope")
    assert scope["text"].startswith(table("matters-scope")[outside]["text"])
    assert {cite["article"] for cite in scope["basis"]} <= {cite["article"] for cite in found["basis"]}


@pytest.mark.parametrize("matter", MATTERS)
def test_whether_reconsideration_comes_first_for_every_matter(matter: str) -> None:
    found = answers.first(PreconditionBody.model_validate({"matter": matter}), LAWS)
    assert PreconditionResult.model_validate(found).basis
    assert bool(found["unknown"]) == (found["answer"] != "must")


def test_without_the_matter_it_is_to_be_checked() -> None:
    found = answers.first(PreconditionBody(), LAWS)
    assert found["unknown"] == [found["ask"]] and "哪一类事" in found["ask"] and found["facts"] == []


TRACKS: list[tuple[dict[str, Any], str, list[str]]] = [
    ({}, "ordinary", ["需要核实：款额"]),
    ({"amount": 3000}, "simplified", ["需要核实：事实清楚、争议不大"]),
    ({"amount": 3000.01}, "ordinary", []),
    ({"amount": 200, "clear": False}, "unclear", []),
    ({"on_the_spot": True, "clear": True}, "simplified", []),
    ({"consent": True}, "simplified", []),
]


@pytest.mark.parametrize(("facts", "key", "unknown"), TRACKS)
def test_the_track(facts: dict[str, Any], key: str, unknown: list[str]) -> None:
    found = answers.likely_track(TrackBody.model_validate(facts), LAWS)
    assert (found["key"], found["unknown"]) == (key, unknown)
    assert TrackResult.model_validate(found).basis


@pytest.mark.parametrize("kind", APPLICANTS)
def test_every_kind_of_applicant(kind: str) -> None:
    found = standing(kind=kind)
    assert found["standing"]["papers"] and found["basis"]
    assert found["unknown"] == found["standing"]["unknown"]
    assert found["representatives"] is found["agents"] is found["interest"] is None


@pytest.mark.parametrize("interest", INTERESTS)
def test_every_interest(interest: str) -> None:
    found = standing(interest=interest)
    assert bool(found["unknown"]) == (found["interest"]["answer"] == "unknown")


@pytest.mark.parametrize(
    ("applicants", "chosen", "needed", "fits"),
    [
        (10, None, False, None),
        (10, 0, False, True),
        (11, 1, True, False),
        (11, 2, True, True),
        (12, 5, True, True),
        (12, 6, True, False),
    ],
)
def test_representatives(applicants: int, chosen: int | None, needed: bool, fits: bool | None) -> None:
    more = {} if chosen is None else {"representatives": chosen}
    found = standing(applicants=applicants, **more)["representatives"]
    assert (found["needed"], found["fits"], found["least"], found["most"]) == (needed, fits, 2, 5)


@pytest.mark.parametrize(("agents", "fits"), [(0, True), (2, True), (3, False)])
def test_agents(agents: int, fits: bool) -> None:
    found = standing(agents=agents)
    assert (found["agents"]["fits"], found["agents"]["most"]) == (fits, 2)
    assert {"law": "行政复议法", "article": 17, "since": "2024-01-01"} in found["basis"]
