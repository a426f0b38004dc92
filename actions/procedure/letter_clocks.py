"""Until when a letter must be screened and dealt with: by the petition rules, or by the county's own term if sooner.

信访工作条例 22, 23, 34; the table is `clocks` in knowledge/rules/handling.yml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.procedure.periods import after_days
from actions.procedure.tables import Basis, bases, table
from actions.procedure.workdays import add_workdays


@dataclass(frozen=True)
class LetterDays:
    """`screen_on`: the last day to say what becomes of it; `reply_on`: the last day to deal with it, None for none.

    `basis` is empty where only the county's own term counts; `unsure`: years whose holidays are not known yet.
    """

    screen_on: date | None
    reply_on: date | None
    basis: tuple[Basis, ...]
    unsure: tuple[int, ...] = ()


def letter_days(kind: str, received_on: date, own_workdays: int | None = None) -> LetterDays:
    """The days of a letter of one kind; the day of receipt is not counted. Raises KeyError for no such kind."""
    rows: Mapping[str, Any] = table("handling")["clocks"][kind]
    screen, reply = (_last_day(rows.get(name), received_on) for name in ("screen", "reply"))
    own = add_workdays(received_on, own_workdays) if own_workdays else None
    if own is not None:
        reply = min(reply, own.on) if reply else own.on
        screen = min(screen, own.on) if screen else own.on
    found = tuple(dict.fromkeys(one for row in rows.values() for one in bases(row)))
    return LetterDays(screen, reply, found, own.unsure if own else ())


def extended(reply_on: date) -> date:
    """The latest day to which the time for dealing with a letter can be put off (信访工作条例 34)."""
    return after_days(reply_on, table("handling")["extension"]["days"])


def _last_day(row: Mapping[str, Any] | None, received_on: date) -> date | None:
    return after_days(received_on, row["days"]) if row else None
