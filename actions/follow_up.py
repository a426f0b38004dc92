"""`follow_up`: what the writer of a letter does with it later: adds to it, has it reopened, withdraws it, rates it.

And what everybody does with whatever has a number: takes a copy, has it deleted. Whoever has just seen the status need
not show number and code again, except for these two; the code itself is never kept.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.casework.entries import Status
from actions.casework.errors import LookUpRefused, NotRecognised, StepRefused, TooManyTries
from actions.casework.kinds import LetterStep
from actions.casework.numbers import holds_code
from actions.content.forms import words
from actions.content.interview import Question
from actions.follow_up_personal import PERSONAL, carried_out, foretold
from actions.guard import off_loop
from actions.interview import cards
from actions.interview.flow import Progress, Values
from actions.interview.guided import AskGuided, Guided
from actions.interview.reading import Asked
from actions.interview.subject import Subject
from actions.looking_up import origin_of, paused
from actions.procedure.letter_clocks import letter_days

KEPT = "follow_up_short"  # the slot in which a letter that was just recognised is remembered
WRITTEN = ("words", "reason", "opinion")


class FollowUpSubject(Subject):
    """Facts and options: which steps the letter allows."""

    feature = "follow_up"

    def facts(self, values: Values, heard: Values) -> dict[str, Any]:
        return {**values, "known": "until" in values, "proved": bool(values.get("proved"))}

    def asked(self, question: Question, values: Values) -> Asked:
        return Asked(question, options(question, values), values, context.today())


class FollowUpForm(Guided):
    """Reads what is wanted; takes the step when the review is confirmed."""

    form: ClassVar[str] = "follow_up_form"
    subject: ClassVar[FollowUpSubject] = FollowUpSubject()

    async def opened(self, progress: Progress, say: CollectingDispatcher, tracker: Tracker) -> Progress:
        """Goes on with a record that was recognised a moment ago; the button may say what is wanted."""
        if is_late(progress.values):
            return Progress()
        chosen = next((e["value"] for e in tracker.latest_message.get("entities") or [] if e["entity"] == "option"), "")
        step = str(chosen).removeprefix("follow_up_wish=")
        known = replace(progress, values=unproved(progress.values), path=(), failures=0, was={})
        return known.answered("wish", {**known.values, "wish": step}) if step in known.values["steps"] else known

    async def answered(
        self, question: Question, text: str, before: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        if question.key in WRITTEN and holds_code(text):
            say.utter_message(json_message=said("code", "warning"))
            return before
        return await super().answered(question, text, before, say, tracker)

    async def accepted(
        self, question: Question, text: str, after: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        values = after.values
        if question.key in ("code", "proof"):
            return await self.recognised(values, values[question.key], say, tracker)
        if question.key != "review":
            return await told(after) if question.key == "wish" else after
        if values["wish"] not in PERSONAL:
            await self.taken(values, say)
        elif is_late(values):
            say.utter_message(json_message=said("late", "warning"))
            return replace(after, values=unproved(values))
        else:
            await self.personal(values, say, tracker)
        return None

    async def recognised(
        self, values: Values, code: str, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        """The record of number and code; one neutral refusal for everything that does not fit."""
        try:
            asked = (values["number"], code, context.now(), origin_of(tracker))
            found = await off_loop(context.records().look_up, *asked)
        except TooManyTries as refused:
            say.utter_message(json_message={"type": "notice", "level": "warning", "text": paused(refused)})
            return None
        except LookUpRefused:
            say.utter_message(json_message=said("not_recognised", "warning"))
            return None
        known = Progress.of(remembered(found), None)
        proved, wish = {**known.values, "proved": True}, values.get("wish")
        if wish in known.values["steps"]:
            return await told(known.answered("wish", {**proved, "wish": wish}))
        if not found.steps:
            say.utter_message(json_message=said("no_letter" if found.letter_id is None else "nothing"))
        return replace(known, values=proved)

    async def personal(self, values: Values, say: CollectingDispatcher, tracker: Tracker) -> None:
        """Gives the copy or deletes; the record may be gone since its code was shown."""
        try:
            await carried_out(values["wish"], values["number"], tracker.sender_id, say)
        except NotRecognised:
            say.utter_message(json_message=said("gone", "warning"))

    async def taken(self, values: Values, say: CollectingDispatcher) -> None:
        """Takes the step; the letter may have moved on since its status was shown."""
        step = LetterStep(values["wish"])
        try:
            await off_loop(context.records().take_step, values["letter"], step, **given(step, values))
        except StepRefused as refused:
            say.utter_message(json_message=said("most" if refused.wrong == "most" else "refused", "warning"))
        else:
            say.utter_message(json_message=said(step))


class AskFollowUp(AskGuided):
    """Asks the next question, or shows everything before the step is taken."""

    guided = FollowUpForm

    def card(self, guided: Guided, question: Question, progress: Progress) -> dict[str, Any]:
        if question.key == "review":
            return review_card(guided.lines(progress), progress.values)
        return super().card(guided, question, progress)


def options(question: Question, values: Values) -> dict[str, str]:
    """The steps that the letter allows now; at the end the exact word that takes the step."""
    if question.key == "wish":
        return {key: label for key, label in question.options.items() if key in values.get("steps", question.options)}
    if question.key == "review":
        exact = words("follow_up")["options"]["reviewed"]
        return {word: word for word in exact.get(values.get("wish"), exact["usual"])}
    return dict(question.options)


def given(step: LetterStep, values: Values) -> dict[str, Any]:
    """What a step is given, out of the answers; a letter that is reopened has its days anew."""
    found: dict[LetterStep, dict[str, Any]] = {
        LetterStep.ADDITION: {"words": values.get("words")},
        LetterStep.RATED: {"rating": int(values.get("rating") or 0), "words": values.get("opinion") or ""},
        LetterStep.REOPENED: {"reason": values.get("reason"), "due": due_anew(values)},
    }
    return found.get(step, {})


def due_anew(values: Values) -> Any:
    """The last day to deal with a letter that is reopened today; None where no rule sets one."""
    own = context.region().mailbox.reply_workdays.get(values["kind"])
    return letter_days(values["kind"], context.today(), own).reply_on


def remembered(found: Status) -> dict[str, Any]:
    """A record that was recognised, for a quarter of an hour: no code, and nothing that it says."""
    until: datetime = context.now() + timedelta(minutes=words("follow_up")["minutes"])
    kept = {"letter": found.letter_id, "kind": found.letter_kind, "number": found.number, "steps": steps_of(found)}
    return Progress({**kept, "until": until.timestamp()}).parts()[0]


def steps_of(found: Status) -> list[str]:
    """What may be done with a record now: a letter's own steps, and what everybody may do with whatever is theirs."""
    return [*map(str, found.steps), *PERSONAL]


def is_late(values: Values) -> bool:
    """Whether it is too long ago that number and code were shown, or they never were."""
    return context.now().timestamp() > float(values.get("until", 0))


def unproved(values: Values) -> Values:
    """The answers, when a copy or a deletion needs the code once more."""
    return {key: one for key, one in values.items() if key not in ("proved", "foretold", "review")}


async def told(progress: Progress) -> Progress:
    """With what is said before a copy or a deletion is confirmed, once the code was shown for it."""
    values = {key: one for key, one in progress.values.items() if key != "foretold"}
    if values["wish"] in PERSONAL and values.get("proved"):
        values["foretold"] = await foretold(values["wish"], values["number"])
    return replace(progress, values=values)


def begun(step: str) -> str:
    """The payload of a button that begins one step."""
    return "/follow_up" + json.dumps({"option": f"follow_up_wish={step}"})


def said(key: str, level: str = "info") -> dict[str, Any]:
    """One of the fixed sentences."""
    return {"type": "notice", "level": level, "text": words("follow_up")["said"][key]}


def review_card(lines: list[cards.Line], values: Values) -> dict[str, Any]:
    """What is about to happen; only the button or its exact word makes it happen."""
    text = words("follow_up")["review"]
    exact = words("follow_up")["options"]["reviewed"]
    [word] = exact.get(values["wish"], exact["usual"])
    before = text["withdrawn" if values["wish"] == LetterStep.WITHDRAWN else "text"]
    return cards.review_card("follow_up", values.get("foretold") or before, lines, word, text["abandon"])
