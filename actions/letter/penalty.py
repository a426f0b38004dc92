"""What was imposed: each kind of penalty with its sum or its days."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from actions.letter.found import MOST, Penalty
from actions.letter.heading import compiled, rules
from actions.letter.lines import Letter
from actions.letter.numerals import money, number, yuan


def penalties(letter: Letter) -> tuple[tuple[Penalty, ...], bool]:
    """The penalties in their order, and whether figures and words of a sum disagree."""
    start, end = _part(letter.text)
    segment = letter.text[start:end]
    found: list[tuple[int, Penalty]] = []
    differ = False
    for key, row in rules("penalty")["kinds"].items():
        for match in compiled(row["pattern"]).finditer(segment):
            amount, agrees = _amount(segment, match, row)
            score = letter.score(start + match.start(), start + match.end()) * (1 if agrees else 0.4)
            found.append((match.start(), Penalty(key, amount, score)))
            differ = differ or not agrees
    return _distinct([one for _, one in sorted(found, key=lambda pair: pair[0])]), differ


def _part(text: str) -> tuple[int, int]:
    """Where the operative part stands: behind the last “decides as follows” before the legal remedies."""
    begins = [match.end() for match in compiled(rules("penalty")["begins"]).finditer(text)]
    if not begins:
        return 0, 0
    end = compiled(rules("penalty")["ends"]).search(text, begins[0])
    return begins[0], end.start() if end else len(text)


def _amount(segment: str, match: re.Match[str], row: dict[str, Any]) -> tuple[str | None, bool]:
    """The sum or days that belong to a word, and whether figures and words agree."""
    if row.get("amount"):
        return _sum(segment, match)
    if row.get("days"):
        found = _beside(compiled(rules("penalty")["days"]), segment, match)
        days = number(found[0]["n"]) if found else None
        return (str(days) if days else None), True
    return None, True


def _sum(segment: str, match: re.Match[str]) -> tuple[str | None, bool]:
    found = _beside(compiled(rules("penalty")["amount"]), segment, match)
    sums = {value for value in (money(one) for one in found) if value is not None}
    if not sums:
        return None, True
    return yuan(max(sums) if len(sums) == 1 else _of(found)), len(sums) == 1


def _of(found: list[re.Match[str]]) -> Decimal:
    """The figures, which people check first, where figures and words disagree."""
    return next((money(one) for one in found if one["digits"] or one["bare"]), None) or Decimal(0)


def _beside(pattern: re.Pattern[str], segment: str, match: re.Match[str]) -> list[re.Match[str]]:
    """What stands directly before the word, or soon after it with its repetition in brackets."""
    before = [
        one for one in pattern.finditer(segment, 0, match.start()) if segment[one.end() : match.start()] in ("", "的")
    ]
    if before:
        return before[-1:]
    first = pattern.search(segment, match.end())
    if (
        not first
        or first.start() - match.end() > rules("penalty")["near"]
        or "。" in segment[match.end() : first.start()]
    ):
        return []
    again = pattern.match(segment, first.end()) or pattern.match(segment, first.end() + 1)
    return [first, again] if again else [first]


def _distinct(found: list[Penalty]) -> tuple[Penalty, ...]:
    """Each once; several sums for one kind are doubtful: parts and their total cannot be told apart."""
    kept = {(one.kind, one.amount): one for one in reversed(found)}
    ordered = [one for one in found if kept.get((one.kind, one.amount)) is one]
    with_sums = {one.kind for one in ordered if one.amount}
    ordered = [one for one in ordered if one.amount or one.kind not in with_sums]
    kinds = [one.kind for one in ordered]
    doubted = (
        Penalty(one.kind, one.amount, one.confidence * (0.6 if kinds.count(one.kind) > 1 else 1)) for one in ordered
    )
    return tuple(doubted)[:MOST]
