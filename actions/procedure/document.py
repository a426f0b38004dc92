"""The application for reconsideration as a Word file (行政复议法 22, 实施条例 27), from knowledge/templates/."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate

from actions.content.source import ROOT
from actions.procedure.choices import names_for, request_line
from actions.procedure.deadline_facts import Deadline
from actions.procedure.document_facts import Agent, ApplicationFacts, Party
from actions.procedure.document_sheets import sheets
from actions.procedure.document_words import clean, paragraphs, template_words
from actions.procedure.periods import chinese
from actions.procedure.tables import table

__all__ = ["Agent", "ApplicationFacts", "Party", "application_document", "application_lines"]

TEMPLATE = ROOT / "templates" / "application.docx"
REPRESENTATIVES_FROM = 11  # more than 10 applicants choose representatives (实施条例 17)


def application_document(application: ApplicationFacts, today: date) -> bytes:
    """The .docx of an application; `today` is printed as the day on which the draft was made."""
    template = DocxTemplate(TEMPLATE)
    template.render(application_lines(application, today), autoescape=True)
    out = BytesIO()
    template.save(out)
    return out.getvalue()


def application_lines(application: ApplicationFacts, today: date) -> dict[str, Any]:
    """Everything that the template prints, line by line, cleaned and with blanks where facts are missing."""
    words = template_words()
    blank = words["blank"]
    return {
        "draft_mark": words["draft_mark"] if application.draft else "",
        "notice": _notice(application, today) if application.draft else [],
        "title": words["title"],
        "parties": _parties(application),
        "respondent": {"label": words["respondent"], "value": clean(application.respondent) or blank},
        "headings": words["headings"],
        "requests": _numbered(_requests(application)) or [blank],
        "facts": paragraphs(application.facts) or [blank],
        "late": paragraphs(application.late_reason) or ([blank] if _is_late(application) else []),
        "closing": words["closing"],
        "authority": _authority(application),
        "sign": words["sign"],
        "date": words["date"],
        "attachments": _numbered([*_usual_attachments(application), *map(clean, application.attachments)]),
        "sheets": sheets(application),
    }


def deadline_line(deadline: Deadline | None) -> str:
    """The last day and its sum in one line, or that it is not known."""
    notice = template_words()["notice"]
    if deadline is None or deadline.last_day is None:
        return str(notice["no_deadline"])
    start_day = table("deadline")["rows"]["start_day"]["why"]
    steps = [f"{row.why}（{chinese(row.ends, weekday=False)}）" for row in deadline.rows if row.why != start_day]
    return str(notice["deadline"].format(last_day=chinese(deadline.last_day), sum="；".join(steps)))


def _notice(application: ApplicationFacts, today: date) -> list[str]:
    notice = template_words()["notice"]
    made_on = notice["made_on"].format(today=chinese(today))
    late = [notice["late"]] if _is_late(application) else []
    return [notice["effect"], deadline_line(application.deadline), *late, notice["one_act"], made_on]


def _is_late(application: ApplicationFacts) -> bool:
    return application.deadline is not None and application.deadline.state in ("late", "late_reasons")


def _authority(application: ApplicationFacts) -> str:
    """To whom it is addressed; where only “the next higher agency” is known, its name is left to be written."""
    words, name = template_words(), clean(application.authority)
    if name.startswith(words["unnamed"]["begins"]):
        return str(words["unnamed"]["text"]).replace("{blank}", words["blank"]).replace("{name}", name)
    return name or str(words["blank"])


def _parties(application: ApplicationFacts) -> list[dict[str, str]]:
    """Applicants and agents, line by line; of many applicants the representatives."""
    words = template_words()
    people = [*_people(application.applicants, words["parties"]), *_people(application.agents, words["agents"])]
    if application.group is None:
        return people
    label, _, value = words["group"].replace("{size}", str(application.group)).partition("：")
    return [{"label": label, "value": value}, *people]


def _people(people: Iterable[Party | Agent], kinds: dict[str, Any]) -> list[dict[str, str]]:
    """One line for each field that the law asks of that kind of party."""
    words = template_words()
    return [
        {
            "label": row["label"],
            "value": clean(getattr(one, row["field"])) or words["short_blank" if row.get("short") else "blank"],
        }
        for one in people
        for row in kinds[one.kind]
        if not row.get("optional") or clean(getattr(one, row["field"]))
    ]


def _requests(application: ApplicationFacts) -> list[str]:
    """Sentences for the chosen kinds; the citizen's own sentences as they are."""
    kinds = table("requests")
    act, duty = names_for(application.matter)
    if clean(application.act):
        act, duty = (act, clean(application.act)) if application.inaction else (clean(application.act), duty)
    lines = [
        request_line(one, act, duty, application.inaction) if one in kinds else clean(one)
        for one in application.requests
        if clean(one)
    ]
    if "review_document" in application.requests and clean(application.document):
        lines.append(str(template_words()["review_document"]).replace("{document}", clean(application.document)))
    return lines


def _numbered(lines: Iterable[str]) -> list[str]:
    return [f"{number}．{line}" for number, line in enumerate((line for line in lines if line), start=1)]


def _usual_attachments(application: ApplicationFacts) -> list[str]:
    """The papers that this application needs, each once."""
    keys: list[str] = [party.kind for party in application.applicants]
    keys += [agent.kind for agent in application.agents]
    keys.append("inaction" if application.inaction else "act")
    keys += ["compensate"] if "compensate" in application.requests else []
    keys += ["representatives"] if (application.group or len(application.applicants)) >= REPRESENTATIVES_FROM else []
    keys += ["late"] if paragraphs(application.late_reason) or _is_late(application) else []
    return [str(template_words()["attachments"][key]) for key in dict.fromkeys(keys)]
