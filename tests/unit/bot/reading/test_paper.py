"""From pages to findings, with eyes that see what a test wants."""

from __future__ import annotations

import io
import json
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from actions.letter.found import decoded
from bot.reading.order import Box
from bot.reading.paper import paper, read
from tests.unit.bot.reading.papers import bomb, encoded
from tests.unit.bot.reading.test_order import line

FIRST = [
    "石泉县水利局",
    "行政处罚决定书",
    "石水罚〔2026〕7号",
    "当事人于2026年4月在河道内堆放弃土，违反了有关规定。",
    "决定给予以下行政处罚：罚款五百元。",
]
SECOND = ["如不服本决定，可以在六十日内向石泉县人民政府申请行政复议。", "石泉县水利局", "2026年5月6日"]
PHOTO = encoded(Image.new("RGB", (1200, 1600), "white"))


class Eyes:
    """See on each page the lines that are planned for it; a page that was turned is seen the right way up."""

    def __init__(self, *planned: list[str], upside_down: bool = False) -> None:
        self.planned, self.upside_down = list(planned), upside_down
        self.seen: list[Any] = []
        self.turned: list[str] = []

    def boxes(self, image: Any) -> list[Box]:
        self.seen.append(image)
        again = self.upside_down and len(self.seen) % 2 == 0
        if not again:
            self.turned = self.planned.pop(0)
        lines = self.turned if again or not self.upside_down else self.turned[::-1]
        return [line(text, 100, 100 + 60 * at) for at, text in enumerate(lines)]


def pdf(count: int) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(count):
        document.new_page(595, 842)
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("upside_down", [False, True])
def test_a_photo_is_read_the_right_way_up(upside_down: bool) -> None:
    eyes = Eyes(FIRST + SECOND, upside_down=upside_down)
    found = paper(PHOTO, "jpeg", eyes)
    assert len(eyes.seen) == (2 if upside_down else 1)
    assert found.value("number") == "石水罚〔2026〕7号" and found.value("told") == "whole"
    assert found.value("decided_on") == "2026-05-06"
    assert [(one.kind, one.amount) for one in found.penalties] == [("fine", "500")]


def test_the_pages_of_a_document_are_one_letter() -> None:
    eyes = Eyes(FIRST, SECOND)
    found = paper(pdf(2), "pdf", eyes)
    assert len(eyes.seen) == 2 and "more_pages" not in found.notes
    assert (found.value("document"), found.value("told_authority")) == ("行政处罚决定书", "石泉县人民政府")


def test_a_document_that_is_longer_says_so() -> None:
    assert "more_pages" in paper(pdf(5), "pdf", Eyes(FIRST, SECOND, [])).notes


def test_a_refusal_stays_bare_however_long_the_document() -> None:
    found = paper(pdf(5), "pdf", Eyes([], [], []))
    assert (found.refused, found.notes) == ("unclear", ())


def test_a_picture_says_why_nothing_was_read() -> None:
    dark = encoded(Image.new("RGB", (1200, 1600), "black"))
    assert paper(dark, "jpeg", Eyes([])).refused == "dark"


def test_a_judgment_upside_down_is_a_judgment() -> None:
    lines = [
        "石泉县人民法院",
        "民事判决书",
        "原告甲，被告乙。",
        "本院依法适用简易程序公开开庭进行了审理。本案现已审理终结，判决如下。",
        "2026年4月20日",
    ]
    assert paper(PHOTO, "jpeg", Eyes(lines, upside_down=True)).refused == "elsewhere"


def test_what_is_said_is_findings_or_a_problem() -> None:
    said = json.loads(read(PHOTO, "jpeg", Eyes(FIRST + SECOND)))
    assert set(said) == {"findings"} and decoded(said["findings"]).value("agency") == "石泉县水利局"
    assert json.loads(read(bomb(), "png", Eyes())) == {"problem": "pixels"}
    assert json.loads(read(b"\xff\xd8\xff", "jpeg", Eyes())) == {"problem": "unreadable"}


def test_nothing_but_the_findings_is_said() -> None:
    said = read(PHOTO, "jpeg", Eyes([*FIRST, "当事人身份证号610000000000000000", *SECOND]))
    assert "610000" not in said and "当事人" not in said
