"""`handoff`: where and when a person can be reached."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.content.forms import words
from actions.content.places import Door
from actions.content.region import Region
from actions.guard import Event, GuardedAction
from actions.procedure.workdays import is_workday


class ActionHandoff(GuardedAction):
    """Shows the offices, their hours and the public lines."""

    def name(self) -> str:
        return "action_handoff"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        region = context.region()
        say.utter_message(json_message=handoff_card(region, region.open_at(context.now(), is_workday)))
        if not (tracker.active_loop or {}).get("name"):  # within a form the open question stands below
            say.utter_message(json_message=callback_offer())
        return []


def handoff_card(region: Region, is_open: bool) -> dict[str, Any]:
    """The `handoff` message."""
    text = words("handoff")
    return {
        "type": "handoff",
        "text": text["open" if is_open else "closed"],
        "open": is_open,
        "offices": [_office(door, region) for door in region.doors],
        "lines": [
            {"label": text["hours"], "value": region.hours_text},
            {"label": text["legal_help"], "value": text["legal_help_number"]},
            {"label": text["urgent"], "value": text["urgent_numbers"]},
        ],
    }


def callback_offer() -> dict[str, Any]:
    """The button for being called back."""
    text = words("handoff")["callback"]
    return {"type": "choices", "text": text["text"], "choices": [{"label": text["label"], "choice": "/callback"}]}


def _office(door: Door, region: Region) -> dict[str, Any]:
    elsewhere = replace(region, office_address=None)
    return {
        "name": door.name,
        # What is known of the office of the bureau of justice is not known of the other doors.
        "address": door.address or (region if door.files else elsewhere).office_address_text(),
        "hours": door.hours or region.hours_text,
        "phone": door.phone or (region.office_phone if door.files else None),
    }
