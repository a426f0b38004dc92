"""One JSON line an event, to standard output: account and record ids, never a name, a text or a password."""

from __future__ import annotations

import logging
import sys
from typing import Any, TextIO

import structlog

Log = Any  # structlog's bound logger has no static type of its own


def build_log(stream: TextIO | None = None) -> Log:
    """The desk's logger; nothing global is configured, so that tests can read their own."""
    return structlog.wrap_logger(
        structlog.PrintLogger(stream or sys.stdout),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        process="desk",
    )
