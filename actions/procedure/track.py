"""Ordinary or simplified track (行政复议法 53–55); the authority decides, this names what speaks for which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from actions.procedure.tables import Basis, bases, table

TrackKey = Literal["simplified", "ordinary", "unclear"]


@dataclass(frozen=True)
class TrackFacts:
    """amount in yuan; clear: facts clear, rights and duties plain, little in dispute; consent: of all parties."""

    on_the_spot: bool = False
    warning: bool = False
    amount: float | None = None
    information: bool = False
    consent: bool = False
    clear: bool | None = None


@dataclass(frozen=True)
class Track:
    """The track that is likely, the grounds for it, and what it means."""

    key: TrackKey
    label: str
    text: str
    grounds: tuple[str, ...]
    basis: tuple[Basis, ...]


def track(facts: TrackFacts) -> Track:
    """Simplified where a ground of the law holds and the facts are not known to be unclear."""
    rules = table("matters-track")
    holds = {
        "on_the_spot": facts.on_the_spot,
        "warning": facts.warning,
        "small": facts.amount is not None and 0 <= facts.amount <= rules["small_limit"],
        "information": facts.information,
        "consent": facts.consent,
    }
    grounds = tuple(str(row["label"]) for key, row in rules["grounds"].items() if holds[key])
    # The parties' consent needs no clear facts (53, second paragraph).
    unclear = facts.clear is False and not facts.consent
    key: TrackKey = "ordinary" if not grounds else "unclear" if unclear else "simplified"
    row = rules["tracks"][key]
    return Track(key, row["label"], row["text"], grounds, bases(row))
