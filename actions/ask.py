"""`ask`: the reviewed answer to a topic, or the nearest topics when none is certain."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.content.answers import FEATURES, card, payload
from actions.content.forms import words
from actions.guard import Event, GuardedAction

OFFERED = 3  # topics or features
OFFERED_FEATURES = ("apply", "complaint", "case_status")  # a human is always offered


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
    """The message that offers up to three topics or features in the order of the classifier's ranking."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    offers = [offer for guess in ranking if (offer := _offer(str(guess.get("name", ""))))]
    text = words("ask")
    choices = [
        *offers[:OFFERED],
        {"label": text["none_of_these"], "choice": "/menu"},
        {"label": text["human"], "choice": "/handoff"},
    ]
    said = context.region().fill(text["fallback" if offers else "fallback_none"])
    return {"type": "choices", "text": said, "choices": choices}


def _offer(label: str) -> dict[str, str] | None:
    """The choice for a label of the classifier, None for one that is nothing to offer."""
    if label in OFFERED_FEATURES:
        return {"label": FEATURES[label], "choice": f"/{label}"}
    answer = context.answers().get(label[4:]) if label.startswith("ask/") else None
    return {"label": answer.title, "choice": payload(answer.id)} if answer else None
