"""The trained model understands most of the development questions, which were written without sight of its examples.

The floors are a few points below what was measured when they were set (make evaluate), so that a real loss shows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.launcher.environments import DIALOGUE
from bot.launcher.evaluate import evaluate
from bot.launcher.model import MODEL

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def tally() -> dict[str, Any]:
    if not MODEL.is_file() or not Path(DIALOGUE, "bin", "python").exists():
        pytest.skip("没有训练好的对话模型：先运行 make train")
    return evaluate()


def test_topics(tally: dict[str, Any]) -> None:
    assert tally["topics"]["questions"] >= 1500
    assert tally["topics"]["at_1"] >= 0.91
    assert tally["topics"]["at_3"] >= 0.97


def test_features(tally: dict[str, Any]) -> None:
    assert tally["features"]["questions"] >= 170
    assert tally["features"]["at_1"] >= 0.84


def test_what_is_not_ours_is_refused(tally: dict[str, Any]) -> None:
    assert tally["out_of_scope"]["questions"] >= 360
    assert tally["out_of_scope"]["refused"] >= 0.945
    assert tally["false_refusals"]["refused"] <= 0.03


def test_confidence_means_what_it_says(tally: dict[str, Any]) -> None:
    assert tally["calibration"]["error"] <= 0.05
