"""`complaint`: registers a problem report, a complaint or a suggestion, named or anonymous."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.casework.entries import NewLetter, Receipt
from actions.casework.kinds import LetterKind
from actions.content.forms import words
from actions.form import Field, Form, Values, free_text, option_in
from actions.guard import Event, GuardedAction, off_loop
from actions.review import Line, review_card, submission
from actions.wordings import phone, review

FORM = "complaint_form"
ANSWERS = ("complaint_kind", "complaint_about", "complaint_what", "complaint_named")
PERSONAL = ("complaint_name", "complaint_phone")


def options(slot: str) -> dict[str, str]:
    """The options of a slot, key → label; none where it has none."""
    found: dict[str, str] = words("complaint")["options"].get(slot, {})
    return found


def option_of(slot: str) -> Field:
    """A field answered by one of its options."""
    return Field(lambda text: option_in(text, options(slot)))


def required(values: Values) -> list[str]:
    """A name and a phone are asked of those only who sign."""
    personal = PERSONAL if values.get("complaint_named") == "named" else ()
    return [*ANSWERS, *personal, "complaint_review"]


class ComplaintForm(Form):
    """Reads the answers; files the letter when the review is confirmed."""

    form: ClassVar[str] = FORM
    fields: ClassVar[dict[str, Field]] = {
        "complaint_kind": option_of("complaint_kind"),
        "complaint_about": free_text(2, 100),
        "complaint_what": free_text(5, 2000),
        "complaint_named": option_of("complaint_named"),
        "complaint_name": free_text(2, 50),
        "complaint_phone": Field(phone),
        "complaint_review": review((*ANSWERS, *PERSONAL), ("确认提交",)),
    }

    def required(self, values: Values) -> list[str]:
        return required(values)

    def options(self, slot: str, values: Values) -> Mapping[str, str]:
        return options(slot)

    async def accepted(self, slot: str, values: Values, say: CollectingDispatcher, tracker: Tracker) -> Values:
        if slot == "complaint_named" and values[slot] == "anonymous":
            return dict.fromkeys(PERSONAL)
        if slot != "complaint_review":
            return {}
        if values[slot] != "save":
            return {values[slot].removeprefix("change:"): None, slot: None}
        receipt = await off_loop(context.records().file_letter, letter(values, submission(tracker, FORM)))
        say.utter_message(json_message=receipt_card(receipt, values))
        return self.emptied()


class AskComplaintReview(GuardedAction):
    """Shows everything before it is filed."""

    def name(self) -> str:
        return "action_ask_complaint_review"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        values = ComplaintForm.values(tracker)
        say.utter_message(json_message=review_card("complaint_review", lines(values), words("complaint")["review"]))
        return []


def lines(values: Values) -> list[Line]:
    """The lines of the review card."""
    text = words("complaint")
    shown = [slot for slot in required(values) if slot != "complaint_review"]
    return [
        (text["labels"][slot], text["options"].get(slot, {}).get(values[slot], values[slot]), slot) for slot in shown
    ]


def letter(values: Values, submitted: str) -> NewLetter:
    """The letter that the answers describe."""
    named = values["complaint_named"] == "named"
    return NewLetter(
        submission=submitted,
        kind=LetterKind(values["complaint_kind"]),
        anonymous=not named,
        about=values["complaint_about"],
        what_happened=values["complaint_what"],
        name=values["complaint_name"] if named else None,
        contact=values["complaint_phone"] if named else None,
    )


def receipt_card(receipt: Receipt, values: Values) -> dict[str, Any]:
    """The `receipt` message; the code is in it once and nowhere else."""
    text = words("complaint")["receipt"]
    return {
        "type": "receipt",
        "text": text["text"],
        "number": receipt.number,
        "code": receipt.code,
        "rung": text["rung"],
        "lines": [
            {"label": text["kind"], "value": options("complaint_kind")[values["complaint_kind"]]},
            {"label": text["registered_on"], "value": context.today().isoformat()},
            {"label": text["reply"], "value": text[values["complaint_named"]]},
        ],
    }
