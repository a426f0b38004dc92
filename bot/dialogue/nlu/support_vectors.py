"""Linear support vector machines, one a label, by Newton steps on one Gram matrix of the examples (no Rasa import).

The same optimum as scikit-learn's LinearSVC (squared hinge, the bias among the weights), in a fraction of its time,
because all labels share the Gram matrix and each rests on a few hundred examples only: Chapelle, Training a Support
Vector Machine in the Primal (2007). With the solution comes, in closed form, the margin that each example would have
had, had it not been learned from: so the calibration sees every example and needs no second training.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack
from scipy.sparse import csr_matrix, hstack

from bot.dialogue.nlu.text_features import Rows

STEPS = 40  # a dozen are usual
# Examples that join a machine in one step, the more the more it has of its own; most of a greater number would be
# dropped in the next, and a step costs the cube.
NEWCOMERS, MOST_NEWCOMERS = 200, 1000
SLACK = 1e-3  # an example so near to a margin of one stays on its side; rounding moved some to and fro for ever
BLOCK = 1024  # columns of the Gram matrix made at once


@dataclass(frozen=True)
class Machines:
    """Weights (features, labels), biases (labels,), and margins (examples, labels) as if the example were unknown."""

    weights: np.ndarray
    bias: np.ndarray
    unseen: np.ndarray


@dataclass
class _Machine:
    """One label: the right side of each example, and the examples that it rests on with their weights."""

    signs: np.ndarray
    support: np.ndarray
    settled: bool = False

    def solved(self, products: np.ndarray, ridge: float) -> np.ndarray:
        """The alphas of all examples."""
        alphas = np.zeros_like(self.signs)
        alphas[self.support], _ = lapack.spotrs(self._factor(products, ridge), self.signs[self.support], lower=1)
        return alphas

    def judge(self, margins: np.ndarray) -> None:
        """Takes the examples that lack a margin of one; of new ones the worst only. Settled when they are the same."""
        agreement = self.signs * margins
        most = min(MOST_NEWCOMERS, max(NEWCOMERS, 2 * int((self.signs > 0).sum())))
        near = np.full(len(agreement), 1 - SLACK, dtype=np.float32)
        near[self.support] = 1 + SLACK
        lacking = np.flatnonzero(agreement < near)
        new = np.setdiff1d(lacking, self.support, assume_unique=True)
        if len(new) > most:
            new = new[np.argsort(agreement[new], kind="stable")[:most]]
        wanted = np.union1d(np.intersect1d(lacking, self.support, assume_unique=True), new)
        self.settled = np.array_equal(wanted, self.support)
        self.support = wanted

    def unseen(self, products: np.ndarray, ridge: float, alphas: np.ndarray, margins: np.ndarray) -> np.ndarray:
        """The margins, but for the support those that it has without itself."""
        inverse, _ = lapack.spotri(self._factor(products, ridge), lower=1)
        found = margins.copy()
        found[self.support] = self.signs[self.support] - alphas[self.support] / np.diag(inverse)
        return found

    def _factor(self, products: np.ndarray, ridge: float) -> np.ndarray:
        matrix = products[np.ix_(self.support, self.support)]
        matrix[np.diag_indices(len(self.support))] += np.float32(ridge)
        return np.asarray(lapack.spotrf(matrix, lower=1)[0])


def gram(rows: Rows) -> np.ndarray:
    """The products of all examples with each other, float32; one is added for the bias."""
    terms = csr_matrix(hstack([rows.pieces, rows.heard]))
    products = np.empty((terms.shape[0], terms.shape[0]), dtype=np.float32)
    for start in range(0, len(products), BLOCK):
        block = slice(start, start + BLOCK)  # the lower half; the other is its mirror
        lower = np.asarray(rows.meant[start:] @ rows.meant[block].T, dtype=np.float32)
        lower += (terms[start:] @ terms[block].T).toarray()
        lower += 1
        products[start:, block] = lower
        products[block, block.stop :] = lower[BLOCK:].T
    return products


def learned(rows: Rows, columns: np.ndarray, labels: int, regularisation: float) -> Machines:
    """The machines for examples and their right `columns`; `regularisation` is the C of LinearSVC."""
    products, ridge = gram(rows), 0.5 / regularisation
    machines = [_first(products, np.where(columns == label, 1, -1).astype(np.float32)) for label in range(labels)]
    alphas = np.zeros((len(columns), labels), dtype=np.float32)
    margins = np.zeros_like(alphas)
    for _ in range(STEPS):
        moving = [label for label, machine in enumerate(machines) if not machine.settled]
        if not moving:
            break
        for label in moving:
            alphas[:, label] = machines[label].solved(products, ridge)
        margins[:, moving] = rows.times(rows.back(alphas[:, moving])) + alphas[:, moving].sum(axis=0)
        for label in moving:
            machines[label].judge(margins[:, label])
    for label, machine in enumerate(machines):
        margins[:, label] = machine.unseen(products, ridge, alphas[:, label], margins[:, label])
    return Machines(rows.back(alphas), alphas.sum(axis=0), margins)


def _first(products: np.ndarray, signs: np.ndarray) -> _Machine:
    """Rests on the examples of the label and on those of others that are most like one of them."""
    ours = np.flatnonzero(signs > 0)
    likeness = products[ours].max(axis=0)
    likeness[ours] = np.inf
    return _Machine(signs, np.sort(np.argsort(-likeness, kind="stable")[: len(ours) + NEWCOMERS]))
