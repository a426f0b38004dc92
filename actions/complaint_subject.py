"""What a letter's questions must be told beyond their table: doors it may belong to, what tells who wrote it, files."""

from __future__ import annotations

from typing import Any

from actions import context
from actions.casework.evidence import MOST_FILES
from actions.content.forms import words
from actions.content.interview import Question
from actions.interview.cards import filled
from actions.interview.flow import SKIPPED, Values
from actions.interview.reading import Asked
from actions.interview.subject import Subject
from actions.procedure.identifying import Detail, details_in
from actions.procedure.letter_doors import LetterDoor, letter_doors

TEXTS = ("about", "what")


class ComplaintSubject(Subject):
    """Facts, options and wordings of a letter."""

    feature = "complaint"

    def facts(self, values: Values, heard: Values) -> dict[str, Any]:
        return {
            **values,
            "own_found": bool(own_details(values)),
            "elsewhere_found": bool(doors(values)),
            "sent_before": values.get("sent_before") is not None,
            "story_told": values.get("story") is not None,
        }

    def asked(self, question: Question, values: Values) -> Asked:
        return Asked(question, options(question, values), values, context.today())

    def phrases(self, values: Values) -> dict[str, str]:
        text = words("complaint")["phrases"]
        labels = dict.fromkeys(one.label for one in own_details(values))
        number = str(values.get("sent_before") or "")
        return {
            "own_found": text["own_between"].join(labels),
            "story": str(values.get("story") or ""),
            "doors": "\n".join(door.said() for door in doors(values)),
            "duplicate": filled(text["duplicate_here"], {"number": number}) if number else "",
            "evidence_question": evidence_question(len(files(values))),
        }

    def shown(self, question: Question, values: Values) -> str:
        text = words("complaint")["phrases"]
        if question.key == "evidence" and values["evidence"] != SKIPPED:
            count = str(len(files(values)))
            return filled(text["files"], {"count": count}) if files(values) else str(text["no_files"])
        return super().shown(question, values)


def options(question: Question, values: Values) -> dict[str, str]:
    """The options of a question; those about files that were sent only where there are some."""
    if question.key == "review":
        return {word: word for word in words("complaint")["options"]["reviewed"]}
    if question.key == "evidence":
        fitting = ("done", "clear") if files(values) else ("none",)
        return {key: question.options[key] for key in fitting}
    return dict(question.options)


def is_anonymous(values: Values) -> bool:
    """Whether the writer wants to stay unnamed."""
    return values.get("named") == "anonymous"


def own_details(values: Values) -> list[Detail]:
    """What in an anonymous letter may tell who wrote it."""
    return [one for key in TEXTS for one in details_in(str(values.get(key) or ""))] if is_anonymous(values) else []


def doors(values: Values) -> list[LetterDoor]:
    """Where a problem or a complaint belongs instead; a suggestion or an enquiry belongs here."""
    told = "\n".join(str(values.get(key) or "") for key in TEXTS)
    return letter_doors(told) if values.get("kind") in ("problem", "complaint") and values.get("what") else []


def filed_before(values: Values) -> list[str]:
    """The numbers that this conversation was given; the store keeps no receipt that was shown."""
    found: list[str] = values.get("filed") or []
    return found


def files(values: Values) -> list[str]:
    """The ids of the files sent so far."""
    found: list[str] = values.get("files") or []
    return found


def evidence_question(count: int) -> str:
    """Whether there are photos or documents, and how many were taken already."""
    text = words("complaint")["phrases"]["evidence"]
    return filled(text["none" if not count else "some" if count < MOST_FILES else "full"], {"count": str(count)})
