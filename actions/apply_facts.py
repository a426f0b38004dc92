"""What the answers of the application amount to: the body, the kind of act, the deadline (no Rasa here)."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.content.region import Region
from actions.interview.flow import SKIPPED, Values
from actions.procedure.admissibility import outside_in
from actions.procedure.deadline import filing_deadline
from actions.procedure.deadline_facts import Deadline, DeadlineFacts, Exclusion
from actions.procedure.jurisdiction import Authority, Respondent, authority_for, find_respondent, respondent_by_id
from actions.procedure.precondition import Precondition, PreconditionFacts, precondition
from actions.procedure.tables import table

OTHER_BODY = "other"
PRESSING = ("near", "late_reasons", "late")  # states in which one day decides
YES_NO = {"yes": True, "no": False}
PEOPLE = ("self", "business", "incapable", "deceased")
PEOPLE_TOGETHER = ("household", "partners", "owners")
GAPS = {"obstacle", "wrong_lawsuit", "penalty_agency"}  # reasons that are a stretch of time


def facts(values: Values, heard: Values, today: date, region: Region) -> dict[str, Any]:
    """The answers with everything that follows from them, as the conditions of the table name it."""
    kind = applicant_kind(values)
    reason = values.get("late_reason")
    base = deadline({**values, "late_reason": None, "late_from": None}, today)
    late = base.state in ("late", "late_reasons")
    return {
        **values,
        "heard_something": bool(heard),
        "several_bodies": must_choose(_bodies(values, region)),
        "kind": "inaction" if is_inaction(values) else "act",
        "asks": asks(values),
        "outside_words": bool(outside_in(told(values))),
        "doubtful": is_doubtful(values),
        "pressing": base.state in PRESSING,
        "late": late,
        "gap": gap_kind(values) is not None,
        "reason_named": reason not in (None, "none"),
        "needs_acted": way(values) == "found_out",
        "wants_review": "review_document" in (values.get("requests") or ()),
        "wants_damages": "compensate" in (values.get("requests") or ()),
        "writes_facts": not values.get("story") or values.get("facts_how") == "new",
        "names_applicant": values.get("applicant") != "group",
        "registered": kind in ("business", "company", "partnership", "organisation", "collective"),
        "has_head": kind in ("company", "partnership", "organisation", "collective", "terminated"),
        "person": kind in (*PEOPLE, *PEOPLE_TOGETHER),
        "sex_unknown": values.get("identity") == SKIPPED,
    }


def applicant_kind(values: Values) -> str:
    """Who applies: a row of the applicants' table or a kind of organisation; an owners' committee is one itself."""
    kind = str(values.get("organisation") or values.get("applicant"))
    return "organisation" if kind == "owners" and values.get("acts_by") == "itself" else kind


def told(values: Values) -> str:
    """The citizen's own words about the matter."""
    return "\n".join(str(values.get(key) or "") for key in ("story", "act_name"))


def asks(values: Values) -> tuple[str, ...]:
    """The facts by which it is decided whether reconsideration must come first, as far as they matter here."""
    matter = _precondition_matter(values)
    rules = table("matters-precondition")
    rows = list(rules["order"].get(matter, ()))
    if values.get("matter") == "penalty":
        rows += rules["known"].get(matter, ())  # a fine of the tax office may be made on the spot, a tax is not
    named = [name for row in rows for name in row["when"]]
    if matter == "information" and values.get("answer") in (None, "silent"):
        named = ["answer"]  # why it was withheld matters only where an answer came
    return tuple(dict.fromkeys(named))


def _precondition_matter(values: Values) -> str | None:
    """Whose rows decide: those of tax for the tax office's own acts, but silence and information are as anywhere."""
    matter: str | None = values.get("matter")
    others = set(table("matters-precondition")["order"]) - {"penalty"}
    return "tax" if values.get("body") == "tax" and matter not in others else matter


def must_come_first(values: Values) -> Precondition:
    """Whether reconsideration must come before a lawsuit, by what is known."""
    matter = _precondition_matter(values)
    known = {name: YES_NO.get(str(values.get(name))) for name in ("on_the_spot", "already_held", "withheld")}
    dispute = YES_NO.get(str(values.get("payment_dispute")))
    return precondition(PreconditionFacts(matter, answer=values.get("answer"), payment_dispute=dispute, **known))


def is_doubtful(values: Values) -> bool:
    """Whether an answer says that the application will hardly be accepted."""
    outside = values.get("outside") not in (None, "none")
    return outside or values.get("sued") in ("sued", "again") or values.get("share") == "no"


def way(values: Values) -> str | None:
    """How it was learned of; a decision made on the spot was learned of there."""
    return "on_the_spot" if values.get("on_the_spot") == "yes" else values.get("learned_how")


def is_inaction(values: Values) -> bool:
    """Whether nothing was done: by how it was learned, else by the agency's answer, else by the usual case."""
    row = table("deadline")["ways"].get(str(way(values)))
    if row:
        return bool(row["kind"] == "inaction")
    if values.get("answer"):
        return bool(values["answer"] == "silent")
    return bool(matter_row(values).get("kind") == "inaction")


def matter_row(values: Values) -> dict[str, Any]:
    """The matter's row in the table; empty while it is not known."""
    row: dict[str, Any] = table("matters").get(str(values.get("matter")), {})
    return row


def gap_kind(values: Values) -> str | None:
    """The kind of time that may not count, a row of `exclusions`."""
    if values.get("late_reason") in GAPS:
        return str(values["late_reason"])
    return "wrong_lawsuit" if values.get("sued") == "dismissed" else None


def deadline(values: Values, today: date) -> Deadline:
    """The filing deadline as the answers have it."""
    reason = values.get("late_reason")
    return filing_deadline(
        DeadlineFacts(
            way=way(values),
            day=_day(values.get("learned_on")),
            told=False if reason == "not_told" else None,
            learned_right=_day(values.get("learned_right")),
            acted=_day(values.get("acted")),
            real_estate=True if reason == "real_estate" else None,
            exclusions=_exclusions(values),
            claimed=reason if reason not in (None, "not_told", "none") else None,
            no_reasons=reason == "none",
        ),
        today,
    )


def _exclusions(values: Values) -> tuple[Exclusion, ...]:
    kind, begins = gap_kind(values), _day(values.get("late_from"))
    return (Exclusion(kind, begins, _day(values.get("late_until"))),) if kind and begins else ()


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def day_may_lie_ahead(values: Values) -> bool:
    """Whether the date asked for may be in the future: the end of a public notice, or of an agency's own period."""
    return way(values) in ("public_notice", "inaction_fixed")


def _bodies(values: Values, region: Region) -> list[Respondent]:
    return find_respondent(str(values.get("respondent") or ""), region) if values.get("respondent") else []


def must_choose(found: list[Respondent]) -> bool:
    """Whether the citizen says which body is meant: of several, or of one that is only spelt like what was written."""
    return len(found) > 1 or any(not one.sure for one in found)


def respondent(values: Values, region: Region) -> Respondent | None:
    """The body in the county's list, None when the citizen's own words stand."""
    return respondent_by_id(str(values.get("body") or ""), region, str(values.get("respondent") or ""))


def respondent_name(values: Values, region: Region) -> str:
    """The respondent as it stands in the document: the list's name, else what the citizen read on the seal."""
    body = respondent(values, region)
    return body.name if body and is_named(body) else str(values.get("respondent") or "")


def is_named(body: Respondent) -> bool:
    """Whether a body's own name is known, and not only that of its kind (with an explanation in brackets)."""
    return "（" not in body.name


def authority(values: Values, region: Region) -> Authority:
    """To whom to apply."""
    return authority_for(respondent(values, region), region)
