"""Short questions that lean on the last answer (knowledge/followups.yml): 那要多久呢, 在哪办, 公司也一样吗."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from actions.content.answers import Answer
from actions.content.source import ROOT, ContentError, read_yaml

MARKS = re.compile(r"[\W_]+")


@cache
def load_followups(root: Path = ROOT) -> dict[str, Any]:
    """The table; raises ContentError."""
    file = root / "followups.yml"
    rows = read_yaml(file)
    if not isinstance(rows, dict) or not isinstance(rows.get("aspects"), dict):
        raise ContentError(file, "文件", "应当有 aspects 一部分")
    return rows


def follow_up(text: str, last: Answer | None, answers: Mapping[str, Answer]) -> Answer | None:
    """The answer to a follow-up of the last answer; None where the text stands on its own or nothing fits."""
    if last is None:
        return None
    table = load_followups()
    plain = _bare(text, table)
    for aspect in table["aspects"].values():
        if plain in aspect["words"]:
            id_ = aspect.get("topics", {}).get(last.id) or aspect["groups"].get(last.group)
            return answers.get(str(id_)) if id_ != last.id else None
    return None


def _bare(text: str, table: Mapping[str, Any]) -> str:
    """Without marks, and without the words that only lead in or out."""
    plain = MARKS.sub("", unicodedata.normalize("NFKC", text))
    changed = True
    while changed:
        before = plain
        for word in table["openings"]:
            plain = plain.removeprefix(word) if plain != word else plain
        for word in table["endings"]:
            plain = plain.removesuffix(word) if plain != word else plain
        changed = plain != before
    return plain
