"""From the rows of a table to cases: headings, closed lists, days and phones, and why a row is refused."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from actions.casework.kinds import Kind, Matter, Outcome, RespondentKind
from actions.casework.numbers import OURS, normal_number
from actions.casework.reporting_periods import EARLIEST
from actions.casework.sheet_dates import day_of
from actions.casework.sheet_reading import Row, SheetRefused
from actions.content.source import ROOT, read_yaml

ACCEPTED, NOT_ACCEPTED = "accepted", "not_accepted"
LISTS: dict[str, type[Kind]] = {"respondent_kind": RespondentKind, "matter": Matter, "outcome": Outcome}
_DAYS = ("received_on", "decided_on", "closed_on", "due_on")
_LONGEST = {"number": 60, "respondent": 100}
_PHONE = re.compile(r"0\d{9,11}|1\d{10}|\d{7,8}")  # with area code, mobile, without area code
_IN_ORDER = (
    ("received_on", "decided_on"),
    ("decided_on", "closed_on"),
    ("received_on", "closed_on"),
    ("decided_on", "due_on"),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is refused: a key of `reasons` in knowledge/imports.yml and what it names."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        said: str = words()["reasons"][self.key].format(**self.values)
        return said


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One row: its values by column, or the reasons against it."""

    line: int
    number: str
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    reasons: tuple[Reason, ...] = ()


@cache
def words() -> Mapping[str, Any]:
    """knowledge/imports.yml."""
    table: Mapping[str, Any] = read_yaml(ROOT / "imports.yml")
    return table


def column_name(column: str) -> str:
    """What a column is called in the table."""
    return str(words()["columns"][column]["name"])


def case_lines(rows: list[Row], today: date) -> list[CaseLine]:
    """The cases of a table whose first row holds the headings; raises SheetRefused."""
    if len(rows) < 2:
        raise SheetRefused("empty")
    columns = _headings(rows[0])
    return [_line(row, columns, today) for row in rows[1:]]


def _headings(row: Row) -> dict[str, int]:
    """Where each column stands; raises SheetRefused for one that is unknown, missing or there twice."""
    known = {_plain(name): key for key, col in words()["columns"].items() for name in (col["name"], *col["also"])}
    found: dict[str, int] = {}
    unknown = []
    for at, cell in enumerate(row.cells):
        key = known.get(_plain(str(cell or "")))
        if key in found:
            raise SheetRefused("twice", columns=column_name(str(key)))
        if key:
            found[key] = at
        elif cell is not None:
            unknown.append(str(cell)[:20])
    if unknown:
        raise SheetRefused("unknown_column", columns="、".join(unknown[:10]))
    missing = [col["name"] for key, col in words()["columns"].items() if col["need"] and key not in found]
    if missing:
        raise SheetRefused("missing_column", columns="、".join(missing))
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\s*＊]|（[^）]*）|\([^)]*\)", "", unicodedata.normalize("NFKC", text))


def _line(row: Row, columns: Mapping[str, int], today: date) -> CaseLine:
    cells = {key: row.cells[at] if at < len(row.cells) else None for key, at in columns.items()}
    return read_line(row.line, cells, today)


def read_line(line: int, cells: Mapping[str, Any], today: date) -> CaseLine:
    """One case by column, wherever it was typed: its values, or the reasons against it."""
    values: dict[str, Any] = {}
    reasons = []
    for key, cell in cells.items():
        try:
            values[key] = _reader(key)(key, cell, today)
        except _Refused as refused:
            reasons.append(refused.reason)
    if not reasons:
        reasons = list(_contradictions(values))
    return CaseLine(line, str(values.get("number") or "")[:60], values, tuple(reasons))


class _Refused(Exception):
    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.reason = Reason(key, values)


def _needed(key: str, cell: Any) -> bool:
    """Whether the cell holds something; raises _Refused where it must."""
    if cell is None and words()["columns"][key]["need"]:
        raise _Refused("missing", column=column_name(key))
    return cell is not None


def _text(key: str, cell: Any, _today: date) -> str | None:
    if not _needed(key, cell):
        return None
    text = unicodedata.normalize("NFC", str(cell)).replace("\0", "").encode(errors="replace").decode()
    if len(text) > _LONGEST[key]:
        raise _Refused("too_long", column=column_name(key), most=_LONGEST[key])
    return text


def _number(key: str, cell: Any, today: date) -> str | None:
    text = _text(key, cell, today)
    number = normal_number(text or "")
    if not re.search(r"\d", number) or OURS.fullmatch(number):
        raise _Refused("number")
    return number


def _day(key: str, cell: Any, today: date) -> date | None:
    if not _needed(key, cell):
        return None
    shown = {"column": column_name(key), "value": str(cell)[:20]}
    try:
        day = day_of(cell)
    except (ValueError, OverflowError):
        raise _Refused("no_date", **shown) from None
    if day > today and key != "due_on":
        raise _Refused("future", **shown)
    if day.year < EARLIEST:
        raise _Refused("ancient", **shown)
    return day


def _listed(key: str, cell: Any, _today: date) -> Any:
    if not _needed(key, cell):
        return None
    found = _choices(key).get(_plain(str(cell)))
    if found is None:
        raise _Refused("unlisted", column=column_name(key), value=str(cell)[:20])
    return found


@cache
def _choices(key: str) -> Mapping[str, Any]:
    kind = LISTS.get(key)
    aliases = {_plain(name): kind(value) if kind else value for name, value in words()["aliases"][key].items()}
    return aliases | {_plain(member.label): member for member in kind or ()}


def _phone(key: str, cell: Any, _today: date) -> str | None:
    if not _needed(key, cell):
        return None
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    digits = re.sub(r"[\s()（）—–-]", "", unicodedata.normalize("NFKC", text)).removeprefix("+86")
    # Not quoted in the refusal: a phone is nobody else's business, and the page may be printed.
    if not _PHONE.fullmatch(digits):
        raise _Refused("phone", column=column_name(key))
    return digits


def _reader(key: str) -> Callable[[str, Any, date], Any]:
    if key in _DAYS:
        return _day
    if key in LISTS or key == "decision":
        return _listed
    return {"number": _number, "phone": _phone}.get(key, _text)


def _contradictions(values: Mapping[str, Any]) -> Iterator[Reason]:
    decision, closing = values.get("decision"), (values.get("outcome"), values.get("closed_on"))
    if decision and not values.get("decided_on"):
        yield Reason("decided_missing")
    if values.get("decided_on") and not decision:
        yield Reason("undecided")
    if (closing[0] is None) != (closing[1] is None):
        yield Reason("closed_missing")
    if closing[0] and decision != ACCEPTED:
        yield Reason("decision_missing", {"column": column_name("outcome")})
    yield from out_of_order(values)


def out_of_order(values: Mapping[str, Any]) -> Iterator[Reason]:
    """Days that contradict each other."""
    for earlier, later in _IN_ORDER:
        first, second = values.get(earlier), values.get(later)
        if first and second and second < first:
            yield Reason("order", {"earlier": column_name(earlier), "later": column_name(later)})
