"""What one answer of the application sets off: further answers that follow from it, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from actions import apply_facts, context
from actions.apply_notices import (
    Message,
    authority_card,
    day_card,
    deadline_card,
    outside_card,
    precondition_card,
    representatives_card,
    said,
    share_card,
    standing_card,
    sued_card,
)
from actions.content.forms import words
from actions.content.interview import load_interview
from actions.interview.flow import SKIPPED, Progress, Values, without
from actions.procedure.jurisdiction import find_respondent
from actions.procedure.periods import chinese

__all__ = ["after_answer", "deadline_card", "spoken", "stopped"]

Outcome = tuple[Progress, list[Message | None]]
COUNTED = ("learned_on", "date_check", "acted", "late_reason", "learned_right", "late_from", "late_until")
DECIDING = ("answer", "on_the_spot", "already_held", "withheld", "payment_dispute")


def after_answer(key: str, text: str, after: Progress) -> tuple[Progress, list[Message]]:
    """The progress with what follows from the answer, and the messages to say."""
    if key not in AFTER:
        return after, []
    progress, maybe = AFTER[key](key, text, after)
    return progress, [one for one in maybe if one]


def _heard(key: str, text: str, after: Progress) -> Outcome:
    """Confirmed, what was heard counts as answered; refused, it is forgotten."""
    found, after = after.heard, replace(after, heard={})
    values = after.values
    if values["heard"] != "yes":
        return after, []
    table = load_interview("apply")
    for name in set(found) & set(table.questions):
        if values.get(name) not in (None, found[name]):
            values = without(table, values, name)
    values = {**values, **found}
    return replace(after, values=values), [authority_card(values) if found.get("body") else None]


def _respondent(key: str, text: str, after: Progress) -> Outcome:
    """Settles which body is meant and says to whom one applies; says nothing while that must be chosen."""
    values = after.values
    if values.get("body") is None:
        found = find_respondent(values["respondent"], context.region())
        if apply_facts.must_choose(found):
            return after, []
        values = {**values, "body": found[0].id if found else apply_facts.OTHER_BODY}
    return replace(after, values=_still_asked(values)), [authority_card(values)]


def _still_asked(values: Values) -> Values:
    """Without the facts that are not asked of this body's acts, and what rests on them: the tax office's are others."""
    asked = apply_facts.asks(values)
    for key in DECIDING:
        if values.get(key) is not None and key not in asked:
            values = without(load_interview("apply"), values, key)
    return values


def _deciding(key: str, text: str, after: Progress) -> Outcome:
    return after, [precondition_card(after.values)]


def _sued(key: str, text: str, after: Progress) -> Outcome:
    return after, [sued_card(after.values["sued"])]


def _outside(key: str, text: str, after: Progress) -> Outcome:
    return after, [outside_card(after.values["outside"])]


def _go_on(key: str, text: str, after: Progress) -> Outcome:
    return after, [said("go_on")]


def _counted(key: str, text: str, after: Progress) -> Outcome:
    """Shows the verdict with its sum; a date that decides is confirmed before, a date that was wrong is asked again."""
    values = after.values
    if values.get("date_check") == "change":
        return replace(after, values=_cleared(values, "learned_on", "date_check")), []
    if values.get("late_reason") == "wrong_start":
        return replace(after, values=_cleared(values, "learned_on", "date_check", "late_reason")), []
    today = context.today()
    spoken_day = [day_card(values[key])] if key in ("learned_on", "learned_right") and _was_spoken(text) else []
    if (key == "late_reason" and apply_facts.gap_kind(values)) or (key == "late_from" and values[key] != SKIPPED):
        return after, []  # counted when the end is known
    if key == "acted" and values[key] == SKIPPED:
        return after, []  # counted before
    if key == "learned_on" and apply_facts.facts(values, {}, today, context.region())["pressing"]:
        return after, []  # counted when the date is confirmed
    return after, [*spoken_day, deadline_card(values, today)]


def _cleared(values: Values, *keys: str) -> Values:
    return {key: value for key, value in values.items() if key not in keys}


def _was_spoken(text: str) -> bool:
    """Whether a day was written in words, so that it should be read back."""
    try:
        return not date.fromisoformat(text.strip())
    except ValueError:
        return bool(text.strip())


def _applicant(key: str, text: str, after: Progress) -> Outcome:
    return after, [standing_card(after.values)]


def _share(key: str, text: str, after: Progress) -> Outcome:
    return after, [share_card(after.values)]


def _group_size(key: str, text: str, after: Progress) -> Outcome:
    return after, [representatives_card(after.values["group_size"])]


def _start(key: str, text: str, after: Progress) -> Outcome:
    return after, ([said("oral")] if after.values["start"] == "oral" else [])


AFTER: dict[str, Callable[[str, str, Progress], Outcome]] = {
    "start": _start,
    "heard": _heard,
    "respondent": _respondent,
    "body": _respondent,
    "sued": _sued,
    "outside": _outside,
    "go_on": _go_on,
    "applicant": _applicant,
    "organisation": _applicant,
    "share": _share,
    "group_size": _group_size,
    **dict.fromkeys(DECIDING, _deciding),
    **dict.fromkeys(COUNTED, _counted),
}


def stopped() -> dict[str, Any]:
    """What is said to one who would rather look at other ways."""
    text = words("apply")["stopped"]
    return {"type": "choices", "text": words("apply")["notices"]["stopped"], "choices": text["choices"]}


def spoken(day: str) -> str:
    """A day as it is read."""
    return chinese(date.fromisoformat(day))
