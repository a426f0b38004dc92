"""What goes into the records and what comes out; personal fields never show in a repr."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from actions.casework.kinds import LetterKind, LetterStep, RecordKind, Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """A letter to be filed; an anonymous one carries no name, no contact and no address.

    `submission` is an opaque, unguessable string of one submit: the same one again files no second letter. `files` are
    ids of evidence that `conversation` has sent before.
    """

    submission: str
    kind: LetterKind
    anonymous: bool
    what_happened: str = field(repr=False)
    about: str = field(default="", repr=False)
    name: str | None = field(default=None, repr=False)
    contact: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    conversation: str = field(default="", repr=False)
    files: tuple[str, ...] = field(default=(), repr=False)
    screen_due_on: date | None = None
    reply_due_on: date | None = None

    def __post_init__(self) -> None:
        if self.anonymous and (self.name or self.contact or self.address):
            raise ValueError("an anonymous letter carries no name, no contact and no address")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApplication:
    """An application for reconsideration as far as the citizen has told it; `rung` says what saving it means.

    `respondent` and `matter` are ids or plain names, `last_day` the last day to file as computed, `answers` everything
    that was answered, for going on with a draft another day.
    """

    submission: str
    respondent: str = ""
    matter: str = ""
    learned_how: str = ""
    learned_on: date | None = None
    last_day: date | None = None
    requests: str = field(default="", repr=False)
    facts: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    identity_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    answers: Mapping[str, Any] = field(default_factory=dict, repr=False)
    rung: Rung = Rung.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The proof of a saved record; the code exists only here, the records keep its keyed hash."""

    number: str
    code: str = field(repr=False)
    kind: RecordKind
    rung: Rung
    saved_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A generated document of one conversation."""

    name: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One step of a timeline: the date, the Chinese words for it, and its machine name."""

    on: date
    what: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a record stands, without personal data: Chinese words for the screen, `*_code` for programs.

    `due_on` is the recorded last day: of filing for an application, of the decision or reply for a case or letter.
    `as_of` is an aware UTC time; `expires_at` is set for drafts; `letter_id`, its kind and `steps` (what its writer
    may do now) for letters. `stale`: the platform that knows better cannot be read, so this is what it said then.
    """

    number: str
    kind: str
    kind_code: RecordKind
    state: str
    state_code: str
    timeline: tuple[TimelineEntry, ...]
    next: str
    as_of: datetime
    practice: bool
    stale: bool = False
    due_on: date | None = None
    expires_at: datetime | None = None
    letter_id: int | None = None
    letter_kind: LetterKind | None = None
    steps: tuple[LetterStep, ...] = ()
