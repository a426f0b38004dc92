"""The forms of the steps with a case: fields from the table, values from what was typed."""

from __future__ import annotations

from datetime import date

import pytest

from actions.casework.kinds import CaseEventKind as Step
from actions.casework.kinds import CaseState, CaseTrack, Outcome
from actions.casework.models import Case, CaseEvent
from bot.desk.case_steps import CASE_STEPS, COUNTS, WRONG, case_form, due_after, read_case_form, read_day, term_after

BOOKS = date(2026, 6, 30)  # a last day that somebody wrote into the office's books


def case(state: CaseState, due_on: date | None = BOOKS) -> Case:
    row = Case(state=state, accepted_on=date(2026, 3, 3), due_on=due_on, track=None, extended_days=None)
    row.events = [
        CaseEvent(kind=Step.RECEIVED, happened_on=date(2026, 3, 2)),
        CaseEvent(kind=Step.ACCEPTED, happened_on=date(2026, 3, 3)),
    ]
    return row


@pytest.mark.parametrize("step", CASE_STEPS)
def test_each_field_of_each_form_has_its_words(step: Step) -> None:
    form = case_form(step)
    assert form.fields[0] == "on" and form.fields[-1] == "internal"
    assert set(form.fields) <= set(WRONG) and set(form.public) <= set(form.fields)
    assert bool(form.outcomes) is ("outcome" in form.fields)


def test_a_form_is_read_as_values() -> None:
    typed = {"on": "2026-03-10", "outcome": "ordered", "internal": " 演示\r\n备注 ", "track": "ordinary"}
    given = read_case_form(case_form(Step.DECIDED), typed).given
    assert given and (given.on, given.outcome, given.internal) == (date(2026, 3, 10), Outcome.ORDERED, "演示\n备注")
    assert given.track is None, "what the form does not ask for is not read"


@pytest.mark.parametrize("days", ["0", "-1", "31", "十", "", "1e1"])
def test_an_extension_has_a_number_of_days(days: str) -> None:
    filled = read_case_form(case_form(Step.EXTENDED), {"on": "2026-03-10", "days": days, "reason": "演示"})
    assert filled.given is None and set(filled.wrong) == {"days"}


def test_a_blank_that_was_left_is_named() -> None:
    form = case_form(Step.NOT_ACCEPTED)
    filled = read_case_form(form, {"on": "2026-03-10", "reason": "依据【哪一条】"})
    assert "哪一条" in filled.wrong["reason"]


@pytest.mark.parametrize(("text", "day"), [("2026-03-10", date(2026, 3, 10)), ("2026-02-30", None), ("", None)])
def test_a_day_is_one(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize("step", sorted(set(CASE_STEPS) - set(COUNTS)))
def test_a_step_that_moves_no_period_leaves_what_the_books_say(step: Step) -> None:
    form = case_form(step)
    typed = {"on": "2026-03-10", "reason": "演示", "outcome": form.outcomes[0] if form.outcomes else ""}
    given = read_case_form(form, typed).given
    assert given and due_after(case(CaseState.ACCEPTED), form, given) == BOOKS
    assert term_after(case(CaseState.ACCEPTED), form, given) is None


def test_the_track_that_is_chosen_counts() -> None:
    row = case(CaseState.RECEIVED, None)
    row.events = row.events[:1]
    form = case_form(Step.ACCEPTED)
    for track, last in ((CaseTrack.ORDINARY, date(2026, 5, 6)), (CaseTrack.SIMPLIFIED, date(2026, 4, 2))):
        given = read_case_form(form, {"on": "2026-03-03", "track": track.value}).given
        assert given and due_after(row, form, given) == last
