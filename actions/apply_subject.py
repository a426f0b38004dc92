"""The application's options, wordings and readings, for the table of questions in knowledge/interviews/apply.yml."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions import apply_facts, context
from actions.content.forms import words
from actions.content.interview import Question
from actions.interview.flow import SKIPPED, Values
from actions.interview.reading import Asked
from actions.interview.subject import Subject
from actions.procedure.admissibility import outside_in
from actions.procedure.choices import matters, request_kinds
from actions.procedure.deadline import date_question, learning_ways
from actions.procedure.jurisdiction import find_respondent
from actions.procedure.periods import chinese
from actions.procedure.standing import applicant_kinds, most_agents, representatives
from actions.procedure.tables import table

SILENT = ("silent",)


class ApplySubject(Subject):
    """What the application knows beyond its table."""

    feature = "apply"

    def facts(self, values: Values, heard: Values) -> dict[str, Any]:
        return apply_facts.facts(values, heard, context.today(), context.region())

    def asked(self, question: Question, values: Values) -> Asked:
        ahead = question.key == "learned_on" and apply_facts.day_may_lie_ahead(values)
        after = values.get("late_from") if question.key == "late_until" else None
        return Asked(question, options(question, values), values, context.today(), ahead, after)

    def phrases(self, values: Values) -> dict[str, str]:
        return phrases(values)

    def shown(self, question: Question, values: Values) -> str:
        return shown(question, values)


def options(question: Question, values: Values) -> dict[str, str]:
    """The options of a question, key → label, as far as the answers so far decide them."""
    if question.options_from:
        return OPTIONS[question.options_from](values)
    if question.read == "names":
        least, most = names_wanted(values) if question.key == "group_names" else (1, most_agents())
        return {"least": str(least), "most": str(most)}
    if question.key == "review":
        return {word: word for word in words("apply")["options"]["reviewed"]}
    return dict(question.options)


def _bodies(values: Values) -> dict[str, str]:
    found = find_respondent(str(values.get("respondent") or ""), context.region())
    return {**{one.id: one.name for one in found}, apply_facts.OTHER_BODY: words("apply")["none_of_these"]}


def _matters(values: Values) -> dict[str, str]:
    return {key: label for key, label, _ in matters()}


def _outside(values: Values) -> dict[str, str]:
    found = outside_in(apply_facts.told(values))[:3]
    return {**{one.key: one.label for one in found}, "none": words("apply")["not_outside"]}


def _ways(values: Values) -> dict[str, str]:
    """Of a decision, of silence, or of both where the matter may be either and no answer decides it."""
    matter = apply_facts.matter_row(values)
    if values.get("answer"):
        kinds = ["inaction" if values["answer"] in SILENT else "act"]
    else:
        first = str(matter.get("kind") or "act")
        kinds = [first, *(kind for kind in ("act", "inaction") if kind != first and matter.get("both"))]
    return {key: label for kind in kinds for key, label, _ in learning_ways(kind) if _fits(key, values)}


def _fits(way: str, values: Values) -> bool:
    """A penalty that was not made on the spot was not learned of there; only what was asked for can be refused."""
    if table("deadline")["ways"][way].get("requested"):
        matter = apply_facts.matter_row(values)
        return bool(matter.get("both") or matter.get("kind") == "inaction")
    return not (way == "on_the_spot" and values.get("on_the_spot") == "no")


def _late_reasons(values: Values) -> dict[str, str]:
    found = apply_facts.deadline({**values, "late_reason": None, "late_from": None}, context.today()).reasons
    return {**{one.key: one.label for one in found}, "none": words("apply")["options"]["late_none"]}


def _requests(values: Values) -> dict[str, str]:
    kind = "inaction" if apply_facts.is_inaction(values) else "act"
    return {
        key: label
        for key, label, _ in request_kinds(values.get("matter"))
        if kind in table("requests")[key]["kinds"] and (key != "agreement" or values.get("matter") == "agreement")
    }


def _evidence(values: Values) -> dict[str, str]:
    found: dict[str, str] = words("apply")["evidence"]["inaction" if apply_facts.is_inaction(values) else "act"]
    return found


def _applicants(values: Values) -> dict[str, str]:
    found: dict[str, str] = words("apply")["options"]["applicants"]
    return found


def _organisations(values: Values) -> dict[str, str]:
    labels = {key: label for key, label, _ in applicant_kinds()}
    return {key: labels[key] for key in words("apply")["options"]["organisations"]}


OPTIONS = {
    "bodies": _bodies,
    "matters": _matters,
    "outside": _outside,
    "ways": _ways,
    "late_reasons": _late_reasons,
    "requests": _requests,
    "evidence": _evidence,
    "applicants": _applicants,
    "organisations": _organisations,
}


def names_wanted(values: Values) -> tuple[int, int]:
    """How many names a group gives: everybody's, or those of its representatives."""
    size = int(values.get("group_size") or 2)
    rule = representatives(size)
    return (rule.least, rule.most) if rule.needed else (size, size)


def phrases(values: Values) -> dict[str, str]:
    """What stands for the placeholders of the table."""
    text = words("apply")["phrases"]
    kind = str(values.get("organisation") or values.get("applicant"))
    acting = apply_facts.applicant_kind(values)
    many = representatives(int(values.get("group_size") or 2)).needed
    names = text["group_names"]["many" if many else "few"]
    size = str(values.get("group_size") or "")
    learned = values.get("learned_on")
    person = acting in (*apply_facts.PEOPLE, "group", *apply_facts.PEOPLE_TOGETHER)
    return {
        "learned_on": chinese(date.fromisoformat(learned)) if learned else "",
        "share_question": text["share_question"].get(kind, ""),
        "group_label": names["label"],
        "group_question": names["question"].replace("{size}", size),
        "group_invalid": names["invalid"].replace("{size}", size),
        "name_question": text["name_question"].get(kind) or text["name_question"]["organisation"],
        "address_question": text["address_question"]["person" if person else "unit"],
        "day_question": date_question(str(apply_facts.way(values))) if apply_facts.way(values) else "",
    }


def shown(question: Question, values: Values) -> str:
    """An answer as the citizen reads it on the review card."""
    value = values[question.key]
    if value == SKIPPED:
        return str(question.skip)
    if question.key == "respondent":
        return apply_facts.respondent_name(values, context.region())
    if question.read == "day":
        return chinese(date.fromisoformat(value))
    if question.read in ("option", "several"):
        labels = options(question, values)
        return "、".join(str(labels.get(key, key)) for key in (value if isinstance(value, list) else [value]))
    return str(value)
