"""The one place that turns what went wrong into words: those of knowledge/failures.yml, and a few of the edge's own.

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
from actions.content.texts import failure, load_failures, welcome
from bot.channels.brain import FailureKind
from bot.channels.turns import Turn

# What is read when the dialogue is down; ids of answers.
MENU = ("filing-deadline", "how-to-file", "which-authority", "fee", "case-status-how", "office-contact")

# Kinds that a citizen need not tell apart share their words.
WORDS = {FailureKind.DIALOGUE_ERROR: "silent", FailureKind.NONSENSE: "silent"}

# Words for what only this edge meets; an entry of the same id in knowledge/failures.yml takes their place.
OWN = {
    "answer_offline": "注意：助手现在连不上，暂时办不了事。下面这个答案是事先写好的，照样可以看。",
    "still_readable": "下面这些常见问题的答案是事先写好的，现在照样可以看：",
    "bad_request": "没有照办：发来的请求格式不对，这一步没有改动任何东西。请刷新页面再试。",
    "failed": (
        "故障：系统出了错，不是您操作错了。这一步没有看到编号的，请当作没有办成。请过几分钟再试。\n"
        "急着办的，请直接联系{office_name}，电话{office_phone}；上班时间：{office_hours}。"
    ),
}


class Words:
    """The texts for one county."""

    def __init__(self, region: Region, answers: Mapping[str, Answer], laws: dict[str, Law]) -> None:
        """Try every text, so that a fault in knowledge/ stops the start; raises ContentError."""
        self._region, self._answers, self._laws = region, answers, laws
        for id_ in {*load_failures(), *OWN, *(WORDS.get(kind, kind.value) for kind in FailureKind)}:
            self.text(id_)
        self.welcome()

    def welcome(self) -> list[dict[str, Any]]:
        """The messages that open a chat."""
        return welcome(self._region)

    def text(self, id_: str) -> str:
        """The words for one thing that went wrong; raises ContentError for an unknown id."""
        if id_ in OWN and id_ not in load_failures():
            return self._region.fill(OWN[id_])
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
