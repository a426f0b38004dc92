"""The choices that the calculators know, for clients that build a form: GET /api/procedure/tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, Field

from actions.content.region import Region
from actions.procedure.choices import request_kinds
from actions.procedure.deadline import date_question, fact_question
from actions.procedure.jurisdiction import level_names
from actions.procedure.tables import table
from actions.procedure.triage import doors, questions
from bot.channels import procedure_choices as known
from bot.channels.procedure_doors import OptionRow


class Row(BaseModel):
    """一个可以选的项。"""

    key: str = Field(description="代号，填在请求里")
    label: str = Field(description="给人看的名称")
    hint: str = Field(default="", description="怎么选、怎么填")
    ask: str | None = Field(default=None, description="选了以后要问的问题，例如起算的日期是哪一天")
    kind: str | None = Field(default=None, description="属于哪一类")


class TriageRow(BaseModel):
    """“该走哪个门”的一个问题。"""

    key: str = Field(description="问题的代号")
    ask: str = Field(description="问题")
    hint: str = Field(description="怎么答")
    options: list[OptionRow] = Field(description="选项")


class Tables(BaseModel):
    """各个计算器认识的选项。"""

    ways: list[Row] = Field(description="deadline 的 way：怎么知道的；kind 是 act（决定）或者 inaction（不办）")
    duties: list[Row] = Field(description="deadline 的 duty：办理期限的种类")
    exclusions: list[Row] = Field(description="deadline 的 exclusions：不算的时间")
    reasons: list[Row] = Field(
        description="deadline 的 claimed：理由；kind 是用于 act、inaction、any、estate（不动产）"
    )
    questions: list[Row] = Field(description="deadline 其他事实要问的问题")
    states: list[Row] = Field(description="期限的情况，也是 admissibility 的 deadline")
    lawsuits: list[Row] = Field(description="lawsuit 的 kind：怎么起诉")
    events: list[Row] = Field(description="office 的 event：从哪件事起算")
    terms: list[Row] = Field(description="office 的 term：哪个期限；kind 是它的 event")
    tracks: list[Row] = Field(description="office 的 track：审理程序")
    since: list[Row] = Field(description="clocks 的 since：递交以后收到了什么")
    pauses: list[Row] = Field(description="office 的 pauses：不算的时间")
    bodies: list[Row] = Field(description="jurisdiction 的 body：本县的单位")
    above: list[Row] = Field(description="jurisdiction 的 body：不是本县的机关")
    special: list[Row] = Field(description="jurisdiction 的 special：特殊情形")
    matters: list[Row] = Field(description="precondition 的 matter：哪一类事")
    requests: list[Row] = Field(description="复议请求的种类")
    answers: list[Row] = Field(description="precondition 的 answer：机关怎么答复")
    requirements: list[Row] = Field(description="admissibility 的各项条件")
    outside: list[Row] = Field(description="admissibility 的 outside：不受理或者走别的路的事项")
    applicants: list[Row] = Field(description="standing 的 kind：谁来申请")
    interests: list[Row] = Field(description="standing 的 interest：跟决定的关系")
    doors: list[Row] = Field(description="triage 的十二个去处")
    triage: list[TriageRow] = Field(description="triage 的全部问题")


def tables(region: Region) -> dict[str, Any]:
    """Every choice, in the tables' order."""
    deadline, rows = table("deadline"), table("requests-applicants")
    terms, rules = table("deadline-office")["terms"], table("matters-admissibility")
    return {
        "ways": [{**row, "ask": date_question(row["key"])} for row in _rows(deadline["ways"])],
        "duties": [{**row, "ask": date_question("inaction_fixed", row["key"])} for row in _rows(deadline["duties"])],
        "exclusions": _rows(deadline["exclusions"]),
        "reasons": [{**row, "kind": deadline["reasons"][row["key"]]["when"]} for row in _rows(deadline["reasons"])],
        "questions": [_question(key) for key in deadline["questions"]],
        "states": _named(known.STATES),
        "lawsuits": _rows(table("deadline-lawsuit")["kinds"]),
        "events": _named(known.EVENTS),
        "terms": [{**row, "kind": terms[row["key"]]["event"]} for row in _named(known.TERMS)],
        "tracks": _named(known.TRACKS),
        "since": _named(known.SINCE),
        "pauses": _named(known.PAUSES),
        "bodies": [{"key": one.id, "label": one.name, "hint": one.note or ""} for one in region.bodies],
        "above": _named(level_names(region)),
        "special": _rows(table("respondents-special")),
        "matters": [*_rows(table("matters")), *_named(known.TAX)],
        "requests": [{"key": key, "label": label, "hint": hint} for key, label, hint in request_kinds()],
        "answers": _named(known.ANSWERS),
        "requirements": _rows({key: one for key, one in rules.items() if "label" in one}),
        "outside": _rows(table("matters-scope")),
        "applicants": _rows(rows["applicants"]),
        "interests": _rows(rows["interests"]),
        "doors": _named(dict(doors())),
        "triage": [_asked(one) for one in questions()],
    }


def _rows(rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [_row(key, row) for key, row in rows.items()]


def _row(key: str, row: Mapping[str, Any]) -> dict[str, Any]:
    hint = str(row.get("hint") or row.get("but") or "")
    ask, kind = row.get("ask") or row.get("question"), row.get("kind") or row.get("verdict")
    return {"key": key, "label": str(row["label"]), "hint": hint, "ask": ask, "kind": kind}


def _named(labels: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "label": label} for key, label in labels.items()]


def _question(key: str) -> dict[str, Any]:
    ask, hint = fact_question(key)
    return {"key": key, "label": ask, "hint": hint, "ask": ask}


def _asked(one: Any) -> dict[str, Any]:
    options: Iterable[dict[str, str]] = ({"key": option.key, "label": option.label} for option in one.options)
    return {"key": one.key, "ask": one.ask, "hint": one.hint, "options": list(options)}
