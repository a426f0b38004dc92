"""Reads what people type into short fields: phones and days."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from actions.form import NotUnderstood

COUNTRY = re.compile(r"(?<!\d)(?<!\d[ -])(?:\+|00)?86[ -]?(?=1[3-9])")
AREA = re.compile(r"\((0\d{2,3})\) ?")
MOBILE = re.compile(r"(?<!\d)1[3-9](?:[ -]?\d){9}(?!\d)")
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")
DAY = re.compile(r"(?:(?P<year>\d{4}|今年|去年|前年)[年./-]?)?(?P<month>\d{1,2})[月./-](?P<day>\d{1,2})[日号]?")
DIGITS = "〇一二三四五六七八九"
# Only numerals in front of 年, 月 or 日: 三十 alone is no day.
NUMERAL = re.compile(
    r"(?:[〇零○O一二三四五六七八九]{4}(?=年)|(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[月日号]))"
)
NAMED_DAYS = {"今天": 0, "昨天": 1, "前天": 2, "大前天": 3}  # days before today
NAMED_YEARS = {"今年": 0, "去年": 1, "前年": 2}
OLDEST = 30  # years; a date before that is a slip
AHEAD = timedelta(days=366)


def half_width(text: str) -> str:
    """Full-width digits and letters made half-width, spaces at the ends cut."""
    return unicodedata.normalize("NFKC", text).strip()


def phone(text: str) -> str:
    """A mobile number in eleven digits, or a landline with its area code.

    Raises:
        NotUnderstood: there is none, or more than one.
    """
    plain = AREA.sub(r"\1-", COUNTRY.sub("", half_width(text)))
    found = [re.sub(r"[ -]", "", number) for number in MOBILE.findall(plain)] + LANDLINE.findall(plain)
    if len(found) != 1:
        raise NotUnderstood
    return str(found[0])


def known_day(text: str, today: date, ahead: bool = False) -> date:
    """A day up to today: 2026-10-08, 2026年10月8日, 10月8日, 去年3月5日, 昨天; with `ahead` up to a year after it.

    A month and day without a year is the latest such day that is not in the future; with `ahead` that of this year.

    Raises:
        NotUnderstood: no such day, more than one, too far ahead, or over thirty years ago.
    """
    plain = NUMERAL.sub(lambda found: str(_number(found[0])), half_width(text).replace(" ", ""))
    if plain in NAMED_DAYS:
        return today - timedelta(days=NAMED_DAYS[plain])
    match = DAY.fullmatch(plain)
    if not match:
        raise NotUnderstood
    day = _day(match["year"], int(match["month"]), int(match["day"]), today, ahead)
    if day > today + (AHEAD if ahead else timedelta(0)) or day.year < today.year - OLDEST:
        raise NotUnderstood
    return day


def numeral(text: str) -> int | None:
    """A Chinese numeral below a hundred, or a year said sign by sign: 十, 三十一, 二〇二六; None for anything else."""
    text = text.replace("两", "二")
    return (
        _number(text)
        if re.fullmatch(r"[〇零○O一二三四五六七八九]+|[一二三四五六七八九]?十[一二三四五六七八九]?", text)
        else None
    )


def _number(numeral: str) -> int:
    """A Chinese numeral as dates use it: 二〇二六, 十, 三十一."""
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return int("".join(str(DIGITS.index(sign)) for sign in re.sub("[零○O]", "〇", numeral)))
    return (DIGITS.index(tens) if tens else 1) * 10 + (DIGITS.index(ones) if ones else 0)


def _day(year: str | None, month: int, day: int, today: date, ahead: bool) -> date:
    try:
        if year is None:
            this_year = date(today.year, month, day)
            return this_year if ahead or this_year <= today else date(today.year - 1, month, day)
        return date(today.year - NAMED_YEARS[year] if year in NAMED_YEARS else int(year), month, day)
    except ValueError:
        raise NotUnderstood from None
