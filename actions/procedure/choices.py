"""What a citizen may choose in an application: matters (行政复议法 11) and requests (行政复议法 13, 63–67, 71, 72)."""

from __future__ import annotations

import re

from actions.procedure.tables import choices, table


def matters() -> list[tuple[str, str, str]]:
    """(key, label, hint) of what one may apply about."""
    return choices(table("matters"))


def matters_in(text: str) -> list[tuple[str, str, str]]:
    """The matters that plain words name, those with the longest word first."""
    rows = table("matters")
    scores = {key: max((len(word) for word in row["words"] if word in text), default=0) for key, row in rows.items()}
    named = sorted((key for key in rows if scores[key]), key=lambda key: -scores[key])
    return choices({key: rows[key] for key in named})


def request_kinds(matter: str | None = None) -> list[tuple[str, str, str]]:
    """(key, label, hint) of the requests, those usual for that matter first."""
    rows = table("requests")
    usual = table("matters").get(matter, {}).get("requests", []) if matter else []
    return choices({key: rows[key] for key in [*usual, *(key for key in rows if key not in usual)]})


def request_line(kind: str, act: str = "", duty: str = "", inaction: bool = False) -> str:
    """The sentence of an application for that request; raises KeyError for a kind that is not in the table.

    `act` is the decision, `duty` what the agency was asked to do; both may be missing.
    """
    row = table("requests")[kind]
    names = {"{act}": _name(act), "{duty}": _name(duty)}
    line = str((row.get("line_inaction") if inaction else None) or row["line"])
    if any(mark in line and not name for mark, name in names.items()):
        line = str((row.get("line_inaction_no_name") if inaction else None) or row["line_no_name"])
    # One pass, and not format: a citizen's words may hold braces.
    return re.sub(r"{(?:act|duty)}", lambda mark: names[mark[0]], line)


def names_for(matter: str | None) -> tuple[str, str]:
    """What an application calls the act and the duty of that matter where the citizen gave no name."""
    row = table("matters").get(matter, {}) if matter else {}
    return str(row.get("act") or ""), str(row.get("duty") or "")


def _name(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" 。；;")
