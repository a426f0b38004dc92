"""Numbers, sums of money and days as letters print them: 60, 六十, 伍仟元整, ￥5,000.00, 二〇二六年十月十二日."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

ONES = dict(zip("零〇一二三四五六七八九", (0, *range(10)), strict=True))
ONES |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)) | {"貳": 2, "两": 2, "兩": 2, "参": 3, "陸": 6}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8}
LONGEST = 20  # signs; a longer run is no number
# What a printed zero among Chinese numerals is recognised as.
ZERO = str.maketrans(dict.fromkeys("○OoΟ0零", "〇"))
DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d|[〇零○OoΟ0一二三四五六七八九]{4})年"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日"
    r"|(?<!\d)(?P<y>20\d\d)[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d)"
)


def number(text: str) -> int | None:
    """The whole number that digits or Chinese numerals mean; None for anything else."""
    if not 0 < len(text) <= LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    if len(text) > 1 and all(sign in ONES for sign in text):
        return int("".join(str(ONES[sign]) for sign in text))
    return _composed(text)


def _composed(text: str) -> int | None:
    """六十, 十五, 一万二千, 壹亿贰仟万."""
    whole = section = digit = 0
    for sign in text:
        if sign in ONES:
            digit = ONES[sign]
        elif sign in UNITS:
            section, digit = section + (digit or 1) * UNITS[sign], 0
        elif sign in MYRIADS:
            below = section + digit
            whole = (whole + below) * MYRIADS[sign] if sign == "亿" else whole + below * MYRIADS[sign]
            section = digit = 0
        else:
            return None
    return whole + section + digit


def money(found: re.Match[str]) -> Decimal | None:
    """The yuan in a match of the table's `amount` pattern."""
    digits = found["digits"] or found["bare"]
    if digits:
        yuan = Decimal(re.sub("[,，]", "", digits))
        return yuan * 10**4 if found["digits"] and found["unit"] else yuan
    whole = number(found["words"])
    return None if whole is None else whole + _cents(found["cents"] or "")


def _cents(text: str) -> Decimal:
    """伍角陆分 as a part of a yuan."""
    tenths, hundredths = text[:1], text[2:3]
    return Decimal(ONES.get(tenths, 0)) / 10 + Decimal(ONES.get(hundredths, 0)) / 100


def yuan(amount: Decimal) -> str:
    """A sum without needless zeros: 5000, 12.5."""
    plain = f"{amount:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def day(found: re.Match[str]) -> date | None:
    """The date in a match of DAY; None where the calendar has no such day."""
    if found["y"]:
        year, month, of_month = found["y"], found["m"], found["d"]
    else:
        year, month, of_month = found["year"], found["month"], found["day"]
    if not year.isdecimal():
        year = str(number(year.translate(ZERO)))
    try:
        return date(int(year), number(month) or 0, number(of_month) or 0)
    except ValueError:
        return None
