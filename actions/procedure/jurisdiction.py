"""Which body a citizen means, and to whom one applies against it (行政复议法 19, 24–28; 实施条例 21, 22, 75)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from actions.content.places import Body
from actions.content.region import Region
from actions.procedure.body_words import Hit, alike, hits, plain
from actions.procedure.elsewhere import level_in, level_of, ministry_in, special_words, without_lead
from actions.procedure.tables import Basis, bases, table

MOST = 6
SURE = 1.0  # the score from which a body was named, not only spelt alike
WHOLE_NAME = re.compile(
    r"[一-鿿]{2,12}?[省市县区][一-鿿]{0,20}(局|委|委员会|厅|大队|支队|总队|中心|政府|所|院|办事处|街道办|管委会|园区)"
)
UNPLACED_NAME = re.compile(r"[一-鿿]{2,12}(街道办事处|街道办|管委会|管理委员会)")


@dataclass(frozen=True)
class Respondent:
    """A body that a citizen's words may mean; `word` is what was recognised, `level` a row of `above` or None."""

    body: Body
    word: str
    score: float
    level: str | None = None

    @property
    def id(self) -> str:
        """The body's id in the region file."""
        return self.body.id

    @property
    def name(self) -> str:
        """Its official name, as it stands in an application."""
        return self.body.name

    @property
    def note(self) -> str | None:
        """What to watch out for with this body."""
        return self.body.note

    @property
    def sure(self) -> bool:
        """Whether it was named; else it is only spelt alike, or one of several, and must be confirmed."""
        return self.score >= SURE


@dataclass(frozen=True)
class Authority:
    """To whom to apply: `name` is None where that must be checked first; `others` may be chosen instead."""

    name: str | None
    text: str
    basis: tuple[Basis, ...]
    others: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def find_respondent(text: str, region: Region) -> list[Respondent]:
    """The bodies that plain words may mean, the likeliest first; empty where nothing is like them."""
    words = plain(text)
    for noise in table("respondents")["noise"]:
        words = words.replace(noise, "")
    if not words:
        return []
    apart, rest = _apart(words, region)
    named = _best([_placed(rest, hit, region) for hit in hits(rest, region)])
    return [*named, *apart] or _unnamed(words, region)


def respondent_by_id(body_id: str, region: Region, text: str = "") -> Respondent | None:
    """The body with that id, named as in the citizen's `text` where that names it more exactly; None if unknown."""
    for one in find_respondent(text, region):
        if one.id == body_id:
            return one
    if body_id in table("respondents")["above"]:
        return _above(body_id, "", region)
    return next((Respondent(body, body.name, 1.0) for body in region.bodies if body.id == body_id), None)


def authority_for(respondent: Respondent | Body | None, region: Region) -> Authority:
    """Where to apply against that body, with the article; None means that no body was found."""
    rules = table("respondents")
    if respondent is None:
        return Authority(None, rules["not_found"]["text"], bases(rules["not_found"]))
    level = respondent.level if isinstance(respondent, Respondent) else None
    body = respondent.body if isinstance(respondent, Respondent) else respondent
    rule = _level_rule(level) if level else rules["levels"]["justice" if body.justice else body.kind]
    names = _names(region) | {"respondent": body.name, "authority": body.upper or ""}
    unknown = tuple(str(one) for one in (rule.get("check"), body.note) if one)
    return Authority(body.upper, rule["text"].format(**names), bases(rule), _others(rule, names), unknown)


def level_names(region: Region) -> dict[str, str]:
    """The rows for bodies that are not in the county's list, and what each is called here."""
    return {key: _level_name(key, region) for key in table("respondents")["above"]}


def _level_rule(level: str) -> Mapping[str, Any]:
    """The row of `above`, with the words of the special case it refers to."""
    row = table("respondents")["above"][level]
    return {**table("respondents-special")[row["special"]], **row} if "special" in row else dict(row)


def _level_name(level: str, region: Region) -> str:
    return str(table("respondents")["above"][level]["name"]).format(**_names(region))


def _names(region: Region) -> dict[str, str]:
    return {
        "county": region.name,
        "county_government": region.authority,
        "city_government": region.upper_authority,
        "province_government": f"{region.province}人民政府",
        "upper_bureau": region.upper_bureau,
    }


def _above(level: str, words: str, region: Region, name: str | None = None, score: float = SURE) -> Respondent:
    """A body that is not in the county's list, by the citizen's name for it if that is all that was written."""
    rule = table("respondents")["above"][level]
    name = name or _written_name(words, rule) or _level_name(level, region)
    names = {**_names(region), "itself": name}
    authority = {"county": "county_government", "city": "city_government", "province": "province_government"}
    upper = names[authority.get(rule["authority"], "itself")] if "authority" in rule else None
    return Respondent(Body(id=level, name=name, kind="unclear", upper=upper, words=()), words, score, level)


def _written_name(words: str, rule: Mapping[str, Any]) -> str | None:
    """The whole text where it is a body's full name and the rule takes it; governments by their full name."""
    name = without_lead(words)
    if not rule.get("keep", True) or not (WHOLE_NAME.fullmatch(name) or UNPLACED_NAME.fullmatch(name)):
        return None
    return re.sub("政府$", "人民政府", re.sub("街道办$", "街道办事处", name))


def _others(rule: Mapping[str, Any], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names[key] for key in rule.get("others") or ())


def _apart(words: str, region: Region) -> tuple[list[Respondent], str]:
    """Bodies that are none of the county's though a word of its own is in them (公安部), and the text without them."""
    found = [_above(level, word, region) for level, word in special_words(words, "before")]
    ministry = ministry_in(words)
    if ministry:
        name, word = ministry
        found.append(_above("ministry", word, region, name))
    for one in found:
        words = words.replace(one.word, "")
    return found, words


def _unnamed(words: str, region: Region) -> list[Respondent]:
    """What words mean in which no body of the county is named."""
    for level, _ in special_words(words, "first"):
        return [_above(level, words, region, score=0.5)]
    place = level_in(words, region)
    if place:
        return [_above(place, words, region)]
    others = [_above(level, words, region, score=0.5) for level, _ in special_words(words, "rest")]
    return others or _generic(words, region) or _best([Respondent(*one) for one in _similar(words, region)])


def _similar(words: str, region: Region) -> list[tuple[Body, str, float]]:
    return [(word.body, word.text, score) for word, score in alike(words, region)]


def _placed(text: str, hit: Hit, region: Region) -> Respondent:
    """The county's body, or its like elsewhere where the words around it say so."""
    word, body = hit.word.text, hit.word.body
    level = level_of(text, hit.start, word, region)
    if level and body.kind != "vertical":
        return _above(level, text, region)
    # The next higher office is right at every level of a vertical system, only the name differs.
    name = without_lead(text)
    if (level and WHOLE_NAME.fullmatch(name)) or _acts_in_own_name(name, body):
        body = replace(body, name=name)
    return Respondent(body, word, len(word) + hit.start / 1000)  # of two as long, the later one is the more exact


def _acts_in_own_name(text: str, body: Body) -> bool:
    """Whether the text is the full name of a branch that may decide in its own name (行政复议法 24, 实施条例 22)."""
    rules = table("respondents")
    return text.startswith(plain(body.name)) and text.endswith(tuple(rules["own_name"])) and text != plain(body.name)


def _generic(text: str, region: Region) -> list[Respondent]:
    """All towns, where the words only say “the town”."""
    rules = table("respondents")
    if not any(word in text for word in rules["generic"]):
        return []
    village = any(word in text for word in rules["village_words"])
    towns = [body for body in region.bodies if body.kind == rules["generic_kind"]]
    if village:
        towns = [replace(body, note=rules["village_note"]) for body in towns]
    return [Respondent(body, text, 0.0) for body in towns]


def _best(found: list[Respondent]) -> list[Respondent]:
    """Each body once, by its best match."""
    best: dict[str, Respondent] = {}
    for one in sorted(found, key=lambda one: -one.score):
        best.setdefault(one.id, one)
    return list(best.values())[:MOST]
