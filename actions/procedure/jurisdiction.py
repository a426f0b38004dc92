"""Which body a citizen means, and to whom one applies against it (行政复议法 19, 24, 27, 28)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from actions.content.places import Body
from actions.content.region import Region
from actions.procedure.elsewhere import level_in, level_of, named_above
from actions.procedure.tables import Basis, bases, table

ALIKE = 0.6  # below this, a misspelt name is more often another body than the same one
MOST = 6
WHOLE_NAME = re.compile(r"[一-鿿]{2,12}?[省市县区][一-鿿]{2,20}(局|委|委员会|厅|大队|支队|中心|政府|所)")
NOT_WORDS = re.compile(r"[\s\W_]+")


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
    words = _plain(text)
    for noise in table("respondents")["noise"]:
        words = words.replace(noise, "")
    if not words:
        return []
    level = named_above(words)
    named = [] if level else _best(_named(words, region))
    if named:
        return named
    level = level or level_in(words, region)
    if level:
        return [_above(level, words, region)]
    return _generic(words, region) or _best(_similar(words, region))


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
    rule = rules["above"][level] if level else rules["levels"]["justice" if body.justice else body.kind]
    names = _names(region) | {"respondent": body.name, "authority": body.upper or ""}
    unknown = tuple(str(one) for one in (rule.get("check"), body.note) if one)
    return Authority(body.upper, rule["text"].format(**names), bases(rule), _others(rule, names), unknown)


def _names(region: Region) -> dict[str, str]:
    return {
        "county": region.name,
        "county_government": region.authority,
        "city_government": region.upper_authority,
        "province_government": f"{region.province}人民政府",
        "upper_bureau": region.upper_bureau,
    }


def _above(level: str, words: str, region: Region) -> Respondent:
    """A body that is not the county's own, by the citizen's name for it if that is all that was written."""
    rule = table("respondents")["above"][level]
    name = words if WHOLE_NAME.fullmatch(words) else str(rule["name"])
    uppers = {
        "city": region.upper_authority,
        "province": f"{region.province}人民政府",
        "itself": name,
    }
    body = Body(id=level, name=name, kind="unclear", upper=uppers.get(rule.get("authority", "")), words=())
    return Respondent(body, words, 1.0, level)


def _others(rule: dict[str, Any], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names[key] for key in rule.get("others") or ())


def _plain(text: str) -> str:
    """Without spaces and punctuation, full-width forms made narrow; 人民政府 as 政府, else it holds the word 民政."""
    return NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).lower().replace("人民政府", "政府")


@cache
def _words(body: Body) -> tuple[str, ...]:
    return tuple(_plain(word) for word in (body.name, *body.words))


def _named(text: str, region: Region) -> list[Respondent]:
    """Bodies with a word in the text, unless that word is only a part of a longer one that matched."""
    hits = [
        (match.start(), match.end(), word, body)
        for body in region.bodies
        for word in _words(body)
        if word in text
        for match in re.finditer(re.escape(word), text)
    ]
    return [
        _placed(text, start, word, body, region)
        for start, end, word, body in hits
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _, _ in hits)
    ]


def _placed(text: str, start: int, word: str, body: Body, region: Region) -> Respondent:
    """The county's body, or its like elsewhere where the words before it say so."""
    level = level_of(text, start, word, region)
    if level and body.kind != "vertical":
        return _above(level, text, region)
    if level and WHOLE_NAME.fullmatch(text):  # the next higher office is right at every level, only the name differs
        body = replace(body, name=text)
    return Respondent(body, word, len(word) + start / 1000)  # of two as long, the later one is the more exact


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


def _similar(text: str, region: Region) -> list[Respondent]:
    """Bodies with a word that contains the text or is spelt much like it."""
    found = []
    for body in region.bodies:
        for word in _words(body):
            score = 0.9 if len(text) > 1 and text in word else SequenceMatcher(None, text, word).ratio()
            if score >= ALIKE:
                found.append(Respondent(body, word, score))
    return found


def _best(found: list[Respondent]) -> list[Respondent]:
    """Each body once, by its best match."""
    best: dict[str, Respondent] = {}
    for one in sorted(found, key=lambda one: -one.score):
        best.setdefault(one.id, one)
    return list(best.values())[:MOST]
