"""A person's own copy of what is kept under a number, as data and as Chinese text (个人信息保护法 45)."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.casework import audit
from actions.casework.clock import COUNTY_TIME, county_day
from actions.casework.encryption import Keys
from actions.casework.erasure import HOLDER, Answer, Outcome
from actions.casework.kinds import Kind, RecordKind
from actions.casework.models import Application, Case, IssuedReceipt, Letter, LetterFile
from actions.casework.reveals import reveals_of
from actions.content.source import ROOT, read_yaml

_LETTER = ("kind state anonymous received_on about what_happened name contact address rating rating_words").split()
_APPLICATION = (
    "respondent matter learned_how learned_on last_day requests facts name identity_number phone address received_on "
    "expires_at"
).split()
_SLOTS = "apply_"
_CASE = ("state", "respondent", "matter", "received_on")


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything about the person: `data` can be written as JSON (files as base64), the rest is read by people.

    sections: heading (empty for the first) and lines.
    """

    number: str
    data: Mapping[str, Any] = field(repr=False)
    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...] = field(repr=False)

    @property
    def text(self) -> str:
        """Everything as plain text."""
        parts = ["\n".join(filter(None, (heading, *lines))) for heading, lines in self.sections]
        return "\n\n".join([self.title, *parts]) + "\n"

    def as_json(self) -> str:
        """The data for another program."""
        return json.dumps(self.data, ensure_ascii=False, indent=1)


def copy_for(session: Session, keys: Keys, issued: IssuedReceipt, now: datetime) -> Copy:
    """The copy for the holder of a receipt; leaves a row in the audit log."""
    data = {
        "number": issued.number,
        "fields": _fields(issued),
        "answers": _answers(issued),
        "steps": list(_steps(issued)),
        "files": list(_files(session, issued)),
        "seen": [{"at": row.at.isoformat(), "what": row.what} for row in reveals_of(session, issued.number)],
    }
    audit.record(session, keys, who=HOLDER, what="copy.given", target=issued.number, why="", at=now)
    title = _words()["copy"]["title"].format(number=issued.number, day=county_day(now))
    return Copy(issued.number, data, title, tuple(_sections(data)))


def words_for(answer: Answer) -> tuple[str, list[dict[str, Any]]]:
    """What the person reads about a request to delete, and the articles it rests on."""
    words, name = _words(), _name(answer)
    return str(words["outcomes"][name]).format(day=answer.erase_on), list(words["basis"][name])


def forewarned(answer: Answer) -> str:
    """What the person reads before it: what goes, what stays and why, and when that goes."""
    name = _name(answer)
    return str(_words()["asks"][name]).format(day=answer.erase_on) + cited(_words()["basis"][name])


def cited(basis: Iterable[Mapping[str, Any]]) -> str:
    """The articles as they stand after a sentence."""
    words = _words()["cited"]
    return str(words["all"]).format(articles="、".join(words["one"].format(**one) for one in basis))


def _name(answer: Answer) -> str:
    dated = answer.outcome is Outcome.RESTRICTED and answer.erase_on
    return "restricted_until" if dated else str(answer.outcome)


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(ROOT / "personal.yml")
    return found


def _fields(issued: IssuedReceipt) -> dict[str, Any]:
    match issued.letter or issued.application or issued.case:
        case Letter() as letter:
            return _plain(letter, _LETTER)
        case Application() as application:
            return {"kind": RecordKind.APPLICATION.label, "state": application.rung.label} | _plain(
                application, _APPLICATION
            )
        case Case() as case:
            phone = {"registered_phone": "散列"} if case.phone_hash else {}
            return {"kind": RecordKind.CASE.label} | _plain(case, _CASE) | phone
    return {}


def _plain(row: object, names: tuple[str, ...] | list[str]) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in names}
    return {name: _readable(value) for name, value in found.items() if value not in (None, "")}


def _readable(value: Any) -> Any:
    match value:
        case Kind():
            return value.label
        case datetime():
            return value.astimezone(COUNTY_TIME).isoformat(timespec="minutes")
        case date():
            return value.isoformat()
    return value


def _answers(issued: IssuedReceipt) -> dict[str, Any]:
    kept = issued.application.answers if issued.application else None
    found: dict[str, Any] = json.loads(kept) if kept else {}
    return found


def _steps(issued: IssuedReceipt) -> Iterator[dict[str, str]]:
    """The steps with their public words; what staff noted among themselves is no part of the copy."""
    record = issued.letter or issued.case
    for event in record.events if record else ():
        yield {"on": event.happened_on.isoformat(), "what": event.kind.label, "words": event.note}


def _files(session: Session, issued: IssuedReceipt) -> Iterator[dict[str, Any]]:
    if issued.letter_id is None:
        return
    for file in session.scalars(select(LetterFile).where(LetterFile.letter_id == issued.letter_id)):
        yield {"media_type": file.media_type, "size": file.size, "content": b64encode(file.content).decode()}


def _sections(data: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    said, labels = _words()["copy"], _words()["labels"]
    spoken = {True: said["yes"], False: said["no"]}
    told = {name: spoken[value] if isinstance(value, bool) else value for name, value in data["fields"].items()}
    yield "", tuple(f"{labels[name]}：{value}" for name, value in told.items())
    answers = [f"{labels.get(name.removeprefix(_SLOTS), name)}：{value}" for name, value in data["answers"].items()]
    steps = ["　".join(filter(None, step.values())) for step in data["steps"]]
    files = [f"{file['media_type']}　{file['size']}" for file in data["files"]]
    seen = [f"{row['at'][:16]}　{row['what']}" for row in data["seen"]]
    for title, lines in (("answers", answers), ("steps", steps), ("files", files), ("seen", seen)):
        yield said[title], tuple(lines or [said["nothing"]])
    yield "", (said["purpose"], said["rights"])
