"""The choices that a client may offer are those that the calculators take."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from actions.content.region import load_region
from actions.procedure.triage import triage
from bot.channels import procedure_choices as known
from bot.channels.procedure_deadlines import DeadlineBody, Gap, LawsuitBody, OfficeBody
from bot.channels.procedure_doors import triage_result
from bot.channels.procedure_questions import AdmissibilityBody, PreconditionBody, StandingBody
from bot.channels.procedure_tables import Tables, tables

TABLES = tables(load_region("shiquan"))
ON = {"event": "accepted", "on": "2026-01-01"}


def test_the_tables_are_what_the_document_says() -> None:
    assert set(TABLES) == set(Tables.model_fields)
    assert Tables.model_validate(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_can_be_read(name: str) -> None:
    assert TABLES[name]
    keys = [row["key"] for row in TABLES[name]]
    assert len(set(keys)) == len(keys)
    for row in TABLES[name]:
        assert row.get("label") or row.get("ask")


ACCEPTED: list[tuple[str, Any, str, dict[str, Any]]] = [
    ("ways", DeadlineBody, "way", {}),
    ("duties", DeadlineBody, "duty", {}),
    ("reasons", DeadlineBody, "claimed", {}),
    ("exclusions", Gap, "kind", {"begins": "2026-01-01"}),
    ("lawsuits", LawsuitBody, "kind", {}),
    ("events", OfficeBody, "event", {"on": "2026-01-01"}),
    ("terms", OfficeBody, "term", ON),
    ("tracks", OfficeBody, "track", ON),
    ("matters", PreconditionBody, "matter", {}),
    ("answers", PreconditionBody, "answer", {}),
    ("states", AdmissibilityBody, "deadline", {}),
    ("outside", AdmissibilityBody, "outside", {}),
    ("applicants", StandingBody, "kind", {}),
    ("interests", StandingBody, "interest", {}),
]


@pytest.mark.parametrize(("name", "model", "field", "more"), ACCEPTED)
def test_every_choice_is_taken_and_nothing_else(name: str, model: Any, field: str, more: dict[str, Any]) -> None:
    for row in TABLES[name]:
        assert getattr(model.model_validate({**more, field: row["key"]}), field) == row["key"]
    with pytest.raises(ValidationError):
        model.model_validate({**more, field: "no_such_choice"})


def test_every_requirement_is_a_field() -> None:
    fields = set(AdmissibilityBody.model_fields) - {"today", "outside"}
    assert {row["key"] for row in TABLES["requirements"]} == fields


def test_every_question_about_a_fact_is_a_field() -> None:
    fields = set(DeadlineBody.model_fields) | set(Gap.model_fields)
    assert {row["key"] for row in TABLES["questions"]} <= fields
    assert all(row["ask"].endswith("？") for row in TABLES["questions"])


@pytest.mark.parametrize("name", ["ways", "duties", "lawsuits"])
def test_where_a_day_is_needed_its_question_is_there(name: str) -> None:
    assert all("日" in row["ask"] or "哪一天" in row["ask"] for row in TABLES[name])


def test_the_ways_say_whether_there_is_an_act() -> None:
    assert {row["kind"] for row in TABLES["ways"]} == {"act", "inaction"}
    assert {row["kind"] for row in TABLES["terms"]} <= set(known.EVENTS)


def test_the_triage_of_the_tables_is_the_one_that_is_asked() -> None:
    first = triage_result(triage({}), {})["question"]
    assert {key: first[key] for key in ("key", "ask", "hint", "options")} == TABLES["triage"][0]
    assert len(TABLES["doors"]) == 12
