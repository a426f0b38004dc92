"""Whom to name where the act is not plainly one body's own (行政复议法 19, 24–27; 实施条例 20–22, 32, 33, 75)."""

from __future__ import annotations

from dataclasses import dataclass

from actions.procedure.tables import Basis, bases, choices, table


@dataclass(frozen=True)
class RespondentRule:
    """Who is the respondent and who the authority, in words; `check` is what has to be verified."""

    key: str
    label: str
    respondent: str
    authority: str
    text: str
    basis: tuple[Basis, ...]
    check: str | None = None


def special_kinds() -> list[tuple[str, str, str]]:
    """(key, label, hint) of the special cases."""
    return choices(table("respondents-special"))


def rules_in(text: str) -> list[RespondentRule]:
    """The special cases whose words stand in the text: a hint to look, never a verdict."""
    rows = table("respondents-special").items()
    return [respondent_rule(key) for key, row in rows if any(word in text for word in row.get("words", ()))]


def respondent_rule(key: str) -> RespondentRule:
    """The rule of that case; raises KeyError for another key."""
    row = table("respondents-special")[key]
    return RespondentRule(
        key, row["label"], row["respondent"], row["authority"], row["text"], bases(row), row.get("check")
    )
