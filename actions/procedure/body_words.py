"""How people call the bodies of a county: found as a part of a text, or spelt much like it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from actions.content.places import Body
from actions.content.region import Region

ALIKE = 0.6  # below this, a misspelt name is more often another body than the same one
CONTAINED = 0.9  # how alike a word is that holds the whole text
NOT_WORDS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True)
class Word:
    """One way to call a body, and how often each letter is in it."""

    text: str
    body: Body
    letters: dict[str, int]


@dataclass(frozen=True)
class Hit:
    """A word at its place in a text."""

    start: int
    end: int
    word: Word


def plain(text: str) -> str:
    """Without spaces and punctuation, full-width forms made narrow; 人民政府 as 政府, else it holds the word 民政."""
    return NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).lower().replace("人民政府", "政府")


def hits(text: str, region: Region) -> list[Hit]:
    """Every word of the county in the plain text, unless it is only a part of a longer one that is there too."""
    letters = set(text)  # in a long story most words have a letter that is nowhere: cheaper than to look for the word
    found = [
        Hit(match.start(), match.end(), word)
        for word in words_of(region.bodies)
        if letters.issuperset(word.letters) and word.text in text
        for match in re.finditer(re.escape(word.text), text)
    ]
    spans = {(one.start, one.end) for one in found}
    return [
        one
        for one in found
        if not any(s <= one.start and one.end <= e and (s, e) != (one.start, one.end) for s, e in spans)
    ]


def alike(text: str, region: Region) -> Iterator[tuple[Word, float]]:
    """The words that hold the plain text or are spelt much like it, with how much."""
    words = words_of(region.bodies)
    if len(text) < _too_long(words):
        yield from _alike_among(text, words)


def _alike_among(text: str, words: tuple[Word, ...]) -> Iterator[tuple[Word, float]]:
    letters = Counter(text)
    for word in words:
        if len(text) > 1 and text in word.text:
            yield word, CONTAINED
        elif _may_be_alike(text, letters, word):
            score = SequenceMatcher(None, text, word.text).ratio()
            if score >= ALIKE:
                yield word, score


def _too_long(words: tuple[Word, ...]) -> float:
    """The length from which on no word's ratio can reach ALIKE: a story is like no name."""
    return (2 / ALIKE - 1) * max((len(word.text) for word in words), default=0) + 1


def _may_be_alike(text: str, letters: Counter[str], word: Word) -> bool:
    """Whether the ratio can reach ALIKE: no more letters can match than there are, nor than both texts share."""
    least = ALIKE * (len(text) + len(word.text)) / 2 - 1e-9
    if min(len(text), len(word.text)) < least:
        return False
    return sum(min(many, word.letters.get(letter, 0)) for letter, many in letters.items()) >= least


@lru_cache(maxsize=8)  # of a county's bodies, made once
def words_of(bodies: tuple[Body, ...]) -> tuple[Word, ...]:
    """Every name and word of the bodies, in their order."""
    return tuple(
        Word(text, body, dict(Counter(text)))
        for body in bodies
        for text in dict.fromkeys(plain(word) for word in (body.name, *body.words))
    )
