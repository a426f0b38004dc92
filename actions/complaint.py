"""`complaint`: registers a problem report, a complaint or a suggestion, named or anonymous."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.casework.evidence import MOST_FILES
from actions.casework.numbers import holds_code
from actions.complaint_cards import letter, receipt_card, review_card, said
from actions.complaint_story import story_in
from actions.complaint_subject import TEXTS, ComplaintSubject, filed_before, files, is_anonymous
from actions.content.forms import words
from actions.content.interview import Question
from actions.guard import off_loop
from actions.interview.flow import Ended, Progress, Values, without
from actions.interview.guided import AskGuided, Guided
from actions.procedure.identifying import without_details
from actions.review import submission

FORM = "complaint_form"
FILE = "kept:"  # begins the answer that the edge gives when it has kept a file


class ComplaintForm(Guided):
    """Reads the answers; files the letter when the review is confirmed."""

    form: ClassVar[str] = FORM
    subject: ClassVar[ComplaintSubject] = ComplaintSubject()

    async def opened(self, progress: Progress, say: CollectingDispatcher, tracker: Tracker) -> Progress:
        """Begins with what this conversation filed; a message that tells what happened is not asked for again."""
        begun: Values = {"filed": numbers} if (numbers := filed_before(progress.values)) else {}
        text = str(tracker.latest_message.get("text") or "").strip()
        text = str(tracker.get_slot("told") or "") if text.startswith("/") else text
        story = await off_loop(story_in, text, context.today(), context.region())
        if story and holds_code(story):
            say.utter_message(json_message=said("code", "warning"))
        elif story:
            begun["story"] = story
            say.utter_message(json_message=said("listened"))
        return Progress(begun)

    async def answered(
        self, question: Question, text: str, before: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        if question.key in TEXTS and holds_code(text):
            say.utter_message(json_message=said("code", "warning"))
            return before
        if question.key == "evidence" and text.startswith(FILE):
            return self.with_file(text.removeprefix(FILE), before, say)
        return await super().answered(question, text, before, say, tracker)

    def with_file(self, file_id: str, before: Progress, say: CollectingDispatcher) -> Progress:
        """Counts a file that the edge has kept; the question stays open for the next one."""
        known = files(before.values)
        if file_id in known or len(known) >= MOST_FILES:
            return before
        say.utter_message(json_message=said("kept"))
        return replace(before, values={**before.values, "files": [*known, file_id]}, failures=0)

    async def accepted(
        self, question: Question, text: str, after: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        key, values = question.key, after.values
        if key == "review":
            return Ended({"filed": [*filed_before(values), await self.finished(values, say, tracker)]})
        if values[key] == "stop" and key in ("elsewhere", "duplicate"):
            await self.stopped(key, values, say, tracker)
            return Ended({"filed": filed_before(values)}) if filed_before(values) else None
        if key == "told":
            return await self.told(after, say)
        if key in TEXTS:
            return replace(after, values=await self.compared(values))
        if key == "own":
            return self.own(values, after, say)
        if key == "evidence" and values[key] == "clear":
            await off_loop(context.records().drop_evidence, tracker.sender_id)
            say.utter_message(json_message=said("cleared"))
            return replace(
                after, values={name: one for name, one in values.items() if name not in ("evidence", "files")}
            )
        return after

    async def told(self, after: Progress, say: CollectingDispatcher) -> Progress:
        """Takes the story that was told at the beginning, or gives it back to be written anew."""
        if after.values["told"] != "use":
            say.utter_message(json_message=said("rewrite", text=after.values["story"]))
            return after
        taken = after.answered("what", {**after.values, "what": after.values["story"]})
        return replace(taken, values=await self.compared(taken.values))

    async def compared(self, values: Values) -> Values:
        """The answers with the mark that the same text was sent a moment ago: its number, if in this conversation."""
        rest = {key: value for key, value in values.items() if key != "sent_before"}
        if not all(rest.get(key) for key in TEXTS):
            return rest
        known = await off_loop(context.records().sent_before, rest["about"], rest["what"])
        own = next((number for number in filed_before(rest) if number in known), "")
        return {**rest, "sent_before": own} if known else rest

    def own(self, values: Values, after: Progress, say: CollectingDispatcher) -> Progress:
        """Takes out what tells who wrote it, or lets the writer write it anew."""
        if values["own"] == "remove":
            say.utter_message(json_message=said("removed"))
            return replace(after, values={**values, **{key: without_details(values[key]) for key in TEXTS}})
        if values["own"] == "rewrite":
            say.utter_message(json_message=said("rewrite", text=values["what"]))
            return replace(after, values=without(self.subject.interview, values, "what"))
        return after

    async def stopped(self, key: str, values: Values, say: CollectingDispatcher, tracker: Tracker) -> None:
        """Ends the form unfiled; what was written is given back."""
        await off_loop(context.records().drop_evidence, tracker.sender_id)
        say.utter_message(json_message=said(key, text=values["what"]))

    async def finished(self, values: Values, say: CollectingDispatcher, tracker: Tracker) -> str:
        """Files the letter and shows its receipt, last of all; returns its number."""
        filed = letter(values, submission(tracker, FORM), tracker.sender_id)
        receipt = await off_loop(context.records().file_letter, filed)
        say.utter_message(json_message=receipt_card(receipt, filed))
        return str(receipt.number)


class AskComplaint(AskGuided):
    """Asks the next question, or shows everything for review."""

    guided = ComplaintForm

    def card(self, guided: Guided, question: Question, progress: Progress) -> dict[str, Any]:
        if question.key == "review":
            return review_card(guided.lines(progress))
        card = super().card(guided, question, progress)
        if question.key == "what" and is_anonymous(progress.values):
            card["hint"] = words("complaint")["phrases"]["anonymous_hint"]
        return card | {"upload": "letter"} if question.key == "evidence" else card
