"""What the answers of the application amount to: the body, the deadline, the document, the record (no Rasa here)."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.casework.entries import NewApplication
from actions.content.forms import words
from actions.content.region import Region
from actions.procedure.choices import matters, request_kinds
from actions.procedure.deadline import date_question, filing_deadline, learning_ways
from actions.procedure.deadline_facts import Deadline, DeadlineFacts
from actions.procedure.document_facts import ApplicationFacts, Party
from actions.procedure.jurisdiction import Authority, Respondent, authority_for, find_respondent, respondent_by_id
from actions.procedure.tables import table

Values = dict[str, Any]
OTHER_BODY = "other"
PRESSING = ("near", "late_reasons", "late")  # states in which one day decides


def is_inaction(values: Values) -> bool:
    """Whether nothing was done: by the way it was learned, before that by the usual case of the matter."""
    way = table("deadline")["ways"].get(str(values.get("apply_learned_how"))) or _matter(values)
    return bool(way.get("kind") == "inaction")


def _matter(values: Values) -> dict[str, Any]:
    row: dict[str, Any] = table("matters").get(str(values.get("apply_matter")), {})
    return row


def ways_of_learning(values: Values) -> dict[str, str]:
    """How it can be learned: of a decision, of silence, or of both where the matter may be either."""
    matter = _matter(values)
    first = str(matter.get("kind") or "act")
    second = [kind for kind in ("act", "inaction") if kind != first and matter.get("both")]
    return {key: label for kind in (first, *second) for key, label, _ in learning_ways(kind)}


def options(slot: str, values: Values, today: date, region: Region) -> dict[str, str]:
    """The options of a slot, key → label, as far as the answers so far decide them."""
    text = words("apply")
    if slot == "apply_body":
        found = find_respondent(str(values.get("apply_respondent") or ""), region)
        return {**{one.id: one.name for one in found}, OTHER_BODY: text["none_of_these"]}
    if slot == "apply_matter":
        return {key: label for key, label, _ in matters()}
    if slot == "apply_learned_how":
        return ways_of_learning(values)
    if slot == "apply_requests":
        kinds = request_kinds(values.get("apply_matter"))
        return {key: label for key, label, _ in kinds if _kind(values) in table("requests")[key]["kinds"]}
    fixed: dict[str, str] = text["options"][slot]
    if slot == "apply_late_reason":
        return {**{reason.key: reason.label for reason in deadline(values, today).reasons}, **fixed}
    return fixed


def deadline(values: Values, today: date) -> Deadline:
    """The filing deadline as the answers have it."""
    learned_on, reason = values.get("apply_learned_on"), values.get("apply_late_reason")
    return filing_deadline(
        DeadlineFacts(
            way=values.get("apply_learned_how"),
            day=date.fromisoformat(learned_on) if learned_on else None,
            told=False if reason == "not_told" else None,
            claimed=reason if reason not in (None, "not_told", "none") else None,
            no_reasons=reason == "none",
        ),
        today,
    )


def requests_fit(values: Values) -> bool:
    """Whether what is asked for can be asked about a decision, or about silence, whichever it is."""
    return all(_kind(values) in table("requests")[key]["kinds"] for key in values.get("apply_requests") or ())


def _kind(values: Values) -> str:
    """Which requests may be made: the table's word for a decision or for silence."""
    return "inaction" if is_inaction(values) else "act"


def may_lie_ahead(values: Values) -> bool:
    """Whether the date asked for may be in the future: the end of a public notice, or of an agency's own period."""
    return values.get("apply_learned_how") in ("public_notice", "inaction_fixed")


def question_of_day(values: Values) -> str:
    """Which date to ask for."""
    way = str(values.get("apply_learned_how"))
    if way in table("deadline")["ways"]:
        return date_question(way)
    return str(words("apply")["questions"]["apply_learned_on"]["text"])


def respondent(values: Values, region: Region) -> Respondent | None:
    """The body in the county's list, None when the citizen's own words stand."""
    return respondent_by_id(str(values.get("apply_body") or ""), region, str(values.get("apply_respondent") or ""))


def respondent_name(values: Values, region: Region) -> str:
    """The respondent as it stands in the document."""
    body = respondent(values, region)
    return body.name if body else str(values.get("apply_respondent") or "")


def authority(values: Values, region: Region) -> Authority:
    """To whom to apply."""
    return authority_for(respondent(values, region), region)


def document_facts(values: Values, today: date, region: Region) -> ApplicationFacts:
    """What the document is written from; the identity number is left for the citizen's own hand."""
    counted = deadline(values, today)
    kind = values["apply_applicant_kind"]
    name = values["apply_name"]
    return ApplicationFacts(
        applicants=(
            Party(
                kind=kind,
                name=None if kind == "business" else name,
                trade_name=name if kind == "business" else None,
                delivery=values["apply_address"],
                phone=values["apply_phone"],
            ),
        ),
        respondent=respondent_name(values, region),
        authority=authority(values, region).name,
        matter=values["apply_matter"],
        inaction=is_inaction(values),
        requests=tuple(values["apply_requests"]),
        facts=values["apply_facts"],
        late_reason=values.get("apply_late_story"),
        deadline=counted,
    )


def record(values: Values, submission: str, today: date, region: Region) -> NewApplication:
    """What is stored of a draft."""
    return NewApplication(
        submission=submission,
        respondent=respondent_name(values, region),
        matter=values["apply_matter"],
        learned_how=values["apply_learned_how"],
        learned_on=date.fromisoformat(values["apply_learned_on"]),
        last_day=deadline(values, today).last_day,
        requests=",".join(values["apply_requests"]),
        facts=values["apply_facts"],
        name=values["apply_name"],
        phone=values["apply_phone"],
        address=values["apply_address"],
    )
