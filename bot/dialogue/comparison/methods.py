"""The methods compared: each learns from labelled texts and gives each label of a text a share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from scipy.linalg import solve
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from bot.dialogue.comparison.data import Answers, Labelled
from bot.dialogue.comparison.parts import Part
from bot.dialogue.nlu.normal_form import normal
from bot.dialogue.nlu.topic_model import TopicModel

NEIGHBOURS = 15
SHARPNESS = 20.0  # how fast a neighbour's vote fades with its distance
TEMPERATURE = 7.5  # of margins
SQUARES = 11.0  # of least squares; its margins are smaller


class Method(Protocol):
    """`labels` are in column order."""

    labels: list[str]

    def fit(self, data: Labelled) -> None:
        """Learns."""
        ...

    def shares(self, texts: Sequence[str]) -> np.ndarray:
        """Shape (texts, labels)."""
        ...

    def numbers(self) -> int:
        """How many numbers are kept."""
        ...


def softmax(scores: np.ndarray) -> np.ndarray:
    """Rows that sum to one."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


class Linear:
    """One linear model a label."""

    def __init__(self, part: Part, regularisation: float, machine: str, more: Labelled | None = None) -> None:
        self.labels: list[str] = []
        self._part, self._machine, self._c, self._more = part, machine, regularisation, more

    def fit(self, data: Labelled) -> None:
        """See Method."""
        if self._more:
            data = Labelled(data.texts + self._more.texts, np.concatenate([data.labels, self._more.labels]))
        rows = self._part.fit(data.texts)
        if self._machine == "svm":
            model = LinearSVC(C=self._c, tol=0.1, random_state=0)
        else:
            model = LogisticRegression(C=self._c, class_weight="balanced", solver="liblinear", tol=1e-2, random_state=0)
        model.fit(rows, data.labels)
        self.labels, self._weights, self._bias = list(model.classes_), model.coef_.T, model.intercept_
        if len(self.labels) == 2:  # scikit-learn gives one column for two
            self._weights, self._bias = np.hstack([-self._weights, self._weights]), np.hstack([-self._bias, self._bias])

    def shares(self, texts: Sequence[str]) -> np.ndarray:
        """See Method."""
        margins = np.asarray(self._part.transform(texts) @ self._weights) + self._bias
        return softmax(margins * (TEMPERATURE if self._machine == "svm" else 1.0))

    def numbers(self) -> int:
        """See Method."""
        return int(self._weights.size)


class LeastSquares:
    """Regularised least squares to plus and minus one, in closed form on the Gram matrix."""

    def __init__(self, part: Part, ridge: float) -> None:
        self.labels: list[str] = []
        self._part, self._ridge = part, ridge

    def fit(self, data: Labelled) -> None:
        """See Method."""
        rows = self._part.fit(data.texts)
        self.labels = sorted(set(data.labels))
        right = np.where(data.labels[:, None] == np.array(self.labels), 1, -1).astype(np.float32)
        products = (rows @ rows.T).toarray() + np.float32(1)  # one for the bias
        products[np.diag_indices(len(data))] += np.float32(self._ridge)
        alphas = solve(products, right, assume_a="pos", overwrite_a=True)
        self._weights, self._bias = rows.T @ alphas, alphas.sum(axis=0)

    def shares(self, texts: Sequence[str]) -> np.ndarray:
        """See Method."""
        return softmax((np.asarray(self._part.transform(texts) @ self._weights) + self._bias) * SQUARES)

    def numbers(self) -> int:
        """See Method."""
        return int(self._weights.size)


class Neighbours:
    """Votes of the nearest examples."""

    def __init__(self, part: Part) -> None:
        self.labels: list[str] = []
        self._part = part

    def fit(self, data: Labelled) -> None:
        """See Method."""
        self._rows: csr_matrix = self._part.fit(data.texts)
        self.labels = sorted(set(data.labels))
        self._columns = np.searchsorted(self.labels, data.labels)

    def shares(self, texts: Sequence[str]) -> np.ndarray:
        """See Method."""
        likeness = (self._part.transform(texts) @ self._rows.T).toarray()
        nearest = np.argsort(-likeness, axis=1)[:, :NEIGHBOURS]
        shares = np.zeros((len(texts), len(self.labels)))
        for row, places in enumerate(nearest):
            np.add.at(shares[row], self._columns[places], np.exp(SHARPNESS * (likeness[row, places] - 1)))
        return shares / shares.sum(axis=1, keepdims=True)

    def numbers(self) -> int:
        """See Method."""
        return int(self._rows.nnz)


class Titles:
    """The answer whose title or text is nearest; knows no features and nothing that is out of scope."""

    def __init__(self, texts: dict[str, str], encoder: Callable[[Sequence[str]], np.ndarray]) -> None:
        self.labels = sorted(texts)
        self._texts, self._encoder = texts, encoder

    def fit(self, data: Labelled) -> None:
        """See Method."""
        self._centre = self._encoder([normal(text) for text in data.texts]).mean(axis=0)
        self._rows = self._vectors([self._texts[label] for label in self.labels])

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        return np.asarray(normalize(self._encoder([normal(text) for text in texts]) - self._centre))

    def shares(self, texts: Sequence[str]) -> np.ndarray:
        """See Method."""
        return softmax(SHARPNESS * (self._vectors(texts) @ self._rows.T))

    def numbers(self) -> int:
        """See Method."""
        return int(self._rows.size)


class Average:
    """The mean of two methods' shares."""

    def __init__(self, first: Method, second: Method) -> None:
        self.labels: list[str] = []
        self._methods = (first, second)

    def fit(self, data: Labelled) -> None:
        """See Method."""
        for method in self._methods:
            method.fit(data)
        self.labels = self._methods[0].labels
        assert self.labels == self._methods[1].labels

    def shares(self, texts: Sequence[str]) -> np.ndarray:
        """See Method."""
        return np.asarray(sum(method.shares(texts) for method in self._methods) / 2)

    def numbers(self) -> int:
        """See Method."""
        return sum(method.numbers() for method in self._methods)


class TwoStages:
    """First the group, then the topic within it."""

    def __init__(self, make: Callable[[], Method], answers: Answers) -> None:
        self.labels: list[str] = []
        self._make, self._groups = make, answers.groups
        self._within: dict[str, Method | None] = {}

    def fit(self, data: Labelled) -> None:
        """See Method."""
        groups = np.array([self._groups.get(label, label) for label in data.labels])
        self._first = self._make()
        self._first.fit(Labelled(data.texts, groups))
        self.labels = sorted(set(data.labels))
        for group in self._first.labels:
            inside = data.at(groups == group)
            self._within[group] = self._make() if len(set(inside.labels)) > 1 else None
            if method := self._within[group]:
                method.fit(inside)

    def shares(self, texts: Sequence[str]) -> np.ndarray:
        """See Method."""
        shares = np.zeros((len(texts), len(self.labels)))
        first = self._first.shares(texts)
        for column, group in enumerate(self._first.labels):
            method = self._within[group]
            if method is None:
                label = next(one for one in self.labels if self._groups.get(one, one) == group)
                shares[:, self.labels.index(label)] = first[:, column]
            else:
                places = [self.labels.index(label) for label in method.labels]
                shares[:, places] = first[:, [column]] * method.shares(texts)
        return shares

    def numbers(self) -> int:
        """See Method."""
        return self._first.numbers() + sum(method.numbers() for method in self._within.values() if method)


class Ours:
    """What the product runs."""

    def __init__(self, regularisation: float) -> None:
        self._model, self._c = TopicModel(), regularisation
        self.labels: list[str] = []

    def fit(self, data: Labelled) -> None:
        """See Method."""
        self._model.fit(data.texts, list(data.labels), self._c)
        self.labels = self._model.labels

    def shares(self, texts: Sequence[str]) -> np.ndarray:
        """See Method."""
        return self._model.probabilities(texts)

    def numbers(self) -> int:
        """See Method."""
        return int(self._model.weights.size)
