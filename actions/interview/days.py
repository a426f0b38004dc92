"""Days and amounts as people say them (上个月15号, 去年腊月二十, 两百块), read by jionlp."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

# The last unit goes unsaid: 两千五 is 2500.
ENDING = re.compile(r"(?<=[一二两三四五六七八九])([百千万])[一二三四五六七八九](?![十百千万一二三四五六七八九])")
BELOW = {"百": "十", "千": "百", "万": "千"}
PIECES = re.compile(r"(?<=[\d一二两三四五六七八九十百千万])块钱?")
# A fine is often told without its unit: 罚了我两百.
NUMERALS = "零一二两三四五六七八九十百千万"
FINED = re.compile(
    rf"罚[了我们他她款]{{0,4}}(\d+(?:\.\d+)?[百千万]?|[{NUMERALS}]{{2,}})(?![\d.天日年月个次分块元{NUMERALS}])"
)
NOT_SAID = re.compile(r"\s|(?<=\d),(?=\d{3})")
# A day beside these is meant where it lies, even if that is ahead: 明天, 下个月15号, 今年12月25号.
MEANT = re.compile("[明后下今本这]")
CUT = re.compile("[年月]的?$")  # stands before a day that was read without its month or year
LUNAR = re.compile("[初廿][一二三四五六七八九十]?")  # a day of which month nobody knows
# What is left of an answer when its day is taken out, and says more about the day: 去年的今天, 2月30号.
MORE = re.compile(r"[年月周]|[\d一二三四五六七八九十][日号天]|星期|礼拜")


@cache
def _reader() -> Any:
    """jionlp; imported on first use, for it costs half a second and prints a greeting."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        import jionlp
    return jionlp


def load() -> None:
    """Loads the reader before an answer waits for it."""
    _reader()


def days_in(text: str, today: date) -> list[date]:
    """The single days up to today that a text names, each once."""
    pieces = (piece for piece in _times(text, today) if not CUT.search(text[: text.find(piece)]))
    found = (_day(piece, today, ahead=False) for piece in pieces)
    return list(dict.fromkeys(day for day in found if day))


def only_day_in(text: str, today: date, ahead: bool = False) -> date | None:
    """The day that a short answer is, with `ahead` also one after today.

    None where it names none or several, or says more about the day than could be read.
    """
    pieces = _times(text, today)
    days = {_day(piece, today, ahead) for piece in pieces}
    for piece in pieces:
        text = text.replace(piece, "", 1)
    return days.pop() if len(days) == 1 and not MORE.search(text) else None


def _times(text: str, today: date) -> list[str]:
    try:
        named = _reader().ner.extract_time(text, time_base=_noon(today))
    except Exception:  # the library raises anything for texts that it cannot read
        return []
    return [str(one["text"]) for one in named if one["type"] == "time_point"]


def _day(piece: str, today: date, ahead: bool) -> date | None:
    """The day of one expression; one that lies ahead is that of the week, the month or the year before."""
    if LUNAR.fullmatch(piece):
        return None
    for base in [today] if ahead or MEANT.search(piece) else _bases(today):
        day = _parsed(piece, base)
        if day and (ahead or day <= today):
            return day
    return None


def _bases(today: date) -> Iterator[date]:
    """The days from which an expression is tried: 星期三 falls back a week, 28号 a month, 12月5日 a year."""
    yield today
    yield today - timedelta(days=7)
    yield today.replace(day=1) - timedelta(days=1)
    yield today.replace(year=today.year - 1, day=min(today.day, 28))


def _parsed(piece: str, base: date) -> date | None:
    try:
        begins, ends = _reader().parse_time(piece, time_base=_noon(base))["time"]
        first, last = date.fromisoformat(begins[:10]), date.fromisoformat(ends[:10])
    except Exception:  # as above
        return None
    return first if first == last else None


def amount_in(text: str) -> float | None:
    """The one amount of money that a text names, in yuan; None for none or several."""
    text = PIECES.sub("元", NOT_SAID.sub("", text))
    text = ENDING.sub(lambda found: found[0] + BELOW[found[1]], text)
    try:
        named = {float(one["detail"]["num"]) for one in _reader().ner.extract_money(text)}
        named |= {float(_reader().parse_money(f"{bare}元")["num"]) for bare in FINED.findall(text)}
    except Exception:  # as above; also a range, whose `num` is a list
        return None
    return named.pop() if len(named) == 1 else None


def _noon(day: date) -> float:
    return datetime.combine(day, time(12)).timestamp()
