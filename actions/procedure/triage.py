"""“Which door?”: at most seven plain questions to one of twelve places to go (knowledge/rules/triage.yml).

Answers that are missing or strange never raise: the first question without a usable answer is asked, and answers to
questions that are not on the way are named in `strange`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from actions.content.source import ROOT, ContentError
from actions.procedure.tables import Basis, bases, table, unique

FILE = ROOT / "rules" / "triage.yml"


@dataclass(frozen=True)
class Option:
    """One answer to a question; `to` is the next question or an outcome."""

    key: str
    label: str
    to: str


@dataclass(frozen=True)
class Question:
    """One plain question with its answers."""

    key: str
    ask: str
    hint: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Outcome:
    """Where to go, why, what choosing wrong costs, what is next (answer ids or features), and what must be checked."""

    key: str
    door: str
    door_label: str
    label: str
    where: str
    why: str
    basis: tuple[Basis, ...]
    cost: str
    cost_basis: tuple[Basis, ...]
    next: tuple[str, ...]
    unknown: tuple[str, ...]
    unknown_basis: tuple[Basis, ...]


@dataclass(frozen=True)
class Triage:
    """Either the next question, as number `at` of at most `of`, or the outcome; `path` is what led there."""

    question: Question | None
    outcome: Outcome | None
    path: tuple[tuple[Question, Option], ...]
    at: int
    of: int
    strange: tuple[str, ...] = ()


def triage(answers: Mapping[str, str]) -> Triage:
    """Follow the answers as far as they go; raises ContentError for a fault in the table."""
    depths = _depths()
    at, path = str(table("triage")["start"]), []
    while at in depths:
        asked = question(at)
        chosen = next((one for one in asked.options if one.key == answers.get(at)), None)
        if chosen is None:
            break
        path.append((asked, chosen))
        at = chosen.to
    used = {asked.key for asked, _ in path}
    strange = tuple(key for key in answers if key not in used)
    if at in depths:
        return Triage(question(at), None, tuple(path), len(path) + 1, len(path) + depths[at], strange)
    return Triage(None, outcome(at), tuple(path), len(path), len(path), strange)


def questions() -> list[Question]:
    """Every question, in the table's order."""
    return [question(key) for key in table("triage")["questions"]]


def question(key: str) -> Question:
    """One question; raises KeyError for another key."""
    row = table("triage")["questions"][key]
    options = (Option(name, str(one["label"]), str(one["to"])) for name, one in row["options"].items())
    return Question(key, str(row["ask"]), str(row.get("hint") or ""), tuple(options))


def outcomes() -> list[Outcome]:
    """Every outcome, in the table's order."""
    return [outcome(key) for key in table("triage")["results"]]


def outcome(key: str) -> Outcome:
    """One outcome; raises KeyError for another key."""
    row = table("triage")["results"][key]
    return Outcome(
        key=key,
        door=row["door"],
        door_label=str(table("triage")["doors"][row["door"]]),
        label=row["label"],
        where=row["where"],
        why=row["why"],
        basis=bases(row),
        cost=row["cost"],
        cost_basis=_cited(row, "cost_basis"),
        next=tuple(row["next"]),
        unknown=tuple(row.get("check") or ()),
        unknown_basis=_cited(row, "check_basis"),
    )


def doors() -> list[tuple[str, str]]:
    """(key, label) of the places to go."""
    return [(key, str(label)) for key, label in table("triage")["doors"].items()]


def all_bases(one: Outcome) -> tuple[Basis, ...]:
    """Every article that an outcome rests on, each once."""
    return unique(one.basis, one.cost_basis, one.unknown_basis)


def _cited(row: Mapping[str, Any], key: str) -> tuple[Basis, ...]:
    return bases({"basis": row.get(key)})


@cache
def _depths() -> dict[str, int]:
    """How many questions follow at most from each one, itself counted; raises ContentError for a fault."""
    rules = table("triage")
    depths: dict[str, int] = {}
    _measure(str(rules["start"]), (), depths)
    if depths.get(rules["start"], 0) > rules["longest"]:
        raise ContentError(FILE, "longest", "有一条路的问题太多了")
    return depths


def _measure(key: str, way: tuple[str, ...], depths: dict[str, int]) -> int:
    rules = table("triage")
    if key in rules["results"]:
        return 0
    if key not in rules["questions"]:
        raise ContentError(FILE, key, "没有这个问题，也没有这个结果")
    if key in way:
        raise ContentError(FILE, key, "绕了一圈又回到这个问题")
    if key not in depths:
        depths[key] = 1 + max(_measure(one.to, (*way, key), depths) for one in question(key).options)
    return depths[key]
