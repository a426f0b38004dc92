"""Results of the engine as plain JSON: dates as YYYY-MM-DD, every article with the day since which it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from actions.content.laws import Law
from actions.procedure.deadline_facts import Row
from actions.procedure.tables import Basis, cited, unique


def plain(value: Any, laws: Mapping[str, Law]) -> Any:
    """A result with all its parts; raises ContentError for a citation that is not in knowledge/laws.yml."""
    if isinstance(value, Basis):
        return cited([value], laws)[0]
    if isinstance(value, Row):
        basis = [plain(one, laws) for one in value.basis]
        return {**value.message(), "basis": basis}
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name), laws) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(one, laws) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def citations(laws: Mapping[str, Law], *groups: Iterable[Basis]) -> list[dict[str, Any]]:
    """All articles of all groups, each once, as `plain` gives them."""
    return cited(unique(*groups), laws)
