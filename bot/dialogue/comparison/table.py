"""The rows of the comparison, simplest first. A row is a name, how to make the method, and whether it takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from bot.dialogue.comparison.data import Answers, Labelled, Vectors
from bot.dialogue.comparison.diet import Diet
from bot.dialogue.comparison.methods import Average, LeastSquares, Linear, Method, Neighbours, Ours, Titles, TwoStages
from bot.dialogue.comparison.parts import (
    Dense,
    Joined,
    Part,
    counts_of_pieces,
    counts_of_words,
    heard,
    pieces,
    words,
)
from bot.dialogue.nlu.text_features import MEANING, SOUNDS

BASELINE = "TF-IDF words + pieces 1–3, LR (until now)"
CONFIG = Path(__file__).resolve().parents[3] / "config.yml"
OURS = "pieces 1–2 + sounds + USE, SVM, calibrated (chosen)"


@dataclass(frozen=True)
class Row:
    """A method of the table; `repeats` of the cross-validation, none for what takes minutes to train."""

    name: str
    make: Callable[[], Method]
    repeats: int = 2


def linear(
    machine: str, *parts: tuple[Callable[[], Part], float], more: Labelled | None = None
) -> Callable[[], Method]:
    """A linear model over parts; C as cross-validation liked it."""

    def make() -> Method:
        made = Joined(*((part(), weight) for part, weight in parts))
        return Linear(made, {"svm": 1.0, "lr": 30.0, "stock": 4.0}[machine], machine, more)

    return make


def without_vectors() -> Iterator[Row]:
    """Counts and TF-IDF."""
    chosen = (lambda: pieces(2), 1.0)
    yield Row("counts of words + char_wb 1–4, LR", linear("stock", (counts_of_words, 1), (counts_of_pieces, 1)))
    yield Row(BASELINE, linear("lr", (words, 1), (lambda: pieces(3), 1)))
    yield Row("pieces 1–3, LR", linear("lr", (lambda: pieces(3), 1)))
    yield Row("pieces 1–2, LR", linear("lr", chosen))
    yield Row("pieces 1–2, SVM", linear("svm", chosen))
    yield Row("pieces 1–2 + words, SVM", linear("svm", chosen, (words, 1)))
    yield Row("sounds alone, SVM", linear("svm", (heard, 1)))
    yield Row("pieces 1–2 + sounds, SVM", linear("svm", chosen, (heard, SOUNDS)))


def with_vectors(name: str, vectors: Vectors, answers: Answers) -> Iterator[Row]:
    """Sentence vectors alone and beside pieces and sounds."""

    def dense() -> Part:
        return Dense(vectors)

    chosen, sound = (lambda: pieces(2), 1.0), (heard, SOUNDS)
    yield Row(f"{name} alone, SVM", linear("svm", (dense, 1)), 1)
    yield Row(f"{name}, 15 nearest examples", lambda: Neighbours(dense()))
    yield Row(f"{name}, nearest title", lambda: Titles(answers.titles, vectors))
    yield Row(f"{name}, nearest answer", lambda: Titles(answers.bodies, vectors))
    yield Row(f"pieces 1–2 + {name}, SVM", linear("svm", chosen, (dense, MEANING)), 1)
    yield Row(f"pieces 1–2 + sounds + {name}, SVM", linear("svm", chosen, sound, (dense, MEANING)), 1)
    both = (linear("lr", chosen), lambda: Neighbours(dense()))
    yield Row(f"pieces 1–2, LR, averaged with {name} neighbours", lambda: Average(both[0](), both[1]()))


def further(vectors: Vectors, answers: Answers, known: set[str]) -> Iterator[Row]:
    """Variations of the chosen one."""
    parts = ((lambda: pieces(2), 1.0), (heard, SOUNDS), (lambda: Dense(vectors), MEANING))
    taught = [label for label in answers.titles if label in known]
    more = Labelled(
        [text for label in taught for text in (answers.titles[label], answers.bodies[label]) if text],
        np.array([label for label in taught for text in (answers.titles[label], answers.bodies[label]) if text]),
    )
    yield Row("pieces 1–2 + sounds + USE, LR", linear("lr", *parts), 0)
    yield Row(
        "the same, least squares", lambda: LeastSquares(Joined(*((part(), weight) for part, weight in parts)), 0.5), 1
    )
    yield Row("the same, SVM, titles and answers as examples too", linear("svm", *parts, more=more), 1)
    yield Row("the same, SVM, two stages: group, then topic", lambda: TwoStages(linear("svm", *parts), answers), 1)
    yield Row(OURS, lambda: Ours(packaged()), 1)


def packaged() -> float:
    """The regularisation of the packaged model."""
    [classifier] = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["pipeline"]
    return float(classifier["regularisation"])


def rows(use: Vectors, e5: Vectors | None, answers: Answers, known: set[str], epochs: int) -> Iterator[Row]:
    """All rows; those of `e5` only where its vectors were made, DIET's only for at least one epoch."""
    yield from without_vectors()
    yield from with_vectors("USE", use, answers)
    if e5:
        yield from with_vectors("e5", e5, answers)
    yield from further(use, answers, known)
    if epochs:
        yield Row(f"DIET, {epochs} epochs, otherwise as Rasa ships it", lambda: Diet(epochs), 0)
