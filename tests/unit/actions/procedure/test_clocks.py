"""The days after an application was handed in, each counted by hand from the articles."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from actions.procedure.clocks import Clock, Filed, clocks
from actions.procedure.tables import Basis, table

MONDAY = date(2026, 11, 16)


def days(filed: Filed) -> dict[str, date]:
    found = clocks(filed)
    assert len({clock.key for clock in found}) == len(found)
    return {clock.key: clock.on for clock in found}


def test_of_silence_the_review_ends_after_five_workdays_and_then_it_counts_as_accepted() -> None:
    """行政复议法 30, 62, 88; 行政诉讼法 45: five workdays, then 60 days, then 15 days to sue."""
    assert days(Filed(received=MONDAY)) == {
        "review": date(2026, 11, 23),
        "deemed": date(2026, 11, 23),
        "decision": date(2027, 1, 22),
        "overdue": date(2027, 2, 8),  # 6 February is a Saturday
        "extended": date(2027, 2, 22),  # 21 February is a Sunday
    }


def test_holidays_do_not_count_as_workdays() -> None:
    """National Day 2026: 1 to 7 October; Saturday the 10th is worked."""
    assert days(Filed(received=date(2026, 9, 30)))["review"] == date(2026, 10, 13)


def test_the_agency_that_punished_passes_it_on_or_corrects_itself() -> None:
    """行政复议法 32; 实施条例 38."""
    assert days(Filed(received=MONDAY, by_agency=True)) == {
        "forward": date(2026, 11, 23),
        "self_correct": date(2026, 11, 23),
    }


def test_what_is_missing_is_handed_in_within_ten_workdays() -> None:
    """行政复议法 31."""
    assert days(Filed(MONDAY, since="correction", event_on=date(2026, 11, 20))) == {"correction": date(2026, 12, 4)}


def test_an_accepted_case_is_decided_in_sixty_days_or_thirty_more() -> None:
    """行政复议法 62; 行政诉讼法 45."""
    assert days(Filed(MONDAY, since="accepted", event_on=date(2026, 11, 20))) == {
        "decision": date(2027, 1, 19),
        "overdue": date(2027, 2, 3),
        "extended": date(2027, 2, 18),
    }


def test_a_simplified_case_is_decided_in_thirty_days_and_not_extended() -> None:
    """行政复议法 62."""
    assert days(Filed(MONDAY, since="accepted", event_on=date(2026, 11, 20), track="simplified")) == {
        "decision_simplified": date(2026, 12, 21),  # 20 December is a Sunday
        "overdue": date(2027, 1, 5),
    }


@pytest.mark.parametrize("since", ["refused", "decided"])
def test_a_refusal_and_a_decision_leave_fifteen_days_to_sue(since: str) -> None:
    """行政复议法 34; 行政诉讼法 45; 起诉期限解释 6."""
    assert days(Filed(MONDAY, since=since, event_on=date(2026, 11, 20))) == {
        since: date(2026, 12, 7)
    }  # 5 is a Saturday


def test_what_came_since_counts_whoever_received_it() -> None:
    later = Filed(MONDAY, since="decided", event_on=date(2026, 11, 20))
    assert clocks(later) == clocks(Filed(MONDAY, True, "decided", date(2026, 11, 20)))


@pytest.mark.parametrize("by_agency", [True, False])
def test_without_a_day_of_what_came_it_is_as_if_nothing_came(by_agency: bool) -> None:
    assert clocks(Filed(MONDAY, by_agency, "accepted")) == clocks(Filed(MONDAY, by_agency))


@settings(max_examples=40, deadline=None)
@given(
    received=some.dates(date(2024, 1, 1), date(2028, 12, 31)),
    by_agency=some.booleans(),
    since=some.sampled_from(["nothing", "correction", "accepted", "refused", "decided"]),
    later=some.integers(0, 200),
    track=some.sampled_from(["ordinary", "simplified"]),
)
def test_the_nearest_day_comes_first_and_none_lies_before_its_event(
    received: date, by_agency: bool, since: str, later: int, track: str
) -> None:
    event_on = None if since == "nothing" else received + timedelta(days=later)
    found = clocks(Filed(received, by_agency, since, event_on, track))  # type: ignore[arg-type]
    assert found and [clock.on for clock in found] == sorted(clock.on for clock in found)
    for clock in found:
        assert clock.on > (event_on or received) and clock.text and clock.basis
        assert not set("{}") & set(clock.line()) and "None" not in clock.line()


def test_a_line_names_the_day_the_duty_and_the_articles() -> None:
    clock = Clock("x", date(2026, 11, 23), "复议机关：审查", (Basis("行政复议法", 30), Basis("行政复议法", 88)))
    assert clock.line() == "2026年11月23日（星期一）　复议机关：审查（《行政复议法》第30条、《行政复议法》第88条）"


def test_whose_duty_it_is_is_said() -> None:
    texts = {clock.key: clock.text for clock in clocks(Filed(received=MONDAY))}
    assert texts["review"].startswith("复议机关：审查") and "起诉" in texts["overdue"] and "最晚" in texts["extended"]


def test_a_year_without_a_holiday_notice_is_to_be_checked() -> None:
    [clock] = clocks(Filed(MONDAY, since="correction", event_on=date(2030, 12, 31)))
    assert any("放假安排" in one for one in clock.unknown)


def test_every_clock_of_the_table_is_shown_to_somebody() -> None:
    shown: set[str] = set()
    for since in ("nothing", "accepted", "refused", "decided"):
        shown |= set(days(Filed(MONDAY, since=since, event_on=None if since == "nothing" else MONDAY)))
    assert set(table("deadline-office")["clocks"]) <= shown
