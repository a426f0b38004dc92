"""How long what is kept: knowledge/rules/retention.yml, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from actions.content.source import ROOT, read_yaml

FILE = ROOT / "rules" / "retention.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One row of the table; `days` None means that nothing is purged, `confirmed` that the county has decided."""

    what: str
    tables: tuple[str, ...]
    since: str
    days: int | None
    how: str
    why: str
    basis: tuple[tuple[str, int], ...]
    confirmed: bool = True

    @property
    def cited(self) -> str:
        """The articles, as an operator reads them."""
        return "、".join(f"{law}{article}" for law, article in self.basis)


@cache
def periods() -> Mapping[str, Period]:
    """The rows by name; raises ContentError, KeyError, TypeError for a table that is none."""
    rows: Mapping[str, dict[str, Any]] = read_yaml(FILE)["periods"]
    return {name: _period(row) for name, row in rows.items()}


def _period(row: dict[str, Any]) -> Period:
    basis = tuple((one["law"], one["article"]) for one in row["basis"])
    return Period(**(row | {"tables": tuple(row["tables"]), "basis": basis}))
