"""The enumerations are the tables': a row added there is a value here, and every value is one the engine takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Annotated, Any, get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from actions.procedure.admissibility import AdmissibilityFacts
from actions.procedure.deadline_facts import DeadlineFacts, Exclusion, State
from actions.procedure.lawsuit import LawsuitFacts
from actions.procedure.office import Pause, Track
from actions.procedure.precondition import PreconditionFacts
from actions.procedure.tables import table
from actions.procedure.track import TrackFacts
from actions.procedure.triage import outcomes
from bot.channels import procedure_choices as known
from bot.channels.procedure_choices import OneOf
from bot.channels.procedure_deadlines import DeadlineBody, Gap, Interruption, LawsuitBody, OfficeBody
from bot.channels.procedure_questions import AdmissibilityBody, PreconditionBody, TrackBody

TABLES: list[tuple[Mapping[str, str], Any]] = [
    (known.WAYS, table("deadline")["ways"]),
    (known.DUTIES, table("deadline")["duties"]),
    (known.EXCLUSIONS, table("deadline")["exclusions"]),
    (known.REASONS, table("deadline")["reasons"]),
    (known.LAWSUITS, table("deadline-lawsuit")["kinds"]),
    (known.EVENTS, table("deadline-office")["events"]),
    (known.TERMS, table("deadline-office")["terms"]),
    (known.PAUSES, table("deadline-office")["pauses"]),
    (known.SPECIAL, table("respondents-special")),
    (known.OUTSIDE, table("matters-scope")),
    (known.APPLICANTS, table("requests-applicants")["applicants"]),
    (known.INTERESTS, table("requests-applicants")["interests"]),
]


@pytest.mark.parametrize(("labels", "rows"), TABLES)
def test_the_keys_are_the_rows_and_each_has_a_label(labels: Mapping[str, str], rows: Any) -> None:
    assert set(labels) == set(rows)
    assert all(any("一" <= sign <= "鿿" for sign in label) for label in labels.values())


def test_the_states_and_tracks_are_the_engines() -> None:
    assert set(known.STATES) == set(get_args(State))
    assert set(known.TRACKS) == set(get_args(Track))


def test_every_matter_with_a_rule_of_its_own_can_be_asked() -> None:
    assert set(table("matters-precondition")["order"]) <= set(known.MATTERS)
    assert set(known.MATTERS) == set(table("matters")) | {"tax"}


def test_every_answer_that_a_rule_knows_can_be_given() -> None:
    steps = [step for steps in table("matters-precondition")["order"].values() for step in steps]
    asked = {step["when"]["answer"] for step in steps if step["when"].get("answer")}
    assert asked <= set(known.ANSWERS)


def test_every_next_step_of_the_triage_has_a_label() -> None:
    assert {step for one in outcomes() for step in one.next} <= set(known.STEPS)


ENGINE: list[tuple[type[BaseModel], type[Any], set[str]]] = [
    (DeadlineBody, DeadlineFacts, {"today"}),
    (LawsuitBody, LawsuitFacts, {"today"}),
    (AdmissibilityBody, AdmissibilityFacts, {"today"}),
    (PreconditionBody, PreconditionFacts, {"today"}),
    (TrackBody, TrackFacts, {"today"}),
    (Gap, Exclusion, set()),
    (Interruption, Pause, set()),
]


@pytest.mark.parametrize(("model", "facts", "more"), ENGINE)
def test_a_question_has_exactly_the_facts_of_the_engine(model: type[BaseModel], facts: Any, more: set[str]) -> None:
    assert set(model.model_fields) - more == {one.name for one in fields(facts)}


def test_what_is_not_said_is_what_the_engine_takes_for_unknown() -> None:
    assert DeadlineBody().facts() == DeadlineFacts()
    assert LawsuitBody().facts() == LawsuitFacts()
    assert AdmissibilityBody().facts() == AdmissibilityFacts()
    assert PreconditionBody().facts() == PreconditionFacts()
    assert TrackBody().facts() == TrackFacts()


def test_the_lists_become_what_the_engine_takes() -> None:
    days = {"begins": "2026-01-02", "ends": "2026-01-05"}
    begins, ends = date(2026, 1, 2), date(2026, 1, 5)
    gaps = DeadlineBody.model_validate({"exclusions": [{"kind": "obstacle", **days}]}).facts().exclusions
    assert gaps == (Exclusion("obstacle", begins, ends),)
    assert LawsuitBody.model_validate({"delays": [days]}).facts().delays == ((begins, ends),)
    pause = {"kind": "suspension", "begins": "2026-01-02", "resumes": "2026-01-05"}
    body = OfficeBody.model_validate({"event": "accepted", "on": "2026-01-01", "pauses": [pause]})
    assert body.stopped() == [Pause("suspension", begins, ends)]


def test_an_enumeration_in_the_document_has_its_labels() -> None:
    adapter: TypeAdapter[str] = TypeAdapter(Annotated[str, OneOf({"a": "甲", "b": "乙"})])
    assert adapter.json_schema() == {"enum": ["a", "b"], "type": "string", "x-labels": {"a": "甲", "b": "乙"}}
    assert adapter.validate_python("b") == "b"
    with pytest.raises(ValidationError):
        adapter.validate_python("c")
