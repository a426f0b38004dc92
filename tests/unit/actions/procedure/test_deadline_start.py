"""Which day starts the clock, and which lines lead there."""

from datetime import date as D

import pytest

from actions.procedure.deadline_facts import DeadlineFacts, Notes
from actions.procedure.deadline_start import LONGEST_NOTICE, Clock, start_clock
from actions.procedure.tables import table

DAY = D(2026, 9, 1)


def clock(way: str, day: D = DAY, **facts: object) -> tuple[Clock, list[str]]:
    notes = Notes()
    return start_clock(DeadlineFacts(way, day, **facts), day, notes), list(notes.texts)  # type: ignore[arg-type]


def lines(found: Clock) -> list[tuple[D, D, int]]:
    return [(row.begins, row.ends, row.days) for row in found.rows]


@pytest.mark.parametrize("way", [key for key, row in table("deadline")["ways"].items() if row["kind"] == "act"])
def test_an_act_starts_on_the_day_that_is_asked_for(way: str) -> None:
    """实施条例 23."""
    found, _ = clock(way)
    assert (found.starts, found.earliest, lines(found)) == (DAY, DAY, [(DAY, DAY, 0)])
    assert found.rows[0].why == table("deadline")["ways"][way]["why"]


@pytest.mark.parametrize(
    ("days", "starts", "counted"),
    [(1, D(2026, 9, 2), 1), (30, D(2026, 10, 1), 30), (LONGEST_NOTICE, D(2027, 9, 2), LONGEST_NOTICE)],
)
def test_a_notice_by_its_first_day(days: int, starts: D, counted: int) -> None:
    """实施条例 23, item 5."""
    found, notes = clock("public_notice", notice_days=days)
    assert (found.starts, found.earliest) == (starts, starts)
    assert lines(found) == [(D(2026, 9, 2), starts, counted)]
    assert not any("天数" in text for text in notes)


@pytest.mark.parametrize("days", [0, -3, LONGEST_NOTICE + 1])
def test_a_notice_of_no_possible_length_is_taken_by_its_day_and_said(days: int) -> None:
    found, notes = clock("public_notice", notice_days=days)
    assert (found.starts, lines(found)) == (DAY, [(DAY, DAY, 0)])
    assert any("天数" in text for text in notes)


def test_silence_with_a_fixed_period_starts_at_its_end_and_may_be_answered_the_day_after() -> None:
    """实施条例 24, item 1."""
    found, notes = clock("inaction_fixed")
    assert (found.starts, found.earliest, lines(found)) == (DAY, D(2026, 9, 2), [(DAY, DAY, 0)])
    assert notes == []


def test_silence_without_a_period_starts_after_sixty_days() -> None:
    """实施条例 24, item 2: 31 October is the sixtieth day."""
    found, _ = clock("inaction_open")
    ends = D(2026, 10, 31)
    assert (found.starts, found.earliest) == (ends, D(2026, 11, 1))
    assert lines(found) == [(D(2026, 9, 2), ends, 60), (ends, ends, 0)]


def test_an_urgent_request_starts_and_may_be_answered_at_once() -> None:
    """实施条例 24, paragraph 2."""
    found, notes = clock("inaction_urgent")
    assert (found.starts, found.earliest, lines(found)) == (DAY, DAY, [(DAY, DAY, 0)])
    assert any("没有写明" in text for text in notes)


@pytest.mark.parametrize(
    ("duty", "day", "ends"),
    [
        ("licence", D(2026, 9, 18), D(2026, 10, 22)),
        ("police_case", D(2026, 9, 18), D(2026, 10, 18)),
        ("market_complaint", D(2026, 12, 18), D(2026, 12, 29)),
    ],
)
def test_a_known_duty_is_waited_for(duty: str, day: D, ends: D) -> None:
    found, notes = clock("inaction_fixed", day, duty=duty)
    first, second = found.rows
    assert (first.ends, second.begins, second.ends, second.days) == (ends, ends, ends, 0)
    assert (found.starts, (found.earliest - ends).days) == (ends, 1)
    assert notes[0] == table("deadline")["duties"][duty]["unsure"]
    assert any("2026年的放假安排" in text for text in notes) == (day.month == 12)


def test_a_duty_that_nobody_knows_is_said() -> None:
    found, notes = clock("inaction_fixed", duty="weather")
    assert (found.starts, lines(found)) == (DAY, [(DAY, DAY, 0)])
    assert notes == [table("deadline")["unknown"]["duty"]]


@pytest.mark.parametrize("way", table("deadline")["ways"])
def test_what_is_unsure_about_a_way_is_said(way: str) -> None:
    unsure = table("deadline")["ways"][way].get("unsure")
    assert clock(way)[1] == ([unsure] if unsure else [])
