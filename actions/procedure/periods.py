"""Counting of legal periods: the start day is not counted, interruptions are left out, years end on their date."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Gap:
    """Days that do not count, both ends included."""

    begins: date
    ends: date

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.ends - self.begins).days + 1


def after_days(start: date, days: int, gaps: Iterable[Gap] = ()) -> date:
    """The last of so many days, the start day and the days in gaps not counted (民事诉讼法 85)."""
    last = start + timedelta(days=days)
    for gap in used_gaps(start, days, gaps):
        last += timedelta(days=gap.days)
    return last


def used_gaps(start: date, days: int, gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The parts of the gaps that fall into the running period, which each of them makes longer."""
    first, last = start + timedelta(days=1), start + timedelta(days=days)
    used = []
    for gap in merged(gaps):
        if gap.begins > last:
            break
        if gap.ends >= first:
            used.append(Gap(max(gap.begins, first), gap.ends))
            last += timedelta(days=used[-1].days)
    return tuple(used)


def merged(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The same days without overlaps, in order."""
    out: list[Gap] = []
    for gap in sorted(gaps, key=lambda gap: gap.begins):
        if out and gap.begins <= out[-1].ends + timedelta(days=1):
            out[-1] = Gap(out[-1].begins, max(out[-1].ends, gap.ends))
        else:
            out.append(gap)
    return tuple(out)


def after_years(start: date, years: int) -> date:
    """The same date so many years later, the last of the month where that date does not exist."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February
        return start.replace(year=start.year + years, day=28)


def after_months(start: date, months: int) -> date:
    """The same date so many months later, the last of the month where that date does not exist."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def chinese(day: date, weekday: bool = True) -> str:
    """2026年11月19日（星期四）, or without the weekday."""
    name = f"（星期{'一二三四五六日'[day.weekday()]}）" if weekday else ""
    return f"{day.year}年{day.month}月{day.day}日{name}"
