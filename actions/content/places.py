"""What a county consists of for the citizen: bodies to complain of, doors to go to, the mayor's mailbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from actions.content.source import ContentError, maybe_text, need, need_text

Kind = Literal["department", "town", "county", "vertical", "city_branch", "unclear"]


@dataclass(frozen=True)
class Body:
    """A government body a citizen may complain of; `upper` is its reconsideration authority, None if to be checked."""

    id: str
    name: str
    kind: Kind
    upper: str | None
    words: tuple[str, ...]
    note: str | None = None
    justice: bool = False


@dataclass(frozen=True)
class Door:
    """A place to go; `files` says whether handing papers in there is handing them to the authority."""

    id: str
    name: str
    does: tuple[str, ...]
    files: bool
    address: str | None = None
    hours: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class LetterKind:
    """One of the kinds of letter the mayor's mailbox takes."""

    id: str
    label: str
    what: str


@dataclass(frozen=True)
class Mailbox:
    """The mayor's mailbox; `reply_workdays` maps a kind of letter to the county's own term, None where it has none."""

    name: str
    kinds: tuple[LetterKind, ...]
    not_for: tuple[str, ...]
    reply_workdays: Mapping[str, int | None]


def read_bodies(data: dict[str, Any], key: str, file: Path) -> tuple[Body, ...]:
    """The bodies listed under `towns` or `departments`; raises ContentError."""
    return tuple(_body(row, file, f"{key}[{at}]") for at, row in enumerate(need(data, key, list, file, "文件")))


def read_doors(data: dict[str, Any], key: str, file: Path) -> tuple[Door, ...]:
    """The doors listed under `doors` or `town_doors`; raises ContentError."""
    return tuple(_door(row, file, f"{key}[{at}]") for at, row in enumerate(need(data, key, list, file, "文件")))


def read_mailbox(data: dict[str, Any], file: Path) -> Mailbox:
    """The mayor's mailbox; raises ContentError."""
    row = need(data, "mailbox", dict, file, "文件")
    return Mailbox(
        name=need_text(row, "name", file, "mailbox"),
        kinds=tuple(_letter_kind(one, file) for one in need(row, "kinds", list, file, "mailbox")),
        not_for=_texts(row, "not_for", file, "mailbox"),
        reply_workdays=_workdays(row, file),
    )


def _workdays(row: dict[str, Any], file: Path) -> dict[str, int | None]:
    where = "mailbox.reply_workdays"
    terms = need(row, "reply_workdays", dict, file, "mailbox")
    found = {str(kind): need(terms, kind, (int, type(None)), file, where) for kind in terms}
    if any(days is not None and days < 1 for days in found.values()):
        raise ContentError(file, where, "应当是一个以上的工作日")
    return found


def _body(row: Any, file: Path, where: str) -> Body:
    kind = need_text(row, "kind", file, where)
    if kind not in get_args(Kind):
        raise ContentError(file, f"{where}.kind", f"不认识“{kind}”")
    upper = maybe_text(row, "upper", file, where)
    if upper is None and kind != "unclear":
        raise ContentError(file, f"{where}.upper", "只有 kind 是 unclear 的可以不写复议机关")
    return Body(
        id=need_text(row, "id", file, where),
        name=need_text(row, "name", file, where),
        kind=cast(Kind, kind),
        upper=upper,
        words=_texts(row, "words", file, where),
        note=maybe_text(row, "note", file, where),
        justice=bool(row.get("justice", False)),
    )


def _door(row: Any, file: Path, where: str) -> Door:
    return Door(
        id=need_text(row, "id", file, where),
        name=need_text(row, "name", file, where),
        does=_texts(row, "does", file, where),
        files=need(row, "files", bool, file, where),
        address=maybe_text(row, "address", file, where),
        hours=maybe_text(row, "hours", file, where),
        phone=maybe_text(row, "phone", file, where),
    )


def _letter_kind(row: Any, file: Path) -> LetterKind:
    where = "mailbox.kinds"
    return LetterKind(
        id=need_text(row, "id", file, where),
        label=need_text(row, "label", file, where),
        what=need_text(row, "what", file, where),
    )


def _texts(row: Any, key: str, file: Path, where: str) -> tuple[str, ...]:
    return tuple(str(one) for one in need(row, key, list, file, where))
