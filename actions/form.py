"""What an open question may be answered with: whose answer a message is, and which options a text names.

Rasa's own slot mappings are not used: they would fill slots, unchecked, even while this server is down (docs/rasa.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# What these say is never the answer to a field, however sure the classifier is.
COMMANDS = frozenset({"ask", "abandon", "continue", "emergency", "follow_up", "none_fits", "photo_read", "photo_use"})
# These are commands only in few words and when the classifier is sure: a story may hold one, a name may look like one.
_FEATURES = {"apply", "callback", "case_status", "complaint", "door", "filed", "handoff"}
LIKELY_COMMANDS = frozenset(_FEATURES | {"stop", "menu", "greet", "thanks", "insult", "out_of_scope"})
SURE = 0.6  # probability
COMMAND_LENGTH = 16  # characters


SEPARATORS = re.compile(r"[,，、;；\s]+")


class NotUnderstood(ValueError):
    """The text is not an answer to the field."""


def answer_in(message: Mapping[str, Any], slot: str) -> str | None:
    """What the citizen's message answers to `slot`; None when it is a question, a command, or meant another field."""
    intent = message.get("intent") or {}
    entities = {entity["entity"]: entity["value"] for entity in message.get("entities") or []}
    name, text = intent.get("name"), str(message.get("text") or "")
    if name == "choose":
        meant, _, value = str(entities.get("option", "")).partition("=")
        return value if meant == slot else None
    if name == "inform":
        return text if entities.get("field") == slot else None
    if name in COMMANDS or text.startswith("/"):
        return None
    if name in LIKELY_COMMANDS and len(text) <= COMMAND_LENGTH and float(intent.get("confidence") or 0) >= SURE:
        return None
    return text


def short(label: str) -> str:
    """A label without its explanation in brackets."""
    return label.partition("（")[0]


def option_in(text: str, options: Mapping[str, str]) -> str:
    """The key of the option that a text names: by key, label, number in the list, or an unmistakable part of a label.

    Raises:
        NotUnderstood: no option, or more than one.
    """
    text = text.strip()
    if text in options:
        return text
    if text.isdecimal() and 1 <= int(text) <= len(options):
        return list(options)[int(text) - 1]
    found = [key for key, label in options.items() if text == label]
    found = found or [key for key, label in options.items() if len(text) >= 2 and (text in label or label in text)]
    if len(found) != 1:
        raise NotUnderstood
    return found[0]


def several_in(text: str, options: Mapping[str, str]) -> list[str]:
    """The keys of the options that a text names, in the order of the table.

    Raises:
        NotUnderstood: none, or a part of the text names none.
    """
    whole = {label: key for key, label in options.items() if SEPARATORS.search(label) and label in text}
    for label in whole:
        text = text.replace(label, ",")
    chosen = {option_in(part, options) for part in SEPARATORS.split(text) if part} | set(whole.values())
    if not chosen:
        raise NotUnderstood
    return [key for key in options if key in chosen]
