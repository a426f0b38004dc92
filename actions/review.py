"""One submission of a form happens once."""

from __future__ import annotations

import hashlib

from rasa_sdk import Tracker


def submission(tracker: Tracker, form: str) -> str:
    """One opaque name for one filling of a form, so that saving twice keeps one record.

    Made of the conversation and the moment at which the form was opened.
    """
    opened = [e["timestamp"] for e in tracker.events if e.get("event") == "active_loop" and e.get("name") == form]
    return hashlib.sha256(f"{tracker.sender_id}|{form}|{opened[-1] if opened else 0}".encode()).hexdigest()
