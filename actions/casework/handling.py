"""The life of a letter: which step may follow which state, who may take it, and what it needs.

The table is knowledge/rules/handling.yml. `advance` is the only way by which a letter changes; it writes the event with
who, when and why in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from actions.casework.clock import county_day
from actions.casework.encryption import Keys
from actions.casework.errors import NoSuchLetter, StepRefused
from actions.casework.kinds import LetterKind, LetterState, LetterStep
from actions.casework.models import Letter, LetterEvent
from actions.content.source import ROOT, read_yaml

CITIZEN = "citizen"
RATINGS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who takes a step: the id of a staff account (never a name), or CITIZEN; and when (aware)."""

    account: str
    at: datetime

    @property
    def role(self) -> str:
        """The word that the table uses."""
        return CITIZEN if self.account == CITIZEN else "staff"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table."""

    start: frozenset[LetterState]
    anonymous_start: frozenset[LetterState]
    to: LetterState | None
    by: frozenset[str]
    needs: tuple[str, ...]
    shows: tuple[str, ...]
    most: int | None

    def fits(self, state: LetterState, role: str, anonymous: bool) -> bool:
        """Whether this step may be taken from a state by somebody."""
        start = self.start | self.anonymous_start if anonymous else self.start
        return role in self.by and state in start


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a step was given; `words` is read by the citizen, `internal` by staff alone."""

    reason: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    internal: str = field(default="", repr=False)
    unit: str | None = None
    resolved: bool | None = None
    main: int | None = None
    kind: LetterKind | None = None
    due: date | None = None
    rating: int | None = None


@cache
def rules() -> Mapping[LetterStep, Rule]:
    """The steps of the table; the first event of a letter, `received`, is no step that anybody takes."""
    rows: Mapping[str, Any] = _table()["steps"]
    return {LetterStep(name): _rule(row) for name, row in rows.items()}


def possible(state: LetterState, role: str = "staff", anonymous: bool = False) -> list[LetterStep]:
    """The steps that somebody may take from a state, in the order of the table: the buttons of a page."""
    return [step for step, rule in rules().items() if rule.fits(state, role, anonymous)]


def advance(
    session: Session,
    keys: Keys,
    letter_id: int,
    step: LetterStep,
    doer: Doer,
    *,
    reason: str = "",
    note: str = "",
    unit: str | None = None,
    words: str = "",
    **more: Any,
) -> LetterEvent:
    """Take one step and return its event; `note` is internal, `words` are public, `more` are further fields of Given.

    Raises:
        NoSuchLetter: there is no letter of this id.
        StepRefused: the table does not allow it from this state, or to this doer, or something is missing or too long.
    """
    letter = session.scalars(select(Letter).where(Letter.id == letter_id).with_for_update()).one_or_none()
    if letter is None:
        raise NoSuchLetter
    place = (unit or "").strip() or None
    given = Given(reason=reason.strip(), words=words.strip(), internal=note.strip(), unit=place, **more)
    rule = _rule_for(step, letter, doer)
    _check(session, rule, step, letter, given)
    _change(letter, rule, step, given, doer)
    event = LetterEvent(
        letter_id=letter.id,
        happened_on=county_day(doer.at),
        kind=step,
        by=doer.account,
        note=given.words or (given.unit or "" if "unit" in rule.shows else ""),
        reason=given.reason or None,
        internal=given.internal or None,
    )
    session.add(event)
    session.flush()
    return event


def overdue(today: date) -> ColumnElement[bool]:
    """Letters whose day to be screened or dealt with has passed while they were waiting for it."""
    running = _table()["running"]
    screen = and_(Letter.screen_due_on < today, Letter.state.in_(map(LetterState, running["screen"])))
    return or_(screen, and_(Letter.reply_due_on < today, Letter.state.in_(map(LetterState, running["reply"]))))


def merged_into(session: Session, letter_id: int) -> list[int]:
    """The letters that were merged into this one; each still wants a reply of its own."""
    return list(session.scalars(select(Letter.id).where(Letter.duplicate_of == letter_id).order_by(Letter.id)))


def _rule_for(step: LetterStep, letter: Letter, doer: Doer) -> Rule:
    rule = rules().get(step)
    if rule is None or not rule.fits(letter.state, doer.role, letter.anonymous):
        raise StepRefused(step, letter.state)
    return rule


def _check(session: Session, rule: Rule, step: LetterStep, letter: Letter, given: Given) -> None:
    wrong = next(_wrong(session, rule, step, letter, given), None)
    if wrong is not None:
        raise StepRefused(step, letter.state, wrong)
    if rule.most is not None and _taken(session, letter, step) >= rule.most:
        raise StepRefused(step, letter.state, "most")


def _wrong(session: Session, rule: Rule, step: LetterStep, letter: Letter, given: Given) -> Iterator[str]:
    """The parts that are missing, too long, or do not fit."""
    yield from (part for part in rule.needs if getattr(given, part) in (None, ""))
    yield from (part for part, most in _table()["longest"].items() if len(getattr(given, part) or "") > most)
    if given.rating is not None and given.rating not in RATINGS:
        yield "rating"
    if given.main is not None and not _is_main(session, letter, given.main):
        yield "main"
    if step is LetterStep.EXTENDED and letter.reply_due_on and given.due and given.due > _latest(letter.reply_due_on):
        yield "due"


def _latest(due: date) -> date:
    return due + timedelta(days=_table()["extension"]["days"])


def _is_main(session: Session, letter: Letter, main_id: int) -> bool:
    """A letter is merged into another one that is not itself merged, and not into itself."""
    main = session.get(Letter, main_id)
    return main is not None and main.id != letter.id and main.state not in (LetterState.MERGED, LetterState.WITHDRAWN)


def _taken(session: Session, letter: Letter, step: LetterStep) -> int:
    taken = select(func.count()).where(LetterEvent.letter_id == letter.id, LetterEvent.kind == step)
    return session.scalar(taken) or 0


def _change(letter: Letter, rule: Rule, step: LetterStep, given: Given, doer: Doer) -> None:
    letter.state = rule.to or letter.state
    letter.unit = given.unit or letter.unit
    letter.kind = given.kind or letter.kind
    letter.reply_due_on = given.due or letter.reply_due_on
    if doer.role == "staff":
        letter.handler = doer.account
    if given.resolved is not None:
        letter.resolved = given.resolved
    if step is LetterStep.REOPENED:
        letter.resolved = None
    if step is LetterStep.MERGED:
        letter.duplicate_of = given.main
    if step is LetterStep.RATED:
        letter.rating, letter.rating_words = given.rating, given.words or None


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_yaml(ROOT / "rules" / "handling.yml")
    return table


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        start=frozenset(map(LetterState, row["from"])),
        anonymous_start=frozenset(map(LetterState, row.get("anonymous_from", ()))),
        to=LetterState(row["to"]) if "to" in row else None,
        by=frozenset(row["by"]),
        needs=tuple(row.get("needs", ())),
        shows=tuple(row.get("shows", ())),
        most=row.get("most"),
    )
