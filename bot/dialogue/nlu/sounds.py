"""What a text sounds like: its syllables in pinyin without tones (no Rasa import).

A homophone typed or heard wrongly, and pinyin typed for want of a Chinese keyboard, sound like the right words. Each
character has one reading whatever stands beside it: the same on both sides is all that counts, and a slip would change
its neighbours' readings too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

_ENDS = r"(?![aeiouv])"  # n and ng belong to the next syllable when a vowel follows
_FINALS = "|".join(
    [
        *(f"{final}ng{_ENDS}" for final in ("ia", "io", "ua", "a", "e", "i", "o")),
        *(f"{final}n{_ENDS}" for final in ("ia", "ua", "va", "a", "e", "i", "u", "v")),
        *("iao", "uai", "ai", "ei", "ao", "ou", "ia", "ie", "iu", "ua", "ue", "ui", "uo", "ve"),
        *(f"er{_ENDS}", "a", "o", "e", "i", "u", "v"),
    ]
)
SYLLABLE = re.compile(rf"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:{_FINALS})")
TYPED = re.compile(rf"(?:{SYLLABLE.pattern})+")
RUNS = re.compile(r"[a-z]+|[0-9]+|[^\x00-\x7f]")


@lru_cache(maxsize=16384)
def _reading(sign: str) -> str:
    return lazy_pinyin(sign)[0].replace("v", "u")


def sounds(text: str) -> list[str]:
    """The syllables of a text in normal form; other words and numbers as they are."""
    heard: list[str] = []
    for run in RUNS.findall(text):
        if not run.isascii():
            heard.append(_reading(run))
        elif TYPED.fullmatch(run):
            heard += SYLLABLE.findall(run.replace("v", "u"))
        else:
            heard.append(run)
    return heard
