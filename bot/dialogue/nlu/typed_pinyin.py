"""What somebody without a Chinese keyboard types, back into characters (no Rasa import).

The likeliest characters for the syllables, by how often the examples have them alone and in twos: the field is narrow
enough for that (figures: docs/answer-selector.md). Only for understanding; nobody is shown them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from bot.dialogue.nlu.sounds import RUNS, TYPED, sounds

LETTERS = re.compile(r"[a-z]")
FEWEST, MOST = 2, 60  # syllables; one alone says too little, and more are never one question
PAIRED = 0.9  # how much the character before counts against how frequent a character is by itself


class Speller:
    """Spells typed pinyin by the frequencies of characters and of pairs of them, each a share of the texts."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        self._shares = shares
        self._signs: dict[str, list[str]] = defaultdict(list)
        for term in shares:
            if len(term) == 1 and not term.isascii():
                self._signs[sounds(term)[0]].append(term)

    def spelled(self, text: str) -> str:
        """The text in characters if it is nothing but pinyin and numbers; else as it is."""
        runs = RUNS.findall(text)
        if not LETTERS.search(text) or not all(run.isdigit() or TYPED.fullmatch(run) for run in runs):
            return text
        heard = sounds(text)
        if not FEWEST <= len(heard) <= MOST or not all(one.isdigit() or one in self._signs for one in heard):
            return text
        return self._likeliest(heard) + ("?" if "?" in text else "")

    def _likeliest(self, heard: list[str]) -> str:
        best = {"": (1.0, "")}  # of each last character: how likely the best beginning is, and that beginning
        for one in heard:
            best = dict(self._continued(best, [one] if one.isdigit() else self._signs[one]))
            most = max(share for share, _ in best.values())
            best = {sign: (share / most, begun) for sign, (share, begun) in best.items()}
        return max(best.values())[1]

    def _continued(
        self, best: Mapping[str, tuple[float, str]], signs: list[str]
    ) -> Iterator[tuple[str, tuple[float, str]]]:
        for sign in signs:
            alone = self._shares.get(sign, 1.0)
            share, begun = max(
                (share * (PAIRED * self._after(last, sign) + (1 - PAIRED) * alone), begun)
                for last, (share, begun) in best.items()
            )
            yield sign, (share, begun + sign)

    def _after(self, last: str, sign: str) -> float:
        return self._shares.get(last + sign, 0.0) / self._shares.get(last, 1.0) if last else self._shares.get(sign, 1.0)
