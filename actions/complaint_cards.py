"""The messages of a letter, and the letter itself, out of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions import context
from actions.casework.entries import NewLetter, Receipt
from actions.casework.kinds import LetterKind
from actions.complaint_subject import files, is_anonymous
from actions.content.forms import words
from actions.interview import cards
from actions.interview.flow import Values
from actions.procedure.letter_clocks import letter_days
from actions.procedure.periods import chinese


def said(key: str, level: str = "info", text: str = "") -> dict[str, Any]:
    """One of the fixed sentences, with the writer's own text where it is given back."""
    found = cards.filled(words("complaint")["said"][key], {"text": text})
    return {"type": "notice", "level": level, "text": found}


def review_card(lines: Sequence[cards.Line]) -> dict[str, Any]:
    """Everything before it is filed; only the button or the exact word files it."""
    text = words("complaint")["review"]
    return cards.review_card("complaint", text["text"], lines, text["save"], text["abandon"])


def letter(values: Values, submitted: str, conversation: str) -> NewLetter:
    """The letter that the answers describe, with its days."""
    named = not is_anonymous(values)
    kind, today = LetterKind(values["kind"]), context.today()
    days = letter_days(kind, today, context.region().mailbox.reply_workdays.get(kind))
    return NewLetter(
        submission=submitted,
        kind=kind,
        anonymous=not named,
        about=values["about"],
        what_happened=values["what"],
        name=values["name"] if named else None,
        contact=values["phone"] if named else None,
        address=(values.get("address") or None) if named else None,
        conversation=conversation,
        files=tuple(files(values)),
        screen_due_on=days.screen_on,
        reply_due_on=days.reply_on,
    )


def receipt_card(receipt: Receipt, filed: NewLetter) -> dict[str, Any]:
    """The `receipt` message; the code is in it once and nowhere else."""
    text = words("complaint")["receipt"]
    return {
        "type": "receipt",
        "text": text["text"],
        "number": receipt.number,
        "code": receipt.code,
        "rung": text["rung"],
        "lines": [{"label": text[label], "value": value} for label, value in _lines(filed, text) if value],
    }


def _lines(filed: NewLetter, text: dict[str, str]) -> list[tuple[str, str]]:
    count = cards.filled(words("complaint")["phrases"]["files"], {"count": str(len(filed.files))})
    told = text["screen_anonymous" if filed.anonymous else "screen_on"]
    return [
        ("kind", filed.kind.label),
        ("registered_on", context.today().isoformat()),
        ("files", count if filed.files else ""),
        ("screen", cards.filled(told, {"day": chinese(filed.screen_due_on)}) if filed.screen_due_on else ""),
        ("due", cards.filled(text["due_on"], {"day": chinese(filed.reply_due_on)}) if filed.reply_due_on else ""),
        ("reply", text["anonymous" if filed.anonymous else "named"]),
    ]
