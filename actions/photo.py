"""`photo`: what was read from a photo of the decision is shown, and filled in once the citizen has confirmed it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import apply_photo, context
from actions.apply import FORM, ApplyForm
from actions.apply_accepted import after_answer
from actions.form import NotUnderstood
from actions.guard import Event, GuardedAction
from actions.interview.flow import Progress, Values, required, without
from actions.interview.reading import read
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
        before = ApplyForm.progress(tracker)
        after = filled(before, proposed, said)
        text = table("photo")["card"]["used" if after != before else "nothing_used"]
        say.utter_message(json_message={"type": "notice", "level": "info", "text": text})
        say.messages.extend(said.messages)
        # Without a requested slot the form itself finds the next question.
        return [*ApplyForm().events(before, after)[:-1], SlotSet("requested_slot", None)]


def filled(before: Progress, proposed: dict[str, str], say: CollectingDispatcher) -> Progress:
    """The application with the proposed answers; what is not asked or not understood is left out."""
    subject = ApplyForm.subject
    progress = before if before.values else before.answered("start", {"start": "step"})
    for key, question in subject.interview.questions.items():
        text, values = proposed.get(key), progress.values
        if text is None or key not in required(subject.interview, facts(values)):
            continue
        try:
            value = read(subject.asked(question, values), text)
        except NotUnderstood:
            continue
        if values.get(key) == value:
            continue
        kept = without(subject.interview, values, key) if key in values else values
        progress, messages = after_answer(key, text, progress.answered(key, {**kept, key: value}))
        for message in messages:
            say.utter_message(json_message=message)
    if "event_day" in proposed and progress.values.get("learned_on") is None:
        progress = replace(progress, values={**progress.values, "event_day": proposed["event_day"]})
    return before if set(progress.values) <= {*before.values, "start"} else progress


def facts(values: Values) -> dict[str, Any]:
    """The answers with what follows from them."""
    return ApplyForm.subject.facts(values, {})
