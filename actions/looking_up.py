"""Looking something up with number and code: where the try comes from, and the words for the pause after too many."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from rasa_sdk import Tracker

from actions.casework.errors import TooManyTries
from actions.casework.lookup import Origin
from actions.content.forms import words
from actions.interview.cards import filled

MINUTE = timedelta(minutes=1)


def origin_of(tracker: Tracker) -> Origin:
    """The marks that the edge gave the newest message; none for one that did not come by way of the edge."""
    metadata: dict[str, Any] = tracker.latest_message.get("metadata") or {}
    return {str(kind): str(mark) for kind, mark in (metadata.get("origin") or {}).items()}


def paused(refused: TooManyTries) -> str:
    """How long nothing is shown, and where else to go; the same whether the number or the place was tried too often."""
    minutes = max(1, math.ceil(refused.retry_after / MINUTE))
    return filled(words("looking_up")["paused"], {"minutes": str(minutes)})
