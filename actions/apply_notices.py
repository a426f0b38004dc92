"""What the application says after an answer: to whom to apply, whether it must come first, the deadline, the papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions import apply_facts, context
from actions.content.forms import words
from actions.interview.flow import Values
from actions.procedure.admissibility import outside
from actions.procedure.deadline import message
from actions.procedure.periods import chinese
from actions.procedure.precondition import Precondition
from actions.procedure.standing import representatives, standing

Message = dict[str, Any]
STANDING = {"group": "self", "incapable": "incapable", "deceased": "deceased"}


def notice(text: str, level: str = "info") -> Message:
    """The `notice` message."""
    return {"type": "notice", "level": level, "text": text}


def said(key: str) -> Message:
    """One of the fixed notices."""
    return notice(words("apply")["notices"][key])


def personal_notice() -> Message:
    """What personal data are for, how they are kept and for how long."""
    return notice(words("apply")["personal_notice"])


def authority_card(values: Values) -> Message:
    """To whom to apply and why, or what has to be checked."""
    region, text = context.region(), words("apply")
    if apply_facts.respondent(values, region) is None:
        return notice(text["check"] + region.fill(text["unknown_body"]), "warning")
    found = apply_facts.authority(values, region)
    return notice("\n".join([found.text, *(text["check"] + one for one in found.unknown)]))


def precondition_card(values: Values) -> Message | None:
    """Whether reconsideration must come first; None while a fact is still to be asked."""
    asked = [name for name in apply_facts.asks(values) if values.get(name) is None]
    return None if asked or not apply_facts.asks(values) else _precondition(apply_facts.must_come_first(values))


def _precondition(found: Precondition) -> Message:
    basis = "、".join(map(str, found.basis))
    return notice(f"{found.text}\n（{basis}）")


def outside_card(key: str) -> Message | None:
    """What to do with a matter that is not reconsidered; None where it is none of these."""
    if key == "none":
        return None
    found = outside(key)
    lines = [found.text, *([found.but] if found.but else []), f"（{'、'.join(map(str, found.basis))}）"]
    return notice("\n".join(lines), "warning" if found.verdict == "out" else "info")


def sued_card(key: str) -> Message | None:
    """What an earlier lawsuit or reconsideration means."""
    text = words("apply")["notices"]["sued"].get(key)
    return notice(text, "info" if key == "dismissed" else "warning") if text else None


def deadline_card(values: Values, today: date) -> Message:
    """The verdict with its sum."""
    return message(apply_facts.deadline(values, today), context.laws())


def standing_card(values: Values) -> Message | None:
    """In whose name one applies and with which papers; None where that goes without saying."""
    kind = str(values.get("organisation") or values.get("applicant"))
    if kind in ("self", "organisation") and not values.get("organisation"):
        return None
    rule = standing(STANDING.get(kind, kind))
    papers = words("apply")["notices"]["papers"] + "、".join(rule.papers)
    return notice(f"{rule.text}\n{papers}\n（{'、'.join(map(str, rule.basis))}）")


def representatives_card(size: int) -> Message | None:
    """That so many applicants choose representatives; None for fewer."""
    rule = representatives(size)
    return notice(f"{rule.text}（{'、'.join(map(str, rule.basis))}）") if rule.needed else None


def share_card(values: Values) -> Message:
    """Whether enough members or owners join."""
    kind = str(values.get("organisation"))
    part = {"yes": 1.0, "no": 0.0}.get(str(values.get("share")))
    rule = standing(kind, part)
    checks = [words("apply")["check"] + one for one in rule.unknown]
    text = words("apply")["notices"]["share_yes"] if rule.enough else "\n".join(checks)
    return notice(text, "info" if rule.enough else "warning")


def day_card(day: str) -> Message:
    """The day that was understood, read back."""
    return notice(words("apply")["day_heard"].replace("{day}", chinese(date.fromisoformat(day))))
