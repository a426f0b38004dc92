"""The one question asked of a letter: what does it say, or why can it not be used."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from actions.letter.days import days
from actions.letter.found import Findings, Found, clean
from actions.letter.heading import agency, compiled, document, kind, number, rules
from actions.letter.lines import Letter, Line
from actions.letter.penalty import penalties
from actions.letter.told import notes, told
from actions.procedure.tables import table

WHOLE = ("agency", "document", "number", "told")  # a letter shows at least two of them


def findings(lines: Sequence[Line], hints: Collection[str] = ()) -> Findings:
    """What the lines of a letter say; `hints` are what the picture itself suggests if it is unreadable."""
    letter = Letter.of(lines)
    refused = _unreadable(letter, hints)
    if refused:
        return Findings(refused=refused)
    who, differ = agency(letter)
    whole = {"agency": who, "document": document(letter), "number": number(letter), **days(letter), **told(letter)}
    fields = {key: one for key, one in whole.items() if one and clean(one.value)}
    refused = _unusable(letter, fields)
    if refused:
        return Findings(refused=refused)
    return _whole(letter, fields, differ)


def _whole(letter: Letter, fields: dict[str, Found], differ: bool) -> Findings:
    row = kind(fields["document"].value) if "document" in fields else {}
    imposed, amounts_differ = penalties(letter) if row.get("matter", "penalty") == "penalty" else ((), False)
    watch = notes(letter, fields)
    watch += ["amounts_differ"] if amounts_differ else []
    watch += ["two_names"] if differ else []
    return Findings(fields, imposed, tuple(watch))


def _unreadable(letter: Letter, hints: Collection[str]) -> str | None:
    rule, lines = table("photo"), letter.lines
    sure = sum(line.score for line in lines) / max(len(lines), 1)
    if len(lines) >= rule["fewest_lines"] and len(letter.text) >= rule["fewest_signs"] and sure >= rule["clear"]:
        return None
    return next((hint for hint in ("dark", "small") if hint in hints), "unclear")


def _unusable(letter: Letter, fields: dict[str, Found]) -> str | None:
    if _is_sample(letter, fields):
        return "sample"
    row = kind(fields["document"].value) if "document" in fields else {}
    if row and row["kind"] != "decision":
        return str(row["kind"])
    return "no_letter" if sum(key in fields for key in WHOLE) < 2 else None


def _is_sample(letter: Letter, fields: dict[str, Found]) -> bool:
    """Whether the paper says of itself that it is one, or names an agency that cannot be."""
    part = rules("sample")
    named = [fields[key].value for key in ("agency", "number", "document") if key in fields]
    return any(compiled(part["alone"]).fullmatch(line.text) for line in letter.lines) or any(
        compiled(part[pattern]).search(one) for pattern in ("mark", "value") for one in named
    )
