"""The last step of every form that stores something: the review card, and one submission that happens once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker

Line = tuple[str, str, str | None]  # label, value, slot to change (None: computed, cannot be changed)


def review_card(slot: str, lines: Sequence[Line], words: Mapping[str, str]) -> dict[str, Any]:
    """The `review` message of a form whose last slot is `slot`."""
    return {
        "type": "review",
        "text": words["text"],
        "lines": [
            {"label": label, "value": value, "choice": choose(slot, f"change:{changed}") if changed else None}
            for label, value, changed in lines
        ],
        "choices": [
            {"label": words["save"], "choice": choose(slot, "save")},
            {"label": words["abandon"], "choice": "/abandon"},
        ],
    }


def submission(tracker: Tracker, form: str) -> str:
    """One opaque name for one filling of a form, so that saving twice keeps one record.

    Made of the conversation and the moment at which the form was opened.
    """
    opened = [e["timestamp"] for e in tracker.events if e.get("event") == "active_loop" and e.get("name") == form]
    return hashlib.sha256(f"{tracker.sender_id}|{form}|{opened[-1] if opened else 0}".encode()).hexdigest()


def choose(slot: str, value: str) -> str:
    return "/choose" + json.dumps({"option": f"{slot}={value}"})
