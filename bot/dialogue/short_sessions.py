"""A long session made short: the state it has reached, and its last turns.

Rasa reads, replays and copies every event of a session with every message, so that the hundredth turn is several times
as slow as the fifth (docs/rasa.md). What happened in older turns is in the slots and the open form by now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

LONGEST = 70  # events, about ten turns
KEPT = 4  # turns
LISTEN = "action_listen"

# Rasa looks through all classes of events for each event that it reads.
KINDS: dict[str, type[Event]] = {kind.type_name: kind for kind in all_subclasses(Event)}


def revived(sender_id: str, events: Iterable[dict[str, Any]], slots: Iterable[Slot]) -> DialogueStateTracker:
    """The conversation that stored events describe."""
    return DialogueStateTracker.from_events(
        sender_id, [KINDS[one["event"]]._from_parameters(one) for one in events], slots
    )


def shortened(tracker: DialogueStateTracker, slots: Sequence[Slot]) -> list[Event] | None:
    """Fewer events that lead to the same state, None where there are few or where they would not."""
    events = list(tracker.events)
    if len(events) <= LONGEST:
        return None
    turns = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(turns) <= KEPT:
        return None
    before, after = events[: turns[-KEPT]], events[turns[-KEPT] :]
    started = next((place for place, event in enumerate(before) if isinstance(event, SessionStarted)), None)
    if started is None or not (isinstance(before[-1], ActionExecuted) and before[-1].action_name == LISTEN):
        return None
    short = [*before[: started + 1], *_reached(before), before[-1], *after]
    return short if _state(tracker) == _state(_replayed(tracker.sender_id, short, slots)) else None


def _reached(events: Iterable[Event]) -> list[Event]:
    """The events that gave each slot its value and opened the form that is open, with the times they had."""
    slots: dict[str, Event] = {}
    form: Event | None = None
    for event in events:
        if isinstance(event, SlotSet):
            slots.pop(event.key, None)  # a slot that is set again comes last, as it was
            slots[event.key] = event
        elif isinstance(event, ActiveLoop):
            form = event if event.name else None
        elif isinstance(event, AllSlotsReset):
            slots.clear()
    return [*([form] if form else []), *slots.values()]


def _replayed(sender_id: str, events: Sequence[Event], slots: Iterable[Slot]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(sender_id, list(events), slots)


def _state(tracker: DialogueStateTracker) -> tuple[Any, ...]:
    """Everything that what comes next depends on."""
    loop, message = tracker.active_loop, tracker.latest_message
    form = (loop.name, loop.is_interrupted, loop.rejected) if loop else None
    return (
        tracker.current_slot_values(),
        form,
        tracker.latest_action_name,
        message.text if message else None,
        tracker.followup_action,
        tracker.is_paused(),
    )
