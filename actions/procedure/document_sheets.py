"""The papers that go with an application, each on a page of its own (行政复议法 15, 17, 22; 实施条例 17, 18, 27)."""

from __future__ import annotations

import re
from typing import Any

from actions.procedure.choices import names_for
from actions.procedure.document_facts import ApplicationFacts
from actions.procedure.document_words import clean, template_words

MOST_ROWS = 60  # lines for signatures; more people sign on further sheets
Sheet = dict[str, Any]


def sheets(application: ApplicationFacts) -> list[Sheet]:
    """Title, lines and signature lines of every paper that this application needs, in the order of the template."""
    needed = {
        "evidence": bool(application.evidence),
        "delivery": True,
        "authority": any(agent.kind == "entrusted" for agent in application.agents),
        "representatives": application.group is not None,
        "oral": application.writer is not None,
        "guide": bool(application.guide),
    }
    return [_sheet(key, row, application) for key, row in template_words()["sheets"].items() if needed[key]]


def _sheet(key: str, row: dict[str, Any], application: ApplicationFacts) -> Sheet:
    lines: list[str] = []
    for line in row["lines"]:
        if line == "{evidence}":
            lines += _evidence(row["row"], application)
        elif line == "{guide}":
            lines += map(clean, application.guide)
        else:
            lines.append(_filled(line, application))
    if key == "representatives":
        rows = range(1, min(application.group or 0, MOST_ROWS) + 1)
        lines += [_blanks(row["row"]).replace("{number}", str(number)) for number in rows]
    return {"title": row["title"], "lines": lines, "sign": list(row["sign"])}


def _evidence(row: str, application: ApplicationFacts) -> list[str]:
    items = [clean(item) for item in application.evidence if clean(item)]
    return [_blanks(row).replace("{item}", f"{number}．{item}") for number, item in enumerate(items, start=1)]


def _blanks(row: str) -> str:
    words = template_words()
    return row.replace("{short}", str(words["short_blank"])).replace("{blank}", str(words["blank"])[:14])


def _filled(line: str, application: ApplicationFacts) -> str:
    """A line with its placeholders filled in one pass, blank where the fact is missing."""
    known, blank = _facts(application), template_words()["blank"]
    return re.sub(r"{(\w+)}", lambda mark: known[mark[1]] or blank, line)


def _facts(application: ApplicationFacts) -> dict[str, str]:
    words = template_words()
    first = application.applicants[0]
    people = "、".join(name for one in application.applicants if (name := clean(one.name)))
    agents = "、".join(clean(one.name) for one in application.agents if one.kind == "entrusted" and one.name)
    writer, unit = application.writer or ("", "")
    return {
        "names": people,
        "receiver": clean(first.name),
        "delivery": clean(first.delivery),
        "phone": clean(first.phone),
        "agents": agents,
        "respondent": clean(application.respondent),
        "matter": _matter(application),
        "powers": "；".join(words["powers"][key] for key in application.powers if key in words["powers"]),
        "size": str(application.group or ""),
        "representatives": people,
        "writer": clean(writer),
        "unit": clean(unit),
    }


def _matter(application: ApplicationFacts) -> str:
    """What the application is about, as a part of a sentence."""
    words = template_words()
    act, duty = names_for(application.matter)
    if application.inaction:
        named = clean(application.act) or duty
        return str(words["of_duty"].replace("{duty}", named) if named else words["of_duty_no_name"])
    return str(words["of_act"].replace("{act}", clean(application.act) or act or words["blank"]))
