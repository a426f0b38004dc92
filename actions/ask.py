"""`ask`: the reviewed answer to a topic, or the nearest topics when none is certain."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.casework.errors import RecordsUnavailable
from actions.content.answers import FEATURES, Answer, card, payload
from actions.content.followups import follow_up
from actions.content.forms import words
from actions.guard import Event, GuardedAction, off_loop

OFFERED = 3  # topics or features
OFFERED_FEATURES = ("apply", "complaint", "case_status", "door")  # a human is always offered
TOLD = 12  # characters; fewer tell no story


class ActionAsk(GuardedAction):
    """Answers by id from knowledge/answers; a short question may lean on the last answer."""

    def name(self) -> str:
        return "action_ask"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        topics = list(tracker.get_latest_entity_values("topic"))
        answer = leaning(tracker) or context.answers().get(str(topics[0] if topics else None))
        if answer is None:
            say.utter_message(json_message=nearest(tracker))
            return []
        say.utter_message(json_message=card(answer, context.laws(), context.region()))
        others = [one for topic in topics[1:] if (one := context.answers().get(str(topic))) and one.id != answer.id]
        if others:
            choices = [{"label": one.title, "choice": payload(one.id)} for one in others]
            say.utter_message(json_message={"type": "choices", "text": words("ask")["also"], "choices": choices})
        return [SlotSet("last_topic", answer.id), *told(tracker)]


class ActionFallback(GuardedAction):
    """Offers the nearest topics, the phone and a human; never guesses, except what the last answer makes plain."""

    def name(self) -> str:
        return "action_fallback"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        answer = leaning(tracker)
        if answer is None:
            say.utter_message(json_message=nearest(tracker))
            return told(tracker)
        say.utter_message(json_message=card(answer, context.laws(), context.region()))
        return [SlotSet("last_topic", answer.id)]


class ActionOutOfScope(GuardedAction):
    """Says what is not ours and where else to ask, unless the few words lean on the last answer (那要多久呢)."""

    def name(self) -> str:
        return "action_out_of_scope"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        answer = leaning(tracker)
        if answer is None:
            say.utter_message(response="utter_out_of_scope")
            return []
        say.utter_message(json_message=card(answer, context.laws(), context.region()))
        return [SlotSet("last_topic", answer.id)]


class ActionNoneFits(GuardedAction):
    """Remembers that none of the offered topics fitted, without who asked, and says where else to go."""

    def name(self) -> str:
        return "action_none_fits"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        question, offered = last_question(tracker)
        if question:
            try:
                await off_loop(context.records().keep_unanswered, question, offered)
            except RecordsUnavailable:
                pass  # the citizen's way on does not hang on our list
        say.utter_message(response="utter_none_fits")
        return []


def leaning(tracker: Tracker) -> Answer | None:
    """The answer to a follow-up of the last answer."""
    answers = context.answers()
    last = answers.get(str(tracker.get_slot("last_topic")))
    return follow_up(str(tracker.latest_message.get("text") or ""), last, answers)


def told(tracker: Tracker) -> list[Event]:
    """Keeps a story that was told outside the application, so that it need not be told again there."""
    message = tracker.latest_message
    text = str(message.get("text") or "")
    is_story = (message.get("intent") or {}).get("name") in ("tell", "nlu_fallback") and len(text) >= TOLD
    return [SlotSet("told", text)] if is_story and not text.startswith("/") else []


def last_question(tracker: Tracker) -> tuple[str, list[str]]:
    """The last text that was typed, and the topics that were offered for it."""
    for event in reversed(tracker.events):
        text = str(event.get("text") or "")
        if event.get("event") == "user" and text and not text.startswith("/"):
            ranking = (event.get("parse_data") or {}).get("intent_ranking") or []
            return text, [str(guess.get("name")) for guess in ranking[:OFFERED]]
    return "", []


def nearest(tracker: Tracker) -> dict[str, Any]:
    """The message that offers up to three topics or features in the order of the classifier's ranking."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    offers = [offer for guess in ranking if (offer := _offer(str(guess.get("name", ""))))]
    text = words("ask")
    choices = [
        *offers[:OFFERED],
        {"label": text["none_of_these"], "choice": "/none_fits"},
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
