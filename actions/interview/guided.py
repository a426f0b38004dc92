"""The two Rasa actions of a guided form: one reads the answer to the open question, one asks the next.

Rasa keeps three slots: `<feature>_answer`, which stays open until the form is done, and two that hold the progress.
So a new question is a new row in knowledge/interviews/, and needs no training.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.content.interview import Question
from actions.form import NotUnderstood, answer_in, short
from actions.guard import Event, GuardedAction, off_loop
from actions.interview import cards, days
from actions.interview.commands import Command, command_in, leaves_blank, line_number
from actions.interview.flow import SKIPPED, Ended, Progress, back, next_question, required, without
from actions.interview.reading import read
from actions.interview.subject import Subject
from actions.wordings import half_width


class Guided(GuardedAction):
    """Validates `<feature>_answer`: reads one answer, one command, or leaves the message to the rules."""

    subject: ClassVar[Subject]
    form: ClassVar[str]

    def name(self) -> str:
        return f"validate_{self.form}"

    @classmethod
    def slots(cls) -> tuple[str, str, str]:
        """The slot that is asked for, and the two that hold the progress."""
        feature = cls.subject.feature
        return f"{feature}_answer", f"{feature}_short", f"{feature}_long"

    @classmethod
    def progress(cls, tracker: Tracker) -> Progress:
        """How far this conversation has come."""
        _, kept, long = cls.slots()
        return Progress.of(tracker.get_slot(kept), tracker.get_slot(long))

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        before = self.progress(tracker)
        if tracker.get_slot("requested_slot") != self.slots()[0]:
            asyncio.get_running_loop().run_in_executor(None, days.load)  # a second or more, once
            return self.events(before, await self.opened(before, say, tracker))
        question = self.open_question(before)
        if question is None:
            return self.events(before, before)
        meant = self.meant(question, before, tracker.latest_message)
        if meant is None:
            return []  # Rasa then lets the rules answer, and asks again
        if isinstance(meant, Command):
            after = await self.commanded(meant, question, before, say, tracker)
        else:
            after = await self.answered(question, meant, before, say, tracker)
        return self.events(before, after)

    def open_question(self, progress: Progress) -> Question | None:
        """The question that stands open: the one that was opened again, else the first without an answer."""
        for key in progress.was:
            return self.subject.interview.questions[key]
        facts = self.subject.facts(progress.values, progress.heard)
        return next_question(self.subject.interview, progress.values, facts)

    async def opened(self, progress: Progress, say: CollectingDispatcher, tracker: Tracker) -> Progress:
        """Called when the form begins: the message that began it may already say something."""
        return progress

    def meant(self, question: Question, progress: Progress, message: Mapping[str, Any]) -> Command | str | None:
        """The command or the answer in a message; None when it is a question or meant another one."""
        feature, chosen = self.subject.feature, _chosen(message)
        pressed = answer_in(message, f"{feature}_do") if chosen else None
        if pressed:
            command = Command(*pressed.split(":", 1))
            return None if command.name == "skip" and command.what != question.key else command
        text = str(message.get("text") or "").strip()
        command_said = None if chosen else command_in(text)
        if command_said and not (command_said.name == "skip" and not question.skip and _stops(message)):
            return command_said
        typed = self.labels(question, progress)
        if not chosen and text in typed:
            return typed[text]
        answer = answer_in(message, f"{feature}_{question.key}")
        if question.skip and leaves_blank(text, question.skip) and (answer is not None or not chosen):
            return Command("skip", question.key)
        return answer

    def labels(self, question: Question, progress: Progress) -> dict[str, str]:
        """What is typed to the letter for an option, and the option's key."""
        options = self.subject.asked(question, progress.values).options if question.read != "names" else {}
        return {one: key for key, label in options.items() for one in (label, short(label))}

    async def answered(
        self, question: Question, text: str, before: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        """Reads one answer; says kindly what is expected when it was not understood."""
        asked = self.subject.asked(question, before.values)
        try:
            value = await off_loop(read, asked, text)
        except NotUnderstood:
            failed = replace(before, failures=before.failures + 1)
            texts = self.fill(question, failed)
            table = self.subject.interview
            say.utter_message(json_message=cards.not_understood(table, question, texts, failed.failures))
            return failed
        return await self.kept(question, value, text, before, say, tracker)

    async def kept(
        self, question: Question, value: Any, text: str, before: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        """Keeps an answer, or that it is left blank; what rests on another answer than before is asked again."""
        same = before.was.get(question.key) == value
        left = before.values if same else without(self.subject.interview, before.values, question.key)
        after = before.answered(question.key, self.subject.offered({**left, question.key: value}))
        return await self.accepted(question, text, after, say, tracker)

    @abstractmethod
    async def accepted(
        self, question: Question, text: str, after: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        """Called after an answer was read: may say something and change more; None ends the form."""

    async def commanded(
        self, command: Command, question: Question, before: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        """Carries out a command; None ends the form."""
        if command.name == "save":
            return before if await self.put_aside(before.whole(), say, tracker) else None
        if command.name == "skip" and question.skip:
            return await self.kept(question, SKIPPED, "", before, say, tracker)
        if command.name == "why":
            say.utter_message(json_message=cards.why(question))
            return before
        done: Progress | None = None
        if command.name == "back":
            facts = self.subject.facts(before.values, before.heard)
            done = back(self.subject.interview, before, question, facts)
        elif command.name == "change":
            done = self.changed(command.what, before.whole())
        if done is None:
            say.utter_message(json_message=self.refusal(command, question, before.whole()))
        return done or before

    async def put_aside(self, before: Progress, say: CollectingDispatcher, tracker: Tracker) -> Progress | None:
        """Keeps the answers for another day; a form that cannot says so."""
        say.utter_message(json_message=cards.cannot("save" if self.subject.interview.keeps else "keep"))
        return before

    def changed(self, what: str, before: Progress) -> Progress | None:
        """The form with one line open again: by its key, its number on the review card, or its name."""
        labels = {key: label for label, _, key in self.lines(before) if key}
        number = line_number(what)
        if what in labels:
            key = what
        elif number is not None and 1 <= number <= len(labels):
            key = list(labels)[number - 1]
        else:
            named = [key for key, label in labels.items() if what and what in half_width(label)]
            if len(named) != 1:
                return None
            key = named[0]
        return before.reopened(key, before.path)

    def refusal(self, command: Command, question: Question, before: Progress) -> dict[str, Any]:
        """What is said when a command cannot be carried out: the lines to choose from, or why it cannot be."""
        if command.name in ("list", "change") and self.lines(before):
            return cards.overview(self.subject.feature, self.lines(before))
        return cards.cannot(command.name, question)

    def lines(self, progress: Progress) -> list[cards.Line]:
        """The answers as the review card shows them, in the order of the table."""
        facts = self.subject.facts(progress.values, progress.heard)
        phrases = self.subject.phrases(progress.values)
        table = self.subject.interview.questions
        return [
            (cards.filled(str(table[key].label), phrases), self.subject.shown(table[key], progress.values), key)
            for key in required(self.subject.interview, facts)
            if table[key].label and progress.values.get(key) is not None
        ]

    def fill(self, question: Question, progress: Progress) -> dict[str, str]:
        """The texts of a question with their placeholders filled."""
        phrases = self.subject.phrases(progress.values)
        return {name: cards.filled(getattr(question, name) or "", phrases) for name in ("text", "invalid", "where")}

    def events(self, before: Progress, after: Progress | None) -> list[Event]:
        """What changed; None means that the form is over and everything forgotten, Ended: all but its values."""
        answer, short_slot, long_slot = self.slots()
        if after is None or isinstance(after, Ended):
            kept = after.parts()[0] if after else None
            return [SlotSet(short_slot, kept), *(SlotSet(one, None) for one in (answer, long_slot, "requested_slot"))]
        old, new = before.parts(), after.parts()
        changed = [
            SlotSet(slot, part)
            for slot, was, part in zip((short_slot, long_slot), old, new, strict=True)
            if part != was
        ]
        return [*changed, SlotSet(answer, None), SlotSet("requested_slot", answer)]

    def after_failure(self, tracker: Tracker) -> list[Event]:
        """Keeps the question open; nothing is taken as answered."""
        answer = self.slots()[0]
        return [SlotSet(answer, None), SlotSet("requested_slot", answer)]


class AskGuided(GuardedAction):
    """Asks the open question of a guided form."""

    @property
    @abstractmethod
    def guided(self) -> type[Guided]:
        """The form whose questions are asked."""

    def name(self) -> str:
        return f"action_ask_{self.guided.slots()[0]}"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        guided = self.guided()
        progress = guided.progress(tracker)
        question = guided.open_question(progress)
        if question is not None:
            say.utter_message(json_message=self.card(guided, question, progress))
        return []

    def card(self, guided: Guided, question: Question, progress: Progress) -> dict[str, Any]:
        """The message of a question."""
        subject = guided.subject
        options = subject.asked(question, progress.values).options
        texts = guided.fill(question, progress)
        return cards.question_card(subject.interview, question, texts, options, first=not progress.path)


def _stops(message: Mapping[str, Any]) -> bool:
    """不填了 at a question that cannot be left blank is said by somebody who gives up."""
    return bool((message.get("intent") or {}).get("name") == "stop")


def _chosen(message: Mapping[str, Any]) -> bool:
    return (message.get("intent") or {}).get("name") in ("choose", "inform")
