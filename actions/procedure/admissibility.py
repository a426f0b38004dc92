"""Whether an application would be accepted (行政复议法 11, 12, 30; 实施条例 9, 10, 36, 37, 74), point by point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from actions.procedure.deadline_facts import State
from actions.procedure.tables import Basis, bases, table

Answer = Literal["yes", "no", "unknown"]
Verdict = Literal["yes", "fix", "doubt", "no"]
BY_DEADLINE: Mapping[str, Answer] = {"in_time": "yes", "near": "yes", "late": "no"}


@dataclass(frozen=True)
class Outside:
    """A kind of matter that is not reconsidered, or goes another way; `but` is what looks like it and is accepted."""

    key: str
    verdict: Literal["out", "other", "check"]
    label: str
    text: str
    but: str | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True)
class AdmissibilityFacts:
    """One fact for each requirement, None where not known; `outside` is a row of matters-scope.yml."""

    applicant: bool | None = None
    respondent: bool | None = None
    interest: bool | None = None
    request: bool | None = None
    deadline: State | None = None
    scope: bool | None = None
    outside: str | None = None
    authority: bool | None = None
    fresh: bool | None = None


@dataclass(frozen=True)
class Item:
    """One requirement and how it stands."""

    key: str
    label: str
    answer: Answer
    text: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True)
class Admissibility:
    """The verdict never closes the door: the authority decides, and must give reasons."""

    verdict: Verdict
    text: str
    items: tuple[Item, ...]
    basis: tuple[Basis, ...]


def outside_kinds() -> list[Outside]:
    """Every kind of matter that is not reconsidered, in the table's order."""
    return [outside(key) for key in table("matters-scope")]


def outside(key: str) -> Outside:
    """One row of matters-scope.yml; raises KeyError for another key."""
    row = table("matters-scope")[key]
    return Outside(key, row["verdict"], row["label"], row["text"], row.get("but"), bases(row))


def outside_in(text: str) -> list[Outside]:
    """The kinds whose words stand in the text: a hint to ask about, never a verdict."""
    return [outside(key) for key, row in table("matters-scope").items() if any(word in text for word in row["words"])]


def admissibility(facts: AdmissibilityFacts) -> Admissibility:
    """Every requirement in turn and the verdict over all of them (行政复议法 30)."""
    rules = table("matters-admissibility")
    rows = {key: row for key, row in rules.items() if "label" in row}
    items = tuple(_item(key, rows[key], facts) for key in rows)
    verdict = _verdict(items)
    return Admissibility(verdict, rules["verdicts"][verdict], items, bases({"basis": rules["verdict_basis"]}))


def _item(key: str, row: Mapping[str, str], facts: AdmissibilityFacts) -> Item:
    answer = _answer(key, facts)
    text, basis = row["early" if key == "deadline" and facts.deadline == "not_yet" else answer], bases(row)
    if key == "scope" and facts.outside in table("matters-scope"):
        kind = outside(str(facts.outside))
        text, basis = kind.text + (kind.but or ""), kind.basis
    return Item(key, row["label"], answer, text, basis)


def _answer(key: str, facts: AdmissibilityFacts) -> Answer:
    if key == "deadline":
        return BY_DEADLINE.get(facts.deadline or "", "unknown")
    if key == "scope" and facts.outside in table("matters-scope"):
        return "no" if outside(str(facts.outside)).verdict == "out" else "unknown"
    value = getattr(facts, key)
    return "unknown" if value is None else "yes" if value else "no"


def _verdict(items: tuple[Item, ...]) -> Verdict:
    rules = table("matters-admissibility")
    failed = [item for item in items if item.answer == "no"]
    if any(not rules[item.key].get("retry") for item in failed):
        return "no"
    if failed:
        return "fix"
    return "doubt" if any(item.answer == "unknown" for item in items) else "yes"
