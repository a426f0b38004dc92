"""The laws that answers and rules may cite (knowledge/laws.yml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from actions.content.source import ROOT, ContentError, maybe_text, need, need_text, read_yaml


@dataclass(frozen=True)
class Law:
    """One text in force; `since` is the day on which this version took effect.

    changed: a day on which its text changed or will change, set by the editor; answers reviewed before it or before
    `since` are due for review.  hold: until they are reviewed, answers that rest on this law are not shown.
    """

    key: str
    title: str
    version: str
    since: date
    articles: int
    note: str | None = None
    changed: date | None = None
    hold: bool = False

    def read_before_change(self, reviewed_on: date) -> bool:
        """Whether something reviewed on that day was held against an older text."""
        return reviewed_on < max(self.since, self.changed or self.since)


@dataclass(frozen=True)
class Citation:
    """One article of a law in force; raises ContentError where it is made through `cite`."""

    law: str
    article: int
    since: str

    def message(self) -> dict[str, Any]:
        """The form in which messages carry a basis: law, article, since (YYYY-MM-DD)."""
        return {"law": self.law, "article": self.article, "since": self.since}


@cache
def load_laws(root: Path = ROOT) -> dict[str, Law]:
    """All laws by their short title, the name used in every `basis`."""
    file = root / "laws.yml"
    rows = read_yaml(file)
    if not isinstance(rows, dict) or not rows:
        raise ContentError(file, "文件", "应当是“简称: 内容”的表")
    return {str(key): _law(str(key), row, file) for key, row in rows.items()}


def cite(laws: dict[str, Law], law: str, article: int, file: Path | str = "laws.yml") -> Citation:
    """The citation of an article, after checking that the law is in force here and has that article."""
    if law not in laws:
        raise ContentError(file, law, "laws.yml 里没有这部法")
    if not 1 <= article <= laws[law].articles:
        raise ContentError(file, f"{law}第{article}条", "没有这一条")
    return Citation(law, article, laws[law].since.isoformat())


def _law(key: str, row: Any, file: Path) -> Law:
    since = need(row, "in_force_since", date, file, key)
    return Law(
        key=key,
        title=need_text(row, "title", file, key),
        version=need_text(row, "version", file, key),
        since=since,
        articles=need(row, "articles", int, file, key),
        note=maybe_text(row, "note", file, key),
        changed=need(row, "changed", date, file, key) if "changed" in row else None,
        hold=need(row, "hold", bool, file, key) if "hold" in row else False,
    )
