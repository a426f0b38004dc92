"""`case_status`: where a case or a letter stands, for whoever holds its number and its lookup code."""

from __future__ import annotations

from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import context, follow_up
from actions.casework.entries import Status
from actions.casework.errors import NotRecognised, TooManyTries
from actions.casework.kinds import RecordKind
from actions.casework.platforms.failures import StatusUnavailable
from actions.content.forms import words
from actions.content.interview import Question, load_interview
from actions.guard import Event, off_loop
from actions.interview import cards
from actions.interview.flow import Ended, Progress, Values
from actions.interview.guided import AskGuided, Guided
from actions.interview.reading import Asked
from actions.interview.subject import Subject
from actions.looking_up import origin_of, paused
from actions.procedure.periods import chinese


class CaseStatusSubject(Subject):
    """Two questions, whoever asks."""

    feature = "case_status"

    def asked(self, question: Question, values: Values) -> Asked:
        return Asked(question, question.options, values, context.today())


class CaseStatusForm(Guided):
    """Two secrets, one error."""

    form: ClassVar[str] = "case_status_form"
    subject: ClassVar[CaseStatusSubject] = CaseStatusSubject()

    async def opened(self, progress: Progress, say: CollectingDispatcher, tracker: Tracker) -> Progress:
        return Progress()

    async def accepted(
        self, question: Question, text: str, after: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        if question.key != "code":
            return after
        secrets = (after.values["number"], after.values["code"])
        try:
            found = await off_loop(context.look_up, *secrets, context.now(), origin_of(tracker))
        except NotRecognised:
            say.utter_message(json_message=refused(words("case_status")["not_recognised"], "again"))
        except TooManyTries as pause:
            say.utter_message(json_message=refused(paused(pause)))
        except StatusUnavailable:
            told = words("case_status")["unavailable"]
            say.utter_message(json_message={"type": "notice", "level": "warning", "text": told})
        else:
            say.utter_message(json_message=status_message(found))
            say.utter_message(json_message=offer(found))
            return Ended.of(follow_up.remembered(found), None)
        return None

    def events(self, before: Progress, after: Progress | None) -> list[Event]:
        """What was recognised is left to the form that may go on with it."""
        if isinstance(after, Ended):
            return [*super().events(before, None), SlotSet(follow_up.KEPT, after.parts()[0])]
        return super().events(before, after)


class AskCaseStatus(AskGuided):
    """Asks for the number, then for the code."""

    guided = CaseStatusForm


def refused(text: str, *more: str) -> dict[str, Any]:
    """Why nothing is shown, and what can be done instead."""
    labels, choices = words("case_status")["labels"], {"again": "/case_status", "human": "/handoff"}
    offered = [{"label": labels[key], "choice": choices[key]} for key in (*more, "human")]
    return {"type": "choices", "text": text, "choices": offered}


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
