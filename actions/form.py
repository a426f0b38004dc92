"""One way for every guided form: read one answer, keep it or say kindly what is expected, name the next question.

A form is a table of fields; which of them are asked follows from the answers (`required`). Rasa's own slot mappings
are not used: they would fill slots, unchecked, even while this server is down (docs/rasa.md).
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.guard import Event, GuardedAction

Values = dict[str, Any]

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


@dataclass(frozen=True)
class Field:
    """How one answer is read; `read` raises NotUnderstood."""

    read: Callable[[str], Any]


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


class Form(GuardedAction):
    """Validates the requested slot of one form."""

    form: ClassVar[str]
    fields: ClassVar[Mapping[str, Field]]

    def name(self) -> str:
        return f"validate_{self.form}"

    @classmethod
    def values(cls, tracker: Tracker) -> Values:
        """The answers so far; None where there is none."""
        return {slot: tracker.get_slot(slot) for slot in cls.fields}

    @abstractmethod
    def required(self, values: Values) -> list[str]:
        """The slots that the answers so far make necessary, in the order of asking."""

    def read(self, slot: str, text: str, values: Values) -> Any:
        """The value that a text means for a slot; raises NotUnderstood."""
        return self.fields[slot].read(text)

    async def accepted(self, slot: str, values: Values, say: CollectingDispatcher, tracker: Tracker) -> Values:
        """Called after a slot was read: may say something and change further slots."""
        return {}

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        values = self.values(tracker)
        slot = tracker.get_slot("requested_slot")
        if slot not in self.fields:
            return [SlotSet("requested_slot", self._next(values))]
        text = answer_in(tracker.latest_message, slot)
        if text is None:
            text = self._typed_option(slot, tracker.latest_message, values)
        if text is None:
            return []  # Rasa then lets the rules answer, and asks the field again
        changes = await self._changes(slot, text, values, say, tracker)
        changes.setdefault("requested_slot", self._next({**values, **changes}))
        return [SlotSet(key, value) for key, value in changes.items()]

    def options(self, slot: str, values: Values) -> Mapping[str, str]:
        """The options of a slot, key → label; none for a slot that is not answered by options."""
        return {}

    def _typed_option(self, slot: str, message: Mapping[str, Any], values: Values) -> str | None:
        """The option that a text names to the letter: 投诉举报 as an answer is no command to start a complaint."""
        if (message.get("intent") or {}).get("name") in ("choose", "inform"):
            return None  # meant for another question
        text = str(message.get("text") or "").strip()
        labels = {label: key for key, whole in self.options(slot, values).items() for label in (whole, short(whole))}
        return labels.get(text)

    async def _changes(
        self, slot: str, text: str, values: Values, say: CollectingDispatcher, tracker: Tracker
    ) -> Values:
        try:
            value = self.read(slot, text, values)
        except NotUnderstood:
            say.utter_message(response=f"utter_invalid_{slot}")
            return {slot: None}
        return {slot: value, **await self.accepted(slot, {**values, slot: value}, say, tracker)}

    def _next(self, values: Values) -> str | None:
        return next((slot for slot in self.required(values) if values.get(slot) is None), None)

    def after_failure(self, tracker: Tracker) -> list[Event]:
        """Keeps the question open; nothing is taken as answered."""
        slot = tracker.get_slot("requested_slot")
        return [SlotSet(slot, None), SlotSet("requested_slot", slot)] if slot in self.fields else []

    def emptied(self) -> Values:
        """Every slot of the form cleared, and the form over."""
        return {**dict.fromkeys(self.fields), "requested_slot": None}


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


def free_text(shortest: int, longest: int) -> Field:
    """A field of `shortest` to `longest` characters."""

    def read(text: str) -> str:
        text = text.strip()
        if not shortest <= len(text) <= longest:
            raise NotUnderstood
        return text

    return Field(read)
