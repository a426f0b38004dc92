"""The questions of the application whose options or wording follow from knowledge/ and from earlier answers."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import apply_facts, context
from actions.apply import ApplyForm, required
from actions.content.forms import words
from actions.form import Values
from actions.guard import Event, GuardedAction
from actions.review import Line, choose, review_card


class Question(GuardedAction):
    """Asks one slot of the application with a choice of options."""

    control: ClassVar[str] = "choice"

    @property
    @abstractmethod
    def slot(self) -> str:
        """The slot that is asked for."""

    def name(self) -> str:
        return f"action_ask_{self.slot}"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        say.utter_message(json_message=self.message(ApplyForm.values(tracker)))
        return []

    def message(self, values: Values) -> dict[str, Any]:
        """The `field` message."""
        options = apply_facts.options(self.slot, values, context.today(), context.region())
        return {**self.frame(), "choices": [self.option(key, label) for key, label in options.items()]}

    def frame(self) -> dict[str, Any]:
        """The message without its options."""
        text = words("apply")["questions"][self.slot]
        step = {"at": text["step"], "of": words("apply")["steps"]}
        common = {"type": "field", "field": self.slot, "control": self.control}
        return {**common, "text": text["text"], "why": text["why"], "step": step}

    def option(self, key: str, label: str) -> dict[str, Any]:
        """One option; several may be ticked before sending, so they carry their value instead of a payload."""
        if self.control == "multi":
            return {"label": label, "value": key}
        return {"label": label, "choice": choose(self.slot, key)}


class AskBody(Question):
    """Which of the bodies that the words may mean."""

    slot = "apply_body"


class AskMatter(Question):
    """Which kind of matter."""

    slot = "apply_matter"


class AskLearnedHow(Question):
    """How the citizen learned of it."""

    slot = "apply_learned_how"


class AskLearnedOn(Question):
    """On which day."""

    slot = "apply_learned_on"
    control = "date"

    def message(self, values: Values) -> dict[str, Any]:
        return {**self.frame(), "text": apply_facts.question_of_day(values), "hint": words("apply")["date_hint"]}


class AskDateCheck(Question):
    """The same day once more, because it decides."""

    slot = "apply_date_check"

    def message(self, values: Values) -> dict[str, Any]:
        asked = super().message(values)
        return {**asked, "text": asked["text"].replace("{value}", str(values.get("apply_learned_on")))}


class AskLateReason(Question):
    """Which lawful reason may still help."""

    slot = "apply_late_reason"


class AskRequests(Question):
    """What is asked for; several."""

    slot = "apply_requests"
    control = "multi"


class AskReview(GuardedAction):
    """Shows everything before it is saved."""

    def name(self) -> str:
        return "action_ask_apply_review"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        lines = review_lines(ApplyForm.values(tracker))
        say.utter_message(json_message=review_card("apply_review", lines, words("apply")["review"]))
        return []


def review_lines(values: Values) -> list[Line]:
    """Every answer with its label; computed lines cannot be changed directly."""
    text, region, today = words("apply"), context.region(), context.today()
    labels, unsure = text["labels"], text["review"]["unsure"]
    last_day = apply_facts.deadline(values, today).last_day
    lines: list[Line] = []
    for slot in required(values):
        if slot in labels and values.get(slot) is not None:
            lines.append((labels[slot], shown(slot, values), slot))
        if slot == "apply_body":
            lines.append((labels["apply_authority"], apply_facts.authority(values, region).name or unsure, None))
        if slot == "apply_learned_on":
            lines.append((labels["apply_last_day"], last_day.isoformat() if last_day else unsure, None))
    return lines


def shown(slot: str, values: Values) -> str:
    """An answer as the citizen reads it."""
    if slot == "apply_respondent":
        return apply_facts.respondent_name(values, context.region())
    value = values[slot]
    if slot in ("apply_matter", "apply_learned_how", "apply_late_reason", "apply_applicant_kind", "apply_requests"):
        options = apply_facts.options(slot, {**values, slot: None}, context.today(), context.region())
        return "、".join(str(options.get(key, key)) for key in (value if isinstance(value, list) else [value]))
    return str(value)
