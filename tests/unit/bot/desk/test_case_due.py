"""The last day of a case: by the periods of the law, with pauses and extension; dates counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from actions.casework.kinds import CaseEventKind as Step
from actions.casework.kinds import CaseState as State
from actions.casework.kinds import CaseTrack
from actions.casework.models import Case, CaseEvent
from bot.desk.case_due import Course, course_of, pauses, term_of

MON = date(2026, 3, 2)  # a Monday without holidays near


def course(state: State, *happened: tuple[Step, date], **more: object) -> Course:
    return Course(state, happened, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "key", "last"),
    [
        (course(State.RECEIVED, (Step.RECEIVED, MON)), "review", date(2026, 3, 9)),
        (
            course(State.CORRECTION, (Step.RECEIVED, MON), (Step.CORRECTION_REQUESTED, date(2026, 3, 4))),
            "correction",
            date(2026, 3, 18),
        ),
        (
            course(State.RECEIVED, (Step.RECEIVED, MON), (Step.CORRECTED, date(2026, 3, 16))),
            "review_again",
            date(2026, 3, 23),
        ),
        (course(State.ACCEPTED, (Step.RECEIVED, MON), (Step.ACCEPTED, MON)), "decision", date(2026, 5, 6)),
        (
            course(State.ACCEPTED, (Step.ACCEPTED, date(2026, 3, 3)), track=CaseTrack.SIMPLIFIED),
            "decision_simplified",
            date(2026, 4, 2),
        ),
    ],
    ids=["received", "correction", "corrected", "ordinary", "simplified"],
)
def test_each_state_has_its_period(asked: Course, key: str, last: date) -> None:
    term = term_of(asked)
    assert term and (term.key, term.last_day) == (key, last)
    assert term.basis


def test_an_extension_is_counted_on_top() -> None:
    # 60 days end on 2026-05-12, 10 more on Friday the 22nd.
    term = term_of(course(State.ACCEPTED, (Step.ACCEPTED, date(2026, 3, 13)), extended=10))
    assert term and term.last_day == date(2026, 5, 22)


def test_a_pause_is_not_counted() -> None:
    paused = ((Step.SUSPENDED, date(2026, 4, 1)), (Step.RESUMED, date(2026, 4, 11)))
    plain = term_of(course(State.ACCEPTED, (Step.ACCEPTED, date(2026, 3, 13))))
    longer = term_of(course(State.ACCEPTED, (Step.ACCEPTED, date(2026, 3, 13)), *paused))
    assert plain and longer
    assert (plain.last_day, longer.last_day) == (date(2026, 5, 12), date(2026, 5, 22))


def test_an_open_pause_makes_nothing_longer_yet_and_the_end_closes_it() -> None:
    accepted, suspended = (Step.ACCEPTED, date(2026, 3, 13)), (Step.SUSPENDED, date(2026, 4, 1))
    assert list(pauses(course(State.SUSPENDED, accepted, suspended))) == []
    ended = course(State.CLOSED, accepted, suspended, (Step.TERMINATED, date(2026, 6, 5)))
    [pause] = pauses(ended)
    assert (pause.begins, pause.resumes) == (date(2026, 4, 1), date(2026, 6, 5))


def test_two_pauses_are_kept_apart() -> None:
    days = [(Step.SUSPENDED, date(2026, 4, 1)), (Step.RESUMED, date(2026, 4, 3))]
    days += [(Step.SUSPENDED, date(2026, 4, 10)), (Step.RESUMED, date(2026, 4, 20))]
    found = list(pauses(course(State.ACCEPTED, *days)))
    assert [(one.begins.day, one.resumes.day) for one in found] == [(1, 3), (10, 20)]


@pytest.mark.parametrize("state", [State.NOT_ACCEPTED, State.ABANDONED, State.ACCEPTED, State.CLOSED])
def test_where_nothing_starts_a_period_there_is_none(state: State) -> None:
    assert term_of(course(state, (Step.RECEIVED, MON))) is None


def stored(due_on: date | None, track: CaseTrack | None = None) -> Case:
    events = [
        CaseEvent(kind=Step.RECEIVED, happened_on=MON),
        CaseEvent(kind=Step.ACCEPTED, happened_on=date(2026, 3, 3)),
    ]
    row = Case(state=State.ACCEPTED, accepted_on=date(2026, 3, 3), due_on=due_on, track=track, extended_days=None)
    row.events = events
    return row


def test_the_books_tell_the_simplified_track_by_the_last_day_alone() -> None:
    assert course_of(stored(date(2026, 4, 2))).track is CaseTrack.SIMPLIFIED
    assert course_of(stored(date(2026, 5, 6))).track is None
    assert course_of(stored(None)).track is None
    assert course_of(stored(date(2026, 4, 2), CaseTrack.ORDINARY)).track is CaseTrack.ORDINARY


def test_what_is_about_to_happen_is_counted_with_what_has() -> None:
    asked = course_of(stored(None), [(Step.SUSPENDED, date(2026, 3, 10))])
    assert asked.days(Step.SUSPENDED) == [date(2026, 3, 10)]
    assert asked.days(Step.ACCEPTED) == [date(2026, 3, 3)]
