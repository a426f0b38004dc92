"""One county's facts (knowledge/regions/<id>.yml): office, hours, doors, towns, departments, mailbox."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import chinese_calendar

from actions.content.places import Body, Door, Mailbox, read_bodies, read_doors, read_mailbox
from actions.content.source import ROOT, ContentError, maybe_text, need, need_text, read_yaml

CHINA = timezone(timedelta(hours=8))  # no daylight saving, so no time-zone data needed
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = frozenset(
    {"county", "city", "authority", "upper_authority", "bureau", "mailbox_name"}
    | {"office_name", "office_address", "office_hours", "office_phone"}
)


@dataclass(frozen=True)
class Region:
    """A county as the assistant knows it; blank facts stay None and are never guessed."""

    id: str
    name: str
    city: str
    province: str
    confirmed: bool
    note: str | None
    authority: str
    upper_authority: str
    office_name: str
    bureau: str
    upper_bureau: str
    office_address: str | None
    office_phone: str | None
    website: str | None
    hours_text: str
    spans: tuple[tuple[time, time], ...]
    filing: Literal["draft", "official"]
    callback_workdays: int | None
    phones: tuple[tuple[str, str], ...]
    doors: tuple[Door, ...]
    town_doors: tuple[Door, ...]
    mailbox: Mailbox
    towns: tuple[Body, ...]
    departments: tuple[Body, ...]

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Every body a citizen may complain of: departments, then towns."""
        return self.departments + self.towns

    def office_phone_text(self) -> str:
        """The office's phone, or the two public lines that exist everywhere."""
        return self.office_phone or "12345（政务服务热线）或12348（法律服务热线）"

    def office_address_text(self) -> str:
        """The office's address, or where to learn it."""
        return self.office_address or f"以{self.authority}公布的为准，可以先打12345问清楚"

    def placeholders(self) -> dict[str, str]:
        """What each {placeholder} of a text becomes."""
        return {
            "county": self.name,
            "city": self.city,
            "authority": self.authority,
            "upper_authority": self.upper_authority,
            "bureau": self.bureau,
            "mailbox_name": self.mailbox.name,
            "office_name": self.office_name,
            "office_address": self.office_address_text(),
            "office_hours": self.hours_text,
            "office_phone": self.office_phone_text(),
        }

    def fill(self, text: str) -> str:
        """The text with its placeholders replaced; raises ContentError for one that does not exist."""
        check_placeholders(text, "文本", "占位符")
        values = self.placeholders()
        return PLACEHOLDER.sub(lambda match: values[match[1]], text)

    def open_at(self, moment: datetime, is_workday: Callable[[date], bool] | None = None) -> bool:
        """Whether the office is open then (a naive moment is China time); holidays and made-up workdays count."""
        local = moment.astimezone(CHINA) if moment.tzinfo else moment
        if not (is_workday or workday)(local.date()):
            return False
        return any(start <= local.time() < end for start, end in self.spans)


def workday(day: date) -> bool:
    """Working day by the State Council's notices; Monday to Friday for years not yet published."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def check_placeholders(text: str, file: Path | str, where: str) -> None:
    """Raises ContentError for a {placeholder} nobody fills, or a brace standing alone."""
    unknown = [name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    if unknown:
        raise ContentError(file, where, f"没有占位符 {{{unknown[0]}}}")
    if set("{}") & set(PLACEHOLDER.sub("", text)):
        raise ContentError(file, where, "花括号不成对")


def region_id() -> str:
    """The county this process serves, from YIFAWEN_REGION."""
    return os.environ.get("YIFAWEN_REGION") or "shiquan"


def load_region(name: str | None = None, root: Path = ROOT) -> Region:
    """A county's facts by id (default: the one this process serves); raises ContentError."""
    chosen = name or region_id()
    if not re.fullmatch(r"[a-z0-9_-]+", chosen):
        raise ContentError("regions", chosen, "地区代号只能是小写字母、数字、横线")
    return _read(chosen, root)


@cache
def _read(chosen: str, root: Path) -> Region:
    file = root / "regions" / f"{chosen}.yml"
    data = read_yaml(file)
    authority, office = need(data, "authority", dict, file, "文件"), need(data, "office", dict, file, "文件")
    hours = need(data, "hours", dict, file, "文件")
    return Region(
        id=need_text(data, "id", file, "文件"),
        name=need_text(data, "name", file, "文件"),
        city=need_text(data, "city", file, "文件"),
        province=need_text(data, "province", file, "文件"),
        confirmed=need(data, "confirmed", bool, file, "文件"),
        note=maybe_text(data, "note", file, "文件"),
        authority=need_text(authority, "name", file, "authority"),
        upper_authority=need_text(authority, "upper", file, "authority"),
        office_name=need_text(office, "name", file, "office"),
        bureau=need_text(office, "bureau", file, "office"),
        upper_bureau=need_text(office, "upper_bureau", file, "office"),
        office_address=maybe_text(office, "address", file, "office"),
        office_phone=maybe_text(office, "phone", file, "office"),
        website=maybe_text(office, "website", file, "office"),
        hours_text=need_text(hours, "text", file, "hours"),
        spans=_spans(hours, file),
        filing=_filing(data, file),
        callback_workdays=_callback_workdays(data, file),
        phones=_phones(data, file),
        doors=read_doors(data, "doors", file),
        town_doors=read_doors(data, "town_doors", file),
        mailbox=read_mailbox(data, file),
        towns=read_bodies(data, "towns", file),
        departments=read_bodies(data, "departments", file),
    )


def _spans(hours: dict[str, Any], file: Path) -> tuple[tuple[time, time], ...]:
    rows = need(hours, "workday", list, file, "hours")
    try:
        return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in rows)
    except (TypeError, ValueError) as fault:
        raise ContentError(file, "hours.workday", '应当写成 [["09:00", "12:00"], …]') from fault


def _filing(data: dict[str, Any], file: Path) -> Literal["draft", "official"]:
    value = need_text(data, "filing", file, "文件")
    if value not in ("draft", "official"):
        raise ContentError(file, "filing", "只能是 draft 或 official")
    return cast(Literal["draft", "official"], value)


def _callback_workdays(data: dict[str, Any], file: Path) -> int | None:
    """Within how many working days the office calls back; None until the county says so."""
    value = need(data, "callback", dict, file, "文件").get("within_workdays")
    if value is not None and not (isinstance(value, int) and 0 < value <= 30):
        raise ContentError(file, "callback.within_workdays", "应当是 1 到 30 的整数，或者留空")
    return value


def _phones(data: dict[str, Any], file: Path) -> tuple[tuple[str, str], ...]:
    where = "national_phones"
    rows = need(data, where, list, file, "文件")
    return tuple((need_text(row, "number", file, where), need_text(row, "what", file, where)) for row in rows)
