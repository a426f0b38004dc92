"""TF-IDF features of a text: its words, and its characters in ones, twos and threes (no Rasa import).

Pieces of characters run across word borders, so a wrong segmentation or a slip of the pen costs little.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

Texts = Sequence[tuple[str, Sequence[str]]]  # the raw text and its words


def plain(text: str) -> str:
    """Half-width, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


class TextFeatures:
    """Two vectorizers side by side; rows have unit length."""

    def __init__(self) -> None:
        words: dict[str, Any] = {"tokenizer": str.split, "token_pattern": None, "lowercase": False}
        self._words = TfidfVectorizer(sublinear_tf=True, **words)
        self._pieces = TfidfVectorizer(sublinear_tf=True, analyzer="char", ngram_range=(1, 3), lowercase=False)

    def fit(self, texts: Texts) -> csr_matrix:
        """Learns the vocabulary; returns the features of shape (texts, features)."""
        words, pieces = self._columns(texts)
        return self._joined(self._words.fit_transform(words), self._pieces.fit_transform(pieces))

    def transform(self, texts: Texts) -> csr_matrix:
        """The features of shape (texts, features); a row of zeros for a text without any known piece."""
        words, pieces = self._columns(texts)
        return self._joined(self._words.transform(words), self._pieces.transform(pieces))

    @staticmethod
    def _columns(texts: Texts) -> tuple[list[str], list[str]]:
        return [" ".join(plain(word) for word in words) for _, words in texts], [plain(text) for text, _ in texts]

    @staticmethod
    def _joined(words: csr_matrix, pieces: csr_matrix) -> csr_matrix:
        # Each half has unit length, so the whole has the square root of two.
        return csr_matrix(hstack([words, pieces]) / np.sqrt(2), dtype=np.float32)

    def state(self) -> dict[str, list[Any]]:
        """Everything needed to restore it, as JSON takes it: terms in column order and their weights."""
        kept = {}
        for name, vectorizer in (("words", self._words), ("pieces", self._pieces)):
            kept[f"{name}_terms"] = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
            kept[f"{name}_weights"] = [round(float(weight), 5) for weight in vectorizer.idf_]
        return kept

    @classmethod
    def restored(cls, state: dict[str, list[Any]]) -> TextFeatures:
        """The features that `state` was taken from."""
        features = cls()
        for name, vectorizer in (("words", features._words), ("pieces", features._pieces)):
            vectorizer.vocabulary = {term: column for column, term in enumerate(state[f"{name}_terms"])}
            vectorizer._validate_vocabulary()
            vectorizer.idf_ = np.array(state[f"{name}_weights"], dtype=np.float64)
        return features
