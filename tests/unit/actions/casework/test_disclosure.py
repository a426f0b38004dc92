"""The rule against somebody who knows it: every table that could be behind a published one is tried."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.casework.breakdowns import Breakdown
from actions.casework.disclosure import SMALL, Published, in_full, protected, total_only


def whole(*counts: int) -> Breakdown:
    return Breakdown(sum(counts), {str(n): count for n, count in enumerate(counts)})


def shown(*counts: int) -> list[int | None]:
    return list(protected(whole(*counts)).parts.values())


def tables(cells: int, total: int) -> Iterator[tuple[int, ...]]:
    """All ways to fill so many cells with this total."""
    for bars in combinations(range(total + cells - 1), cells - 1):
        edges = (-1, *bars, total + cells - 1)
        yield tuple(after - before - 1 for before, after in pairwise(edges))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((44, 15, 39), [44, 15, 39]),
        ((5, 0, 7), [5, 0, 7]),
        ((0, 0, 0), [0, 0, 0]),
        ((5, 1), [None, None]),
        ((2, 4, 0), [None, None, None]),
        ((40, 12, 8, 1, 0), [40, 12, None, None, None]),
        ((8, 8, 30, 2), [None, None, 30, None]),
        ((1, 1), [None, None]),
    ],
)
def test_the_rule(counts: tuple[int, ...], expected: list[int | None]) -> None:
    assert shown(*counts) == expected


@pytest.mark.parametrize(("cells", "most"), [(2, 24), (3, 14), (4, 10), (5, 8)])
def test_nobody_can_recompute_a_withheld_number(cells: int, most: int) -> None:
    """The adversary knows the rule and the total and tries every table; none may be the only one left."""
    for total in range(most + 1):
        behind: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
        for table in tables(cells, total):
            behind[tuple(shown(*table))].append(table)
        for published, candidates in behind.items():
            for cell, count in enumerate(published):
                possible = {table[cell] for table in candidates}
                assert count is not None or len(possible) > 1, (published, candidates)
                assert count is None or possible == {count}


def test_without_the_cover_the_adversary_wins() -> None:
    """The test above can fail: hiding small cells alone lets a subtraction find them."""
    behind = defaultdict(list)
    for table in tables(3, 12):
        behind[tuple(None if count < SMALL else count for count in table)].append(table)
    assert any(len(candidates) == 1 and None in published for published, candidates in behind.items())


@given(st.lists(st.integers(0, 60), min_size=2, max_size=16))
def test_no_small_number_is_ever_shown_and_the_total_always(counts: list[int]) -> None:
    published = protected(whole(*counts))
    assert published.total == sum(counts)
    assert not {1, 2} & set(published.parts.values())
    assert [part for part, count in published.parts.items() if count is None] == [
        part for part, share in published.shares.items() if share is None and published.total
    ]
    hidden = [count for count, kept in zip(counts, published.parts.values(), strict=True) if kept is None]
    assert not hidden or len(hidden) > 1


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8), st.randoms())
def test_the_order_of_the_parts_tells_nothing(counts: list[int], random: object) -> None:
    order = list(range(len(counts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = shown(*(counts[at] for at in order))
    assert moved == [shown(*counts)[at] for at in order]


def test_the_office_sees_everything() -> None:
    assert in_full(whole(5, 1)) == Published(6, {"0": 5, "1": 1}, {"0": 83, "1": 17})
    assert not in_full(whole(5, 1)).withheld


def test_a_quarter_shows_its_total_only() -> None:
    published = total_only(whole(44, 15, 39))
    assert (published.total, set(published.parts.values()), published.withheld) == (98, {None}, True)
    assert set(published.shares.values()) == {None}
