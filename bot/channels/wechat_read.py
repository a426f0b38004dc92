"""What a person in WeChat means: the number, the words or the menu key of something offered, or a text of their own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from bot.channels.turns import LONGEST_FIELD, LONGEST_TEXT, Turn, tidied
from bot.channels.wechat_words import WechatWords

DIGITS = r"(\d{1,2}|[一二三四五六七八九十])"
# “第2个”, “选2”, “2号”, “2.”; but “2个” is an amount.
NUMBER = re.compile(rf"(?:第\s*{DIGITS}\s*[个项号]?|选?\s*{DIGITS}\s*号?)[.、。，,)）]?")
CHINESE = "一二三四五六七八九十"
BETWEEN = re.compile(r"[,，、;；\s]+")
AROUND = "“”\"'「」【】。.!！ "

Option = dict[str, str]


@dataclass(frozen=True)
class Meant:
    """Exactly one of these: a turn for the dialogue, a text to say at once, or a thing that the account itself does."""

    turn: Turn | None = None
    say: str | None = None
    do: str | None = None  # rest, open, too_long, bad_text, no_such_number


def meant(text: str, state: dict[str, Any], words: WechatWords) -> Meant:
    """What a typed or spoken text means after what was offered."""
    text = tidied(text)
    if not text:
        return Meant(do="bad_text")
    bare = text.strip(AROUND)
    if bare in words.continue_words and ("rest" in state or state.get("kept") or not _begins(bare, state)):
        return Meant(do="rest")
    if bare in words.open_words:
        return Meant(do="open")
    options: list[Option] = state.get("options") or []
    if state.get("multi") and (several := _several(text, options)):
        return Meant(turn=Turn(text=several, field=state["multi"]))
    if chosen := _named(bare, options):
        return _of(chosen)
    if not state.get("typed") and options and (number := _number(text)) is not None:
        return _of(options[number - 1]) if 1 <= number <= len(options) else Meant(do="no_such_number")
    if payload := words.typed(bare):
        return Meant(turn=Turn(choice=payload))
    longest = LONGEST_FIELD if state.get("field") else LONGEST_TEXT
    return Meant(do="too_long") if len(text) > longest else Meant(turn=Turn(text=text[:LONGEST_FIELD]))


def _begins(text: str, state: dict[str, Any]) -> bool:
    """Whether something that was offered begins like this: 继续 may be short for 继续填写."""
    return any(option["label"].startswith(text) for option in state.get("options") or [])


def _of(option: Option) -> Meant:
    if "say" in option:
        return Meant(say=option["say"])
    return Meant(turn=Turn(choice=option["choice"]) if "choice" in option else Turn(text=option["value"]))


def _number(text: str) -> int | None:
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return None
    digits = found[1] or found[2]
    return CHINESE.index(digits) + 1 if digits in CHINESE else int(digits)


def _named(text: str, options: list[Option]) -> Option | None:
    """The option whose whole label was typed, with or without what stands in brackets; the newest of several."""
    for option in reversed(options):
        if text in (option["label"].strip(AROUND), option["label"].partition("（")[0].strip(AROUND)):
            return option
    return None


def _several(text: str, options: list[Option]) -> str | None:
    """The values behind numbers or words, as the form takes them; None when a part names no value."""
    values = []
    for part in BETWEEN.split(unicodedata.normalize("NFKC", text).strip()):
        number = _number(part)
        named = options[number - 1] if number and number <= len(options) else _named(part, options)
        if named is None or "value" not in named:
            return None
        values.append(named["value"])
    return ",".join(dict.fromkeys(values))
