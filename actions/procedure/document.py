"""The application for reconsideration as a Word file (行政复议法 22, 实施条例 27), from knowledge/templates/."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate

from actions.content.source import ROOT, read_yaml
from actions.procedure.choices import names_for, request_line
from actions.procedure.deadline_facts import Deadline
from actions.procedure.document_facts import Agent, ApplicationFacts, Party
from actions.procedure.periods import chinese
from actions.procedure.tables import table

__all__ = ["Agent", "ApplicationFacts", "Party", "application_document", "application_lines"]

TEMPLATE = ROOT / "templates" / "application.docx"
REPRESENTATIVES_FROM = 11  # more than 10 applicants choose representatives (实施条例 17)
# What XML 1.0 cannot carry, and the marks that would turn text around (bidirectional controls).
ILLEGAL = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


def application_document(application: ApplicationFacts, today: date) -> bytes:
    """The .docx of an application; `today` is printed as the day on which the draft was made."""
    template = DocxTemplate(TEMPLATE)
    template.render(application_lines(application, today), autoescape=True)
    out = BytesIO()
    template.save(out)
    return out.getvalue()


def application_lines(application: ApplicationFacts, today: date) -> dict[str, Any]:
    """Everything that the template prints, line by line, cleaned and with blanks where facts are missing."""
    words = _words()
    blank = words["blank"]
    return {
        "draft_mark": words["draft_mark"] if application.draft else "",
        "notice": _notice(application, today) if application.draft else [],
        "title": words["title"],
        "parties": [*_people(application.applicants, words["parties"]), *_people(application.agents, words["agents"])],
        "respondent": {"label": words["respondent"], "value": clean(application.respondent) or blank},
        "headings": words["headings"],
        "requests": _numbered(_requests(application)) or [blank],
        "facts": paragraphs(application.facts) or [blank],
        "late": paragraphs(application.late_reason) or ([blank] if _is_late(application) else []),
        "closing": words["closing"],
        "authority": clean(application.authority) or blank,
        "sign": words["sign"],
        "date": words["date"],
        "attachments": _numbered([*_usual_attachments(application), *map(clean, application.attachments)]),
    }


def clean(text: str | None) -> str:
    """One line without characters that XML cannot carry; empty for None."""
    return ILLEGAL.sub("", re.sub(r"\s+", " ", text or "")).strip()


def paragraphs(text: str | None) -> list[str]:
    """The lines of a longer text, each cleaned, without the blank ones."""
    lines = re.split(r"[\r\n\x0b\x0c\x85\u2028\u2029]+", text or "")
    return [line for line in map(clean, lines) if line]


def deadline_line(deadline: Deadline | None) -> str:
    """The last day and its sum in one line, or that it is not known."""
    notice = _words()["notice"]
    if deadline is None or deadline.last_day is None:
        return str(notice["no_deadline"])
    start_day = table("deadline")["rows"]["start_day"]["why"]
    steps = [f"{row.why}（{chinese(row.ends, weekday=False)}）" for row in deadline.rows if row.why != start_day]
    return str(notice["deadline"].format(last_day=chinese(deadline.last_day), sum="；".join(steps)))


@cache
def _words() -> dict[str, Any]:
    return dict(read_yaml(ROOT / "templates" / "application.yml"))


def _notice(application: ApplicationFacts, today: date) -> list[str]:
    notice = _words()["notice"]
    made_on = notice["made_on"].format(today=chinese(today))
    late = [notice["late"]] if _is_late(application) else []
    return [notice["effect"], deadline_line(application.deadline), *late, notice["one_act"], made_on]


def _is_late(application: ApplicationFacts) -> bool:
    return application.deadline is not None and application.deadline.state in ("late", "late_reasons")


def _people(people: Iterable[Party | Agent], kinds: dict[str, Any]) -> list[dict[str, str]]:
    """One line for each field that the law asks of that kind of party."""
    words = _words()
    return [
        {
            "label": row["label"],
            "value": clean(getattr(one, row["field"])) or words["short_blank" if row.get("short") else "blank"],
        }
        for one in people
        for row in kinds[one.kind]
    ]


def _requests(application: ApplicationFacts) -> list[str]:
    """Sentences for the chosen kinds; the citizen's own sentences as they are."""
    kinds = table("requests")
    act, duty = names_for(application.matter)
    if clean(application.act):
        act, duty = (act, clean(application.act)) if application.inaction else (clean(application.act), duty)
    return [
        request_line(one, act, duty, application.inaction) if one in kinds else clean(one)
        for one in application.requests
        if clean(one)
    ]


def _numbered(lines: Iterable[str]) -> list[str]:
    return [f"{number}．{line}" for number, line in enumerate((line for line in lines if line), start=1)]


def _usual_attachments(application: ApplicationFacts) -> list[str]:
    """The papers that this application needs, each once."""
    keys: list[str] = [party.kind for party in application.applicants]
    keys += [agent.kind for agent in application.agents]
    keys.append("inaction" if application.inaction else "act")
    keys += ["compensate"] if "compensate" in application.requests else []
    keys += ["representatives"] if len(application.applicants) >= REPRESENTATIVES_FROM else []
    keys += ["late"] if paragraphs(application.late_reason) or _is_late(application) else []
    return [str(_words()["attachments"][key]) for key in dict.fromkeys(keys)]
