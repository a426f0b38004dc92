"""From a file to findings: pages, lines, their order, what they say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from PIL import Image

from actions.letter.findings import findings
from actions.letter.found import Findings
from actions.letter.lines import Line
from bot.reading.order import Box, readings
from bot.reading.pictures import PictureProblem, has_more, pages

TELLING = ("before", "elsewhere", "sample")  # refusals that show that the text was understood


class Eyes(Protocol):
    """What finds the lines of a picture (bot.reading.recognition.Recognition)."""

    def boxes(self, image: Any) -> list[Box]:
        """Every line with its place."""


def read(content: bytes, kind: str, eyes: Eyes) -> str:
    """One line of JSON: {"findings": …} or {"problem": kind}."""
    try:
        found = paper(content, kind, eyes)
    except PictureProblem as problem:
        return json.dumps({"problem": problem.kind})
    return json.dumps({"findings": found.encoded()}, ensure_ascii=False)


def paper(content: bytes, kind: str, eyes: Eyes) -> Findings:
    """What the first pages of a file say together; raises PictureProblem."""
    lines: list[Line] = []
    hints: set[str] = set()
    for page in pages(content, kind):
        hints |= page.hints
        lines += upright(page.image, eyes)
    found = findings(lines, hints)
    more = found.refused is None and has_more(content, kind)
    return replace(found, notes=(*found.notes, "more_pages")) if more else found


def upright(image: Image.Image, eyes: Eyes) -> list[Line]:
    """The lines of a page the right way up: the way in which more of it makes sense.

    A page that lay otherwise is turned and read again: single lines of it are easily taken for upside down and lost.
    """
    found = max(readings(eyes.boxes(image)), key=lambda reading: _sense(_lines(reading.boxes)))
    if found.turn and found.boxes:
        found = readings(eyes.boxes(image.rotate(found.turn, expand=True)))[0]
    return _lines(found.boxes)


def _lines(boxes: Sequence[Box]) -> list[Line]:
    return [Line(box.text, box.score) for box in boxes]


def _sense(lines: Sequence[Line]) -> float:
    """How much is found in a page, and how surely: sentences fall apart in a page that is upside down."""
    found = findings(lines)
    if found.refused:
        return float(found.refused in TELLING)
    return sum(one.confidence for one in found.fields.values()) + sum(one.confidence for one in found.penalties)
