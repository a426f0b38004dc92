"""What the triage answers: the next question, or the door to go to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field

from actions.content.answers import FEATURES
from actions.content.laws import Law
from actions.procedure.contract import citations, plain
from actions.procedure.triage import Outcome, Question, Triage, all_bases
from bot.channels.parts import Step
from bot.channels.procedure_choices import STEPS
from bot.channels.procedure_results import Answered, Bases


class OptionRow(BaseModel):
    """一个选项。"""

    key: str = Field(description="选项的代号，下次放在 answers 里")
    label: str = Field(description="选项上的字")


class QuestionRow(BaseModel):
    """下一个要问的问题。"""

    key: str = Field(description="问题的代号，下次作为 answers 的键")
    ask: str = Field(description="问题")
    hint: str = Field(description="怎么答")
    options: list[OptionRow] = Field(description="选项")
    step: Step = Field(description="第几个问题、最多几个")


class NextStep(BaseModel):
    """接下来看什么、办什么。"""

    id: str = Field(description="答复的编号，或者要办的事的代号")
    kind: Literal["answer", "feature"] = Field(description="看一个答复，还是办一件事")
    label: str = Field(description="按钮上的字")


class OutcomeRow(BaseModel):
    """该走的门。"""

    key: str = Field(description="结果的代号")
    door: str = Field(description="十二个去处里的哪一个")
    door_label: str = Field(description="去处的名称")
    label: str = Field(description="一句话：怎么办")
    where: str = Field(description="去哪里、怎么去")
    why: str = Field(description="为什么")
    basis: Bases
    cost: str = Field(description="选错了会怎样")
    cost_basis: Bases
    next: list[NextStep] = Field(description="接下来看什么、办什么")


class TriageResult(Answered):
    """下一个问题，或者该走的门；两样里有一样。"""

    question: QuestionRow | None = Field(description="还要问的问题")
    result: OutcomeRow | None = Field(description="该走的门")


def triage_result(found: Triage, laws: Mapping[str, Law]) -> dict[str, Any]:
    """The answer of the route."""
    one = found.outcome
    return {
        "question": _question(found.question, found) if found.question else None,
        "result": _outcome(one, laws) if one else None,
        "basis": citations(laws, all_bases(one)) if one else [],
        "facts": [
            {"field": f"answers.{asked.key}", "name": asked.ask, "value": chosen.key, "text": chosen.label}
            for asked, chosen in found.path
        ],
        "unknown": list(one.unknown) if one else [],
    }


def _question(asked: Question, found: Triage) -> dict[str, Any]:
    options = [{"key": option.key, "label": option.label} for option in asked.options]
    step = {"at": found.at, "of": found.of}
    return {"key": asked.key, "ask": asked.ask, "hint": asked.hint, "options": options, "step": step}


def _outcome(one: Outcome, laws: Mapping[str, Law]) -> dict[str, Any]:
    steps = [
        {"id": step, "kind": "feature" if step in FEATURES else "answer", "label": STEPS[step]} for step in one.next
    ]
    return {**plain(one, laws), "next": steps}
