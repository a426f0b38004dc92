"""The practice rows as knowledge/rules/practice.yml describes them; nothing here is drawn at random."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

import chinese_calendar

from actions.casework.kinds import (
    CaseEventKind,
    CaseState,
    LetterKind,
    LetterState,
    LetterStep,
    Matter,
    Outcome,
    RespondentKind,
)
from actions.casework.models import Case, CaseEvent, Letter, LetterEvent

_ENDS = ("decided", "mediated", "terminated")


@dataclass(frozen=True)
class Practice:
    """One practice record with its number."""

    number: str
    record: Case | Letter


def practice_cases(table: Mapping[str, Any]) -> Iterator[Practice]:
    """The practice cases with their timelines."""
    for n, row in enumerate(table["cases"], start=1):
        number = case_number(table, n)
        yield Practice(number, _case(number, row, table["mark"]))


def case_number(table: Mapping[str, Any], n: int) -> str:
    """The number of the n-th practice case."""
    return str(table["case_number"].format(year=table["year"], n=n))


def practice_letters(table: Mapping[str, Any]) -> Iterator[Practice]:
    """The practice letters of all three kinds, evenly over the year's working days."""
    workdays, kinds = _workdays(table["year"]), _mixed(table["letters"]["counts"])
    for n, (kind, nth) in enumerate(kinds, start=1):
        received_on = workdays[(n - 1) * len(workdays) // len(kinds)]
        number = str(table["letter_number"].format(year=table["year"], n=n))
        yield Practice(number, _letter(kind, nth, received_on, table))


def _case(number: str, row: Mapping[str, Any], mark: str) -> Case:
    days: dict[str, date] = row["events"]
    outcome = Outcome(row["outcome"]) if "outcome" in row else None
    return Case(
        number=number,
        respondent_kind=RespondentKind(row["respondent_kind"]),
        respondent=row["respondent"],
        matter=Matter(row["matter"]),
        state=CaseState.CLOSED if outcome else CaseState.NOT_ACCEPTED,
        accepted="accepted" in days,
        outcome=outcome,
        received_on=days["received"],
        accepted_on=days.get("accepted"),
        closed_on=next((days[end] for end in _ENDS if end in days), None),
        practice=True,
        events=[CaseEvent(happened_on=day, kind=CaseEventKind(kind), note=mark) for kind, day in days.items()],
    )


def _letter(kind: str, nth: int, received_on: date, table: Mapping[str, Any]) -> Letter:
    texts = table["letters"]
    anonymous = nth % texts["anonymous_every"] == 0
    courses = texts["courses"][kind]
    course: dict[str, int] = texts["anonymous_course"] if anonymous else courses[nth % len(courses)]
    steps = {"received": received_on} | {step: _after(received_on, days) for step, days in course.items()}
    return Letter(
        kind=LetterKind(kind),
        anonymous=anonymous,
        about=texts["about"],
        what_happened=texts["what_happened"],
        name=None if anonymous else table["mark"],
        contact=None,
        state=LetterState(list(steps)[-1]),
        received_on=received_on,
        practice=True,
        events=[LetterEvent(happened_on=day, kind=LetterStep(step), note=table["mark"]) for step, day in steps.items()],
    )


def _mixed(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """(kind, n-th of its kind) for every letter, the kinds evenly mixed."""
    places = chain.from_iterable(
        (((nth - 0.5) / count, kind, nth) for nth in range(1, count + 1)) for kind, count in counts.items()
    )
    return [(kind, nth) for _place, kind, nth in sorted(places)]


def _workdays(year: int) -> list[date]:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return [day for day in days if day.year == year and chinese_calendar.is_workday(day)]


def _after(day: date, workdays: int) -> date:
    found: date = chinese_calendar.find_workday(workdays, day)
    return found
