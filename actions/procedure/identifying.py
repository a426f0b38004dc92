"""Where a text says who wrote it: names, numbers, accounts, addresses (knowledge/rules/identifying.yml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from actions.procedure.tables import table

# One sign for one sign, so that places in the text stay where they are.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－＠．", "0123456789Xx-@.")


@dataclass(frozen=True)
class Detail:
    """Something that may tell who wrote the text: its kind, and from where to where it stands."""

    kind: str
    start: int
    end: int
    text: str = field(repr=False)

    @property
    def label(self) -> str:
        """What it is, as the writer reads it."""
        return str(table("identifying")["kinds"][self.kind]["label"])


def details_in(text: str) -> list[Detail]:
    """What may tell who wrote the text, in its order; of two that overlap the one that begins first."""
    found: list[Detail] = []
    for one in sorted(_matches(text), key=lambda detail: (detail.start, -detail.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def without_details(text: str) -> str:
    """The text with a mark in place of each detail."""
    mark = str(table("identifying")["removed"])
    for one in reversed(details_in(text)):
        text = text[: one.start] + mark + text[one.end :]
    return text


def _matches(text: str) -> Iterator[Detail]:
    plain = text.translate(_HALF_WIDTH)
    for kind, pattern in _patterns():
        for match in pattern.finditer(plain):
            start, end = match.span(1 if pattern.groups else 0)
            yield Detail(kind, start, end, text[start:end])


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table("identifying")
    surname = f"[{rows['surnames']}]"
    return tuple(
        (kind, re.compile(pattern.replace("{surname}", surname)))
        for kind, row in rows["kinds"].items()
        for pattern in row["patterns"]
    )
