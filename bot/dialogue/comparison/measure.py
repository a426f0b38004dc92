"""Figures of one method: on the reported half of the questions, with slips, and by cross-validation on the examples."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import RepeatedStratifiedKFold

from bot.dialogue.comparison.data import Labelled
from bot.dialogue.comparison.methods import Method
from bot.dialogue.nlu.calibration import OUT_OF_SCOPE

RESAMPLES = 2000
FOLDS = 3
RECALL = 0.95  # of what is out of scope, for which the threshold is set on the tuning half
TIMED = 60  # questions asked one by one


@dataclass(frozen=True)
class Figure:
    """A share with its 95 % interval over questions."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, hits: Sequence[float] | np.ndarray) -> Figure:
        """By bootstrap with a fixed seed; `hits` are ones and zeros, or differences of them."""
        taken = np.asarray(hits, dtype=float)
        if not len(taken):
            return cls(0.0, 0.0, 0.0)
        chance = np.random.default_rng(0)
        means = taken[chance.integers(0, len(taken), (RESAMPLES, len(taken)))].mean(axis=1)
        return cls(float(taken.mean()), *(float(value) for value in np.quantile(means, (0.025, 0.975))))


@dataclass(frozen=True)
class Guesses:
    """For each question: whether the first and one of the first three is right, how foreign it is."""

    first: np.ndarray
    three: np.ndarray
    foreign: np.ndarray

    @classmethod
    def of(cls, shares: np.ndarray, labels: Sequence[str], right: np.ndarray) -> Guesses:
        """`foreign`: the share of out-of-scope against the best other label; 0 where a method knows no such."""
        names = np.array(labels)
        order = names[np.argsort(-shares, axis=1)[:, :3]]
        foreign = np.zeros(len(right))
        if OUT_OF_SCOPE in labels:
            column = list(labels).index(OUT_OF_SCOPE)
            own = np.delete(shares, column, axis=1).max(axis=1)
            foreign = shares[:, column] / np.maximum(shares[:, column] + own, 1e-12)
        return cls(order[:, 0] == right, (order == right[:, None]).any(axis=1), foreign)


@dataclass(frozen=True)
class Result:
    """What stands in the table."""

    name: str
    at_1: Figure
    at_3: Figure
    gain: Figure | None
    recall: Figure
    refused: Figure
    slips: Figure | None
    folds: tuple[float, float] | None  # mean and spread over folds, at 1
    train: float  # seconds
    latency: float  # milliseconds
    numbers: int
    hits: np.ndarray  # at 1, of the reported questions with a topic


def asked(labels: np.ndarray) -> np.ndarray:
    """Marks labels that are topics."""
    return np.char.startswith(labels.astype(str), "ask/")


def measured(
    name: str,
    make: Callable[[], Method],
    data: tuple[Labelled, Labelled, Labelled],
    slips: list[str] | None,
    repeats: int,
    against: np.ndarray | None,
) -> Result:
    """`data`: examples, tuning questions, reported questions; `slips`: the reported ones, misspelt."""
    examples, tuning, reported = data
    method, started = make(), time.perf_counter()
    method.fit(examples)
    seconds = time.perf_counter() - started
    tuned = Guesses.of(method.shares(tuning.texts), method.labels, tuning.labels)
    guesses = Guesses.of(method.shares(reported.texts), method.labels, reported.labels)
    ours, foreign = asked(reported.labels), reported.labels == OUT_OF_SCOPE
    border = max(float(np.quantile(tuned.foreign[tuning.labels == OUT_OF_SCOPE], 1 - RECALL)), 1e-9)
    refused = guesses.foreign >= border
    misspelt = Guesses.of(method.shares(slips), method.labels, reported.labels).first[ours] if slips else None
    hits = guesses.first[ours].astype(float)
    return Result(
        name,
        Figure.of(hits),
        Figure.of(guesses.three[ours]),
        None if against is None else Figure.of(hits - against),
        Figure.of(refused[foreign]),
        Figure.of(refused[~foreign]),
        None if misspelt is None else Figure.of(misspelt),
        folded(make, examples, repeats) if repeats else None,
        seconds,
        latency(method, reported.texts[:TIMED]),
        method.numbers(),
        hits,
    )


def folded(make: Callable[[], Method], examples: Labelled, repeats: int) -> tuple[float, float]:
    """Mean and standard deviation over folds of the share of topics that came first."""
    splits = RepeatedStratifiedKFold(n_splits=FOLDS, n_repeats=repeats, random_state=0)
    found = []
    for train, test in splits.split(examples.texts, examples.labels):
        method = make()
        method.fit(examples.at(train))
        held = examples.at(test)
        first = Guesses.of(method.shares(held.texts), method.labels, held.labels).first
        found.append(float(first[asked(held.labels)].mean()))
    return statistics.fmean(found), statistics.stdev(found)


def latency(method: Method, texts: Sequence[str]) -> float:
    """The median of questions asked one by one, in milliseconds."""
    taken = []
    for text in texts:
        started = time.perf_counter()
        method.shares([text])
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)
