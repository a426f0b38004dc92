"""The days of a letter; 23 November 2026 is a Monday."""

from datetime import date

import pytest

from actions.procedure.letter_clocks import extended, letter_days
from actions.procedure.tables import Basis

MONDAY = date(2026, 11, 23)
SCREEN = [Basis("信访工作条例", 22), Basis("信访工作条例", 23)]


@pytest.mark.parametrize("kind", ["problem", "complaint"])
def test_fifteen_days_to_say_what_becomes_of_it_and_sixty_to_deal_with_it(kind: str) -> None:
    found = letter_days(kind, MONDAY)
    assert (found.screen_on, found.reply_on) == (date(2026, 12, 8), date(2027, 1, 22))
    assert list(found.basis) == [*SCREEN, Basis("信访工作条例", 34)]


def test_no_law_says_when_a_suggestion_is_answered() -> None:
    found = letter_days("suggestion", MONDAY)
    assert (found.screen_on, found.reply_on) == (date(2026, 12, 8), None)
    assert list(found.basis) == SCREEN


@pytest.mark.parametrize(
    ("received_on", "own", "screen_on", "reply_on"),
    [
        (MONDAY, 5, date(2026, 11, 30), date(2026, 11, 30)),
        (MONDAY, 15, date(2026, 12, 8), date(2026, 12, 14)),
        (MONDAY, 300, date(2026, 12, 8), date(2027, 1, 22)),
        # Over the National Day holidays of 2026 (1 to 7 October, work on 10 October).
        (date(2026, 9, 29), 3, date(2026, 10, 9), date(2026, 10, 9)),
    ],
)
def test_the_countys_own_working_days_count_where_they_end_sooner(
    received_on: date, own: int, screen_on: date, reply_on: date
) -> None:
    found = letter_days("complaint", received_on, own)
    assert (found.screen_on, found.reply_on) == (screen_on, reply_on)


def test_the_countys_own_term_is_the_only_one_for_a_suggestion() -> None:
    assert letter_days("suggestion", MONDAY, 10).reply_on == date(2026, 12, 7)


def test_years_without_a_holiday_notice_are_named() -> None:
    assert letter_days("problem", date(2031, 12, 30), 3).unsure
    assert letter_days("problem", MONDAY, 3).unsure == ()


def test_thirty_days_more_at_most() -> None:
    assert extended(date(2027, 1, 22)) == date(2027, 2, 21)


def test_there_are_three_kinds() -> None:
    with pytest.raises(KeyError):
        letter_days("petition", MONDAY)
