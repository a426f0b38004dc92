"""`case_status`: where a case or a letter stands, for whoever holds its number and its lookup code."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context, follow_up
from actions.casework.entries import Status
from actions.casework.errors import NotRecognised, TooManyTries
from actions.casework.kinds import RecordKind
from actions.casework.platforms.failures import StatusUnavailable
from actions.content.forms import words
from actions.content.interview import load_interview
from actions.form import Field, Form, NotUnderstood, Values
from actions.guard import off_loop
from actions.interview import cards
from actions.looking_up import origin_of, paused
from actions.procedure.periods import chinese
from actions.wordings import half_width


def number(text: str) -> str:
    """A receipt or case number: has a digit, at most 60 characters."""
    text = text.strip()
    if not re.search(r"\d", half_width(text)) or len(text) > 60:
        raise NotUnderstood
    return text


def code(text: str) -> str:
    """Something that may be a lookup code: 6 to 16 letters and digits."""
    plain = re.sub(r"[^0-9A-Za-z]", "", half_width(text))
    if not 6 <= len(plain) <= 16:
        raise NotUnderstood
    return plain


class CaseStatusForm(Form):
    """Two secrets, one error."""

    form: ClassVar[str] = "case_status_form"
    fields: ClassVar[dict[str, Field]] = {"status_number": Field(number), "status_code": Field(code)}

    def required(self, values: Values) -> list[str]:
        return list(self.fields)

    async def accepted(self, slot: str, values: Values, say: CollectingDispatcher, tracker: Tracker) -> Values:
        if slot != "status_code":
            return {}
        try:
            secrets = (values["status_number"], values["status_code"])
            found = await off_loop(context.look_up, *secrets, context.now(), origin_of(tracker))
        except NotRecognised:
            say.utter_message(response="utter_status_not_recognised")
        except TooManyTries as refused:
            human = {"label": words("looking_up")["human"], "choice": "/handoff"}
            say.utter_message(json_message={"type": "choices", "text": paused(refused), "choices": [human]})
        except StatusUnavailable:
            text = words("case_status")["unavailable"]
            say.utter_message(json_message={"type": "notice", "level": "warning", "text": text})
        else:
            say.utter_message(json_message=status_message(found))
            say.utter_message(json_message=offer(found))
            return {**self.emptied(), follow_up.KEPT: follow_up.remembered(found)}
        return self.emptied()


def status_message(status: Status) -> dict[str, Any]:
    """The `status` message; holds no personal data."""
    text = words("case_status")
    as_of = status.as_of.astimezone(context.now().tzinfo).strftime("%Y-%m-%d %H:%M")
    said = text["text"].replace("{as_of}", as_of)
    return {
        "type": "status",
        "text": (text["practice"] if status.practice else "") + said + (text["stale"] if status.stale else ""),
        "number": status.number,
        "kind": status.kind,
        "state": status.state,
        "timeline": [{"on": step.on.isoformat(), "what": step.what} for step in status.timeline],
        "next": status.next + due(status),
        "as_of": as_of,
        "practice": status.practice,
    }


def due(status: Status) -> str:
    """The next day that counts for a letter or case that is still being dealt with; empty for none."""
    letter = {"received": "screen_due", "screened": "reply_due", "assigned": "reply_due"}
    # Whether a case is accepted has no day here: the office's books hold that of the decision alone.
    case = {"correction": "correction_due", "accepted": "decision_due"}
    days = {RecordKind.LETTER: letter, RecordKind.CASE: case}.get(status.kind_code, {})
    which = days.get(status.state_code)
    if which is None or status.due_on is None:
        return ""
    return cards.filled(words("case_status")[which], {"day": chinese(status.due_on)})


def offer(status: Status) -> dict[str, Any]:
    """What the holder may do now, each a button."""
    labels = load_interview("follow_up").questions["wish"].options
    choices = [{"label": labels[step], "choice": follow_up.begun(step)} for step in follow_up.steps_of(status)]
    return {"type": "choices", "text": words("follow_up")["offer"], "choices": choices}
