"""DIET as Rasa ships it: Jieba, two CountVectorsFeaturizers; the full label is its intent."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu

from bot.dialogue.comparison.data import Labelled

SEED = 0
PIPELINE = [
    {"name": "JiebaTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    # A ranking of all labels, not of ten, so that it can be compared.
    {"name": "DIETClassifier", "random_seed": SEED, "ranking_length": 0, "entity_recognition": False},
]
SLASH = "__"  # a slash in an intent means something else to DIET


class Diet:
    """A method of the comparison, by way of files."""

    def __init__(self, epochs: int) -> None:
        self._epochs = epochs
        self.labels: list[str] = []
        self._folder = tempfile.TemporaryDirectory()
        self._size = 0

    def fit(self, data: Labelled) -> None:
        """See Method."""
        folder = Path(self._folder.name)
        self.labels = sorted(set(data.labels))
        rows = []
        for label in self.labels:
            lines = [f"- {text}" for text, right in zip(data.texts, data.labels, strict=True) if right == label]
            rows.append({"intent": label.replace("/", SLASH), "examples": "\n".join(lines) + "\n"})
        written = {"version": "3.1", "nlu": rows}
        (folder / "nlu.yml").write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
        pipeline = [*PIPELINE[:-1], {**PIPELINE[-1], "epochs": self._epochs}]
        config = {"recipe": "default.v1", "language": "zh", "assistant_id": "comparison", "pipeline": pipeline}
        (folder / "config.yml").write_text(json.dumps(config), encoding="utf-8")
        model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
        self._size = Path(str(model)).stat().st_size
        self._agent = Agent.load(str(model))

    def shares(self, texts: Sequence[str]) -> np.ndarray:
        """See Method."""
        return asyncio.run(self._shares(texts))

    async def _shares(self, texts: Sequence[str]) -> np.ndarray:
        shares = np.zeros((len(texts), len(self.labels)))
        for row, text in enumerate(texts):
            parse = await self._agent.parse_message(text)
            for guess in parse["intent_ranking"]:
                shares[row, self.labels.index(guess["name"].replace(SLASH, "/"))] = guess["confidence"]
        return shares

    def numbers(self) -> int:
        """Single-precision numbers of the same size as the model's file."""
        return self._size // 4
