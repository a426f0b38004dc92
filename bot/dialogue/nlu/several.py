"""Finds the single questions in a message that asks several (no Rasa import, so tests stay quick)."""

from __future__ import annotations

import re

from bot.dialogue.nlu.wording import QUESTION

# Where one question ends and the next begins; a comma does only before words that add another question.
END = re.compile(r"[?？!！。；;\n]+|[，,、]?(?=(?:还有|另外|再就是|还想问|再问|顺便问|以及)[^，,。]{3,})")
SHORTEST = 4  # characters; less is no question of its own
MOST = 3


def questions_in(text: str) -> list[str]:
    """The questions of a text that holds at least two, in order, at most three; empty for any other text."""
    pieces = [piece.strip(" ，,、") for piece in END.split(text)]
    found = [piece for piece in pieces if len(piece) >= SHORTEST and QUESTION.search(piece)]
    return found[:MOST] if len(found) >= 2 else []
