"""Days, amounts and counts as people say them (上个月15号, 去年腊月二十, 两百块), read by jionlp."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from datetime import date, datetime, time
from functools import cache
from typing import Any

# The last unit goes unsaid: 两千五 is 2500.
ENDING = re.compile(r"(?<=[一二两三四五六七八九])([百千万])[一二三四五六七八九](?![十百千万一二三四五六七八九])")
BELOW = {"百": "十", "千": "百", "万": "千"}
PIECES = re.compile(r"(?<=[\d一二两三四五六七八九十百千万])块钱?")
# A fine is often told without its unit: 罚了我两百.
NUMERALS = "一二两三四五六七八九十百千万"
FINED = re.compile(rf"罚[了我们他她款]{{0,4}}(\d+|[{NUMERALS}]{{2,}})(?![\d天日年月个次分块元{NUMERALS}])")


@cache
def _reader() -> Any:
    """jionlp; imported on first use, for it costs half a second and prints a greeting."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        import jionlp
    return jionlp


def days_in(text: str, today: date) -> list[date]:
    """The single days that a text names, each once, none after today where the year is left open."""
    found: list[date] = []
    for piece in _times(text, today):
        day = _day(piece, today)
        if day and day not in found:
            found.append(day)
    return found


def _times(text: str, today: date) -> list[str]:
    try:
        named = _reader().ner.extract_time(text, time_base=_noon(today))
    except Exception:  # the library raises anything for texts that it cannot read
        return []
    return [str(one["text"]) for one in named if one["type"] == "time_point"]


def _day(piece: str, today: date) -> date | None:
    """The day of one expression; one without a year that lies ahead is last year's."""
    for base in (today, _year_before(today)):
        day = _parsed(piece, base)
        if day is None or day <= today:
            return day
    return None


def _parsed(piece: str, base: date) -> date | None:
    try:
        begins, ends = _reader().parse_time(piece, time_base=_noon(base))["time"]
        first, last = date.fromisoformat(begins[:10]), date.fromisoformat(ends[:10])
    except Exception:  # as above
        return None
    return first if first == last else None


def amount_in(text: str) -> float | None:
    """The one amount of money that a text names, in yuan; None for none or several."""
    text = ENDING.sub(lambda found: found[0] + BELOW[found[1]], PIECES.sub("元", text))
    try:
        named = {float(one["detail"]["num"]) for one in _reader().ner.extract_money(text)}
        named |= {float(_reader().parse_money(f"{bare}元")["num"]) for bare in FINED.findall(text)}
    except Exception:  # as above; also a range, whose `num` is a list
        return None
    return named.pop() if len(named) == 1 else None


def _noon(day: date) -> float:
    return datetime.combine(day, time(12)).timestamp()


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))
