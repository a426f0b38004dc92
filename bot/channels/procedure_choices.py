"""The keys that the rules engine knows, with their Chinese labels, from the tables of knowledge/rules/.

Every table is read here, once, when the edge starts: no request reads a file, and a fault in a table stops the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from actions.content.answers import FEATURES, load_answers
from actions.content.source import ROOT
from actions.procedure.admissibility import outside_kinds
from actions.procedure.choices import matters
from actions.procedure.clocks import events_since
from actions.procedure.deadline import duties, exclusion_kinds, learning_ways
from actions.procedure.lawsuit import lawsuit_kinds
from actions.procedure.office import events
from actions.procedure.respondent_rules import special_kinds
from actions.procedure.standing import applicant_kinds, interest_kinds
from actions.procedure.tables import table

for _file in (ROOT / "rules").glob("*.yml"):
    table(_file.stem)


class OneOf:
    """An annotation for a text that is one of these keys; the labels stand in the OpenAPI document."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.labels = dict(labels)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Only the keys are valid."""
        return core_schema.literal_schema(list(self.labels))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """An enumeration, and what each of its values means."""
        return {**handler(schema), "type": "string", "x-labels": self.labels}


def _labels(rows: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    return {key: label for key, label, _ in rows}


# What the tables use as keys without a label of their own.
ANSWERS = {
    "silent": "一直没有受理、没有答复或者没有办",
    "refused": "明确不受理、明确拒绝",
    "partly": "只办了一部分",
    "decision": "机关主动作的决定",
}
STATES = {
    "in_time": "来得及",
    "near": "快到期了",
    "late_reasons": "过了，但可能有法律认可的理由",
    "late": "过了",
    "not_yet": "还早",
    "unknown": "算不出来",
}
TRACKS = {"ordinary": "普通程序", "simplified": "简易程序"}
TAX = {"tax": "跟税务机关的争议"}

WAYS = _labels([*learning_ways("act"), *learning_ways("inaction")])
DUTIES = _labels(duties())
EXCLUSIONS = _labels(exclusion_kinds())
REASONS = {key: str(row["label"]) for key, row in table("deadline")["reasons"].items()}
LAWSUITS = _labels(lawsuit_kinds())
EVENTS = events()
TERMS = {key: f"{row['who']}：{row['what']}" for key, row in table("deadline-office")["terms"].items()}
SINCE = events_since()
PAUSES = {key: str(row["label"]) for key, row in table("deadline-office")["pauses"].items()}
SPECIAL = _labels(special_kinds())
OUTSIDE = {kind.key: kind.label for kind in outside_kinds()}
MATTERS = _labels(matters()) | TAX
APPLICANTS = _labels(applicant_kinds())
INTERESTS = _labels(interest_kinds())
# What a result of the triage names as the next step.
STEPS = {**FEATURES, **{key: answer.title for key, answer in load_answers().items()}}
