"""`ask`: the reviewed answer to a topic, or the nearest topics when none is certain."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.content.answers import card, payload
from actions.content.forms import words
from actions.guard import Event, GuardedAction

OFFERED = 3  # topics


class ActionAsk(GuardedAction):
    """Answers by id from knowledge/answers."""

    def name(self) -> str:
        return "action_ask"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        topic = next(tracker.get_latest_entity_values("topic"), None)
        answer = context.answers().get(str(topic))
        if answer is None:
            say.utter_message(json_message=nearest(tracker))
        else:
            say.utter_message(json_message=card(answer, context.laws(), context.region()))
        return []


class ActionFallback(GuardedAction):
    """Offers the nearest topics, the phone and a human; never guesses."""

    def name(self) -> str:
        return "action_fallback"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        say.utter_message(json_message=nearest(tracker))
        return []


def nearest(tracker: Tracker) -> dict[str, Any]:
    """The message that offers up to three topics in the order of the classifier's ranking."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    labels = [str(guess.get("name", "")) for guess in ranking]
    found = [
        context.answers()[label[4:]] for label in labels if label.startswith("ask/") and label[4:] in context.answers()
    ]
    text = words("ask")
    choices = [{"label": answer.title, "choice": payload(answer.id)} for answer in found[:OFFERED]]
    choices.append({"label": text["none_of_these"], "choice": "/menu"})
    choices.append({"label": text["human"], "choice": "/handoff"})
    said = context.region().fill(text["fallback" if found else "fallback_none"])
    return {"type": "choices", "text": said, "choices": choices}
