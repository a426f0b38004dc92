"""The messages of a guided form: a question, a misunderstanding, an explanation, the answers so far."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from actions.content.forms import words
from actions.content.interview import Interview, Question

Line = tuple[str, str, str | None]  # label, value, question to change (None: computed, cannot be changed)


def choose(feature: str, key: str, value: str) -> str:
    """The payload that answers one question."""
    return "/choose" + json.dumps({"option": f"{feature}_{key}={value}"})


def do(feature: str, command: str) -> str:
    """The payload of a command."""
    return choose(feature, "do", command)


def filled(text: str, phrases: Mapping[str, str]) -> str:
    """The text with its {placeholders} replaced; not format, for a citizen's words may hold braces."""
    for name, phrase in phrases.items():
        text = text.replace(f"{{{name}}}", phrase)
    return text


def question_card(
    interview: Interview, question: Question, texts: Mapping[str, str], options: Mapping[str, str], first: bool
) -> dict[str, Any]:
    """The `field` message of a question."""
    feature = interview.feature
    card: dict[str, Any] = {
        "type": "field",
        "field": f"{feature}_{question.key}",
        "control": question.control,
        "text": texts["text"],
        "why": question.why,
        "step": interview.step(question.key),
        "tools": _tools(interview, question, first),
    }
    if question.private:
        # Where what is said passes through others (WeChat), it is asked elsewhere.
        card["sensitive"] = True
    if question.hint:
        card["hint"] = question.hint
    if question.max and question.control in ("text", "longtext"):
        card["max"] = question.max
    if question.control == "multi":
        card["choices"] = [{"label": label, "value": key} for key, label in options.items()]
    elif question.control == "choice":
        card["choices"] = [
            {"label": label, "choice": choose(feature, question.key, key)} for key, label in options.items()
        ]
    return card


def _tools(interview: Interview, question: Question, first: bool) -> list[dict[str, str]]:
    """Buttons beside the answer itself: skip, back, and to be continued another day."""
    labels, feature = words("interview")["tools"], interview.feature
    skip = [{"label": question.skip, "choice": do(feature, f"skip:{question.key}")}] if question.skip else []
    same = [{"label": question.same, "choice": choose(feature, question.key, "same")}] if question.same else []
    usual = [] if first else ["back", "save"] if interview.keeps else ["back"]
    return [*skip, *same, *({"label": labels[one], "choice": do(feature, one)} for one in usual)]


def not_understood(interview: Interview, question: Question, texts: Mapping[str, str], failures: int) -> dict[str, Any]:
    """What is expected; from the second time on also where to look and how to go on without."""
    said = words("interview")
    parts = [texts["invalid"]]
    if failures >= said["patience"]:
        parts += [texts["where"]] if texts["where"] else []
        stuck = said["stuck_keeps" if interview.keeps else "stuck"]
        parts += [said["skip_hint"].replace("{skip}", question.skip) if question.skip else stuck]
    return {"type": "notice", "level": "warning", "text": "\n".join(parts)}


def why(question: Question) -> dict[str, Any]:
    """Why a question is asked."""
    return {"type": "text", "text": question.why}


def cannot(command: str, question: Question | None = None) -> dict[str, Any]:
    """That a command cannot be carried out here, and what can be done instead."""
    text = words("interview")["cannot"][command]
    return {"type": "notice", "level": "info", "text": text.replace("{why}", question.why if question else "")}


def review_card(feature: str, text: str, lines: Sequence[Line], save: str, abandon: str) -> dict[str, Any]:
    """Everything before it is kept: the lines, and the buttons with which it is confirmed or given up."""
    choices = [{"label": save, "choice": choose(feature, "review", "save")}, {"label": abandon, "choice": "/abandon"}]
    return {"type": "review", "text": text, "lines": numbered(feature, lines), "choices": choices}


def overview(feature: str, lines: Sequence[Line]) -> dict[str, Any]:
    """The answers so far, each with its number and its button."""
    text = words("interview")["overview"]
    choices = [{"label": text["go_on"], "choice": "/continue"}]
    return {"type": "review", "text": text["text"], "lines": numbered(feature, lines), "choices": choices}


def numbered(feature: str, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines of a review card; those that can be changed carry the number by which they can be called."""
    shown, number = [], 0
    for label, value, key in lines:
        number += 1 if key else 0
        name = f"{number}．{label}" if key else label
        shown.append({"label": name, "value": value, "choice": do(feature, f"change:{key}") if key else None})
    return shown
