"""Answers whoever writes in traditional characters in traditional characters (opencc); everything inside is simplified.

A conversation always reaches the same Rasa process (docs/adr/0003), so this process alone remembers who writes how;
after a restart the next typed text tells it again.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cache
from typing import Any

MOST = 2000  # conversations remembered
# What programs read; everything else is shown.
_IDS = (
    "type",
    "id",
    "field",
    "control",
    "choice",
    "intent",
    "topic",
    "file",
    "page",
    "number",
    "code",
    "level",
    "state",
)
KEPT = frozenset({*_IDS, "rung", "as_of", "on", "from", "to", "since", "last_day"})


# Where one simplified sign stands for several, and the library takes the wrong one in our words.
RIGHT = {"複議": "復議", "複覈": "復核", "複核": "復核", "複查": "復查", "答複": "答覆", "回複": "回覆"}


@cache
def _converter(direction: str) -> Any:
    """Loaded on first use: most citizens never need it."""
    import opencc

    return opencc.OpenCC(direction)


def is_traditional(text: str) -> bool:
    """Whether a text has traditional characters and no simplified ones."""
    return bool(_converter("t2s").convert(text) != text and _converter("s2t").convert(text) == text)


class Scripts:
    """Remembers, for the newest conversations, whose replies are to be in traditional characters."""

    def __init__(self) -> None:
        self._traditional: OrderedDict[str, bool] = OrderedDict()

    def heard(self, conversation: str, text: str) -> None:
        """A text was typed: the conversation goes on in its characters; digits and common signs change nothing."""
        if not any("一" <= sign <= "鿿" for sign in text):
            return
        if is_traditional(text):
            self._traditional[conversation] = True
            self._traditional.move_to_end(conversation)
            while len(self._traditional) > MOST:
                self._traditional.popitem(last=False)
        elif _converter("s2t").convert(text) != text:
            self._traditional.pop(conversation, None)

    def forget(self, conversation: str) -> None:
        """The conversation was ended."""
        self._traditional.pop(conversation, None)

    def written(self, conversation: str, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The messages in the characters of the conversation."""
        return [_shown(one) for one in messages] if self._traditional.get(conversation) else messages


def _shown(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: one if name in KEPT else _shown(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_shown(one, key) for one in value]
    return traditional(value) if isinstance(value, str) else value


def traditional(text: str) -> str:
    """A text in traditional characters."""
    text = str(_converter("s2t").convert(text))
    for wrong, right in RIGHT.items():
        text = text.replace(wrong, right)
    return text
