"""How each type of message reads in WeChat: one text of at most 2,048 bytes, options as numbers, the rest on request.

RENDERINGS is the table; docs/wechat.md shows it to people. A message that belongs on a one-time page leaves nothing
here but the page's address, which the caller adds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.channels.wechat_words import WechatWords

LONGEST = 2048  # bytes of UTF-8
ENDS = re.compile(r"(?<=[。！？；\n])")
TYPED = ("text", "longtext", "date", "phone", "code")

Message = dict[str, Any]


@dataclass
class Page:
    """What is being written: paragraphs, the options offered, and what has to be hidden."""

    words: WechatWords
    paragraphs: list[str] = field(default_factory=list)
    options: list[dict[str, str]] = field(default_factory=list)
    typed: bool = False  # a field is open that numbers answer: options are then taken by their words only
    multi: str | None = None
    field: str | None = None
    hidden: bool = False
    handoff: bool | None = None  # whether the office is open, when the citizen is sent to it

    def say(self, name: str, /, **values: Any) -> str:
        return self.words.say(name, **values)

    def write(self, *lines: str | None) -> None:
        if written := "\n".join(line for line in lines if line):
            self.paragraphs.append(written)

    def offer(self, choices: list[dict[str, str]] | None) -> list[str]:
        """Lines of numbered options, or nothing but their words while a field waits for something typed."""
        lines = []
        for one in choices or []:
            self.options.append({key: one[key] for key in ("label", "choice", "value", "say") if key in one})
            lines.append(f"{len(self.options)}. {one['label']}")
        if self.typed and lines:
            return [self.say("words", words="、".join(f"“{one['label']}”" for one in choices or []))]
        return lines


def _text(page: Page, message: Message) -> None:
    page.write(message["text"])


def _choices(page: Page, message: Message) -> None:
    page.write(message["text"], *page.offer(message["choices"]))


def _answer(page: Page, message: Message) -> None:
    more = [{"label": page.say("more_label"), "say": message["more"]}] if message.get("more") else []
    page.write(f"【{message['title']}】", message["text"], _basis(page, message))
    if offered := page.offer([*more, *message.get("choices", [])]):
        page.write(*offered)


def _field(page: Page, message: Message) -> None:
    page.field = message["field"]
    page.multi = message["field"] if message["control"] == "multi" else None
    step, hint = message.get("step"), message.get("hint")
    lines = page.offer(message.get("choices"))
    page.write(
        message["text"] + (page.say("step", **step) if step else ""),
        page.say("hint", hint=hint) if hint else None,
        *lines,
        page.say("pick_several") if page.multi else None,
    )
    if tools := message.get("tools"):
        page.options += [{key: one[key] for key in ("label", "choice")} for one in tools]
        page.write(page.say("words", words="、".join(f"“{one['label']}”" for one in tools)))


def _deadline(page: Page, message: Message) -> None:
    rows = [page.say("row_open" if row.get("days") is None else "row", **_row(row)) for row in message["rows"]]
    unknown, following = message.get("unknown"), message.get("next")
    page.write(message["text"])
    if rows:
        page.write(*rows)
    page.write(
        page.say("unknown", all="；".join(unknown)) if unknown else None,
        page.say("next", next=following) if following else None,
        _basis(page, message),
    )


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row.get(key) for key in ("from", "to", "days", "why")}


def _status(page: Page, message: Message) -> None:
    page.write(message["text"])
    page.write(*(page.say("entry", **one) for one in message["timeline"]))
    following = message.get("next")
    page.write(page.say("next", next=following) if following else None, page.say("as_of", as_of=message["as_of"]))


def _handoff(page: Page, message: Message) -> None:
    page.handoff = message["open"]
    page.write(message["text"])
    for office in message["offices"]:
        page.write(
            office["name"], office.get("address"), office.get("hours"), office.get("phone") or page.say("no_phone")
        )
    page.write(*(page.say("line", **line) for line in message.get("lines", [])))


def _hidden(page: Page, message: Message) -> None:
    page.hidden = True


RENDERINGS: dict[str, Callable[[Page, Message], None]] = {
    "text": _text,
    "choices": _choices,
    "answer": _answer,
    "field": _field,
    "deadline": _deadline,
    "review": _hidden,
    "receipt": _hidden,
    "file": _hidden,
    "status": _status,
    "handoff": _handoff,
    "progress": _text,
    "notice": _text,
}


def rendered(messages: list[Message], words: WechatWords) -> Page:
    """Messages of the contract as a page of WeChat."""
    open_fields = [one for one in messages if one["type"] == "field" and not words.private.hides(one)]
    page = Page(words, typed=bool(open_fields) and open_fields[-1]["control"] in TYPED)
    for message in messages:
        (_hidden if words.private.hides(message) else RENDERINGS[message["type"]])(page, message)
    if page.options and not page.typed and not page.multi and not page.field:
        page.write(page.say("pick"))
    return page


def _basis(page: Page, message: Message) -> str | None:
    named = [page.say("basis_one", law=one["law"], article=one["article"]) for one in message.get("basis") or []]
    return page.say("basis", all="，".join(named)) if named else None


def cut(text: str, more: str, limit: int = LONGEST) -> tuple[str, str]:
    """As many whole sentences as fit with the hint that there is more, and the rest; both without loss."""
    if len(text.encode()) <= limit:
        return text, ""
    room = limit - len(f"\n{more}".encode())
    kept = ""
    for sentence in ENDS.split(text):
        if len((kept + sentence).encode()) > room:
            break
        kept += sentence
    # A sentence longer than a whole message is cut between two characters.
    kept = kept if kept.strip() else text.encode()[:room].decode(errors="ignore")
    return f"{kept.rstrip()}\n{more}", text[len(kept) :].lstrip()
