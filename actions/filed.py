"""`filed`: after an application was handed in, the days to keep in mind, and a calendar file of them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.calendar_file import calendar_file
from actions.content.forms import words
from actions.content.interview import Question
from actions.guard import off_loop
from actions.interview.flow import SKIPPED, Progress, Values
from actions.interview.guided import AskGuided, Guided
from actions.interview.reading import Asked
from actions.interview.subject import Subject
from actions.procedure.clocks import Clock, Filed, clocks
from actions.procedure.periods import chinese

CALENDAR = "text/calendar"


class FiledSubject(Subject):
    """What is known beyond the table: which day is asked for."""

    feature = "filed"

    def asked(self, question: Question, values: Values) -> Asked:
        return Asked(question, question.options, values, context.today(), after=values.get("received_on"))

    def phrases(self, values: Values) -> dict[str, str]:
        text = words("filed")["questions"]
        received, event = text["received"].get(str(values.get("how"))), text["event"].get(str(values.get("since")))
        return {"received_question": received or "", "event_question": event or ""}

    def shown(self, question: Question, values: Values) -> str:
        value = values[question.key]
        if question.read == "day" and value != SKIPPED:
            return chinese(date.fromisoformat(value))
        return super().shown(question, values)


class FiledForm(Guided):
    """Reads when it was handed in and what came since; says what runs and until when."""

    form: ClassVar[str] = "filed_form"
    subject: ClassVar[FiledSubject] = FiledSubject()

    async def accepted(
        self, question: Question, text: str, after: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        if question.key != "review":
            return after
        found = clocks(filed(after.values))
        name, number = words("filed")["file"]["name"], str(after.values.get("number") or "")
        content = await off_loop(calendar_file, found, number, context.now())
        file_id = await off_loop(context.records().keep_file, tracker.sender_id, name, CALENDAR, content)
        say.utter_message(json_message=clocks_card(found))
        say.utter_message(json_message={"type": "file", "file": file_id, **words("filed")["file"]})
        return None


class AskFiled(AskGuided):
    """Asks the next question."""

    guided = FiledForm


def filed(values: Values) -> Filed:
    """The facts that the days follow from."""
    event_on = values.get("event_on")
    return Filed(
        received=date.fromisoformat(values["received_on"]),
        by_agency=values["how"] == "agency",
        since=values["since"],
        event_on=date.fromisoformat(event_on) if event_on else None,
        track=values.get("track") or "ordinary",
    )


def clocks_card(found: list[Clock]) -> dict[str, Any]:
    """The days as a text, what has to be checked below them."""
    text = words("filed")
    checks = list(dict.fromkeys(text["check"] + one for clock in found for one in clock.unknown))
    lines = [text["clocks"], *(clock.line() for clock in found), *checks, text["caution"]]
    return {"type": "text", "text": "\n".join(lines)}
