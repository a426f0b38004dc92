"""`apply`: from “who decided what” to an application document marked as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import apply_facts, context
from actions.apply_result import document, file_card, receipt_card
from actions.content.forms import words
from actions.form import Field, Form, Values, free_text, option_in, several_in
from actions.guard import off_loop
from actions.procedure.deadline import message
from actions.procedure.document import application_document
from actions.procedure.jurisdiction import find_respondent
from actions.review import submission
from actions.wordings import known_day, phone, review

FORM = "apply_form"
PERSONAL = ("apply_name", "apply_phone", "apply_address")
CHANGEABLE = (
    "apply_respondent",
    "apply_matter",
    "apply_learned_how",
    "apply_learned_on",
    "apply_late_reason",
    "apply_late_story",
    "apply_applicant_kind",
    "apply_requests",
    "apply_facts",
    *PERSONAL,
)
# When an answer changes, the answers that were given because of it are asked again.
DEPENDENT = {
    "apply_respondent": ("apply_body",),
    "apply_matter": ("apply_learned_how", "apply_learned_on", "apply_requests"),
    "apply_learned_how": ("apply_learned_on",),
    "apply_learned_on": ("apply_date_check", "apply_late_reason", "apply_late_story"),
    "apply_late_reason": ("apply_late_story",),
    "apply_applicant_kind": ("apply_name",),
}


def unread(text: str) -> str:
    """What depends on other answers is read in `ApplyForm.read`."""
    return text


def required(values: Values) -> list[str]:
    """The questions that the answers so far make necessary, in order."""
    counted = apply_facts.deadline(values, context.today())
    late = counted.state in ("late_reasons", "late") or bool(values.get("apply_late_reason"))
    pressing = [] if counted.state not in apply_facts.PRESSING and not late else ["apply_date_check"]
    pressing += ["apply_late_reason"] if late else []
    pressing += ["apply_late_story"] if values.get("apply_late_reason") not in (None, "none") else []
    first = ["apply_respondent", "apply_body", "apply_matter", "apply_learned_how", "apply_learned_on"]
    rest = ["apply_applicant_kind", "apply_requests", "apply_facts", *PERSONAL, "apply_review"]
    return [*first, *pressing, *rest]


class ApplyForm(Form):
    """Reads the answers; counts the deadline when its facts are known; saves the draft when the review is confirmed."""

    form: ClassVar[str] = FORM
    fields: ClassVar[dict[str, Field]] = {
        "apply_respondent": free_text(2, 60),
        "apply_body": Field(unread),
        "apply_matter": Field(unread),
        "apply_learned_how": Field(unread),
        "apply_learned_on": Field(unread),
        "apply_date_check": Field(unread),
        "apply_late_reason": Field(unread),
        "apply_late_story": free_text(5, 1000),
        "apply_applicant_kind": Field(unread),
        "apply_requests": Field(unread),
        "apply_facts": free_text(10, 2000),
        "apply_name": free_text(2, 60),
        "apply_phone": Field(phone),
        "apply_address": free_text(5, 120),
        "apply_review": review(CHANGEABLE, ("确认保存",)),
    }

    def required(self, values: Values) -> list[str]:
        return required(values)

    def options(self, slot: str, values: Values) -> Mapping[str, str]:
        if self.fields[slot].read is not unread or slot == "apply_learned_on":
            return {}
        return apply_facts.options(slot, values, context.today(), context.region())

    def read(self, slot: str, text: str, values: Values) -> Any:
        value = super().read(slot, text, values)
        if self.fields[slot].read is not unread:
            return value
        if slot == "apply_learned_on":
            return known_day(text, context.today(), ahead=apply_facts.may_lie_ahead(values)).isoformat()
        options = self.options(slot, values)
        return several_in(text, options) if slot == "apply_requests" else option_in(text, options)

    async def accepted(self, slot: str, values: Values, say: CollectingDispatcher, tracker: Tracker) -> Values:
        changes: Values = dict.fromkeys(DEPENDENT.get(slot, ()))
        values = {**values, **changes}
        if slot in ("apply_respondent", "apply_body"):
            changes |= name_authority(values, say)
        elif slot == "apply_learned_how" and not apply_facts.requests_fit(values):
            changes["apply_requests"] = None
        elif slot in ("apply_learned_on", "apply_date_check", "apply_late_reason"):
            changes |= tell_deadline(slot, values, say, context.today())
        elif slot == "apply_facts" and not values.get("apply_name"):
            say.utter_message(response="utter_apply_personal_notice")
        elif slot == "apply_review":
            changes |= await self._reviewed(values, say, tracker)
        return changes

    async def _reviewed(self, values: Values, say: CollectingDispatcher, tracker: Tracker) -> Values:
        if values["apply_review"] != "save":
            return {values["apply_review"].removeprefix("change:"): None, "apply_review": None}
        today, region = context.today(), context.region()
        content = await off_loop(application_document, apply_facts.document_facts(values, today, region), today)
        saved = apply_facts.record(values, submission(tracker, FORM), today, region)
        receipt = await off_loop(context.records().save_application, saved)
        file_id = await off_loop(context.records().keep_file, tracker.sender_id, *document(), content)
        say.utter_message(json_message=file_card(file_id))
        say.utter_message(json_message=receipt_card(receipt, apply_facts.deadline(values, today)))
        return self.emptied()


def name_authority(values: Values, say: CollectingDispatcher) -> Values:
    """Settles which body is meant and says to whom one applies; asks when several may be meant."""
    region = context.region()
    changes: Values = {}
    if values.get("apply_body") is None:
        found = find_respondent(values["apply_respondent"], region)
        if len(found) > 1:
            return {"apply_body": None}
        changes = {"apply_body": found[0].id if found else apply_facts.OTHER_BODY}
    say.utter_message(json_message=authority_card({**values, **changes}))
    return changes


def authority_card(values: Values) -> dict[str, Any]:
    """To whom to apply and why, or what has to be checked."""
    region, text = context.region(), words("apply")
    if apply_facts.respondent(values, region) is None:
        return {"type": "notice", "level": "warning", "text": text["check"] + region.fill(text["unknown_body"])}
    found = apply_facts.authority(values, region)
    said = "\n".join([found.text, *(text["check"] + one for one in found.unknown)])
    return {"type": "notice", "level": "info", "text": said}


def tell_deadline(slot: str, values: Values, say: CollectingDispatcher, today: date) -> Values:
    """Shows the verdict with its sum; a date that decides is confirmed before."""
    if values.get("apply_date_check") == "change":
        return dict.fromkeys(("apply_learned_on", "apply_date_check"))
    counted = apply_facts.deadline(values, today)
    if slot != "apply_learned_on" or counted.state not in apply_facts.PRESSING:
        say.utter_message(json_message=message(counted, context.laws()))
    return {}
