"""The last day that counts for a case, from all that has happened to it: counted by actions/procedure, never typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from actions.casework.kinds import CaseEventKind, CaseState, CaseTrack
from actions.casework.models import Case
from actions.procedure.office import Pause, Term, office_term

SUSPENSION = "suspension"
Happened = tuple[CaseEventKind, date]


@dataclass(frozen=True)
class Course:
    """What has happened to a case, and what its period depends on."""

    state: CaseState
    happened: tuple[Happened, ...] = field(default=())
    track: CaseTrack | None = None
    extended: int = 0

    def days(self, kind: CaseEventKind) -> list[date]:
        """The days of one kind of event, in order."""
        return sorted(day for one, day in self.happened if one is kind)


def course_of(case: Case, besides: Iterable[Happened] = ()) -> Course:
    """The course of a case as it is stored, with what is about to happen."""
    happened = tuple((event.kind, event.happened_on) for event in case.events)
    return Course(case.state, (*happened, *besides), case.track or _noted(case), case.extended_days or 0)


def _noted(case: Case) -> CaseTrack | None:
    """The track of a case from the office's books, which tell it only by the last day."""
    if not case.accepted_on or not case.due_on:
        return None
    simplified = office_term("decision_simplified", case.accepted_on).last_day
    return CaseTrack.SIMPLIFIED if case.due_on == simplified else None


def term_of(course: Course) -> Term | None:
    """The period that runs, or ran until the end; none where nothing starts one.

    Received: to decide whether it is accepted; correction: the applicant's own; accepted: to decide (行政复议法 30, 31,
    62).
    """
    if course.state is CaseState.CORRECTION:
        return _term("correction", course.days(CaseEventKind.CORRECTION_REQUESTED))
    if course.state is CaseState.RECEIVED:
        again = _term("review_again", course.days(CaseEventKind.CORRECTED))
        return again or _term("review", course.days(CaseEventKind.RECEIVED))
    accepted = course.days(CaseEventKind.ACCEPTED)
    if course.state is CaseState.NOT_ACCEPTED or not accepted:
        return None
    key = "decision_simplified" if course.track is CaseTrack.SIMPLIFIED else "decision"
    return office_term(key, accepted[-1], tuple(pauses(course)), course.extended)


def pauses(course: Course) -> Iterator[Pause]:
    """The suspensions; one that was never lifted lasted until the end, an open one makes nothing longer yet."""
    resumed = course.days(CaseEventKind.RESUMED)
    ends = [*resumed, *course.days(CaseEventKind.TERMINATED)]
    for begins in course.days(CaseEventKind.SUSPENDED):
        until = next((day for day in ends if day >= begins), None)
        if until is not None:
            ends.remove(until)
            yield Pause(SUSPENSION, begins, until)


def _term(key: str, days: list[date]) -> Term | None:
    return office_term(key, days[-1]) if days else None
