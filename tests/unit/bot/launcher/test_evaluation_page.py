"""The page and the picture of the evaluation."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bot.launcher import evaluation_page
from bot.launcher.evaluation_page import page, picture, write

TALLY: dict[str, Any] = {
    "topics": {"questions": 10, "at_1": 0.9, "at_3": 1.0, "answered": 0.95, "answered_wrong": 0.05},
    "features": {"questions": 5, "at_1": 0.8},
    "out_of_scope": {"questions": 4, "refused": 0.75, "offered": 0.25},
    "false_refusals": {"questions": 15, "refused": 0.067},
    "groups": {"filing": {"questions": 10, "at_1": 0.9, "at_3": 1.0}},
    "styles": {"": {"questions": 3, "at_1": 0.667, "at_3": 1.0}, "typo": {"questions": 7, "at_1": 1.0, "at_3": 1.0}},
    "calibration": {"error": 0.02, "bins": [[4, 0.55, 0.5], [11, 0.95, 1.0]]},
    "confusions": [["ask/fee", "ask/<agent>", 3], ["stop", "thanks", 1]],
}
SVG = "{http://www.w3.org/2000/svg}"


def test_every_figure_stands_on_the_page() -> None:
    text = page(TALLY, date(2026, 11, 26))
    for row in (
        "| topics | at_1 | 10 | 0.9 | ≥ 0.92 |",
        "| false_refusals | refused | 15 | 0.067 | ≤ 0.03 |",
        "| filing | 10 | 0.9 | 1.0 |",
        "| – | 3 | 0.667 | 1.0 |",
        "| 11 | 0.95 | 1.0 |",
        "| ask/fee | ask/<agent> | 3 |",
        "Expected calibration error: 0.02.",
    ):
        assert row in text.splitlines(), row
    assert "2026-11-26" in text and "(evaluation.svg)" in text


def test_every_target_is_a_figure_that_is_counted() -> None:
    assert all(name in TALLY[group] for group, name, _ in evaluation_page.TARGETS)


def test_the_picture_has_a_bar_for_each_confusion_and_a_point_for_each_bin() -> None:
    drawn = ElementTree.fromstring(picture(TALLY))
    bars = [one for one in drawn.iter(f"{SVG}rect") if one.get("fill") == evaluation_page.BAR]
    widths = [float(str(bar.get("width"))) for bar in bars]
    assert len(bars) == 2 and widths[0] == pytest.approx(3 * widths[1], rel=0.01)
    assert len(list(drawn.iter(f"{SVG}circle"))) == 2
    assert "ask/fee → ask/<agent>" in [one.text for one in drawn.iter(f"{SVG}text")]


def test_the_larger_the_share_right_the_higher_the_point() -> None:
    low, high = list(ElementTree.fromstring(picture(TALLY)).iter(f"{SVG}circle"))
    assert float(str(high.get("cy"))) < float(str(low.get("cy")))
    assert float(str(high.get("r"))) > float(str(low.get("r")))


def test_without_confusions_there_is_still_a_picture() -> None:
    ElementTree.fromstring(picture({**TALLY, "confusions": []}))


def test_three_files_are_written(tmp_path: Path) -> None:
    write(tmp_path, TALLY, date(2026, 11, 26))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["evaluation.json", "evaluation.md", "evaluation.svg"]
    assert json.loads((tmp_path / "evaluation.json").read_text(encoding="utf-8")) == TALLY
