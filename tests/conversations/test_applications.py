"""Ten citizens, each from the first words to the paper: the whole text of each document is read.

Days and their sum depend on the day of the test, so they are read as 〈日〉 and 〈算式〉, and the last day is held against the card that was shown.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest
import yaml

from actions.procedure.periods import chinese
from tests.conversations.script import play
from tests.stack import Chat

FOLDER = Path(__file__).parent / "applications"
DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?:（星期.）)?")
SUM = re.compile(r"算法：.*")
AGO = re.compile(r"\$day-(\d+)")


def since(step: dict[str, str]) -> dict[str, str]:
    """A step with `$day-N` made the day N days ago."""
    return {
        verb: AGO.sub(lambda found: (date.today() - timedelta(days=int(found[1]))).isoformat(), str(value))
        for verb, value in step.items()
    }


def words_of(content: bytes) -> list[str]:
    """The lines of a Word file, those in its box first; blank ones left out."""
    document = docx.Document(BytesIO(content))
    boxes = [p.text for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    return [
        SUM.sub("算法：〈算式〉", DAY.sub("〈日〉", line))
        for line in [*boxes, *(p.text for p in document.paragraphs)]
        if line.strip()
    ]


@pytest.mark.model
@pytest.mark.parametrize("name", sorted(file.stem for file in FOLDER.glob("*.yml")))
def test_from_the_first_words_to_the_paper(chat: Chat, name: str) -> None:
    steps = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))["steps"]
    last_day = None
    for step in steps:
        play(chat, [since(step)])
        shown = [message for message in chat.messages if message["type"] == "deadline"]
        last_day = shown[-1]["last_day"] if shown else last_day
    assert chat.messages[-1]["type"] == "review", chat.messages[-1]
    chat.choose("保存草稿")
    content = chat.fetch(chat.last("file")["file"])
    expected = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert words_of(content) == expected
    assert last_day and chinese(date.fromisoformat(last_day)) in "".join(_raw(content))


def _raw(content: bytes) -> list[str]:
    document = docx.Document(BytesIO(content))
    return [p.text for p in document.paragraphs]
