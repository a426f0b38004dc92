"""`apply`: from “what happened” to an application document marked as a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import apply_accepted, apply_facts, context
from actions.apply_document import document_facts, record
from actions.apply_notices import personal_notice
from actions.apply_result import document, file_card, page, receipt_card
from actions.apply_story import heard, heard_lines, is_story
from actions.apply_subject import ApplySubject
from actions.casework.errors import LookUpRefused, TooManyTries
from actions.content.forms import words
from actions.content.interview import Question
from actions.guard import off_loop
from actions.interview import cards
from actions.interview.flow import Progress, without
from actions.interview.guided import AskGuided, Guided
from actions.looking_up import origin_of, paused
from actions.procedure.document import application_document
from actions.procedure.document_page import application_page
from actions.review import submission

FORM = "apply_form"
STORY_LENGTH = 12  # characters; what opens the form in fewer words tells nothing yet
NOTHING_YET = {"start", "resume_number", "resume_code"}  # answers that are not worth a draft


class ApplyForm(Guided):
    """Reads the answers; counts the deadline when its facts are known; saves the draft when the review is confirmed."""

    form: ClassVar[str] = FORM
    subject: ClassVar[ApplySubject] = ApplySubject()

    async def opened(self, progress: Progress, say: CollectingDispatcher, tracker: Tracker) -> Progress:
        """A message that already tells what happened is the story; a button may say how to begin."""
        if progress.values:
            return progress  # a photo has filled in something already
        message = tracker.latest_message
        chosen = next((e["value"] for e in message.get("entities") or [] if e["entity"] == "option"), "")
        start = str(chosen).removeprefix("apply_start=")
        if start in self.subject.interview.questions["start"].options:
            begun = progress.answered("start", {**progress.values, "start": start})
            return await self.accepted(self.subject.interview.questions["start"], start, begun, say, tracker) or begun
        said = str(message.get("text") or "").strip()
        text = str(tracker.get_slot("told") or "") if said.startswith("/") else said
        if len(text) < STORY_LENGTH:
            return progress
        listened = await off_loop(heard, text, context.today(), context.region())
        if "respondent" not in listened and "event_day" not in listened:
            return progress
        told = progress.answered("start", {**progress.values, "start": "tell"})
        return replace(told.answered("story", {**told.values, "story": text}), heard=listened)

    async def accepted(
        self, question: Question, text: str, after: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        progress = await self.followed(question, text, after, say, tracker)
        if progress is not None and self.turns_personal(progress):
            say.utter_message(json_message=personal_notice())
        return progress

    def turns_personal(self, progress: Progress) -> bool:
        """Whether the next question is the first for data of a person: what they are for is said before it."""
        table, following = self.subject.interview.questions, self.open_question(progress)
        return bool(following and following.private) and not any(table[key].private for key in progress.path)

    async def followed(
        self, question: Question, text: str, after: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        """What follows from an answer; None ends the form."""
        key, values = question.key, after.values
        if key == "review":
            await self.finished(values, say, tracker)
            return None
        if key == "go_on" and values[key] == "stop":
            say.utter_message(json_message=apply_accepted.stopped())
            return None
        if key == "resume_code":
            return await self.resumed(after, say, tracker)
        if key == "start" and values[key] == "tell" and is_story(text, question.options["tell"]):
            known = without(self.subject.interview, values, "story")
            after = after.answered("story", {**known, "story": text})
        if key == "story" or after.values.get("story") != values.get("story"):
            told = after.values["story"]
            listened = await off_loop(heard, told, context.today(), context.region()) if told else {}
            return replace(after, heard=listened)
        changed, messages = apply_accepted.after_answer(key, text, after)
        for message in messages:
            say.utter_message(json_message=message)
        return changed

    async def finished(self, values: dict[str, Any], say: CollectingDispatcher, tracker: Tracker) -> None:
        """Writes the document, saves the draft, and shows both; the form is over."""
        today, region = context.today(), context.region()
        facts = document_facts(values, today, region)
        content = await off_loop(application_document, facts, today)
        shown = await off_loop(application_page, facts, today)
        saved = record(values, submission(tracker, FORM), today, region)
        receipt = await off_loop(context.records().save_application, saved)
        keep = context.records().keep_file
        file_id = await off_loop(keep, tracker.sender_id, *document(), content)
        page_id = await off_loop(keep, tracker.sender_id, *page(), shown.encode())
        say.utter_message(json_message=file_card(file_id, page_id))
        say.utter_message(json_message=receipt_card(receipt, apply_facts.deadline(values, today)))

    async def put_aside(self, before: Progress, say: CollectingDispatcher, tracker: Tracker) -> Progress | None:
        if not set(before.values) - NOTHING_YET:
            return await super().put_aside(before, say, tracker)
        today = context.today()
        saved = record(before.values, submission(tracker, FORM), today, context.region())
        receipt = await off_loop(context.records().save_application, saved)
        counted = apply_facts.deadline(before.values, today)
        say.utter_message(json_message=receipt_card(receipt, counted, finished=False))
        return None

    async def resumed(self, after: Progress, say: CollectingDispatcher, tracker: Tracker) -> Progress:
        """Opens a saved draft with both secrets; one neutral refusal for everything that does not fit."""
        notices = words("apply")["notices"]
        number, code = after.values["resume_number"], after.values["resume_code"]
        try:
            opened = (number, code, submission(tracker, FORM), origin_of(tracker))
            found = await off_loop(context.records().open_draft, *opened)
        except LookUpRefused as refused:
            waits = paused(refused) + notices["resume_paused"] if isinstance(refused, TooManyTries) else ""
            text = waits or notices["not_resumed"]
            say.utter_message(json_message={"type": "notice", "level": "warning", "text": text})
            return Progress()
        say.utter_message(json_message={"type": "notice", "level": "info", "text": notices["resumed"]})
        # The code itself is not kept; what the tables no longer offer is asked again.
        values = {**self.subject.offered(found), "resume_number": number, "resume_code": ""}
        if values.get("learned_on"):
            say.utter_message(json_message=apply_accepted.deadline_card(values, context.today()))
        return Progress(values, tuple(key for key in self.subject.interview.questions if key in values))


class AskApply(AskGuided):
    """Asks the next question of the application, or shows everything for review."""

    guided = ApplyForm

    def card(self, guided: Guided, question: Question, progress: Progress) -> dict[str, Any]:
        if question.key == "review":
            return review_card(guided, progress)
        card = super().card(guided, question, progress)
        text = words("apply")
        if question.key == "heard":
            card["text"] = "\n".join([text["heard"]["question"], *heard_lines(progress.heard)])
        if question.help:
            helps = text["help"][question.help]
            kind = "inaction" if apply_facts.is_inaction(progress.values) else str(progress.values.get("matter"))
            hint = helps.get(kind) or helps["usual"]
            card |= {"hint": hint} if hint else {}
        event_day = progress.values.get("event_day")
        if question.key == "learned_on" and event_day:
            day = {"label": self.same_day(event_day), "choice": cards.choose("apply", "learned_on", event_day)}
            card["tools"] = [day, *card["tools"]]
        return card

    def same_day(self, day: str) -> str:
        """The button that takes the day of the story."""
        return str(words("apply")["same_day"]).replace("{day}", apply_accepted.spoken(day))


def review_card(guided: Guided, progress: Progress) -> dict[str, Any]:
    """Every answer with its number and button; computed lines stand beside what they follow from."""
    text, values = words("apply"), progress.values
    region, today = context.region(), context.today()
    last_day = apply_facts.deadline(values, today).last_day
    computed = {
        "respondent": (text["computed"]["authority"], apply_facts.authority(values, region).name),
        "learned_on": (text["computed"]["last_day"], apply_accepted.spoken(last_day.isoformat()) if last_day else None),
    }
    lines: list[cards.Line] = []
    for label, value, key in guided.lines(progress):
        lines.append((label, value, key))
        if key in computed:
            name, said = computed.pop(key)
            lines.append((name, said or text["review"]["unsure"], None))
    words_ = text["review"]
    return {
        "type": "review",
        "text": words_["oral" if values.get("start") == "oral" else "text"],
        "lines": cards.numbered("apply", lines),
        "choices": [
            {"label": words_["save"], "choice": cards.choose("apply", "review", "save")},
            {"label": words_["later"], "choice": cards.do("apply", "save")},
            {"label": words_["abandon"], "choice": "/abandon"},
        ],
    }
