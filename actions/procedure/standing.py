"""Who applies and in whose name (行政复议法 14–17; 实施条例 11–19), and who has an interest (实施条例 35)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from actions.procedure.tables import Basis, bases, choices, table


@dataclass(frozen=True)
class Standing:
    """In whose name, by whom, with which papers; `unknown` is what has to be checked first."""

    name: str
    acts: str
    text: str
    papers: tuple[str, ...]
    basis: tuple[Basis, ...]
    enough: bool | None = True
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Representatives:
    """How many representatives so many applicants choose; none needed up to ten applicants."""

    needed: bool
    least: int
    most: int
    text: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True)
class Interest:
    """Whether someone in that position may apply."""

    answer: Literal["yes", "no", "unknown"]
    text: str
    basis: tuple[Basis, ...]


def applicant_kinds() -> list[tuple[str, str, str]]:
    """(key, label, hint) of those who may apply."""
    return choices(_table()["applicants"])


def interest_kinds() -> list[tuple[str, str, str]]:
    """(key, label, hint) of the relations to an act."""
    return choices(_table()["interests"])


def standing(kind: str, share: float | None = None) -> Standing:
    """How that kind of applicant applies; raises KeyError for another kind.

    `share`: the part of members, households or floor area that joins, from 0 to 1, where members act for a collective
    that does not apply itself; None where it applies itself or the part is not known.
    """
    row = _table()["applicants"][kind]
    enough: bool | None = True
    unknown: tuple[str, ...] = ()
    if "share" in row and share is not None:
        enough = share >= 0.5 if row["share"] == "half" else share > 0.5
        unknown = () if enough else (_table()["unknown"]["too_few"],)
    elif "share" in row:
        enough, unknown = None, (_table()["unknown"]["share"],)
    papers = tuple(str(paper) for paper in row["papers"])
    return Standing(row["name"], row["acts"], row["text"], papers, bases(row), enough, unknown)


def representatives(applicants: int) -> Representatives:
    """Whether and how many representatives so many applicants choose (实施条例 17)."""
    row = _table()["representatives"]
    needed = applicants >= row["from"]
    return Representatives(needed, row["least"], row["most"], row["text"], bases(row))


def representatives_fit(applicants: int, chosen: int) -> bool:
    """Whether that number of representatives is lawful for so many applicants."""
    rule = representatives(applicants)
    return rule.least <= chosen <= rule.most if rule.needed else chosen <= rule.most


def most_agents() -> int:
    """How many agents may act for one party (行政复议法 17)."""
    return int(_table()["agents"]["most"])


def agents_fit(agents: int) -> bool:
    """Whether so many agents may act for one party."""
    return 0 <= agents <= most_agents()


def interest(kind: str) -> Interest:
    """Whether that relation to the act is an interest; raises KeyError for another kind."""
    row = _table()["interests"][kind]
    return Interest(row["answer"], row["text"], bases(row))


def _table() -> dict[str, Any]:
    return dict(table("requests-applicants"))
