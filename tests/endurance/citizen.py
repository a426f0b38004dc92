"""A citizen who fills in the complaint form, spoken to the action server as Rasa speaks to it.

The calls are those of bot/dialogue/action_endpoint.py: the slots, the message and the newest events, a domain that says
nothing. Like Rasa this keeps what an action returned, and nothing of a call that failed.
"""

from __future__ import annotations

import json
import time
from typing import Any

import httpx

VALIDATE, ASK, FORM = "validate_complaint_form", "action_ask_complaint_answer", "complaint_form"
SLOTS = ("complaint_answer", "complaint_short", "complaint_long", "requested_slot")
LONGEST = 30  # questions; a form that asks more asks in circles
PATIENCE = 10  # seconds


class Unanswered(Exception):
    """The action server died, or said that it could not: the citizen saw no receipt."""


class Citizen:
    """One conversation; `receipt` is what it was shown at the end."""

    def __init__(self, url: str, name: str, answers: dict[str, str]) -> None:
        self._name, self._answers = name, answers
        # No certificates: reading those takes longer than a turn.
        self._http = httpx.Client(base_url=url, timeout=PATIENCE, verify=False)
        self._slots: dict[str, Any] = dict.fromkeys(SLOTS)
        self._events: list[dict[str, Any]] = [{"event": "active_loop", "name": FORM, "timestamp": time.time()}]
        self._question: dict[str, Any] = {}

    def begin(self) -> None:
        """Go through the form until everything stands on the review card."""
        self._say(_parsed("我要投诉", "complaint"))
        for _ in range(LONGEST):
            if self._question["type"] == "review":
                return
            self._say(self._answer(self._question))
        raise AssertionError(f"asked in circles: {self._question}")

    def confirm(self) -> tuple[str, str]:
        """Press the button once and read number and code; raises Unanswered."""
        [save] = [one["choice"] for one in self._question["choices"] if "complaint_review=save" in one["choice"]]
        cards = self._call(VALIDATE, _clicked(save))["responses"]
        for card in (one["custom"] for one in cards):
            if card["type"] == "receipt":
                return card["number"], card["code"]
        raise Unanswered(str(cards))

    def leave(self) -> None:
        """Close the connection."""
        self._http.close()

    def _say(self, message: dict[str, Any]) -> None:
        for event in self._call(VALIDATE, message)["events"]:
            self._slots[event["name"]] = event["value"]
        [asked] = self._call(ASK, message)["responses"]
        self._question = asked["custom"]

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        key = question["field"].removeprefix("complaint_")
        if key in self._answers and question["control"] != "choice":
            return _parsed(self._answers[key], "inform", field=question["field"])
        offered = [one["choice"] for one in (*question.get("choices", ()), *question.get("tools", ()))]
        wanted = f"complaint_{key}={self._answers[key]}" if key in self._answers else f"skip:{key}"
        found = [one for one in offered if f'{wanted}"' in one]
        assert len(found) == 1, f"{wanted} is not offered: {question}"
        return _clicked(found[0])

    def _call(self, action: str, message: dict[str, Any]) -> dict[str, Any]:
        tracker = {
            "sender_id": self._name,
            "slots": self._slots,
            "latest_message": message,
            "events": self._events,
            "paused": False,
            "active_loop": {"name": FORM},
            "latest_action_name": "action_listen",
        }
        call = {"next_action": action, "sender_id": self._name, "tracker": tracker, "domain": {"version": "3.1"}}
        try:
            answer = self._http.post("/webhook", json=call)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Unanswered(type(error).__name__) from None
        return dict(answer.json())


def _parsed(text: str, intent: str, **entities: str) -> dict[str, Any]:
    found = [{"entity": key, "value": value, "start": 0, "end": len(text)} for key, value in entities.items()]
    guess = {"name": intent, "confidence": 1.0}
    return {"text": text, "intent": guess, "entities": found, "intent_ranking": [guess]}


def _clicked(payload: str) -> dict[str, Any]:
    intent, _, entities = payload.removeprefix("/").partition("{")
    return _parsed(payload, intent, **json.loads("{" + entities))
