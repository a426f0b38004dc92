"""From examples to a probability for each label, and to a folder of words and numbers (no Rasa import).

One linear SVM a label over the features of a text: as good as logistic regression and far quicker to train
(docs/answer-selector.md). Its margins are calibrated on all examples, each judged as if it had not been learned from.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from bot.dialogue.nlu.calibration import Calibration, foreign_column
from bot.dialogue.nlu.support_vectors import learned
from bot.dialogue.nlu.text_features import TextFeatures


class TopicModel:
    """Labels, features, weights of shape (features, labels), biases of shape (labels,)."""

    def __init__(self, features: TextFeatures | None = None) -> None:
        self.labels: list[str] = []
        self.features = features or TextFeatures()
        self.weights = np.zeros((0, 0), dtype=np.float32)
        self.bias = np.zeros(0, dtype=np.float32)
        self.calibration = Calibration()

    def fit(self, texts: Sequence[str], labels: Sequence[str], regularisation: float) -> None:
        """Learns from examples of at least two labels."""
        rows = self.features.fit(texts)
        self.labels = sorted(set(labels))
        columns = np.searchsorted(self.labels, np.array(labels))
        machines = learned(rows, columns, len(self.labels), regularisation)
        self.calibration = Calibration.fitted(machines.unseen, columns, foreign_column(self.labels))
        # What is stored is what is used, so a loaded model decides as the trained one.
        self.weights = machines.weights.astype(np.float16).astype(np.float32)
        self.bias = machines.bias

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Shape (texts, labels); a row of zeros for a text that says nothing known."""
        rows = self.features.transform(texts)
        return self.calibration.probabilities(rows.times(self.weights) + self.bias) * rows.known[:, None]

    def save(self, folder: Path) -> None:
        """Writes words and numbers only."""
        kept = {"labels": self.labels, "features": self.features.state(), "calibration": asdict(self.calibration)}
        (folder / "classifier.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        # Most weights are nothing; packed here, they do not keep Rasa's slow packing busy.
        np.savez_compressed(folder / "weights.npz", weights=self.weights.astype(np.float16), bias=self.bias)

    @classmethod
    def load(cls, folder: Path) -> TopicModel:
        """What `save` wrote; nothing that could run code is unpacked."""
        kept = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
        model = cls(TextFeatures.restored(kept["features"]))
        model.labels, model.calibration = kept["labels"], Calibration(**kept["calibration"])
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            model.weights, model.bias = arrays["weights"].astype(np.float32), arrays["bias"]
        model.probabilities(["ready"])  # the encoder is read now, not at the first citizen's question
        return model
