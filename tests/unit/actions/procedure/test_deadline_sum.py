"""The sum, line by line, and what is said beside it; today is 23 November 2026, a Monday."""

from datetime import date as D

import pytest

from actions.procedure.closing import Total
from actions.procedure.deadline_facts import DeadlineFacts, Exclusion, Notes
from actions.procedure.deadline_start import start_clock
from actions.procedure.deadline_sum import add_up, is_act
from actions.procedure.tables import table

TODAY = D(2026, 11, 23)
WORDS = table("deadline")["unknown"]
PERIODS = table("deadline")["periods"]
START_DAY = table("deadline")["rows"]["start_day"]["why"]


def total(way: str, day: D, **facts: object) -> tuple[Total, list[str]]:
    """The sum, and the keys of what is said beside it, without the way's own and the calendar's."""
    # A way as it comes from outside is no constant of the program.
    given = DeadlineFacts("".join(list(way)), day, **{"told": True} | facts)  # type: ignore[arg-type]
    notes = Notes()
    clock = start_clock(given, day, Notes())
    found = add_up(given, clock, TODAY, notes)
    keys = {text: key for key, text in WORDS.items()}
    return found, [keys.get(text, text) for text in notes.texts if "放假" not in text]


def lines(found: Total) -> list[tuple[D, D, int, str]]:
    return [(row.begins, row.ends, row.days, row.why) for row in found.rows]


def test_the_plain_sum() -> None:
    day = D(2026, 9, 28)
    found, notes = total("handed_over", day)
    assert lines(found) == [
        (day, day, 0, table("deadline")["ways"]["handed_over"]["why"]),
        (day, day, 0, START_DAY),
        (D(2026, 9, 29), D(2026, 11, 27), 60, PERIODS["general"]["why"]),
    ]
    assert (found.last, found.limit, notes) == (D(2026, 11, 27), None, [])


def test_the_sum_of_one_who_was_not_told() -> None:
    """行政复议法 20, paragraph 3."""
    day, learned = D(2026, 3, 2), D(2026, 9, 28)
    found, notes = total("handed_over", day, told=False, learned_right=learned)
    assert lines(found)[1:] == [
        (learned, learned, 0, PERIODS["not_told"]["clock_why"]),
        (learned, learned, 0, START_DAY),
        (D(2026, 9, 29), D(2026, 11, 27), 60, PERIODS["general"]["why"]),
    ]
    assert (found.limit, notes) == (None, [])


def test_the_sum_that_one_year_ends() -> None:
    day, learned = D(2025, 12, 15), D(2026, 11, 20)
    found, notes = total("handed_over", day, told=False, learned_right=learned)
    assert lines(found)[-2:] == [
        (D(2026, 11, 21), D(2027, 1, 19), 60, PERIODS["general"]["why"]),
        (D(2025, 12, 16), D(2026, 12, 15), 365, PERIODS["not_told"]["why"]),
    ]
    assert found.limit and (found.limit.key, found.last, notes) == ("not_told", D(2026, 12, 15), [])


@pytest.mark.parametrize(
    ("learned", "starts", "said"),
    [
        (D(2026, 9, 28), D(2026, 9, 28), []),
        (D(2026, 9, 1), D(2026, 9, 1), []),  # on the day the act was handed over
        (D(2026, 8, 31), D(2026, 9, 1), ["right_learned_early"]),
        (TODAY, TODAY, []),
        (D(2026, 11, 24), TODAY, ["right_learned_future"]),
        (None, TODAY, ["right_learned"]),
    ],
)
def test_when_the_right_was_learned(learned: D | None, starts: D, said: list[str]) -> None:
    found, notes = total("handed_over", D(2026, 9, 1), told=False, learned_right=learned)
    assert (found.rows[2].begins, notes) == (starts, said)


@pytest.mark.parametrize(
    ("way", "told", "said"),
    [
        ("handed_over", True, []),
        ("handed_over", None, ["told"]),
        ("told_later", None, ["told_later_content"]),
        ("told_later", False, ["told_later_content"]),
        ("inaction_open", True, []),
        ("inaction_open", None, []),
        ("inaction_open", False, ["inaction_told"]),
        ("inaction_fixed", False, ["inaction_told"]),
        ("inaction_urgent", False, ["inaction_told"]),
    ],
)
def test_what_is_said_about_being_told(way: str, told: bool | None, said: list[str]) -> None:
    found, notes = total(way, D(2026, 7, 1), told=told)
    assert notes == said
    assert PERIODS["not_told"]["clock_why"] not in {row.why for row in found.rows}


@pytest.mark.parametrize(
    ("content", "last", "said"),
    [
        (D(2025, 11, 24), D(2026, 11, 24), ["told_later_limit"]),
        (D(2026, 10, 8), D(2026, 12, 7), ["told_later_limit"]),
        (D(2026, 10, 20), D(2026, 12, 7), ["told_later_limit"]),  # after the clock started: as if on that day
        (None, D(2026, 12, 7), ["told_later_content"]),
    ],
)
def test_when_the_content_was_known_of_one_who_was_told_later(content: D | None, last: D, said: list[str]) -> None:
    found, notes = total("told_later", D(2026, 10, 8), learned_content=content)
    assert (found.last, notes) == (last, said)


def test_when_the_content_was_known_of_one_who_was_not_told() -> None:
    early, _ = total(
        "found_out", D(2026, 10, 8), told=False, learned_right=D(2026, 11, 20), learned_content=D(2025, 12, 1)
    )
    assert (early.last, early.limit and early.limit.key) == (D(2026, 12, 1), "not_told")
    late, _ = total(
        "found_out", D(2025, 12, 1), told=False, learned_right=D(2026, 11, 20), learned_content=D(2026, 3, 2)
    )
    assert late.last == D(2026, 12, 1)  # the year runs from the day of the way at the latest


@pytest.mark.parametrize(
    ("days", "why", "said"),
    [
        (None, PERIODS["general"]["why"], []),
        (60, PERIODS["general"]["why"], ["law_days"]),
        (61, PERIODS["longer"]["why"].format(days=61), [PERIODS["longer"]["unsure"]]),
        (366, PERIODS["longer"]["why"].format(days=366), [PERIODS["longer"]["unsure"]]),
        (367, PERIODS["general"]["why"], ["law_days"]),
    ],
)
def test_the_period_of_another_law(days: int | None, why: str, said: list[str]) -> None:
    found, notes = total("handed_over", D(2026, 9, 28), law_days=days)
    row = found.rows[2]
    counted = days if why != PERIODS["general"]["why"] and days else 60
    assert (row.days, (row.ends - row.begins).days + 1, row.why) == (counted, counted, why)
    assert notes == said


def gap(kind: str, begins: D, ends: D | None) -> tuple[Total, list[str]]:
    """The sum from 2 August 2026, whose sixtieth day is 1 October, with that time left out."""
    return total("on_the_spot", D(2026, 8, 2), exclusions=(Exclusion(kind, begins, ends),))


UNSURE = {key: row["unsure"] for key, row in table("deadline")["exclusions"].items()}


@pytest.mark.parametrize(
    ("kind", "begins", "ends", "line", "said"),
    [
        # the day on which an obstacle ends counts again
        ("obstacle", D(2026, 9, 1), D(2026, 9, 11), (D(2026, 9, 1), D(2026, 9, 10)), [UNSURE["obstacle"]]),
        ("obstacle", D(2026, 9, 1), D(2026, 9, 2), (D(2026, 9, 1), D(2026, 9, 1)), [UNSURE["obstacle"]]),
        ("obstacle", D(2026, 9, 1), D(2026, 9, 1), None, []),
        # both ends of the others are left out
        ("wrong_lawsuit", D(2026, 9, 1), D(2026, 9, 11), (D(2026, 9, 1), D(2026, 9, 11)), [UNSURE["wrong_lawsuit"]]),
        ("penalty_agency", D(2026, 9, 1), D(2026, 9, 1), (D(2026, 9, 1), D(2026, 9, 1)), [UNSURE["penalty_agency"]]),
        # begun before the clock, or lasting
        ("obstacle", D(2026, 7, 1), D(2026, 8, 13), (D(2026, 8, 3), D(2026, 8, 12)), [UNSURE["obstacle"]]),
        ("obstacle", D(2026, 9, 20), None, (D(2026, 9, 20), TODAY), ["gap_open", UNSURE["obstacle"]]),
        ("obstacle", D(2026, 9, 20), D(2026, 11, 24), (D(2026, 9, 20), TODAY), ["gap_open", UNSURE["obstacle"]]),
        ("obstacle", D(2026, 9, 20), TODAY, (D(2026, 9, 20), D(2026, 11, 22)), [UNSURE["obstacle"]]),
        # no use
        ("obstacle", D(2026, 10, 2), D(2026, 10, 9), None, ["gap_unused"]),
        ("obstacle", D(2026, 7, 1), D(2026, 8, 3), None, ["gap_unused"]),  # ends on the first day that counts
        ("obstacle", D(2026, 9, 20), D(2026, 9, 2), None, ["gap_dates"]),
        ("obstacle", D(2026, 11, 24), None, None, ["gap_open", "gap_dates"]),
        ("weather", D(2026, 9, 1), D(2026, 9, 11), None, ["gap_kind"]),
    ],
)
def test_time_left_out(kind: str, begins: D, ends: D | None, line: tuple[D, D] | None, said: list[str]) -> None:
    """行政复议法 20; 实施条例 26, 38."""
    found, notes = gap(kind, begins, ends)
    days = (line[1] - line[0]).days + 1 if line else 0
    counted = found.rows[2]
    assert (counted.days, (counted.ends - D(2026, 10, 1)).days) == (60, days)
    assert notes == said
    left_out = [(row.begins, row.ends, row.days) for row in found.rows if row.why == rule_why(kind)]
    assert left_out == ([(*line, 0)] if line else [])


def rule_why(kind: str) -> str:
    return str(table("deadline")["exclusions"].get(kind, {}).get("why"))


def test_two_stretches_each_have_a_line() -> None:
    pair = (
        Exclusion("obstacle", D(2026, 9, 1), D(2026, 9, 11)),
        Exclusion("wrong_lawsuit", D(2026, 10, 5), D(2026, 10, 9)),
    )
    found, _ = total("on_the_spot", D(2026, 8, 2), exclusions=pair)
    # ten days more reach 11 October, so the lawsuit lies within, five more: 16 October
    assert found.rows[2].ends == D(2026, 10, 16)
    assert [(row.begins, row.ends) for row in found.rows[3:5]] == [
        (D(2026, 9, 1), D(2026, 9, 10)),
        (D(2026, 10, 5), D(2026, 10, 9)),
    ]


@pytest.mark.parametrize(
    ("acted", "real_estate", "key", "said"),
    [
        (D(2021, 12, 1), None, "act_limit", []),
        (D(2021, 12, 1), False, "act_limit", []),
        (D(2006, 12, 1), True, "estate_limit", []),
        (D(2026, 11, 20), None, None, []),
        (D(2026, 11, 21), None, None, ["act_after"]),
        (TODAY, None, None, ["act_after"]),
        (D(2026, 11, 24), None, None, ["act_after"]),
    ],
)
def test_limits_from_the_act(acted: D, real_estate: bool | None, key: str | None, said: list[str]) -> None:
    """行政复议法 21."""
    found, notes = total("found_out", D(2026, 11, 20), acted=acted, real_estate=real_estate)
    assert (found.limit.key if found.limit else None) == key
    assert notes == said


def test_an_act_ahead_of_today_is_no_limit() -> None:
    for acted in (D(2026, 12, 1), D.max):  # nobody can count five years from the end of the calendar
        found, _ = total("public_notice", D(2026, 12, 20), acted=acted)
        assert found.limit is None


def test_one_who_was_told_knows_no_limit_of_one_year() -> None:
    """行政复议法 20, paragraph 3: the year is for those who were not told."""
    ill = (Exclusion("obstacle", D(2025, 4, 1), D(2026, 11, 1)),)
    found, _ = total("handed_over", D(2025, 3, 3), exclusions=ill)
    assert (found.limit, found.last) == (None, D(2026, 12, 2))  # 28 days before, 32 after
    silent, _ = total("inaction_fixed", D(2025, 3, 3), told=False, exclusions=ill)
    assert (silent.limit, silent.last) == (None, D(2026, 12, 2))


def test_silence_knows_no_limit() -> None:
    found, _ = total("inaction_fixed", D(2026, 9, 28), acted=D(2016, 12, 1), told=False)
    assert (found.limit, found.last) == (None, D(2026, 11, 27))


def test_that_a_limit_is_not_made_longer_is_said_where_both_meet() -> None:
    lost = (Exclusion("obstacle", D(2026, 1, 2), D(2026, 11, 20)),)
    bound, notes = total("handed_over", D(2025, 12, 15), told=False, learned_right=D(2025, 12, 20), exclusions=lost)
    assert bound.limit and "limit_gap" in notes
    _, free = total("handed_over", D(2026, 9, 1), exclusions=(Exclusion("obstacle", D(2026, 9, 2), D(2026, 9, 4)),))
    assert "limit_gap" not in free
    _, alone = total("handed_over", D(2025, 12, 15), told=False, learned_right=D(2026, 11, 20))
    assert "limit_gap" not in alone


@pytest.mark.parametrize("way", table("deadline")["ways"])
def test_acts_and_silence_are_told_apart(way: str) -> None:
    assert is_act(DeadlineFacts(way)) == (not way.startswith("inaction"))
