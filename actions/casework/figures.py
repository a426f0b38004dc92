"""The figures of a period, by SQL aggregates: what the quarterly bulletin and the annual statistics show.

Everything is counted in the period in which it happened: an application on the day it came in, an acceptance or refusal
on the day of that decision, an outcome on the day the case ended. So four quarters add up to their year, and what one
period leaves over is what the next one begins with (行政复议法实施条例 4, 66).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from actions.casework.breakdowns import Breakdown, Flow
from actions.casework.case_standing import counted_cases, decided_days, ended_days
from actions.casework.kinds import Kind, LetterKind, Matter, Outcome, RespondentKind
from actions.casework.letter_standing import ENDS, counted_letters
from actions.casework.reporting_periods import Period
from actions.casework.time_limits import KEPT, LATE, UNKNOWN, concluded_in_time, examined_in_time

ACCEPTED, NOT_ACCEPTED, ABANDONED = "accepted", "not_accepted", "abandoned"
LONGEST_STATEMENT = 20  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of one period, of practice records only or of real ones only."""

    period: Period
    practice: bool
    intake: Flow
    decided: Breakdown
    respondents: Breakdown
    matters: Breakdown
    handled: Flow
    outcomes: Breakdown
    examined_in_time: Breakdown
    concluded_in_time: Breakdown
    letters: Breakdown
    letters_handled: Flow
    letter_results: Breakdown
    letters_in_time: Breakdown


def figures_of(session: Session, period: Period, *, practice: bool = False) -> Figures:
    """The figures, all of one moment; `session` must not have read anything yet."""
    _hold_still(session)
    cases = _Counted(session.execute(counted_cases(period, practice)).all())
    letters = _Counted(session.execute(counted_letters(period, practice)).all())
    examined = examined_in_time(session.execute(decided_days(period, practice)))
    concluded = concluded_in_time(session.execute(ended_days(period, practice)))
    accepted, refused = (cases.count("decided", accepted=yes) for yes in (True, False))
    given_up = cases.count("decided", accepted=None)
    return Figures(
        period=period,
        practice=practice,
        intake=cases.flow("waited_before", "received", "decided", "waits_after"),
        decided=Breakdown(cases.count("decided"), {ACCEPTED: accepted, NOT_ACCEPTED: refused, ABANDONED: given_up}),
        respondents=cases.by(RespondentKind, "respondent_kind", "received"),
        matters=cases.by(Matter, "matter", "received"),
        handled=Flow(cases.count("open_before"), accepted, cases.count("ended"), cases.count("open_after")),
        outcomes=cases.by(Outcome, "outcome", "ended"),
        examined_in_time=Breakdown(accepted + refused, examined),
        concluded_in_time=Breakdown(cases.count("ended"), concluded),
        letters=letters.by(LetterKind, "kind", "received"),
        letters_handled=letters.flow("open_before", "received", "ended", "open_after"),
        letter_results=letters.by(ENDS, "result", "ended"),
        letters_in_time=Breakdown(letters.count("ended"), _letters_in_time(letters)),
    )


def _letters_in_time(letters: "_Counted") -> Mapping[str, int]:
    return {
        KEPT: letters.count("ended", due=1, kept=1),
        LATE: letters.count("ended", due=1, kept=0),
        UNKNOWN: letters.count("ended", due=0),
    }


def _hold_still(session: Session) -> None:
    """Let several statements see the same moment, and take their time; SQLite does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        # No citizen waits for a year's figures: the two seconds of an action would be too few on a busy machine.
        session.execute(text(f"SET LOCAL statement_timeout = '{LONGEST_STATEMENT}s'"))


class _Counted:
    """Rows that each stand for `records` records with the same marks."""

    def __init__(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> None:
        self._rows = rows

    def count(self, mark: str, **also: object) -> int:
        """How many records have this mark, and these values."""
        return sum(
            row.records
            for row in self._rows
            if getattr(row, mark) and all(getattr(row, name) == value for name, value in also.items())
        )

    def by(self, kinds: Sequence[Kind] | type[Kind], column: str, mark: str) -> Breakdown:
        """The records with this mark, by a closed list."""
        return Breakdown(self.count(mark), {kind.value: self.count(mark, **{column: kind}) for kind in kinds})

    def flow(self, before: str, came: str, went: str, after: str) -> Flow:
        """A carry-over of these marks."""
        return Flow(self.count(before), self.count(came), self.count(went), self.count(after))
