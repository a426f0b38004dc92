"""`door`: a few plain questions that lead to the right place to go, with what choosing wrong costs."""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.content.answers import FEATURES, payload
from actions.content.forms import words
from actions.guard import Event, GuardedAction
from actions.procedure.tables import cited
from actions.procedure.triage import Outcome, Triage, all_bases, triage


class ActionDoor(GuardedAction):
    """Asks the next question of the triage, or names the door; the way so far travels in the buttons."""

    def name(self) -> str:
        return "action_door"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        way = str(next(tracker.get_latest_entity_values("option"), ""))
        found = triage(answers_on(way))
        say.utter_message(json_message=outcome_card(found.outcome) if found.outcome else question_card(found, way))
        return []


def answers_on(way: str) -> dict[str, str]:
    """The answers so far: `question=answer` joined by semicolons."""
    return dict(step.split("=", 1) for step in way.split(";") if "=" in step)


def question_card(found: Triage, way: str) -> dict[str, Any]:
    """The next question; each button carries the whole way."""
    asked = found.question
    assert asked is not None
    text = words("door")["step"].replace("{at}", str(found.at)).replace("{of}", str(found.of))
    choices = [
        {"label": one.label, "choice": _payload(f"{way};{asked.key}={one.key}".lstrip(";"))} for one in asked.options
    ]
    if way:
        choices.append({"label": words("door")["back"], "choice": _payload(way.rpartition(";")[0])})
    return {"type": "choices", "text": "\n".join([text + asked.ask, asked.hint]).strip(), "choices": choices}


def outcome_card(one: Outcome) -> dict[str, Any]:
    """Where to go, why, and what the wrong door costs, with the articles."""
    text, region = words("door"), context.region()
    more = [text["why"] + one.why, text["cost"] + one.cost, *(text["check"] + check for check in one.unknown)]
    steps = [
        {"label": FEATURES[step], "choice": f"/{step}"}
        if step in FEATURES
        else {"label": context.answers()[step].title, "choice": payload(step)}
        for step in one.next
    ]
    return {
        "type": "answer",
        "id": f"door-{one.key}",
        "title": one.door_label,
        "text": region.fill(f"{one.label}\n{one.where}"),
        "more": region.fill("\n".join(more)),
        "basis": cited(all_bases(one), context.laws()),
        "choices": [*steps, {"label": text["again"], "choice": "/door"}],
    }


def _payload(way: str) -> str:
    return "/door" + (json.dumps({"option": way}) if way else "")
