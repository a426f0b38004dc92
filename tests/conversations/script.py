"""Plays a conversation written as YAML: what the citizen does, then what must be among the replies.

- say: 行政复议要交钱吗          free text
- fill: 石泉县公安局             the newest field, by its control; $number and $code are those of the last receipt
- choose: 保存草稿               an offered option whose label contains this
- expect: {type: answer, id: fee}            some message has these values
- expect: {type: field, text: ~为什么}        "~" before a text: contains
- refuse: {type: receipt}                    no message has these values
"""

from __future__ import annotations

from typing import Any

from tests.stack import Chat


def play(chat: Chat, steps: list[dict[str, Any]]) -> None:
    """Plays the steps; an AssertionError shows the step and the replies."""
    for number, step in enumerate(steps, 1):
        (verb, value), *rest = step.items()
        assert not rest, f"step {number} has more than one verb"
        if verb in ("say", "fill", "choose"):
            getattr(chat, verb)(str(chat.receipt[value[1:]] if str(value).startswith("$") else value))
            continue
        met = any(matches(message, value) for message in chat.messages)
        replies = [(m["type"], m.get("id") or m.get("field"), m.get("text")) for m in chat.messages]
        assert met == {"expect": True, "refuse": False}[verb], f"step {number}: {step}\n" + "\n".join(map(str, replies))


def matches(message: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether a message has all the wanted values."""
    return all(_same(message.get(key), value) for key, value in wanted.items())


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, str) and wanted.startswith("~"):
        return wanted[1:] in str(found or "")
    return bool(found == wanted)
