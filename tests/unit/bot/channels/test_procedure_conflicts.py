"""Facts about everything but time that cannot be true together, a row each."""

from __future__ import annotations

from typing import Any

import pytest

from actions.content.region import load_region
from actions.procedure.tables import table
from bot.channels.procedure_checks import Contradiction
from bot.channels.procedure_choices import APPLICANTS, OUTSIDE
from bot.channels.procedure_conflicts import (
    DONE,
    admissibility_contradictions,
    jurisdiction_contradictions,
    precondition_contradictions,
    standing_contradictions,
    track_contradictions,
    triage_contradictions,
)
from bot.channels.procedure_problems import DETAILS
from bot.channels.procedure_questions import (
    AdmissibilityBody,
    JurisdictionBody,
    PreconditionBody,
    StandingBody,
    TrackBody,
    TriageBody,
)

REGION = load_region("shiquan")


def jurisdiction(**facts: Any) -> list[Contradiction]:
    return list(jurisdiction_contradictions(JurisdictionBody.model_validate(facts), REGION))


def admissibility(**facts: Any) -> list[Contradiction]:
    return list(admissibility_contradictions(AdmissibilityBody.model_validate(facts)))


def precondition(**facts: Any) -> list[Contradiction]:
    return list(precondition_contradictions(PreconditionBody.model_validate(facts)))


def standing(**facts: Any) -> list[Contradiction]:
    return list(standing_contradictions(StandingBody.model_validate(facts)))


def triage(**answers: str) -> list[Contradiction]:
    return list(triage_contradictions(TriageBody.model_validate({"answers": answers})))


ONE_OF: list[tuple[dict[str, Any], list[Contradiction]]] = [
    ({}, [(("text", "body", "special"), "one_of")]),
    ({"text": "城管", "body": "police"}, [(("text", "body"), "one_of")]),
    ({"text": "城管", "body": "police", "special": "joint"}, [(("text", "body", "special"), "one_of")]),
    ({"body": "no_such_body"}, [(("body",), "body")]),
    ({"text": "城管"}, []),
    ({"body": "police"}, []),
    ({"body": "ministry"}, []),
    ({"special": "joint"}, []),
]


@pytest.mark.parametrize(("facts", "expected"), ONE_OF)
def test_one_way_to_ask_for_a_body(facts: dict[str, Any], expected: list[Contradiction]) -> None:
    assert jurisdiction(**facts) == expected


@pytest.mark.parametrize("body", [one.id for one in REGION.bodies])
def test_every_body_of_the_county_may_be_asked_for(body: str) -> None:
    assert jurisdiction(body=body) == []


@pytest.mark.parametrize("key", OUTSIDE)
def test_a_matter_is_in_scope_or_out_of_it(key: str) -> None:
    out = table("matters-scope")[key]["verdict"] == "out"
    assert bool(admissibility(outside=key, scope=True)) == out
    assert admissibility(outside=key, scope=False) == [] == admissibility(outside=key)


@pytest.mark.parametrize("key", OUTSIDE)
def test_what_was_decided_before_is_not_fresh(key: str) -> None:
    assert ((("fresh", "outside"), "fresh") in admissibility(outside=key, fresh=True)) == (key in DONE)
    assert admissibility(outside=key, fresh=False) == []


def test_what_was_decided_before_is_in_the_table() -> None:
    assert set(DONE) <= set(OUTSIDE)


def test_requirements_alone_never_contradict() -> None:
    assert admissibility(scope=True, fresh=True, deadline="late") == []


PRECONDITIONS: list[tuple[dict[str, Any], list[Contradiction]]] = [
    ({}, []),
    ({"on_the_spot": True}, []),
    ({"matter": "penalty", "on_the_spot": True}, []),
    ({"matter": "licence", "on_the_spot": True}, [(("matter", "on_the_spot"), "other_kind")]),
    ({"matter": "licence", "on_the_spot": False}, []),
    ({"matter": "penalty", "withheld": True}, [(("matter", "withheld"), "other_kind")]),
    ({"matter": "information", "withheld": True, "answer": "refused"}, []),
    ({"matter": "information", "withheld": True, "answer": "silent"}, [(("answer", "withheld"), "other_kind")]),
    ({"matter": "penalty", "payment_dispute": True}, [(("matter", "payment_dispute"), "other_kind")]),
    ({"matter": "tax", "payment_dispute": True}, []),
    ({"matter": "agreement", "payment_dispute": False}, []),
]


@pytest.mark.parametrize(("facts", "expected"), PRECONDITIONS)
def test_facts_of_one_matter_and_another(facts: dict[str, Any], expected: list[Contradiction]) -> None:
    assert precondition(**facts) == expected


@pytest.mark.parametrize(("information", "warning"), [(True, True), (True, False), (False, True), (False, False)])
def test_an_answer_about_information_is_no_warning(information: bool, warning: bool) -> None:
    body = TrackBody(information=information, warning=warning)
    expected = [(("warning", "information"), "other_kind")] if information and warning else []
    assert list(track_contradictions(body)) == expected


STANDINGS: list[tuple[dict[str, Any], list[Contradiction]]] = [
    ({}, [(("kind", "applicants", "agents", "interest"), "missing")]),
    ({"agents": 0}, []),
    ({"interest": "none"}, []),
    ({"applicants": 12, "representatives": 12}, []),
    ({"applicants": 2, "representatives": 3}, [(("applicants", "representatives"), "applicants")]),
    ({"kind": "self", "representatives": 1}, [(("applicants", "representatives"), "applicants")]),
    ({"interest": "none", "share": 0.5}, [(("kind", "share"), "share")]),
]


@pytest.mark.parametrize(("facts", "expected"), STANDINGS)
def test_people_that_cannot_be(facts: dict[str, Any], expected: list[Contradiction]) -> None:
    assert standing(**facts) == expected


@pytest.mark.parametrize("kind", APPLICANTS)
def test_a_share_is_for_those_who_have_members(kind: str) -> None:
    assert (not standing(kind=kind, share=0.6)) == ("share" in table("requests-applicants")["applicants"][kind])


TRIAGES: list[tuple[dict[str, str], list[Contradiction]]] = [
    ({}, []),
    ({"danger": "now"}, []),
    ({"danger": "none", "who": "agency"}, []),
    ({"danger": "maybe"}, [(("answers.danger",), "unknown_value")]),
    ({"weather": "fine"}, [(("answers.weather",), "unknown_key")]),
    ({"danger": "now", "who": "agency"}, [(("answers.who",), "answers")]),
    ({"who": "agency"}, [(("answers.who",), "answers")]),
    ({"danger": "maybe", "who": "agency"}, [(("answers.danger",), "unknown_value"), (("answers.who",), "answers")]),
]


@pytest.mark.parametrize(("answers", "expected"), TRIAGES)
def test_answers_that_lead_nowhere(answers: dict[str, str], expected: list[Contradiction]) -> None:
    assert triage(**answers) == expected


def test_every_contradiction_has_words() -> None:
    rows = [*ONE_OF, *PRECONDITIONS, *STANDINGS, *TRIAGES]
    assert {words for _, expected in rows for _, words in expected} | {"scope", "fresh"} <= set(DETAILS)
