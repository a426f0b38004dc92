"""Who wrote the letter, what it is called, and its number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from actions.letter.found import Found
from actions.letter.lines import Letter
from actions.procedure.tables import table

HEAD = 15  # lines in which a name stands before the title
FOOT = 0.5  # where the part begins in which the letter is signed


@dataclass(frozen=True)
class Name:
    """An agency's name that fills a line."""

    at: int
    name: str
    score: float


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the table, compiled once."""
    return re.compile(pattern)


def rules(part: str) -> Any:
    """One part of the table."""
    return table("photo")[part]


def agency(letter: Letter) -> tuple[Found | None, bool]:
    """Who made the decision, and whether the head names somebody else than the foot; the foot bears the seal."""
    names = _names(letter)
    foot = [one for one in names if letter.place(one.at) > FOOT]
    head = [one for one in names if letter.place(one.at) <= FOOT] or _in_title(letter)
    if not foot:
        return (Found(head[0].name, 0.8 * head[0].score) if head else None), False
    signed = foot[-1]
    if not head:
        return Found(signed.name, 0.85 * signed.score), False
    if any(one.name == signed.name for one in head):
        return Found(signed.name, signed.score), False
    return Found(signed.name, 0.6 * signed.score), True


def _names(letter: Letter) -> list[Name]:
    found = ((at, _bare(line.text), line.score) for at, line in enumerate(letter.lines))
    return [Name(at, name, score) for at, name, score in found if is_agency(name)]


def is_agency(name: str) -> bool:
    """Whether a text is the name of a body that makes decisions."""
    part = rules("agency")
    return bool(compiled(part["name"]).fullmatch(name)) and not compiled(part["never"]).search(name)


def _bare(text: str) -> str:
    """A line without what stands around a name: “处罚机关（印章）：” before it, “（公章）” behind it."""
    part = rules("agency")
    text = compiled(rf"^(?:{part['labels']})[:：]?").sub("", text)
    return compiled(rf"{part['sealed']}$").sub("", text)


def _in_title(letter: Letter) -> list[Name]:
    """The name in front of the title where both stand in one line."""
    found = ((at, _titled(line.text), line.score) for at, line in enumerate(letter.lines[:HEAD]))
    return [Name(at, match["agency"], score) for at, match, score in found if match and match["agency"]]


def _titled(text: str) -> re.Match[str] | None:
    part = rules("document")
    text = compiled(part["copy"]).sub("", text)
    return compiled(rf"(?P<agency>{rules('agency')['name']})?(?P<document>{part['name']})").fullmatch(text)


def document(letter: Letter) -> Found | None:
    """What the letter is called."""
    for at, line in enumerate(letter.lines):
        match = _titled(line.text)
        if match:
            return Found(match["document"], line.score * _weight(letter, at))
    return None


def _weight(letter: Letter, at: int) -> float:
    """A title or number in the lower half belongs to another paper, or the page is upside down."""
    return 1.0 if letter.place(at) <= FOOT else 0.7


def kind(name: str) -> dict[str, Any]:
    """The row of the table for a title; an empty one where none fits."""
    return next((row for row in rules("document")["kinds"] if compiled(row["pattern"]).search(name)), {})


def number(letter: Letter) -> Found | None:
    """The letter's own number: alone in its line near the top, else the first that belongs to no other paper."""
    part, others = rules("number"), []
    for row in part["patterns"]:
        for at, line in enumerate(letter.lines):
            match = compiled(row["pattern"]).search(line.text)
            if not match:
                continue
            around = line.text[: match.start()] + line.text[match.end() :]
            if compiled(part["whole_line"]).match(around):
                return Found(match["number"], row["weight"] * line.score * _weight(letter, at))
            if not compiled(part["other"]).search(line.text[: match.start("number")]):
                others.append(Found(match["number"], 0.6 * row["weight"] * line.score))
    return others[0] if others else None
