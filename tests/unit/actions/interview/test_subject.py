"""What a form knows beyond its table: answers that are no longer offered."""

from __future__ import annotations

from typing import Any

import pytest

from actions.interview.subject import Subject
from tests.unit.actions.interview.test_guided import ToySubject

WHOLE: dict[str, Any] = {"name": "演示甲", "pet": "dog", "call": "阿黄", "age": 3, "treat": ["bone"], "other": 1}


@pytest.mark.parametrize(
    ("changes", "gone"),
    [
        ({}, set()),
        ({"treat": ["bone", "water"]}, set()),
        ({"treat": ["fish"]}, {"treat"}),
        ({"treat": ["bone", "fish"]}, {"treat"}),
        ({"treat": ""}, set()),
        ({"treat": None}, set()),
        ({"pet": "horse"}, {"pet", "call", "age", "treat"}),
        ({"pet": "cat"}, {"treat"}),
        ({"name": "不在任何选项里"}, set()),
    ],
)
def test_what_is_not_offered_goes_with_all_that_rests_on_it(changes: dict[str, Any], gone: set[str]) -> None:
    values = WHOLE | changes
    kept = ToySubject().offered(values)
    assert kept == {key: value for key, value in values.items() if key not in gone}


def test_the_table_is_that_of_the_feature() -> None:
    class Apply(Subject):
        """Reads the real table."""

        feature = "apply"

        facts = asked = phrases = shown = None  # type: ignore[assignment]

    assert Apply().interview.feature == "apply"
