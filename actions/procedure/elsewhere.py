"""Bodies that are not this county's own: city, province, ministry, other counties (行政复议法 24–26)."""

from __future__ import annotations

import re

from actions.content.region import Region
from actions.procedure.tables import table

PLACE = re.compile(r"[一-鿿]{2,3}?[省市县区]")
BARE = "对去找被是在和我的到向告让给由说"  # what may stand before 市…局 without being a city's name

OWN = f"(?:^|[{BARE}])"


def level_of(text: str, start: int, word: str, region: Region) -> str | None:
    """Which row of `above` the match at `start` of the plain text belongs to; None for the county's own bodies."""
    if word.startswith(region.name):  # 陕西省安康市 + 石泉县公安局
        return None
    place = _last_place(text[:start]) or _bare_place(text[:start], region)
    if place is None and word.startswith("县"):  # 汉阴 + 县政府
        place = _last_place(text[: start + 1])
    if place in (None, "县", region.name):
        return None
    if place in ("市", region.city):
        return "city_department"
    if place in ("省", region.province):
        return "province_department"
    return "elsewhere"


def named_above(text: str) -> str | None:
    """The row of `above` whose own words are in the plain text: a ministry (公安部, not 公安部门), the coast guard."""
    for key, words in table("respondents")["above_words"].items():
        if any(re.search(f"{word}(?!门)", text) for word in words):
            return str(key)
    return None


def level_in(text: str, region: Region) -> str | None:
    """Which row of `above` the whole plain text names, where none of the county's words is in it."""
    for level, owner, tail in (
        ("city_government", f"({region.city}|{OWN}市)", "政府"),
        ("province_government", f"({region.province}|{OWN}省)", "政府"),
        ("province_department", f"{OWN}省", "[一-鿿]{1,8}[厅局委]"),
        ("city_department", f"{OWN}市(?![场监容民])", "[一-鿿]{1,8}[局委]"),
    ):
        if re.search(owner + tail, text):
            return level
    place = _last_place(text)
    if place and place != region.name:
        return {region.city: "city_department", region.province: "province_department"}.get(place, "elsewhere")
    return None


def _last_place(text: str) -> str | None:
    """The last of the place names with which the text begins: 陕西省安康市 → 安康市."""
    place, at = None, 0
    while match := PLACE.match(text, at):
        if match[0].endswith("区") and match[0][:-1].endswith(tuple(table("respondents")["not_districts"])):
            break
        place, at = match[0], match.end()
    return place


def _bare_place(before: str, region: Region) -> str | None:
    """One's own city or province, by name or as 市 or 省, right before a body's name."""
    for own in (region.city, region.province):
        if before.endswith(own):
            return own
    if before[-1:] in ("市", "省") and (len(before) == 1 or before[-2] in BARE):
        return before[-1]
    return None
