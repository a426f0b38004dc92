"""docs/evaluation.md, its picture docs/evaluation.svg, and the figures docs/evaluation.json."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

WIDTH, ROW, LEFT, TOP = 900, 22, 460, 40
SIDE = 300  # of the reliability diagram
INK, BAR, LINE = "#1f2933", "#2f6f9f", "#9aa5b1"
TARGETS = (
    ("topics", "at_1", "≥ 0.92"),
    ("topics", "at_3", "≥ 0.97"),
    ("topics", "answered", "–"),
    ("topics", "answered_wrong", "–"),
    ("features", "at_1", "–"),
    ("out_of_scope", "refused", "≥ 0.95"),
    ("out_of_scope", "offered", "–"),
    ("false_refusals", "refused", "≤ 0.03"),
)


def write(folder: Path, tally: dict[str, Any], today: date) -> None:
    """Writes the three files."""
    (folder / "evaluation.json").write_text(json.dumps(tally, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "evaluation.svg").write_text(picture(tally), encoding="utf-8")
    (folder / "evaluation.md").write_text(page(tally, today), encoding="utf-8")


def page(tally: dict[str, Any], today: date) -> str:
    """The page in Markdown."""
    sums = [[group, name, tally[group]["questions"], tally[group][name], target] for group, name, target in TARGETS]
    bins = [[count, mean, right] for count, mean, right in tally["calibration"]["bins"]]
    parts = [
        "# What the trained model understands",
        "",
        f"Written by `make evaluate` on {today.isoformat()}; do not edit. The questions are those of",
        "`tests/nlu/questions.yml`, written without sight of the training examples. “refused”: told that this is not",
        "ours or that nothing is near; “offered”: up to three choices; “answered_wrong”: the answer to something else.",
        "",
        *rows(["group", "figure", "questions", "share", "target"], sums),
        *("", "## By topic group", ""),
        *rows(["group", "questions", "at 1", "at 3"], _listed(tally["groups"])),
        *("", "## By style", ""),
        *rows(["style", "questions", "at 1", "at 3"], _listed(tally["styles"])),
        *("", "## Calibration", "", f"Expected calibration error: {tally['calibration']['error']}.", ""),
        *rows(["questions", "mean confidence", "share right"], bins),
        *("", "## The worst confusions", "", "![The worst confusions and the reliability diagram](evaluation.svg)", ""),
        *rows(["right", "taken for", "questions"], tally["confusions"]),
    ]
    return "\n".join(parts) + "\n"


def _listed(parts: dict[str, dict[str, Any]]) -> list[list[Any]]:
    return [[name or "–", *figures.values()] for name, figures in parts.items()]


def rows(head: list[str], body: list[list[Any]]) -> list[str]:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *body]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]


def picture(tally: dict[str, Any]) -> str:
    """Bars for the confusions, below them the reliability diagram."""
    bars = tally["confusions"]
    below = TOP + ROW * max(len(bars), 1) + 60
    height = below + SIDE + 60
    shapes = [text(LEFT, 24, "right → taken for (questions)", "end"), *_bars(bars), *_reliability(tally, below)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif">'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>', *shapes, "</svg>"]) + "\n"


def _bars(confusions: list[list[Any]]) -> list[str]:
    most = max((count for *_, count in confusions), default=1)
    shapes = []
    for place, (meant, taken, count) in enumerate(confusions):
        y = TOP + ROW * place
        shapes.append(text(LEFT - 8, y + 15, f"{meant} → {taken}", "end"))
        shapes.append(box(LEFT, y + 3, (WIDTH - LEFT - 50) * count / most, ROW - 7))
        shapes.append(text(LEFT + (WIDTH - LEFT - 50) * count / most + 6, y + 15, str(count)))
    return shapes


def _reliability(tally: dict[str, Any], top: float) -> list[str]:
    bottom = top + SIDE
    shapes = [
        text(LEFT - SIDE, top - 12, f"share right over confidence (error {tally['calibration']['error']})"),
        f'<rect x="{LEFT - SIDE}" y="{top}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{LINE}"/>',
        f'<line x1="{LEFT - SIDE}" y1="{bottom}" x2="{LEFT}" y2="{top}" stroke="{LINE}" stroke-dasharray="4"/>',
        text(LEFT - SIDE, bottom + 18, "0", "middle"),
        text(LEFT, bottom + 18, "1", "middle"),
    ]
    for count, mean, right in tally["calibration"]["bins"]:
        x, y, radius = LEFT - SIDE + SIDE * mean, bottom - SIDE * right, 3 + count**0.5 / 3
        shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{BAR}" fill-opacity="0.7"/>')
    return shapes


def text(x: float, y: float, words: str, anchor: str = "start") -> str:
    """A line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" fill="{INK}" text-anchor="{anchor}">{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float) -> str:
    """A bar."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{BAR}"/>'
