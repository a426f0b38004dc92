"""The cleaning of everything that is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from actions.procedure.document_words import ILLEGAL, clean, paragraphs, template_words


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (None, ""),
        ("", ""),
        (" 甲 \n 乙\t丙 ", "甲 乙 丙"),
        ("甲\x00乙\x1b丙\ud800丁\ufffe", "甲乙丙丁"),
        ("张\u202e三\u2066李\u2069", "张三李"),
        ("\u200b甲\ufeff乙", "甲乙"),
        ("<b>&{}", "<b>&{}"),
    ],
)
def test_a_line_is_one_line_of_what_can_be_printed(text: str | None, line: str) -> None:
    assert clean(text) == line


def test_paragraphs_are_the_lines_that_say_something() -> None:
    assert paragraphs("一\r\n\n 二 \u2028三\x0b\x00\n") == ["一", "二", "三"] and paragraphs(None) == []


@given(some.text())
def test_nothing_that_cannot_be_printed_is_left(text: str) -> None:
    for line in (clean(text), *paragraphs(text)):
        assert not ILLEGAL.search(line) and line == line.strip() and "\n" not in line


def test_the_words_are_read_once() -> None:
    assert template_words() is template_words() and template_words()["title"] == "行政复议申请书"
