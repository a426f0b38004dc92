"""What every action shares: three seconds, no exception, never silent.

Rasa waits 300 seconds for an action, and answers nothing when one raises (docs/rasa.md).
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.casework.errors import RecordsUnavailable
from actions.content import texts

logger = logging.getLogger(__name__)

SECONDS = 3.0
Event = dict[str, Any]


class GuardedAction(Action, ABC):  # type: ignore[misc]
    """An action whose `act` may fail; `run` turns any failure into words."""

    @abstractmethod
    def name(self) -> str:
        """The name under which the domain lists it."""

    @abstractmethod
    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """The action itself."""

    def after_failure(self, tracker: Tracker) -> list[Event]:
        """Events that keep the conversation where it was."""
        return []

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Calls `act` within three seconds; says in words what went wrong."""
        try:
            return await asyncio.wait_for(self.act(dispatcher, tracker, domain), SECONDS)
        except Exception as error:
            # The type only: a message may carry what the citizen typed.
            logger.error("%s failed: %s", self.name(), type(error).__name__)
            dispatcher.messages.clear()  # half a result must not be read before the failure
            apologise(dispatcher, error)
        return self.after_failure(tracker)


def apologise(say: CollectingDispatcher, error: Exception) -> None:
    """Says what went wrong; when even the words cannot be read, the response that the model itself holds."""
    kinds = {RecordsUnavailable: "records_down", TimeoutError: "dialogue_slow"}
    failed = next((words for kind, words in kinds.items() if isinstance(error, kind)), "silent")
    try:
        say.utter_message(json_message=texts.failure(failed, context.region()))
    except Exception as fault:
        logger.error("no words for the failure: %s", type(fault).__name__)
        say.utter_message(response="utter_failed")


async def off_loop(function: Any, *args: Any, **kwargs: Any) -> Any:
    """A blocking call in a thread: the action server has one event loop (docs/rasa.md)."""
    return await asyncio.to_thread(function, *args, **kwargs)
