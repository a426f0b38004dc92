"""Bodies that are not this county's departments and towns: other levels, other places, other organisations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from actions.content.region import Region
from actions.procedure.tables import table

PLACE = re.compile(r"[一-鿿]{2,3}?[省市县区]")


def level_of(text: str, start: int, word: str, region: Region) -> str | None:
    """Which row of `above` the match at `start` of the plain text belongs to; None for the county's own bodies."""
    after = text[start + len(word) :]
    for tail, level in _rules()["tails"].items():  # 公安厅, 交警支队
        if after.startswith(tail):
            return str(level)
    if word.startswith(region.name):  # 陕西省安康市 + 石泉县公安局
        return None
    place = _last_place(text[:start], region) or _bare_place(text[:start], region)
    if place is None and word.startswith("县"):  # 汉阴 + 县政府
        place = _last_place(text[: start + 1], region)
    if place in (None, "县", region.name):
        return None
    if place in ("市", region.city):
        return "city_department"
    if place in ("省", region.province):
        return "province_department"
    return "elsewhere"


def special_words(text: str, when: str) -> list[tuple[str, str]]:
    """(row of `above`, what was recognised) of the words of that group in the plain text; each row once."""
    found = ((level, pattern.search(text)) for level, pattern in _patterns(when).items())
    return [(level, match[0]) for level, match in found if match]


def ministry_in(text: str) -> tuple[str, str] | None:
    """(official name, what was written) of a ministry in the plain text: 公安部, not 公安部门 nor a local branch."""
    for name, pattern in _ministries():
        match = pattern.search(text)
        if match:
            return name, match[0]
    return None


def level_in(text: str, region: Region) -> str | None:
    """Which row of `above` the whole plain text names, where none of the county's words is in it."""
    own = f"(?:^|[{''.join(_rules()['bare'])}])"
    for level, needed, owner, tail in (
        ("city_government", "政府", f"({region.city}|{own}市)", "政府"),
        ("province_government", "政府", f"({region.province}|{own}省)", "政府"),
        ("province_department", "省", f"{own}省", "[一-鿿]{1,8}[厅局委]"),
        ("city_department", "市", f"{own}市(?![场监容民])", "[一-鿿]{1,8}[局委]"),
    ):
        if needed in text and re.search(owner + tail, text):  # the pattern alone is slow in a long story
            return level
    place = _last_place(text, region)
    if place and place != region.name:
        return {region.city: "city_department", region.province: "province_department"}.get(place, "elsewhere")
    return None


def _rules() -> Mapping[str, Any]:
    return table("respondents")


@cache
def _patterns(when: str) -> dict[str, re.Pattern[str]]:
    """The words of a group as patterns; … stands for a few letters."""
    rows = _rules()["above_words"][when]
    return {
        level: re.compile("|".join(re.escape(word).replace("…", ".{0,12}?") for word in words))
        for level, words in rows.items()
    }


@cache
def _ministries() -> tuple[tuple[str, re.Pattern[str]], ...]:
    branch = "(?![一-鿿]{2,12}?[局署关队办处])"
    return tuple(
        (name, re.compile(f"(?:{'|'.join([name, *others])})(?!门){branch if name in _rules()['branches'] else ''}"))
        for name, others in _rules()["ministries"].items()
    )


def without_lead(text: str) -> str:
    """The text without what may stand before a name: 找, 被, 我去."""
    return text.lstrip("".join(_rules()["no_place_start"]))


def _last_place(text: str, region: Region) -> str | None:
    """The last of the place names with which the text begins: 我被陕西省安康市 → 安康市."""
    place, text, at = None, without_lead(text), 0
    while (match := PLACE.match(text, at)) and _is_place(match[0]):
        place, at = match[0], match.end()
    own = (one for one in (region.name, region.city, region.province) if place and place.endswith(one))
    return next(own, place)


def _is_place(name: str) -> bool:
    """Whether that is a place and no other words before 县 or 区: not 我找过县, 昨天县, 工业园区."""
    rules, before = _rules(), name[:-1]
    if name.endswith("区") and before.endswith(tuple(rules["not_districts"])):
        return False
    return not before.endswith(tuple(rules["no_place_end"]))


def _bare_place(before: str, region: Region) -> str | None:
    """One's own city or province, by name or as 市 or 省, right before a body's name."""
    for own in (region.city, region.province):
        if before.endswith(own):
            return own
    if before[-1:] in ("市", "省") and (len(before) == 1 or before[-2] in _rules()["bare"]):
        return before[-1]
    return None
