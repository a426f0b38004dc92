"""Results as JSON: nothing of the engine is lost, days and articles have one form."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from actions.content.laws import load_laws
from actions.content.source import ContentError
from actions.procedure.admissibility import Admissibility, Item
from actions.procedure.clocks import Clock
from actions.procedure.contract import citations, plain
from actions.procedure.deadline import filing_deadline
from actions.procedure.deadline_facts import Deadline, DeadlineFacts, Reason, Row
from actions.procedure.jurisdiction import Authority
from actions.procedure.office import Term
from actions.procedure.precondition import Precondition
from actions.procedure.respondent_rules import RespondentRule
from actions.procedure.standing import Interest, Standing
from actions.procedure.tables import Basis
from actions.procedure.track import Track
from actions.procedure.triage import Outcome
from bot.channels import procedure_results as results
from bot.channels.procedure_doors import OutcomeRow

LAWS = load_laws()
ROW = Row(date(2026, 10, 10), date(2026, 12, 8), 60, "申请期限60日", (Basis("行政复议法", 20),))


@dataclass(frozen=True)
class Sample:
    """A result with everything that results hold."""

    on: date
    basis: tuple[Basis, ...]
    rows: tuple[Row, ...]
    nothing: None = None


def test_a_result_is_plain() -> None:
    cited = {"law": "行政复议法", "article": 20, "since": "2024-01-01"}
    row = {"from": "2026-10-10", "to": "2026-12-08", "days": 60, "why": "申请期限60日", "basis": [cited]}
    found = plain(Sample(date(2026, 10, 9), (Basis("行政复议法", 20),), (ROW,)), LAWS)
    assert found == {"on": "2026-10-09", "basis": [cited], "rows": [row], "nothing": None}


@pytest.mark.parametrize("value", [None, True, 3, 0.5, "字", [], ()])
def test_what_is_plain_already(value: Any) -> None:
    assert plain(value, LAWS) == (list(value) if isinstance(value, tuple) else value)


def test_an_article_that_is_not_in_force_is_an_error() -> None:
    with pytest.raises(ContentError):
        plain(Basis("行政复议法", 91), LAWS)


def test_every_article_once() -> None:
    one, two = Basis("行政复议法", 20), Basis("行政复议法", 21)
    assert [cite["article"] for cite in citations(LAWS, [one, two], (), [one])] == [20, 21]


def test_a_real_result_can_be_sent() -> None:
    found = filing_deadline(DeadlineFacts(way="handed_over", day=date(2026, 10, 9)), date(2026, 11, 23))
    assert json.loads(json.dumps(plain(found, LAWS)))["last_day"] == "2026-12-08"


# The engine's results, and what a client gets of each; a field added to the engine has to be added here.
PAIRS: list[tuple[Any, type[BaseModel], set[str], set[str]]] = [
    (Deadline, results.CountedResult, {"facts"}, set()),
    (Reason, results.ReasonRow, set(), set()),
    (Term, results.TermRow, set(), set()),
    (Authority, results.AuthorityRow, set(), set()),
    (RespondentRule, results.SpecialRow, set(), set()),
    (Item, results.ItemRow, set(), set()),
    (Admissibility, results.AdmissibilityResult, {"facts", "unknown"}, set()),
    (Precondition, results.PreconditionResult, {"facts"}, set()),
    (Clock, results.ClockRow, set(), set()),
    (Track, results.TrackResult, {"facts", "unknown"}, set()),
    (Standing, results.ApplicantRow, set(), set()),
    (Interest, results.InterestRow, set(), set()),
    (Outcome, OutcomeRow, set(), {"unknown", "unknown_basis"}),
]


@pytest.mark.parametrize(("result", "model", "more", "less"), PAIRS)
def test_the_answer_has_every_field_of_the_engine(
    result: Any, model: type[BaseModel], more: set[str], less: set[str]
) -> None:
    assert set(model.model_fields) - more == {one.name for one in fields(result)} - less


def test_a_line_of_the_sum_has_the_keys_of_the_message() -> None:
    names = {field.alias or name for name, field in results.SumRow.model_fields.items()}
    assert names == set(ROW.message())
