"""What the edge has marked a message with, and how long a pause is said to last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from actions.casework.errors import TooManyTries
from actions.looking_up import origin_of, paused
from tests.unit.actions.test_stage import parsed, tracker_of


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ({"origin": {"address": "a1"}}, {"address": "a1"}),
        ({"origin": {"visit": "v", "shared": "s"}, "model_id": "m"}, {"visit": "v", "shared": "s"}),
        ({"origin": {}}, {}),
        ({"origin": None}, {}),
        ({}, {}),
        (None, {}),
    ],
)
def test_the_marks_of_the_newest_message(metadata: dict[str, Any] | None, found: dict[str, str]) -> None:
    assert origin_of(tracker_of(parsed("T2026-000001", "inform") | {"metadata": metadata})) == found


def test_a_message_without_metadata_comes_from_nowhere() -> None:
    assert origin_of(tracker_of(parsed("T2026-000001", "inform"))) == {}


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ({"minutes": 60}, "60 分钟"),
        ({"minutes": 58, "seconds": 1}, "59 分钟"),
        ({"seconds": 1}, "1 分钟"),
        ({}, "1 分钟"),
    ],
)
def test_a_pause_is_never_said_to_be_shorter_than_it_is(left: dict[str, float], said: str) -> None:
    text = paused(TooManyTries(timedelta(**left)))
    assert f"：{said}以后" in text and "{" not in text
