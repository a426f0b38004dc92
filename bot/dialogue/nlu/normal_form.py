"""The one form in which a text is learned and understood: half-width, lower case, simplified, without ornament.

Training and prediction both pass here, so they can never differ. What a citizen wrote is stored and answered as it was
written; only understanding reads this form (no Rasa import).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

LONGEST = 400  # characters; what a question is about stands at its beginning or at its end
HEAD = 120
INVISIBLE = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
# Emoji, dingbats and private signs; half an emoji too.
ORNAMENT = re.compile(r"[\u2190-\u2bff\ud800-\uf8ff\U0001f000-\U000e0fff]")
REPEATED = re.compile(r"([^\w\s])\1+|([^\W\d])\2{3,}")  # ！！！ is ！, 啊啊啊啊啊 is 啊, 10000 stays
SPACES = re.compile(r" {2,}")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def normal(text: str) -> str:
    """The normal form of a text; may be empty."""
    text = ORNAMENT.sub(" ", INVISIBLE.sub(" ", text))
    text = REPEATED.sub(r"\1\2", unicodedata.normalize("NFKC", text).lower())
    text = SPACES.sub(" ", _simplifier().convert(text)).strip()
    return text if len(text) <= LONGEST else text[:HEAD] + text[HEAD - LONGEST :]
