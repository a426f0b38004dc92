"""What was found in a letter, and its form on the way from the reader to the dialogue."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from actions.procedure.tables import table

DAYS = ("decided_on", "received_on")
FIELDS = ("agency", "document", "number", *DAYS, "told", "told_authority", "told_days")
MOST = 12  # penalties
AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,2})?")


@dataclass(frozen=True)
class Found:
    """One thing that was read, and how sure that is (0 to 1)."""

    value: str
    confidence: float


@dataclass(frozen=True)
class Penalty:
    """One penalty: `kind` is a row of the table, `amount` yuan or days."""

    kind: str
    amount: str | None
    confidence: float


@dataclass(frozen=True)
class Findings:
    """What a letter says: `fields` by the keys of FIELDS, `notes` and `refused` by those of the table.

    A letter that is refused has no fields.
    """

    fields: Mapping[str, Found] = field(default_factory=dict)
    penalties: tuple[Penalty, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str | None = None

    def value(self, key: str) -> str | None:
        """What was read for a field."""
        found = self.fields.get(key)
        return found.value if found else None

    def encoded(self) -> str:
        """As one line of JSON; confidences in hundredths."""
        whole: dict[str, Any] = {key: [one.value, _hundredths(one.confidence)] for key, one in self.fields.items()}
        if self.penalties:
            whole["penalties"] = [[one.kind, one.amount, _hundredths(one.confidence)] for one in self.penalties]
        if self.notes:
            whole["notes"] = list(self.notes)
        if self.refused:
            whole["refused"] = self.refused
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def decoded(text: str) -> Findings:
    """The findings in a line of JSON; what is not as `encoded` writes it is left out.

    Raises:
        ValueError: not JSON, or no table.
    """
    whole = json.loads(text)
    if not isinstance(whole, dict):
        raise ValueError("no findings")
    refused = whole.get("refused")
    if refused is not None:
        return Findings(refused=refused if refused in list(table("photo")["refusals"]) else "unclear")
    fields = {key: _found(key, whole[key]) for key in FIELDS if key in whole}
    notes = whole.get("notes")
    return Findings(
        fields={key: one for key, one in fields.items() if one},
        penalties=_penalties(whole.get("penalties")),
        notes=tuple(note for note in table("photo")["notes"] if isinstance(notes, list) and note in notes),
    )


def clean(value: Any) -> str | None:
    """A short text of one line that can be shown; None for anything else."""
    if not isinstance(value, str) or not 0 < len(value) <= table("photo")["longest"]:
        return None
    printable = all(unicodedata.category(sign)[0] != "C" for sign in value)
    return value if printable and not set('{}<>\\"') & set(value) else None


def _found(key: str, raw: Any) -> Found | None:
    if not isinstance(raw, list) or len(raw) != 2:
        return None
    value, confidence = clean(raw[0]), _share(raw[1])
    if value is None or confidence is None or not _fits(key, value):
        return None
    return Found(value, confidence)


def _fits(key: str, value: str) -> bool:
    if key == "told":
        return value in table("photo")["told"]["values"]
    return key not in DAYS or _is_day(value)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _penalties(raw: Any) -> tuple[Penalty, ...]:
    kinds = list(table("photo")["penalty"]["kinds"])
    found = []
    for one in raw[:MOST] if isinstance(raw, list) else ():
        if not isinstance(one, list) or len(one) != 3 or one[0] not in kinds or _share(one[2]) is None:
            continue
        amount = one[1] if isinstance(one[1], str) and AMOUNT.fullmatch(one[1]) else None
        found.append(Penalty(one[0], amount, one[2] / 100))
    return tuple(found)


def _share(raw: Any) -> float | None:
    return raw / 100 if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= 100 else None


def _hundredths(confidence: float) -> int:
    return round(100 * min(max(confidence, 0.0), 1.0))
