"""`conversation`: the end of an abandoned form."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.guard import Event, GuardedAction, off_loop


class ActionAbandon(GuardedAction):
    """Clears every answer of a form that the citizen gave up, and the files sent for it."""

    def name(self) -> str:
        return "action_abandon"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        say.utter_message(response="utter_stopped")
        if ((tracker.get_slot("complaint_short") or {}).get("values") or {}).get("files"):
            await off_loop(context.records().drop_evidence, tracker.sender_id)
        return self.after_failure(tracker)

    def after_failure(self, tracker: Tracker) -> list[Event]:
        return [AllSlotsReset()]
