"""Optical character recognition on this machine: rapidocr with the models in its wheel; nothing is downloaded.

Importing this module loads some 200 MB of libraries: only the reading process does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy
from onnxruntime import SessionOptions
from PIL import Image
from rapidocr import RapidOCR
from rapidocr.inference_engine.onnxruntime.main import OrtInferSession

from bot.reading.order import Box

# Lines are found on a smaller picture than they are read on: that takes a third of the time and loses none.
FIND_SIDE = 1280  # pixels
READ_SIDE = 2000  # pixels
THREADS = 2
MOST_LINES = 400
LONGEST = 200  # characters of a line


class Recognition:
    """Finds and reads the lines of a picture."""

    def __init__(self) -> None:
        threads = min(THREADS, os.cpu_count() or 1)
        self._engine: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": READ_SIDE,
                "Det.limit_type": "max",
                "Det.limit_side_len": FIND_SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                # Several lines at once are padded to the longest: on a processor that is slower than one by one.
                "Rec.rec_batch_num": 1,
            }
        )

    def boxes(self, image: Image.Image) -> list[Box]:
        """Every line with its place, in no particular order."""
        found = self._engine(numpy.ascontiguousarray(numpy.asarray(image)[:, :, ::-1]))
        if found.boxes is None or found.txts is None or found.scores is None:
            return []
        lines = list(zip(found.boxes.tolist(), found.txts, found.scores, strict=True))[:MOST_LINES]
        return [Box(_corners(corners), text[:LONGEST], float(score)) for corners, text, score in lines]


def _without_spinning(options: Callable[[Any], SessionOptions]) -> Callable[[Any], SessionOptions]:
    """Session options whose threads sleep while they wait: spinning takes the processor from the page."""

    def calm(config: Any) -> SessionOptions:
        found = options(config)
        found.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return found

    return calm


# rapidocr has no setting for it.
OrtInferSession._init_sess_opts = staticmethod(_without_spinning(OrtInferSession._init_sess_opts))


def _corners(raw: Any) -> Any:
    return tuple((float(x), float(y)) for x, y in raw)
