"""Whether the letter tells of the right to reconsideration, to whom and until when, and traces of superseded rules."""

from __future__ import annotations

import re

from actions.letter.found import Found
from actions.letter.heading import compiled, rules
from actions.letter.lines import Letter
from actions.letter.numerals import number

BRACKETS = re.compile(r"\([^()]{0,60}\)")
IN_DAYS = {"日": 1, "天": 1, "个月": 30}


def told(letter: Letter) -> dict[str, Found]:
    """`told` with `told_authority` and `told_days` as printed; empty where nothing is said, which proves nothing."""
    part, text = rules("told"), _without_brackets(letter.text)
    found = _best(list(compiled(part["reconsideration"]).finditer(text)))
    if found is None:
        return _other(letter, text)
    score = letter.score(*found.span())
    who = found["who"].replace("\0", "")
    read = {"told": Found("whole" if found["days"] else "part", score), "told_authority": Found(who, score)}
    return {**read, "told_days": Found(found["days"] + found["unit"], score)} if found["days"] else read


def _without_brackets(text: str) -> str:
    """Addresses and phones in brackets blanked out, so that sentences hold together and places stay the same."""
    return BRACKETS.sub(lambda found: "\0" * len(found[0]), text)


def _best(found: list[re.Match[str]]) -> re.Match[str] | None:
    return next((one for one in found if one["days"]), found[0] if found else None)


def _other(letter: Letter, text: str) -> dict[str, Found]:
    """Told of the right without saying to whom, or of a lawsuit only."""
    for value, pattern in (("part", "mentioned"), ("lawsuit", "lawsuit")):
        match = compiled(rules("told")[pattern]).search(text)
        if match:
            return {"told": Found(value, letter.score(*match.span()))}
    return {}


def notes(letter: Letter, fields: dict[str, Found]) -> list[str]:
    """What to watch out for: the keys of the table's notes that apply."""
    rows, said = rules("notes"), fields.get("told")
    found = []
    if "told_authority" in fields and _old_authority(fields):
        found.append("upper")
    if "told_days" in fields and _too_short(fields["told_days"].value):
        found.append("short_period")
    lawsuit = compiled(rules("told")["lawsuit"]).search(_without_brackets(letter.text))
    if lawsuit and lawsuit["days"] + lawsuit["unit"] in rows["old_lawsuit"]["days"]:
        found.append("old_lawsuit")
    if compiled(rows["old_words"]["pattern"]).search(letter.text):
        found.append("old_words")
    if said is None or said.value == "lawsuit":
        found.append("only_lawsuit" if said else "not_told")
    return found


def _old_authority(fields: dict[str, Found]) -> bool:
    """Whether the authority named is one of the superseded law: a department where the government decides today."""
    row, named = rules("notes")["upper"], fields["told_authority"].value
    who = named + (fields["agency"].value if "agency" in fields else "")
    return bool(compiled(row["who"]).search(named)) and not compiled(row["unless"]).search(who)


def _too_short(printed: str) -> bool:
    """Whether a period is shorter than the law's; working days last longer than they count."""
    match = re.fullmatch(r"(.+?)(个工作日|个月|日|天)", printed)
    count = number(match[1]) if match else None
    days = IN_DAYS.get(match[2]) if match else None
    return count is not None and days is not None and count * days < rules("notes")["short_period"]["fewest"]
