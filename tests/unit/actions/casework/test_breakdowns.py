import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.casework.breakdowns import Breakdown, DoesNotAddUp, Flow


@pytest.mark.parametrize(
    ("count", "total", "share"),
    [(2, 6, 33), (4, 6, 67), (1, 6, 17), (1, 8, 13), (3, 8, 38), (44, 98, 45), (0, 5, 0), (5, 5, 100), (1, 200, 1)],
)
def test_shares_are_rounded_half_up_one_by_one(count: int, total: int, share: int) -> None:
    assert Breakdown(total, {"one": count, "rest": total - count}).percent("one") == share


def test_there_is_no_share_of_nothing() -> None:
    assert Breakdown(0, {"one": 0}).percent("one") is None


@pytest.mark.parametrize(("total", "parts"), [(3, {"a": 1, "b": 1}), (0, {"a": 1}), (0, {"a": 1, "b": -1}), (-1, {})])
def test_what_does_not_add_up_cannot_be_made(total: int, parts: dict[str, int]) -> None:
    with pytest.raises(DoesNotAddUp):
        Breakdown(total, parts)


@pytest.mark.parametrize("numbers", [(1, 2, 1, 1), (0, 0, 0, 1), (-1, 2, 1, 0), (1, 1, 3, -1)])
def test_a_carry_over_that_does_not_fit_cannot_be_made(numbers: tuple[int, int, int, int]) -> None:
    with pytest.raises(DoesNotAddUp):
        Flow(*numbers)


def test_a_carry_over_that_fits() -> None:
    assert Flow(2, 5, 4, 3).after == 3


@given(st.lists(st.integers(0, 500), min_size=1, max_size=16))
def test_shares_are_never_off_by_more_than_half(counts: list[int]) -> None:
    parts = {str(n): count for n, count in enumerate(counts)}
    whole = Breakdown(sum(counts), parts)
    for part, count in parts.items():
        share = whole.percent(part)
        assert share is None or abs(share - 100 * count / whole.total) <= 0.5
