"""One JSON line an event, to standard output: ids, durations, statuses; never a text, choice, code, name or token."""

from __future__ import annotations

import logging
import sys
from typing import Any, TextIO

import structlog

Log = Any  # structlog's bound logger has no static type of its own


def build_log(level: str, stream: TextIO | None = None) -> Log:
    """The edge's logger; nothing global is configured, so that tests can read their own."""
    return structlog.wrap_logger(
        structlog.PrintLogger(stream or sys.stdout),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=True,
        process="edge",
    )
