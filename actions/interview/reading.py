"""Reads what a citizen wrote for one question; each reader gives the value to keep or raises NotUnderstood."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.content.interview import Question
from actions.form import NotUnderstood, option_in, several_in
from actions.interview.days import only_day_in
from actions.interview.flow import SKIPPED, Values
from actions.interview.numbers import credit_code, identity_number
from actions.wordings import AHEAD, OLDEST, half_width, known_day, numeral, phone

NAME_MARKS = re.compile(r"[\r\n、,，;；]+")
COUNT = re.compile(r"(?<![\d,.])(\d+|[一二两三四五六七八九十百千万]+)(?![\d,.百千万共起同])")


@dataclass(frozen=True)
class Asked:
    """What a reader may look at.

    ahead: whether the day asked for may lie after today.  after: the day before which it cannot lie.
    """

    question: Question
    options: Mapping[str, str]
    values: Values
    today: date
    ahead: bool = False
    after: str | None = None


def read(asked: Asked, text: str) -> Any:
    """The value that a text means; raises NotUnderstood."""
    return READERS[asked.question.read](asked, text)


def _text(asked: Asked, text: str) -> str:
    text = text.strip()
    if not asked.question.min <= len(text) <= (asked.question.max or len(text)):
        raise NotUnderstood
    return text


def _option(asked: Asked, text: str) -> str:
    return option_in(text, asked.options)


def _several(asked: Asked, text: str) -> list[str]:
    return several_in(text, asked.options)


def _day(asked: Asked, text: str) -> str:
    """An ISO date; what the plain forms do not cover is left to the reader of spoken days."""
    try:
        day = known_day(text, asked.today, ahead=asked.ahead)
    except NotUnderstood:
        if re.fullmatch(r"[\d\s年月日号./-]+", half_width(text)):
            raise  # a written date that cannot be
        found = only_day_in(half_width(text), asked.today, asked.ahead)
        if found is None or found > asked.today + AHEAD or found.year < asked.today.year - OLDEST:
            raise
        day = found
    if asked.after and day.isoformat() < asked.after:
        raise NotUnderstood
    return day.isoformat()


def _phone(asked: Asked, text: str) -> str:
    return phone(text)


def _identity(asked: Asked, text: str) -> str:
    return _known(identity_number(half_width(text), asked.today))


def _credit_code(asked: Asked, text: str) -> str:
    return _known(credit_code(half_width(text)))


def _known(value: str | None) -> str:
    if value is None:
        raise NotUnderstood
    return value


def _count(asked: Asked, text: str) -> int:
    found = COUNT.search(half_width(text))
    value = (int(found[1]) if found[1].isdecimal() else numeral(found[1])) if found else None
    if value is None or not asked.question.min <= value <= (asked.question.max or value):
        raise NotUnderstood
    return value


def _names(asked: Asked, text: str) -> str:
    """Names joined by 、; how many there must be stands in `options` as least and most."""
    names = list(dict.fromkeys(one.strip() for one in NAME_MARKS.split(text) if one.strip()))
    least, most = int(asked.options["least"]), int(asked.options["most"])
    if not least <= len(names) <= most or any(not 2 <= len(name) <= 30 for name in names):
        raise NotUnderstood
    return "、".join(names)


def _start(asked: Asked, text: str) -> str:
    """One of the options; anything longer is the story itself, which the form then takes over."""
    try:
        return option_in(text, asked.options)
    except NotUnderstood:
        if len(text.strip()) < 6:
            raise
        return "tell"


def _delivery(asked: Asked, text: str) -> str:
    """An address, or the one given before; left blank as that one was."""
    if text.strip() in ("same", asked.question.same):
        return str(asked.values.get("address") or SKIPPED)
    return _text(asked, text)


def _record_number(asked: Asked, text: str) -> str:
    """A receipt's number or a case's: it has a digit."""
    if not re.search(r"\d", half_width(text)):
        raise NotUnderstood
    return _text(asked, text)


def _lookup_code(asked: Asked, text: str) -> str:
    """Something that may be a lookup code, or the phone in its place: 6 to 16 letters and digits."""
    plain = re.sub(r"[^0-9A-Za-z]", "", half_width(text))
    if not 6 <= len(plain) <= 16:
        raise NotUnderstood
    return plain


def _review(asked: Asked, text: str) -> str:
    if text == "save" or half_width(text) in asked.options:
        return "save"
    raise NotUnderstood


READERS: Mapping[str, Callable[[Asked, str], Any]] = {
    "text": _text,
    "option": _option,
    "several": _several,
    "day": _day,
    "phone": _phone,
    "identity": _identity,
    "credit_code": _credit_code,
    "count": _count,
    "names": _names,
    "start": _start,
    "delivery": _delivery,
    "record_number": _record_number,
    "lookup_code": _lookup_code,
    "review": _review,
}
