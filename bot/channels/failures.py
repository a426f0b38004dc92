"""The one place that turns what went wrong into words: those of knowledge/failures.yml.

What is left when the dialogue is down: the failure in words with the office's phone and hours, the reviewed answer
that the citizen clicked, and a few topics that can still be read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from actions.content.answers import Answer, card, load_answers, payload
from actions.content.laws import Law, load_laws
from actions.content.region import Region, load_region
from actions.content.texts import failure, load_failures, start, welcome
from bot.channels.brain import FailureKind
from bot.channels.turns import Turn

# What is read when the dialogue is down; ids of answers.
MENU = ("filing-deadline", "how-to-file", "which-authority", "fee", "case-status-how", "office-contact")

# Kinds that a citizen need not tell apart share their words.
WORDS = {FailureKind.DIALOGUE_ERROR: "silent", FailureKind.NONSENSE: "silent"}


class Words:
    """The texts for one county."""

    def __init__(self, region: Region, answers: Mapping[str, Answer], laws: dict[str, Law]) -> None:
        """Try every text, so that a fault in knowledge/ stops the start; raises ContentError."""
        self._region, self._answers, self._laws = region, answers, laws
        for id_ in {*load_failures(), *(WORDS.get(kind, kind.value) for kind in FailureKind)}:
            self.text(id_)
        self.welcome()

    @property
    def region(self) -> Region:
        """The county."""
        return self._region

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The reviewed answers by id."""
        return self._answers

    def card(self, id_: str) -> dict[str, Any]:
        """One answer as a message, or the notice that it is being read again."""
        return card(self._answers[id_], self._laws, self._region)

    def welcome(self, begin: str | None = None) -> list[dict[str, Any]]:
        """The messages that open a chat; `begin` names a start or an answer to offer instead of all jobs."""
        notice, *usual = welcome(self._region)
        asked = start(begin, self._region) if begin else None
        answer = self._answers.get(begin or "")
        if answer is not None:
            return [notice, card(answer, self._laws, self._region)]
        return [notice, *([asked] if asked else usual)]

    def text(self, id_: str) -> str:
        """The words for one thing that went wrong; raises ContentError for an unknown id."""
        return failure(id_, self._region)["text"]

    def apology(self, kind: FailureKind, turn: Turn) -> list[dict[str, Any]]:
        """What the citizen reads instead of an answer."""
        answer = self._answers.get(topic_of(turn.choice) or "")
        if answer is not None:
            return [_notice("warning", self.text("answer_offline")), card(answer, self._laws, self._region)]
        return [failure(WORDS.get(kind, kind.value), self._region), *self._menu()]

    def _menu(self) -> list[dict[str, Any]]:
        known = [self._answers[id_] for id_ in MENU if id_ in self._answers]
        if not known:
            return []
        choices = [{"label": answer.title, "choice": payload(answer.id)} for answer in known]
        return [{"type": "choices", "text": self.text("still_readable"), "choices": choices}]


def _notice(level: str, text: str) -> dict[str, Any]:
    return {"type": "notice", "level": level, "text": text}


def topic_of(choice: str | None) -> str | None:
    """The topic that a payload /ask{"topic": …} asks for."""
    if choice is None or not choice.startswith("/ask{"):
        return None
    try:
        topic = json.loads(choice.removeprefix("/ask")).get("topic")
    except (ValueError, RecursionError):
        return None
    return topic if isinstance(topic, str) else None


def load_words(region: str) -> Words:
    """The words of one county by its id; raises ContentError."""
    return Words(load_region(region), load_answers(), load_laws())
