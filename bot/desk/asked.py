"""What an address asks of a list: which rows, which page; what makes no sense is left out, and that is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from actions.casework.kinds import Kind

LONGEST_PAGE = 7  # digits

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Choice:
    """One closed list to filter by: its name in the address, its Chinese label, its members and its column."""

    name: str
    label: str
    kind: type[Kind]
    column: Any


# How far along a due date is: the value in the address and its label.
DUE = {"overdue": "已逾期", "soon": "7天内到期"}


@dataclass(frozen=True)
class Asked:
    """The filters in use, by their name in the address, and the page; `misread` if something was left out."""

    chosen: Mapping[str, Kind] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    due: str = ""
    page: int = 1
    misread: bool = False

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.chosen or self.since or self.until or self.due)

    def address(self, page: int) -> str:
        """The query string of another page with the same filters."""
        kept = {**self.chosen, "since": self.since or "", "until": self.until or "", "due": self.due, "page": page}
        return "?" + urlencode({name: str(value) for name, value in kept.items() if value})


def read_asked(query: Mapping[str, str], choices: Sequence[Choice]) -> Asked:
    """The filters and the page in a query."""
    reading = _Reading(query)
    members = {choice.name: reading.value(choice.name, choice.kind, None) for choice in choices}
    chosen = {name: member for name, member in members.items() if member is not None}
    since, until = (reading.value(name, date.fromisoformat, None) for name in ("since", "until"))
    due, page = reading.value("due", _due, ""), reading.value("page", _page, 1)
    return Asked(chosen, since, until, due, page, reading.misread)


class _Reading:
    """Reads one value at a time and remembers whether one made no sense."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self._query = query
        self.misread = False

    def value(self, name: str, parse: Callable[[str], T], otherwise: U) -> T | U:
        text = self._query.get(name, "")
        try:
            return parse(text) if text else otherwise
        except ValueError:
            self.misread = True
            return otherwise


def _due(text: str) -> str:
    if text not in DUE:
        raise ValueError(text)
    return text


def _page(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > LONGEST_PAGE or not int(text):
        raise ValueError(text)
    return int(text)
