"""Whether reconsideration must come before a lawsuit (行政复议法 23; 实施条例 30, 31; 税收征收管理法 88).

On-the-spot penalties: 行政处罚法 51, 治安管理处罚法 119.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from actions.procedure.tables import Basis, bases, table

Answer = Literal["must", "free", "check"]


@dataclass(frozen=True)
class PreconditionFacts:
    """matter: a row of matters.yml, or `tax`.  answer: what the agency did with a request: silent, refused, partly or
    decision.  withheld: information refused under 政府信息公开条例 14–16.  already_held: the right to land or the like
    was lawfully acquired before.  None means not known."""

    matter: str | None = None
    on_the_spot: bool | None = None
    already_held: bool | None = None
    answer: str | None = None
    withheld: bool | None = None
    payment_dispute: bool | None = None


@dataclass(frozen=True)
class Precondition:
    """must: reconsider first; free: either way; check: not clear yet, then `ask` is the question that decides.

    `unknown` is what has to be checked besides.
    """

    answer: Answer
    key: str
    label: str
    text: str
    basis: tuple[Basis, ...]
    ask: str | None = None
    unknown: tuple[str, ...] = ()


def precondition(facts: PreconditionFacts) -> Precondition:
    """The first row of the table whose facts hold; the ordinary rule where none does."""
    rules = table("matters-precondition")
    known = asdict(facts)
    own = rules["no_matter"] if facts.matter is None else rules["order"].get(facts.matter, ())
    steps = [*rules["known"].get(facts.matter, ()), *own, *rules["otherwise"], {"when": {}, "row": "ordinary"}]
    return next(_row(step) for step in steps if all(known.get(name) == value for name, value in step["when"].items()))


def _row(step: Mapping[str, Any]) -> Precondition:
    rules = table("matters-precondition")
    key, ask = step["row"], step.get("ask")
    row = rules[key]
    unknown = {"must": (), "free": (rules["free_check"],), "check": (ask or row["text"],)}[row["answer"]]
    return Precondition(row["answer"], key, row["label"], row["text"], bases(row), ask, unknown)
