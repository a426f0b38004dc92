"""What runs after an application was handed in: the office's periods, the citizen's own, and the way to court.

行政复议法 30, 31, 32, 34, 62; 行政诉讼法 45; 法释〔2026〕3号 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.procedure.lawsuit import LawsuitFacts, lawsuit_deadline
from actions.procedure.office import Term, Track, deemed_accepted, office_term, office_terms
from actions.procedure.periods import chinese
from actions.procedure.tables import Basis, bases, table


@dataclass(frozen=True)
class Clock:
    """One day to keep in mind: who must have done what by then."""

    key: str
    on: date
    text: str
    basis: tuple[Basis, ...]
    unknown: tuple[str, ...] = ()

    def line(self) -> str:
        """As a citizen reads it."""
        return f"{chinese(self.on)}　{self.text}（{'、'.join(map(str, self.basis))}）"


def events_since() -> dict[str, str]:
    """What may have come since an application was handed in, key → label."""
    return dict(_rows()["since"])


@dataclass(frozen=True)
class Filed:
    """received: by the authority, or by the agency that imposed the penalty.  since: what came after it, a row of
    `since` in the table, and on which day it came; the day of acceptance is the authority's own."""

    received: date
    by_agency: bool = False
    since: str = "nothing"
    event_on: date | None = None
    track: Track = "ordinary"


def clocks(filed: Filed) -> list[Clock]:
    """The days that follow from what has happened so far, the nearest first."""
    if filed.event_on is None or filed.since not in _rows()["since"] or filed.since == "nothing":
        found = (
            _handed_to_agency(filed.received) if filed.by_agency else _waiting("review", filed.received, filed.track)
        )
    elif filed.since == "correction":
        found = [_term(office_term("correction", filed.event_on))]
    elif filed.since == "corrected":
        found = _waiting("review_again", filed.event_on, filed.track)
    elif filed.since == "accepted":
        found = _accepted(filed.event_on, filed.track)
    else:
        found = [_lawsuit(filed.since, filed.event_on)]
    return sorted(found, key=lambda clock: clock.on)


def _handed_to_agency(received: date) -> list[Clock]:
    return [_term(term) for term in office_terms("penalty_agency_in", received)]


def _waiting(review: str, received: date, track: Track) -> list[Clock]:
    """Review, and what silence means: accepted, then to be decided, else to court (行政复议法 30, 62)."""
    deemed = deemed_accepted(received).on
    return [_term(office_term(review, received)), _clock("deemed", deemed), *_accepted(deemed, track)]


def _accepted(on: date, track: Track) -> list[Clock]:
    term = _decision(on, track)
    found = [_term(term), _lawsuit("overdue", term.last_day)]
    longer = int(_rows()["terms"][term.key].get("extension", 0))
    return [*found, _clock("extended", office_term(term.key, on, extended=longer).last_day)] if longer else found


def _decision(on: date, track: Track) -> Term:
    return office_term("decision_simplified" if track == "simplified" else "decision", on)


def _lawsuit(key: str, on: date) -> Clock:
    """The time to sue after a refusal, a decision, or silence (行政诉讼法 45; 法释〔2026〕3号 6)."""
    counted = lawsuit_deadline(LawsuitFacts(kind=_rows()["clocks"][key]["case"], day=on), on)
    return _clock(key, counted.last_day or on, tuple(counted.unknown))


def _term(term: Term) -> Clock:
    return Clock(term.key, term.last_day, f"{term.who}：{term.what}", term.basis, term.unknown)


def _clock(key: str, on: date, unknown: tuple[str, ...] = ()) -> Clock:
    row = _rows()["clocks"][key]
    return Clock(key, on, row["text"], bases(row), unknown)


def _rows() -> dict[str, Any]:
    return dict(table("deadline-office"))
