"""Days as clerks write them in a table: 2026-03-02, 2026/3/2, 2026年3月2日, 二〇二六年三月二日, 20260302, a number."""

import re
import unicodedata
from datetime import date, datetime, timedelta

_WRITTEN = re.compile(r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0?0:00(?::00)?(?:\.0+)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_EPOCH = date(1899, 12, 30)  # of Excel's day numbers
_SERIALS = range(36_526, 73_415)  # 2000 to 2100


def day_of(value: object) -> date:
    """The day; raises ValueError for anything that is not exactly one."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and not value.is_integer():
        raise ValueError("a time of day")
    if isinstance(value, int | float):
        return _numbered(int(value))
    return _written(str(value))


def _numbered(number: int) -> date:
    if number in _SERIALS:
        return _EPOCH + timedelta(days=number)
    return _written(str(number))


def _written(text: str) -> date:
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    plain = re.sub(r"\s*([-/.年月日])\s*", r"\1", plain)
    if "年" in plain:
        plain = _TENS.sub(_arabic, plain).translate(_DIGITS)
    if found := _WRITTEN.fullmatch(plain):
        year, sign, month, day = found.groups()
        if sign != "年" and plain.count(sign) != 2:
            raise ValueError("mixed signs")
        return date(int(year), int(month), int(day))
    if found := _COMPACT.fullmatch(plain):
        return date(*map(int, found.groups()))
    raise ValueError("no day")


def _arabic(tens: re.Match[str]) -> str:
    before, after = tens.groups()
    return (before or "一") + (after or "〇") if before or after else "一〇"
