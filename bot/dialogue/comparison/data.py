"""What every method of the comparison gets: the same examples, questions and answers, and vectors read once.

The development questions are split in two by a hash of their text: settings may be chosen on the tuning half, figures
are reported on the other.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from bot.dialogue.evaluate import expected
from bot.dialogue.nlu.normal_form import normal
from bot.dialogue.nlu.sentence_vectors import sentence_vectors
from bot.dialogue.nlu.sounds import sounds

SLIPS = 0.15  # share of characters that a homophone replaces


@dataclass(frozen=True)
class Labelled:
    """Texts and the right label of each."""

    texts: list[str]
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.texts)

    def at(self, places: np.ndarray) -> Labelled:
        """Some of them, by index or by mark."""
        marked = np.arange(len(self))[places]
        return Labelled([self.texts[place] for place in marked], self.labels[marked])


def examples(folder: Path) -> Labelled:
    """The training examples of data/nlu."""
    texts, labels = [], []
    for file in sorted(folder.glob("*.yml")):
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            lines = [line.removeprefix("- ").strip() for line in row["examples"].splitlines() if line.strip()]
            texts += lines
            labels += [row["intent"]] * len(lines)
    return Labelled(texts, np.array(labels))


def questions(file: Path) -> Labelled:
    """The development questions."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Labelled([row["text"] for row in rows], np.array([expected(row["topic"]) for row in rows]))


def reported(texts: Sequence[str]) -> np.ndarray:
    """Marks the half on which figures are reported; the other is for tuning."""
    return np.array([hashlib.sha256(text.encode()).digest()[-1] % 2 == 1 for text in texts])


@dataclass(frozen=True)
class Answers:
    """Labels of the answers, and for each its group (the file), title and text."""

    groups: dict[str, str]
    titles: dict[str, str]
    bodies: dict[str, str]


def answers(folder: Path) -> Answers:
    """The answers of knowledge/answers."""
    groups, titles, bodies = {}, {}, {}
    for file in sorted(folder.glob("*.yml")):
        for row in yaml.safe_load(file.read_text(encoding="utf-8")):
            label = f"ask/{row['id']}"
            groups[label], titles[label], bodies[label] = file.stem, row["title"], str(row.get("answer") or "")
    return Answers(groups, titles, bodies)


def with_slips(texts: Sequence[str], known: Sequence[str]) -> list[str]:
    """The texts as a hasty typist or a speech recogniser leaves them: some characters are homophones."""
    alike: dict[str, list[str]] = defaultdict(list)
    for sign in sorted({sign for text in known for sign in normal(text) if "一" <= sign <= "鿿"}):
        alike[sounds(sign)[0]].append(sign)
    chance = random.Random(0)
    return ["".join(_slip(sign, alike, chance) for sign in normal(text)) for text in texts]


def _slip(sign: str, alike: dict[str, list[str]], chance: random.Random) -> str:
    if not "一" <= sign <= "鿿" or chance.random() >= SLIPS:
        return sign
    others = [other for other in alike.get(sounds(sign)[0], []) if other != sign]
    return chance.choice(others) if others else sign


class Vectors:
    """Sentence vectors; texts that come together are encoded once, a single one each time, so that it can be timed."""

    def __init__(self, known: dict[str, np.ndarray] | None = None, pause: float = 0.0) -> None:
        self._known = known or {}
        self._live = known is None
        self._pause = pause  # seconds that a stored vector took where it was made

    @classmethod
    def stored(cls, file: Path) -> Vectors | None:
        """Vectors that another environment made (bot/launcher/vectors.py); None where it did not."""
        if not file.is_file():
            return None
        with np.load(file, allow_pickle=False) as kept:
            texts = json.loads(str(kept["texts"]))
            return cls(dict(zip(texts, kept["vectors"], strict=True)), float(kept["seconds"]))

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        if len(texts) == 1 and self._live:
            return sentence_vectors(texts)
        if len(texts) == 1:
            time.sleep(self._pause)
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new and not self._live:
            raise KeyError(f"{len(new)} texts have no stored vector")
        if new:
            self._known.update(zip(new, sentence_vectors(new), strict=True))
        return np.stack([self._known[text] for text in texts]).astype(np.float32)
