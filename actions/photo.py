"""`photo`: what was read from a photo of the decision is shown, and filled in once the citizen has confirmed it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import apply_photo, context
from actions.apply import FORM, ApplyForm
from actions.form import NotUnderstood, Values
from actions.guard import Event, GuardedAction
from actions.letter.found import Findings, decoded
from actions.procedure.tables import table


def findings_in(tracker: Tracker) -> Findings:
    """The findings that came with the message; a message without any is as good as an unreadable photo."""
    entities = tracker.latest_message.get("entities") or []
    sent = next((str(one["value"]) for one in entities if one.get("entity") == "findings"), "")
    try:
        return decoded(sent)
    except ValueError:
        return Findings(refused="unclear")


def is_open(tracker: Tracker) -> bool:
    """Whether the application is being filled in."""
    return (tracker.active_loop or {}).get("name") == FORM


class PhotoRead(GuardedAction):
    """Shows what was read and asks whether it is right."""

    def name(self) -> str:
        return "action_photo_read"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        say.utter_message(json_message=apply_photo.card(findings_in(tracker), context.today(), is_open(tracker)))
        return []


class PhotoUse(GuardedAction):
    """Fills in what was confirmed; the form reads each answer as if it had been typed, and asks for the rest."""

    def name(self) -> str:
        return "action_photo_use"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        proposed = apply_photo.answers(findings_in(tracker), context.today())
        said = CollectingDispatcher()
        changes = await filled(proposed, said, tracker)
        text = table("photo")["card"]["used" if changes else "nothing_used"]
        say.utter_message(json_message={"type": "notice", "level": "info", "text": text})
        say.messages.extend(said.messages)
        # Without a requested slot the form itself finds the next question.
        return [SlotSet(slot, value) for slot, value in {**changes, "requested_slot": None}.items()]


async def filled(proposed: dict[str, str], say: CollectingDispatcher, tracker: Tracker) -> Values:
    """The slots that the proposed answers change; what the form does not ask or does not understand is left out."""
    form, values, changes = ApplyForm(), ApplyForm.values(tracker), Values()
    for slot in form.fields:
        # A day means something only with the way in which the decision became known.
        if slot not in proposed or (slot == "apply_learned_on" and values.get("apply_learned_how") is None):
            continue
        try:
            value = form.read(slot, proposed[slot], values)
        except NotUnderstood:
            continue
        values[slot] = value
        more = await form.accepted(slot, values, say, tracker)
        values |= more
        changes |= {slot: value, **more}
    return changes
