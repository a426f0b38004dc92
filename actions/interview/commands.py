"""The few words that steer a guided form instead of answering it (knowledge/forms.yml, `interview`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.content.forms import words
from actions.wordings import half_width, numeral

NOISE = re.compile(r"[\s，。！？、,.!?~～“”\"']+")


@dataclass(frozen=True)
class Command:
    """back, why, save, skip, list, or change with the line's number or name in `what`."""

    name: str
    what: str = ""


def command_in(text: str) -> Command | None:
    """The command that a whole text is; None for anything that could be an answer."""
    table = words("interview")["commands"]
    plain = NOISE.sub("", half_width(text))
    if len(plain) > table["longest"]:
        return None
    for ending in table["endings"]:
        plain = plain.removesuffix(ending)
    for name, spoken in table["words"].items():
        if plain in spoken:
            return Command(name)
    found = re.fullmatch(table["change"], plain)
    return Command("change", found["line"] or found["name"]) if found else None


def leaves_blank(text: str, skip: str) -> bool:
    """Whether a text for an answer that may be left blank says so: the button's label, or 没有, or 不知道."""
    return text == skip or NOISE.sub("", half_width(text)) in words("interview")["nothing"]


def line_number(what: str) -> int | None:
    """The number that a line was called by, in digits or in Chinese."""
    return int(what) if what.isdecimal() else numeral(what)
