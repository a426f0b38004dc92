"""Conversation events in SQL: pruned, encrypted, and gone when their session is over.

Rasa stores the whole parse of a text with every event and keeps old sessions for ever; on a failing database it
silently falls back to memory and forgets (docs/rasa.md). This store keeps a third of the bytes, no clear
text, one session a conversation with its older turns summed up, and tells the inbox what the citizen must be told.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.short_sessions import revived, shortened

RETENTION = 24 * 3600  # seconds; a session ends after 30 idle minutes, this clears what was left behind
WIRE = ("utf-8", "surrogatepass")  # half an emoji must not stop the process: Rasa answers a ValueError here by leaving
ORIGIN = "origin"  # of a message's metadata: where it comes from, for the turn itself and no longer
PROBE = "probe-"  # conversations of the readiness probe are never written


class Marks:
    """Conversations about which the inbox must be told something; asking clears the mark."""

    def __init__(self) -> None:
        self._marked: set[str] = set()

    def add(self, conversation: str) -> None:
        """Marks a conversation."""
        self._marked.add(conversation)

    def __contains__(self, conversation: str) -> bool:
        return conversation in self._marked

    def take(self, conversation: str) -> bool:
        """Whether a conversation was marked since the last call."""
        marked = conversation in self._marked
        self._marked.discard(conversation)
        return marked


unsaved = Marks()  # the last turn could not be read or written
cut_off = Marks()  # a form was open when its session ran out


def pruned(event: dict[str, Any]) -> dict[str, Any]:
    """An event without what replaying the conversation does not need: rankings, origins, the texts of our own replies.

    A reply may hold a lookup code, which is stored nowhere but in the citizen's hand.
    """
    if event.get("event") == "bot":
        return {**event, "text": None, "data": {}}
    if ORIGIN in (event.get("metadata") or {}):
        event = {**event, "metadata": {key: one for key, one in event["metadata"].items() if key != ORIGIN}}
    parse = event.get("parse_data")
    if parse:
        kept = {key: parse[key] for key in ("intent", "entities", "text") if key in parse}
        event = {**event, "parse_data": {**kept, "intent_ranking": (parse.get("intent_ranking") or [])[:3]}}
    return event


def form_was_open(events: Iterable[Event]) -> bool:
    """Whether a form was open when the last session of these events began."""
    open_form = was_open = False
    for event in events:
        if isinstance(event, ActiveLoop):
            open_form = event.name is not None
        elif isinstance(event, SessionStarted):
            open_form, was_open = False, open_form
    return was_open


class BoundedTrackerStore(SQLTrackerStore):
    """Rasa's SQL store with encryption at rest and an end.

    The key is YIFAWEN_TRACKER_KEY (urlsafe base64 of 32 bytes); after a change several with commas, newest first.
    Nothing is sealed again: a day later no event of the old key is left.

    Raises:
        KeyError: the key is not set.
        ValueError: the key is malformed.
    """

    def __init__(
        self, domain: Domain | None = None, host: str = "", event_broker: EventBroker | None = None, **kwargs: Any
    ) -> None:
        # Rasa hands the `url` of endpoints.yml over as `host`.
        self._cipher = MultiFernet([Fernet(key) for key in os.environ["YIFAWEN_TRACKER_KEY"].split(",")])
        self._purged_at = 0.0
        super().__init__(domain=domain, host=host, event_broker=event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Adds the turn's events.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database did not take them; `unsaved` then knows.
        """
        if tracker.sender_id.startswith(PROBE):
            return
        if tracker.sender_id in unsaved:
            # It could not be read before: what Rasa holds now is no continuation of what is stored.
            raise ConnectionError("the conversation could not be read in this turn")
        try:
            self._write(tracker)
        except Exception:
            unsaved.add(tracker.sender_id)
            raise

    def forget(self, sender_id: str) -> None:
        """Deletes a conversation whose citizen ended it; raises sqlalchemy.exc.SQLAlchemyError."""
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()
            session.commit()
        unsaved.take(sender_id)
        cut_off.take(sender_id)

    def _write(self, tracker: DialogueStateTracker) -> None:
        short = shortened(tracker, self.domain.slots)
        with self.session_scope() as session:
            new = list(self._additional_events(session, tracker))
            if any(isinstance(event, SessionStarted) for event in new):
                if form_was_open(tracker.events):
                    cut_off.add(tracker.sender_id)
                self._forget(session, tracker.sender_id)
            elif short:
                self._forget(session, tracker.sender_id)
                new = short
            session.add_all(self._rows(tracker.sender_id, new))
            self._purge(session)
            session.commit()

    def _forget(self, session: Any, sender_id: str) -> None:
        session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()

    def _rows(self, sender_id: str, events: Iterable[Event]) -> list[Any]:
        # Intent and action names stay empty: they would tell what a person asked about.
        return [
            self.SQLEvent(
                sender_id=sender_id, type_name=event.type_name, timestamp=event.timestamp, data=self._seal(event)
            )
            for event in events
        ]

    def _seal(self, event: Event) -> str:
        return self._cipher.encrypt(json.dumps(pruned(event.as_dict()), ensure_ascii=False).encode(*WIRE)).decode()

    def _purge(self, session: Any) -> None:
        """Deletes events past their retention, at most once an hour."""
        now = time.time()
        if now - self._purged_at > 3600:
            session.query(self.SQLEvent).filter(self.SQLEvent.timestamp < now - RETENTION).delete()
            self._purged_at = now

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        try:
            with self.session_scope() as session:
                rows = self._event_query(session, sender_id, fetch_events_from_all_sessions).all()
            events = [json.loads(self._cipher.decrypt(row.data.encode()).decode(*WIRE)) for row in rows]
        except Exception:
            unsaved.add(sender_id)
            raise
        if not events or not self.domain:
            return None
        return revived(sender_id, events, self.domain.slots)
