from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import chinese_calendar
import pytest

from actions.casework.kinds import CaseEventKind, CaseState, LetterKind, LetterState
from actions.casework.models import Case, Letter
from actions.casework.practice import practice_table
from actions.casework.practice_rows import practice_cases, practice_letters

TABLE: Mapping[str, Any] = practice_table()
CASES = [one.record for one in practice_cases(TABLE) if isinstance(one.record, Case)]
LETTERS = [one.record for one in practice_letters(TABLE) if isinstance(one.record, Letter)]
TRACKS = [row.get("track") for row in TABLE["cases"]]
# 行政复议法 48, 54 (working days) and 62 (calendar days), by track.
COPY, REPLY, DECISION = (
    {"ordinary": 7, "simplified": 3},
    {"ordinary": 10, "simplified": 5},
    {"ordinary": 60, "simplified": 30},
)
ENDS = ("decided", "mediated", "terminated")

each_case = pytest.mark.parametrize(
    ("case", "track"), list(zip(CASES, TRACKS, strict=True)), ids=lambda one: getattr(one, "number", one)
)


def days(case: Case) -> dict[str, date]:
    return {event.kind.value: event.happened_on for event in case.events}


def workdays(start: date, end: date) -> int:
    """Working days after the start up to the end, counted here a second time and in another way."""
    span = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    return sum(chinese_calendar.is_workday(day) for day in span)


def test_the_cases_are_those_of_the_report() -> None:
    assert len(CASES) == 6
    assert Counter(case.accepted for case in CASES) == {True: 5, False: 1}
    assert Counter(case.respondent_kind.value for case in CASES) == {"township": 2, "county_department": 4}
    assert Counter(case.matter.value for case in CASES) == {
        "penalty": 2,
        "licence": 1,
        "determination": 2,
        "confirmation": 1,
    }
    outcomes = Counter(case.outcome.value for case in CASES if case.outcome)
    assert outcomes == {"upheld": 2, "mediated": 2, "settled": 1}


def test_the_letters_are_those_of_the_report() -> None:
    assert len(LETTERS) == 98
    assert Counter(letter.kind for letter in LETTERS) == {
        LetterKind.PROBLEM: 44,
        LetterKind.COMPLAINT: 15,
        LetterKind.SUGGESTION: 39,
    }


def test_everything_was_received_in_the_year() -> None:
    assert {record.received_on.year for record in (*CASES, *LETTERS)} == {2025}


@pytest.mark.parametrize("record", [*CASES, *LETTERS], ids=lambda record: str(record.received_on))
def test_every_step_is_on_a_working_day_and_in_order(record: Case | Letter) -> None:
    steps = [event.happened_on for event in record.events]
    assert all(chinese_calendar.is_workday(day) for day in steps)
    assert all(earlier <= later for earlier, later in pairwise(steps))
    assert steps[0] == record.received_on
    assert record.events[0].kind.value == "received"


@each_case
def test_acceptance_is_decided_within_five_working_days(case: Case, track: str | None) -> None:
    """行政复议法 30, 31: from receiving the application, or the corrected one."""
    found = days(case)
    decided_on = found.get("accepted") or found["not_accepted"]
    assert workdays(found.get("corrected", found["received"]), decided_on) <= 5
    if "corrected" in found:
        assert workdays(found["received"], found["correction_requested"]) <= 5
        assert workdays(found["correction_requested"], found["corrected"]) <= 10


@each_case
def test_an_accepted_case_keeps_the_periods_of_its_track(case: Case, track: str | None) -> None:
    found = days(case)
    if not case.accepted:
        assert track is None
        assert set(found) == {"received", "not_accepted", "delivered"}
        return
    assert track is not None
    assert workdays(found["accepted"], found["copy_sent"]) <= COPY[track]
    assert workdays(found["copy_sent"], found["respondent_replied"]) <= REPLY[track]
    (ended_on,) = (found[end] for end in ENDS if end in found)
    assert (ended_on - found["accepted"]).days <= DECISION[track]
    assert case.closed_on == ended_on
    assert case.accepted_on == found["accepted"]


@each_case
def test_the_ordinary_track_hears_people(case: Case, track: str | None) -> None:
    """行政复议法 49."""
    assert ("opinions_heard" in days(case)) or track != "ordinary"


@each_case
def test_the_end_fits_the_outcome(case: Case, track: str | None) -> None:
    kinds = {event.kind for event in case.events}
    ending = {
        "upheld": {CaseEventKind.DECIDED},
        "mediated": {CaseEventKind.MEDIATED},
        "settled": {CaseEventKind.SETTLED, CaseEventKind.TERMINATED},
    }
    assert case.state is (CaseState.CLOSED if case.outcome else CaseState.NOT_ACCEPTED)
    if case.outcome:
        assert ending[case.outcome.value] <= kinds
    assert CaseEventKind.DELIVERED in kinds


def test_letters_are_spread_over_the_year() -> None:
    months = Counter(letter.received_on.month for letter in LETTERS)
    assert set(months) == set(range(1, 13))
    assert max(months.values()) - min(months.values()) <= 5


def test_the_kinds_of_letter_are_mixed() -> None:
    halves = [Counter(letter.kind for letter in half) for half in (LETTERS[:49], LETTERS[49:])]
    assert all(abs(halves[0][kind] - halves[1][kind]) <= 1 for kind in LetterKind)


def test_letters_end_in_different_ways_and_say_so() -> None:
    assert {letter.state for letter in LETTERS} == {
        LetterState.CLOSED,
        LetterState.TRANSFERRED,
        LetterState.NOT_ACCEPTED,
    }
    assert all(letter.state.value == letter.events[-1].kind.value for letter in LETTERS)


def test_a_named_letter_is_replied_to_or_told_where_it_went() -> None:
    answers = {LetterState.REPLIED, LetterState.TRANSFERRED, LetterState.NOT_ACCEPTED}
    for letter in LETTERS:
        if not letter.anonymous:
            assert answers & {event.kind for event in letter.events}


def test_anonymous_letters_have_nobody_and_get_no_reply() -> None:
    anonymous = [letter for letter in LETTERS if letter.anonymous]
    assert 10 <= len(anonymous) <= 30
    assert all((letter.name, letter.contact) == (None, None) for letter in anonymous)
    assert not any(event.kind is LetterState.REPLIED for letter in anonymous for event in letter.events)


def test_letters_are_dealt_with_well_within_sixty_days() -> None:
    assert max((letter.events[-1].happened_on - letter.received_on).days for letter in LETTERS) <= 30


def test_every_text_is_marked() -> None:
    for case in CASES:
        assert case.practice
        assert all("演示" in words for words in (case.number, case.respondent, *(event.note for event in case.events)))
    for letter in LETTERS:
        assert letter.practice
        assert all(
            "演示" in words for words in (letter.about, letter.what_happened, *(event.note for event in letter.events))
        )
        assert letter.name in (None, "演示")


def test_numbers_are_marked_and_unique() -> None:
    numbers = [one.number for one in (*practice_cases(TABLE), *practice_letters(TABLE))]
    assert len(set(numbers)) == 104
    assert all(number.startswith("演示") for number in numbers)
