"""Parts of a row of features: words, pieces, sounds, vectors; each learned from examples, each of unit length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import jieba
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import normalize

from bot.dialogue.nlu.normal_form import normal
from bot.dialogue.nlu.sounds import sounds


class Part(Protocol):
    """Columns of features."""

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learns; the columns of the examples."""
        ...

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """The columns of other texts."""
        ...


class Terms:
    """Columns of a scikit-learn vectorizer over a reading of the text."""

    def __init__(self, vectorizer: Any, reading: Callable[[str], str]) -> None:
        self._vectorizer, self._reading = vectorizer, reading

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """See Part."""
        return self._vectorizer.fit_transform([self._reading(text) for text in texts])

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """See Part."""
        return self._vectorizer.transform([self._reading(text) for text in texts])


class Dense:
    """Centred sentence vectors."""

    def __init__(self, encoder: Callable[[Sequence[str]], np.ndarray]) -> None:
        self._encoder = encoder
        self._centre = np.zeros(0)

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """See Part."""
        self._centre = self._encoder([normal(text) for text in texts]).mean(axis=0)
        return self.transform(texts)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """See Part."""
        return csr_matrix(normalize(self._encoder([normal(text) for text in texts]) - self._centre))


class Joined:
    """Parts side by side, each with its weight; rows have unit length where each part says something."""

    def __init__(self, *parts: tuple[Part, float]) -> None:
        self._parts = parts
        self._length = np.sqrt(sum(weight**2 for _, weight in parts))

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """See Part."""
        return self._whole([part.fit(texts) * weight for part, weight in self._parts])

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """See Part."""
        return self._whole([part.transform(texts) * weight for part, weight in self._parts])

    def _whole(self, columns: list[csr_matrix]) -> csr_matrix:
        return csr_matrix(hstack(columns) / self._length, dtype=np.float32)


def cut(text: str) -> str:
    """The words of a text with spaces between."""
    return " ".join(word for word in jieba.lcut(normal(text)) if word.strip())


SPLIT: dict[str, Any] = {"tokenizer": str.split, "token_pattern": None, "lowercase": False}


def counts_of_words() -> Part:
    """What stock Rasa counts first."""
    return Terms(CountVectorizer(**SPLIT), cut)


def counts_of_pieces() -> Part:
    """What stock Rasa counts second: characters 1–4 inside words."""
    return Terms(CountVectorizer(analyzer="char_wb", ngram_range=(1, 4), lowercase=False), cut)


def words() -> Part:
    """TF-IDF of words."""
    return Terms(TfidfVectorizer(sublinear_tf=True, **SPLIT), cut)


def pieces(longest: int) -> Part:
    """TF-IDF of characters."""
    return Terms(TfidfVectorizer(sublinear_tf=True, analyzer="char", ngram_range=(1, longest), lowercase=False), normal)


def heard() -> Part:
    """TF-IDF of syllables alone and in twos."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), **SPLIT)
    return Terms(vectorizer, lambda text: " ".join(sounds(normal(text))))
