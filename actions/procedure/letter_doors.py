"""Matters that a letter is the wrong door for (knowledge/rules/letter-doors.yml): reconsideration, court, 12315 …"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.procedure.tables import Basis, bases, table

MOST = 2  # doors that are named at once


@dataclass(frozen=True)
class LetterDoor:
    """Where a matter belongs, in words, and the buttons that lead there."""

    key: str
    label: str
    text: str
    choices: tuple[Mapping[str, str], ...]
    basis: tuple[Basis, ...]

    def said(self) -> str:
        """The text with its citations."""
        cited = "、".join(map(str, self.basis))
        return f"{self.text}（{cited}）" if cited else self.text


def letter_doors(text: str) -> list[LetterDoor]:
    """The doors that a letter's text points to, the most pressing first, two at most."""
    plain = "".join(text.split())
    return [_door(key, row) for key, row in table("letter-doors").items() if _points_to(row, plain)][:MOST]


def _points_to(row: Mapping[str, Any], plain: str) -> bool:
    for word in row.get("not", ()):
        plain = plain.replace(word, "")
    return all(any(word in plain for word in group) for group in row["words"])


def _door(key: str, row: Mapping[str, Any]) -> LetterDoor:
    return LetterDoor(key, str(row["label"]), str(row["text"]), tuple(row["choices"]), bases(row))
