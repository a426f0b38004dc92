"""What was read from a photo of the decision, as proposed answers of the application and as the card that asks.

Pure. Nothing is filled before the citizen has confirmed the card; what was not read is asked as always.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from actions.letter.days import believable
from actions.letter.found import DAYS, Findings, Found, Penalty
from actions.letter.heading import kind
from actions.procedure.tables import bases, table

# Seldom printed, or said in a note: nobody misses these.
UNMISSED = ("received_on", "told", "told_authority", "told_days")


def answers(findings: Findings, today: date) -> dict[str, str]:
    """Proposed answers by question of knowledge/interviews/apply.yml; texts as a citizen would type them.

    The day of a decision is never taken for the day on which it became known, but where it was made on the spot.
    """
    read = _believed(findings, today)
    row = kind(read["document"].value) if "document" in read else {}
    found: dict[str, str] = {}
    if "agency" in read:
        found["respondent"] = read["agency"].value
    if row.get("matter"):
        found["matter"] = str(row["matter"])
    if "document" in read:
        number = f"（{read['number'].value}）" if "number" in read else ""
        found["act_name"] = read["document"].value + number
    if row.get("on_the_spot") and "decided_on" in read:
        found |= {"on_the_spot": "yes", "learned_on": read["decided_on"].value}
    elif "received_on" in read:
        found["event_day"] = read["received_on"].value
    return found


def _believed(findings: Findings, today: date) -> dict[str, Found]:
    """The fields without days that no decision in somebody's hands can have."""
    return {key: one for key, one in findings.fields.items() if key not in DAYS or believable(one.value, today)}


def imposed(penalties: tuple[Penalty, ...]) -> str:
    """The penalties in one line: 罚款5000元；行政拘留5日."""
    kinds, units = table("photo")["penalty"]["kinds"], table("photo")["card"]["units"]
    said = []
    for one in penalties:
        unit = units["days" if kinds[one.kind].get("days") else "amount"]
        said.append(kinds[one.kind]["label"] + (one.amount + unit if one.amount else ""))
    return str(units["between"]).join(said)


def card(findings: Findings, today: date, form_open: bool) -> dict[str, Any]:
    """The message that shows what was read: a `review` to be confirmed, or the `notice` why nothing could be used.

    `form_open`: the application is being filled in already; otherwise confirming begins it.
    """
    text = table("photo")["card"]
    if findings.refused:
        return {"type": "notice", "level": "warning", "text": refusal(findings.refused)}
    by_hand = "/continue" if form_open else "/apply"
    return {
        "type": "review",
        "text": text["text"],
        "lines": [{"label": label, "value": value, "choice": None} for label, value in lines(findings, today)],
        "choices": [
            {"label": text["yes"], "choice": payload("photo_use", findings)},
            {"label": text["no"], "choice": by_hand},
        ],
    }


def refusal(why: str) -> str:
    """Why nothing was filled in, and how to take a better photo where that helps."""
    row = table("photo")["refusals"][why]
    return f"{row['text']}\n{table('photo')['tips']}" if row.get("tips") else str(row["text"])


def lines(findings: Findings, today: date) -> list[tuple[str, str]]:
    """Every line of the card as (label, value); each label asks to check, a doubtful one to look twice."""
    labels, text = table("photo")["fields"], table("photo")["card"]
    read = _believed(findings, today)
    shown: list[tuple[str, str]] = []
    for key, label in labels.items():
        if key == "penalty" and findings.penalties:
            sure = min(one.confidence for one in findings.penalties)
            shown.append((_label(label, sure), imposed(findings.penalties)))
        elif key in read:
            shown.append((_label(label, read[key].confidence), _value(key, read[key].value)))
    missing = [label for key, label in labels.items() if key not in (*read, *UNMISSED, "penalty")]
    if missing:
        shown.append((text["missing"], text["between"].join(missing)))
    return [*shown, *_notes(findings)]


def _label(label: str, confidence: float) -> str:
    text = table("photo")
    return str(text["card"]["check" if confidence >= text["sure"] else "doubtful"]).format(label=label)


def _value(key: str, value: str) -> str:
    return str(table("photo")["told"]["values"][value]) if key == "told" else value


def _notes(findings: Findings) -> list[tuple[str, str]]:
    """What to watch out for in one line of the card, each with its article."""
    rows = [table("photo")["notes"][note] for note in findings.notes]
    if not rows:
        return []
    said = [row["text"] + "".join(f"（{basis}）" for basis in bases(row)) for row in rows]
    return [(table("photo")["card"]["notes"], "\n".join(said))]


def payload(intent: str, findings: Findings) -> str:
    """The payload that carries the findings; only the edge can send it, because only the edge signs choices."""
    return f"/{intent}{json.dumps({'findings': findings.encoded()}, ensure_ascii=False)}"
