"""What is asked of a citizen to count a filing deadline, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from actions.procedure.tables import Basis

State = Literal["in_time", "near", "late_reasons", "late", "not_yet", "unknown"]


@dataclass(frozen=True)
class Exclusion:
    """Time that may not count; `kind` is a row of `exclusions` in the table, `ends` None while it lasts."""

    kind: str
    begins: date
    ends: date | None = None


@dataclass(frozen=True)
class DeadlineFacts:
    """The facts of one case; everything may be missing and None always means "not known".

    way: a row of `ways`.  day: the date that way asks for.  told: whether the decision named the right, the authority
    and the period, all three.  learned_right: when the citizen learned of them otherwise.  learned_content: when the
    content was known, if before `day`.  acted: when the act was made.  duty: a row of `duties` (then `day` is when its
    period began).  law_days: a period longer than 60 days in a law.  notice_days: length of a public notice whose first
    day is `day`.  no_reasons: the citizen says that none of the lawful reasons applies.  claimed: the reason (a row of
    `reasons`) the citizen will put forward.  filed: handed in or posted on.
    """

    way: str | None = None
    day: date | None = None
    told: bool | None = None
    learned_right: date | None = None
    learned_content: date | None = None
    acted: date | None = None
    real_estate: bool | None = None
    duty: str | None = None
    law_days: int | None = None
    notice_days: int | None = None
    exclusions: tuple[Exclusion, ...] = ()
    no_reasons: bool = False
    claimed: str | None = None
    filed: date | None = None


@dataclass(frozen=True)
class Row:
    """One line of the sum: from `begins` to `ends`, counted days (0 where none counts), why and by which article."""

    begins: date
    ends: date
    days: int
    why: str
    basis: tuple[Basis, ...]

    def message(self) -> dict[str, object]:
        """The line as the `deadline` message carries it."""
        return {
            "from": self.begins.isoformat(),
            "to": self.ends.isoformat(),
            "days": self.days,
            "why": self.why,
            "basis": "、".join(map(str, self.basis)),
        }


@dataclass(frozen=True)
class Reason:
    """A lawful reason by which a late application may still be in time."""

    key: str
    label: str
    hint: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True)
class Deadline:
    """The result: days_left is None unless there is still time; `next` names a row of `next` in the table."""

    state: State
    text: str
    next: str
    next_text: str
    last_day: date | None = None
    days_left: int | None = None
    earliest: date | None = None
    rows: tuple[Row, ...] = ()
    basis: tuple[Basis, ...] = ()
    unknown: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass
class Notes:
    """What has to be checked by a person, each once, in the order in which it came up."""

    texts: dict[str, None] = field(default_factory=dict)

    def add(self, text: str | None) -> None:
        """Remember the text if there is one."""
        if text:
            self.texts[text] = None
