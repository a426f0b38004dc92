"""`callback`: notes that somebody wants to be called, when the phone is busy or the office closed."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.casework.callbacks import NewCallback
from actions.casework.kinds import PartOfDay
from actions.content.forms import words
from actions.content.interview import Question
from actions.guard import off_loop
from actions.interview import cards
from actions.interview.flow import Progress, Values
from actions.interview.guided import AskGuided, Guided
from actions.interview.reading import Asked
from actions.interview.subject import Subject
from actions.procedure.workdays import add_workdays, is_workday
from actions.review import submission

FORM = "callback_form"


class CallbackSubject(Subject):
    """What is known beyond the table: the words that confirm."""

    feature = "callback"

    def asked(self, question: Question, values: Values) -> Asked:
        typed = words("callback")["review"]["typed"] if question.key == "review" else ()
        options = question.options or {one: one for one in typed}
        return Asked(question, options, values, context.today())


class CallbackForm(Guided):
    """Reads who is to be called and when; notes it when the review is confirmed."""

    form: ClassVar[str] = FORM
    subject: ClassVar[CallbackSubject] = CallbackSubject()

    async def accepted(
        self, question: Question, text: str, after: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        if question.key != "review":
            return after
        number = await off_loop(context.records().note_callback, wish(after.values, submission(tracker, FORM)))
        say.utter_message(json_message=done(number))
        return None


class AskCallback(AskGuided):
    """Asks the next question, or shows the answers for review."""

    guided = CallbackForm

    def card(self, guided: Guided, question: Question, progress: Progress) -> dict[str, Any]:
        if question.key != "review":
            return super().card(guided, question, progress)
        text = words("callback")["review"]
        return cards.review_card("callback", text["text"], guided.lines(progress), text["save"], text["abandon"])


def wish(values: Values, submitted: str) -> NewCallback:
    """What the answers say."""
    return NewCallback(
        submission=submitted,
        about=values["topic"],
        called=values["called"],
        phone=values["phone"],
        part_of_day=PartOfDay(values["when"]),
        due_on=_due_on(),
    )


def _due_on() -> date | None:
    """The last working day of the county's own promise; None when it has made none."""
    promised = context.region().callback_workdays
    return add_workdays(context.today(), promised).on if promised else None


def done(number: str) -> dict[str, Any]:
    """The number, when the call comes as far as the county has said so, and what this is not."""
    text, region = words("callback")["done"], context.region()
    noted = text["open" if region.open_at(context.now(), is_workday) else "closed"].replace("{number}", number)
    promised = region.callback_workdays
    within = text["within"].replace("{days}", str(promised)) if promised else text["promise_unknown"]
    return {"type": "notice", "level": "info", "text": "\n".join([noted + within, text["effect"], text["missed"]])}
