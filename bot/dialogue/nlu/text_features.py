"""Features of a text: its pieces, its sounds and its meaning side by side (no Rasa import).

Pieces are characters alone and in twos; words cut by a lexicon made it worse. Sounds forgive homophones. The sentence
vector generalises to words that no example has. What each brings is measured in docs/answer-selector.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from bot.dialogue.nlu.normal_form import normal
from bot.dialogue.nlu.sentence_vectors import sentence_vectors
from bot.dialogue.nlu.sounds import sounds
from bot.dialogue.nlu.terms import TermWeights, runs
from bot.dialogue.nlu.typed_pinyin import Speller

Encoder = Callable[[Sequence[str]], np.ndarray]
# Weights against the pieces; how they were chosen: docs/answer-selector.md.
SOUNDS = 0.7
MEANING = 0.7
LENGTH = float(np.sqrt(1 + SOUNDS**2 + MEANING**2))


@dataclass(frozen=True)
class Rows:
    """Features of texts, each part of shape (texts, …), their columns one after the other.

    `known` marks the texts that have a known piece or sound; the others have no meaning either.
    """

    pieces: csr_matrix
    heard: csr_matrix
    meant: np.ndarray
    known: np.ndarray

    def times(self, weights: np.ndarray) -> np.ndarray:
        """The product with weights of shape (features, labels); for one text far quicker than joining the parts."""
        first, second = self.pieces.shape[1], self.pieces.shape[1] + self.heard.shape[1]
        product = self.pieces @ weights[:first] + self.heard @ weights[first:second] + self.meant @ weights[second:]
        return np.asarray(product)

    def back(self, alphas: np.ndarray) -> np.ndarray:
        """Weights of shape (features, labels): the texts added up, each as often as `alphas` (texts, labels) say."""
        few = csr_matrix(alphas)
        terms = [(part.T @ few).toarray() for part in (self.pieces, self.heard)]
        return np.vstack([*terms, self.meant.T @ alphas])

    def joined(self) -> csr_matrix:
        """One matrix."""
        return csr_matrix(hstack([self.pieces, self.heard, csr_matrix(self.meant)]), dtype=np.float32)


class TextFeatures:
    """What was learned of the examples: two vocabularies and the centre of their sentence vectors."""

    def __init__(self, encoder: Encoder = sentence_vectors) -> None:
        self._encoder = encoder
        self._pieces, self._sounds = TermWeights(), TermWeights()
        self._speller = Speller({})
        self._centre = np.zeros(0, dtype=np.float32)

    def fit(self, texts: Sequence[str]) -> Rows:
        """Learns from examples; returns their features."""
        texts = [normal(text) for text in texts]
        self._pieces = TermWeights.fitted([runs(text) for text in texts])
        self._sounds = TermWeights.fitted([runs(sounds(text), " ") for text in texts])
        self._speller = Speller(self._pieces.shares())
        texts = [self._speller.spelled(text) for text in texts]
        vectors = self._encoder(texts)
        self._centre = vectors.mean(axis=0)
        return self._rows(texts, vectors)

    def read(self, text: str) -> str:
        """The text as it is understood: in normal form, typed pinyin in characters."""
        return self._speller.spelled(normal(text))

    def transform(self, texts: Sequence[str]) -> Rows:
        """The features of texts."""
        texts = [self.read(text) for text in texts]
        return self._rows(texts, self._encoder(texts))

    def _rows(self, texts: Sequence[str], vectors: np.ndarray) -> Rows:
        pieces = self._pieces.rows(runs(text) for text in texts)
        heard = self._sounds.rows(runs(sounds(text), " ") for text in texts)
        known = (np.diff(pieces.indptr) + np.diff(heard.indptr)) > 0
        meant = (vectors - self._centre) * known[:, None]  # the encoder says something about anything
        meant /= np.maximum(np.linalg.norm(meant, axis=1, keepdims=True), 1e-9)
        for part, weight in ((pieces, 1 / LENGTH), (heard, SOUNDS / LENGTH)):
            part.data *= np.float32(weight)
        return Rows(pieces, heard, (meant * (MEANING / LENGTH)).astype(np.float32), known)

    def state(self) -> dict[str, list[Any]]:
        """Everything needed to restore it, as JSON takes it: terms in column order, their weights, the centre."""
        kept: dict[str, list[Any]] = {"centre": [round(float(value), 6) for value in self._centre]}
        for name, part in (("pieces", self._pieces), ("sounds", self._sounds)):
            kept |= {f"{name}_terms": part.terms, f"{name}_weights": part.weights}
        return kept

    @classmethod
    def restored(cls, state: dict[str, list[Any]], encoder: Encoder = sentence_vectors) -> TextFeatures:
        """The features that `state` was taken from."""
        features = cls(encoder)
        features._centre = np.array(state["centre"], dtype=np.float32)
        features._pieces = TermWeights(state["pieces_terms"], state["pieces_weights"])
        features._sounds = TermWeights(state["sounds_terms"], state["sounds_weights"])
        features._speller = Speller(features._pieces.shares())
        return features
