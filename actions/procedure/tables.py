"""The tables this package evaluates (knowledge/rules/*.yml) and the citation that every row of them carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from actions.content.laws import Law, cite
from actions.content.source import ROOT, ContentError, read_yaml


@dataclass(frozen=True)
class Basis:
    """An article that a rule rests on; the law by its short title in knowledge/laws.yml."""

    law: str
    article: int

    def __str__(self) -> str:
        """《law》第N条, as a citizen reads it."""
        return f"《{self.law}》第{self.article}条"


@cache
def table(name: str) -> Mapping[str, Any]:
    """The table knowledge/rules/<name>.yml, read once; raises ContentError for a fault in the file."""
    file = ROOT / "rules" / f"{name}.yml"
    rows = read_yaml(file)
    if not isinstance(rows, dict) or not rows:
        raise ContentError(file, "文件", "应当是“键: 内容”的表")
    return rows


def bases(row: Mapping[str, Any]) -> tuple[Basis, ...]:
    """The citations of a row; none where it has no `basis`."""
    return tuple(Basis(str(one["law"]), int(one["article"])) for one in row.get("basis") or ())


def unique(*groups: Iterable[Basis]) -> tuple[Basis, ...]:
    """All citations of all groups in order, each once."""
    return tuple(dict.fromkeys(basis for group in groups for basis in group))


def cited(basis: Iterable[Basis], laws: Mapping[str, Law]) -> list[dict[str, Any]]:
    """The citations as messages carry them; raises ContentError for an article that is not in force."""
    return [cite(dict(laws), one.law, one.article).message() for one in basis]


def choices(rows: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(key, label, hint) of every row, in the table's order."""
    return [(key, str(row["label"]), str(row.get("hint") or "")) for key, row in rows.items()]
