"""The questions of a guided form (knowledge/interviews/<feature>.yml), in the order of asking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from actions.content.source import ROOT, ContentError, read_yaml

GIVEN, MISSING = "given", "missing"


@dataclass(frozen=True)
class Question:
    """One question; lengths in characters, `when` maps facts to allowed values, `resets` names what is asked again."""

    key: str
    section: str
    control: str
    read: str
    text: str
    why: str
    invalid: str = ""
    hint: str | None = None
    where: str | None = None
    skip: str | None = None
    same: str | None = None
    label: str | None = None
    help: str | None = None
    min: int = 1
    max: int | None = None
    private: bool = False
    when: Mapping[str, list[Any]] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    options_from: str | None = None
    resets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interview:
    """All questions of one feature; `keeps`: whether the answers can be put aside for another day."""

    feature: str
    sections: tuple[str, ...]
    questions: Mapping[str, Question]
    keeps: bool = False

    def step(self, key: str) -> dict[str, int]:
        """Where a question stands: its section, and how many sections there are."""
        return {"at": self.sections.index(self.questions[key].section) + 1, "of": len(self.sections)}


@cache
def load_interview(feature: str, root: Path = ROOT) -> Interview:
    """The questions of a feature; raises ContentError for a question that is incomplete or names one that is not."""
    file = root / "interviews" / f"{feature}.yml"
    rows = read_yaml(file)
    if not isinstance(rows, dict) or not isinstance(rows.get("questions"), dict) or not rows.get("sections"):
        raise ContentError(file, "文件", "应当有 sections 和 questions 两部分")
    sections = tuple(map(str, rows["sections"]))
    questions = {key: _question(key, row, file) for key, row in rows["questions"].items()}
    for one in questions.values():
        if one.section not in sections:
            raise ContentError(file, f"{one.key}.section", f"没有“{one.section}”这一段")
        unknown = set(one.resets) - set(questions)
        if unknown:
            raise ContentError(file, f"{one.key}.resets", f"没有“{'、'.join(sorted(unknown))}”这一问")
    return Interview(feature, sections, questions, keeps=rows.get("keeps") is True)


def _question(key: str, row: Any, file: Path) -> Question:
    if not isinstance(row, dict):
        raise ContentError(file, key, "应当是一问的各个字段")
    fields = {**row, "options_from": row.get("from"), "resets": tuple(row.get("resets") or ())}
    fields.pop("from", None)
    try:
        return Question(key=key, **fields)
    except TypeError as fault:
        raise ContentError(file, key, "少了必需的字段，或者有不认识的字段") from fault
