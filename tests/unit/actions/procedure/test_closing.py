"""The end of a period: the shortest limit, and days of rest on the last day."""

from datetime import date as D

import pytest

from actions.procedure.closing import Limit, close, limit_of
from actions.procedure.deadline_facts import Notes, Row
from actions.procedure.tables import Basis, table

LINE = Row(D(2026, 8, 1), D(2026, 9, 30), 60, "一段", (Basis("行政复议法", 20),))
YEAR = table("deadline")["periods"]["not_told"]


def limit(key: str, last: D) -> Limit:
    return Limit(key, last, Row(D(2026, 1, 1), last, 1, key, ()))


def test_a_limit_of_years() -> None:
    """行政复议法 20: the line counts the days from the day after its start."""
    found = limit_of("not_told", YEAR, D(2024, 2, 29))
    assert (found.key, found.last) == ("not_told", D(2025, 2, 28))
    assert found.row == Row(D(2024, 3, 1), D(2025, 2, 28), 365, YEAR["why"], (Basis("行政复议法", 20),))


@pytest.mark.parametrize(
    ("last", "limits", "end", "decides"),
    [
        (D(2026, 11, 24), [], D(2026, 11, 24), None),
        (D(2026, 11, 24), [("a", D(2026, 11, 25))], D(2026, 11, 24), None),
        (D(2026, 11, 24), [("a", D(2026, 11, 24))], D(2026, 11, 24), None),  # the same day: no limit decides
        (D(2026, 11, 24), [("a", D(2026, 11, 23))], D(2026, 11, 23), "a"),
        (D(2026, 11, 24), [("a", D(2026, 11, 20)), ("b", D(2026, 11, 19))], D(2026, 11, 19), "b"),
        (D(2026, 11, 24), [("a", D(2026, 11, 19)), ("b", D(2026, 11, 20))], D(2026, 11, 19), "a"),
    ],
)
def test_the_shortest_limit_decides(last: D, limits: list[tuple[str, D]], end: D, decides: str | None) -> None:
    notes = Notes()
    total = close(last, [LINE], [limit(*one) for one in limits], notes)
    assert total.last == end
    assert (total.limit.key if total.limit else None) == decides
    assert [row.why for row in total.rows] == ["一段", *([decides] if decides else [])]
    assert list(notes.texts) == []


@pytest.mark.parametrize(
    ("last", "end", "what"),
    [
        (D(2026, 11, 21), D(2026, 11, 23), "周末"),
        (D(2026, 10, 1), D(2026, 10, 8), "国庆节"),
        (D(2026, 9, 26), D(2026, 9, 28), "中秋"),  # a Saturday within the holiday
        (D(2026, 5, 1), D(2026, 5, 6), "劳动节"),
    ],
)
def test_a_day_of_rest_moves_the_end(last: D, end: D, what: str) -> None:
    """民事诉讼法 85."""
    notes = Notes()
    total = close(last, [LINE], [], notes)
    moved = total.rows[-1]
    assert (total.last, moved.begins, moved.ends, moved.days) == (end, last, end, 0)
    assert moved.why == f"最后一天遇上{what}，顺延到之后的第一个工作日"
    assert moved.basis == (Basis("民事诉讼法", 85), Basis("行政复议法", 88))
    assert list(notes.texts) == []


def test_a_weekend_before_a_holiday_is_named_once_each() -> None:
    total = close(D(2027, 5, 1), [], [], Notes())  # no notice for 2027: only the weekend is known
    assert total.rows[-1].why.count("周末") == 1


def test_a_limit_that_moves_comes_with_the_safe_day() -> None:
    notes = Notes()
    total = close(D(2026, 12, 1), [LINE], [limit("a", D(2026, 11, 21))], notes)
    assert (total.last, [row.why for row in total.rows][:2]) == (D(2026, 11, 23), ["一段", "a"])
    assert total.limit and total.limit.key == "a"
    [note] = notes.texts
    assert "2026年11月21日（星期六）" in note and "条文没有单独写明" in note


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (D(2027, 3, 1), "窗口不开门"),  # a Monday: the day may be free
        (D(2027, 3, 6), "最稳妥请在2027年3月6日（星期六）以前"),  # a Saturday: it may be worked
    ],
)
def test_a_year_without_a_notice_is_said(last: D, words: str) -> None:
    notes = Notes()
    close(last, [], [], notes)
    [note] = notes.texts
    assert words in note and "2027年的放假安排" in note
