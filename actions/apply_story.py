"""What can be heard in a citizen's own words: the body, the matter, the day, the amount; never taken unconfirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.apply_facts import is_named
from actions.content.forms import words
from actions.content.region import Region
from actions.interview.days import amount_in, days_in
from actions.interview.flow import Values
from actions.procedure.choices import matters, matters_in
from actions.procedure.jurisdiction import find_respondent
from actions.procedure.periods import chinese
from actions.procedure.tables import table

SHORTEST = 6  # characters of a story


def heard(text: str, today: date, region: Region) -> Values:
    """The answers that stand in a story beyond doubt; what several readings fit is left out."""
    found: Values = {}
    bodies = find_respondent(text, region)
    if len(bodies) == 1 and bodies[0].sure and bodies[0].level is None and is_named(bodies[0]):
        found |= {"respondent": bodies[0].name, "body": bodies[0].id}
    named = matters_in(text)
    if len(named) == 1 or (named and _clear(named, text)):
        found["matter"] = named[0][0]
    elif "penalty" in [key for key, _, _ in named] and amount_in(text) is not None:
        found["matter"] = "penalty"  # money and a word for punishing: a fine
    days = [day for day in days_in(text, today) if day <= today]
    if len(days) == 1:
        found["event_day"] = days[0].isoformat()
    amount = amount_in(text)
    if amount is not None:
        found["amount"] = amount
    return found


def is_story(text: str, label: str) -> bool:
    """Whether an answer to how to begin is the story itself, and not the option that offers to tell it."""
    return text.strip() not in label and len(text.replace(label, "").strip()) >= SHORTEST


def _clear(named: list[tuple[str, str, str]], text: str) -> bool:
    """Of several matters the first is meant where its words outweigh the second's: 罚款 beside 许可."""

    def weight(key: str) -> int:
        return sum(len(word) for word in table("matters")[key]["words"] if word in text)

    return weight(named[0][0]) > weight(named[1][0])


def heard_lines(found: Values) -> list[str]:
    """The lines by which it is read back."""
    text = words("apply")["heard"]
    shown: dict[str, Any] = {
        "respondent": found.get("respondent"),
        "matter": _label(found.get("matter")),
        "event_day": chinese(date.fromisoformat(found["event_day"])) if found.get("event_day") else None,
        "amount": f"{found['amount']:g}{text['yuan']}" if found.get("amount") is not None else None,
    }
    return [f"· {text[key]}：{value}" for key, value in shown.items() if value]


def _label(matter: str | None) -> str | None:
    return next((label for key, label, _ in matters() if key == matter), None)
