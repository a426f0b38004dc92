"""A body that is only spelt like what was written is never taken unasked: a misdirected application loses its time."""

from datetime import date

import pytest

from actions.apply_facts import facts, must_choose
from actions.apply_story import heard
from actions.content.region import load_region
from actions.procedure.jurisdiction import find_respondent

TODAY, REGION = date(2026, 11, 23), load_region("shiquan")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("城管", False),
        ("社保", False),
        ("公安部", False),
        ("镇上", True),
        ("银行", True),
        ("房产局", True),
        ("街道办", True),
    ],
)
def test_which_body_is_asked_where_it_was_not_named(text: str, asked: bool) -> None:
    assert must_choose(find_respondent(text, REGION)) is asked
    assert facts({"respondent": text}, {}, TODAY, REGION)["several_bodies"] is asked


def test_nobody_found_is_no_choice() -> None:
    assert must_choose([]) is False


def test_only_what_was_named_is_heard_in_a_story() -> None:
    assert heard("城管把我的车拖走了", TODAY, REGION)["body"] == "city_management"
    assert "body" not in heard("街道办", TODAY, REGION)
    assert "body" not in heard("房产局", TODAY, REGION)
