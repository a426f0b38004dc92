"""The lines of a letter in reading order, tidied so that patterns need not know how it was printed or recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Line:
    """One printed line and how sure the recognition is of it (0 to 1)."""

    text: str
    score: float = 1.0


@dataclass(frozen=True)
class Letter:
    """A whole letter: its lines and, because sentences run over them, its text in one piece."""

    lines: tuple[Line, ...]
    text: str

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Letter:
        """The letter that these lines make; empty ones are left out."""
        tidy = (Line(tidied(line.text), line.score) for line in lines)
        kept = tuple(line for line in tidy if line.text)
        return cls(kept, "".join(line.text for line in kept))

    def score(self, start: int, end: int) -> float:
        """How sure the least sure line is that a piece of the text stands in."""
        ends = list(accumulate(len(line.text) for line in self.lines))
        touched = [
            line.score for line, to in zip(self.lines, ends, strict=True) if to > start and to - len(line.text) < end
        ]
        return min(touched, default=0.0)

    def place(self, at: int) -> float:
        """Where a line stands, from 0 (first) to 1 (last)."""
        return at / max(len(self.lines) - 1, 1)


def tidied(text: str) -> str:
    """Full-width forms made narrow, white space cut out: titles are often printed with spaces between their signs."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text))
