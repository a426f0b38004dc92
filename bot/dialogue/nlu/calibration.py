"""Margins become probabilities that mean something: a temperature, and one bias for what is out of scope.

Guo et al., On Calibration of Modern Neural Networks (2017). Both numbers are fitted on examples the margins were not
trained on; the second because such texts are many and unlike each other, and a margin undervalues them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

OUT_OF_SCOPE = "out_of_scope"
LARGEST = 20.0  # temperature; margins that are never wrong would ask for an endless one


@dataclass(frozen=True)
class Calibration:
    """`temperature` multiplies margins; `bias` is then added to the column `foreign`, if there is one."""

    temperature: float = 5.0
    bias: float = 0.0
    foreign: int | None = None

    @classmethod
    def fitted(cls, margins: np.ndarray, right: np.ndarray, foreign: int | None) -> Calibration:
        """The calibration under which held-out margins of shape (texts, labels) make `right` (columns) likeliest."""
        if not len(right):
            return cls(foreign=foreign)

        rows = np.arange(len(right))
        centred = (margins - margins.max(axis=1, keepdims=True)).astype(np.float32)  # nothing to raise too high

        def surprise(values: np.ndarray) -> float:
            temperature, bias = np.clip(values, (0.1, -LARGEST), LARGEST)
            odds = np.exp(centred * np.float32(temperature))
            if foreign is not None:
                odds[:, foreign] *= np.float32(np.exp(bias))
            return float(-np.log(odds[rows, right] / odds.sum(axis=1) + 1e-12).mean() + 1e-3 * bias**2)

        temperature, bias = np.clip(minimize(surprise, [5.0, 0.0], method="Nelder-Mead").x, (0.1, -LARGEST), LARGEST)
        return cls(float(temperature), float(bias), foreign)

    def probabilities(self, margins: np.ndarray) -> np.ndarray:
        """Rows that sum to one."""
        raised = np.asarray(margins, dtype=np.float64) * self.temperature
        if self.foreign is not None:
            raised[:, self.foreign] += self.bias
        odds = np.exp(raised - raised.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)


def foreign_column(labels: list[str]) -> int | None:
    """The column of what is out of scope."""
    return labels.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in labels else None
