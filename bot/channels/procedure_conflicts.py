"""The same as procedure_checks.py for everything but time."""

from __future__ import annotations

from collections.abc import Iterator

from actions.content.region import Region
from actions.procedure.admissibility import outside
from actions.procedure.tables import table
from actions.procedure.triage import triage
from bot.channels.procedure_checks import Contradiction
from bot.channels.procedure_questions import (
    AdmissibilityBody,
    JurisdictionBody,
    PreconditionBody,
    StandingBody,
    TrackBody,
    TriageBody,
)

# Rows of matters-scope.yml that say the matter was reconsidered or sued already.
DONE = ("court", "repeated", "sued")


def jurisdiction_contradictions(body: JurisdictionBody, region: Region) -> Iterator[Contradiction]:
    """Exactly one of the three ways to ask, and a body that exists here."""
    said = [name for name in ("text", "body", "special") if getattr(body, name) is not None]
    if len(said) != 1:
        yield tuple(said) or ("text", "body", "special"), "one_of"
    known = {one.id for one in region.bodies} | set(table("respondents")["above"])
    if body.body is not None and body.body not in known:
        yield ("body",), "body"


def admissibility_contradictions(body: AdmissibilityBody) -> Iterator[Contradiction]:
    """A matter that is out of scope and in scope, or done already and fresh."""
    if body.outside is None:
        return
    if body.scope and outside(body.outside).verdict == "out":
        yield ("scope", "outside"), "scope"
    if body.fresh and body.outside in DONE:
        yield ("fresh", "outside"), "fresh"


def precondition_contradictions(body: PreconditionBody) -> Iterator[Contradiction]:
    """Facts that only another matter can have, and a refusal by one who never answered."""
    rules = table("matters-precondition")
    steps = [*rules["order"].get(body.matter, ()), *rules["known"].get(body.matter, ())]
    asked = {name for step in steps for name in step["when"]}
    for name in ("on_the_spot", "withheld", "payment_dispute"):
        if body.matter is not None and getattr(body, name) and name not in asked:
            yield ("matter", name), "other_kind"
    if body.withheld and body.answer == "silent":
        yield ("answer", "withheld"), "other_kind"


def track_contradictions(body: TrackBody) -> Iterator[Contradiction]:
    """An answer to a request for information is no warning."""
    if body.information and body.warning:
        yield ("warning", "information"), "other_kind"


def standing_contradictions(body: StandingBody) -> Iterator[Contradiction]:
    """A part of the members where there are none, representatives of nobody, or nothing asked at all."""
    if not any(getattr(body, name) is not None for name in ("kind", "applicants", "agents", "interest")):
        yield ("kind", "applicants", "agents", "interest"), "missing"
    rows = table("requests-applicants")["applicants"]
    if body.share is not None and (body.kind is None or "share" not in rows[body.kind]):
        yield ("kind", "share"), "share"
    if body.representatives is not None and (body.applicants or 0) < body.representatives:
        yield ("applicants", "representatives"), "applicants"


def triage_contradictions(body: TriageBody) -> Iterator[Contradiction]:
    """Answers to questions that do not exist, answers that do not, and answers that lead elsewhere."""
    rows = table("triage")["questions"]
    for key, answer in body.answers.items():
        if key not in rows:
            yield (f"answers.{key}",), "unknown_key"
        elif answer not in rows[key]["options"]:
            yield (f"answers.{key}",), "unknown_value"
    for key in triage(body.answers).strange:
        if key in rows and body.answers[key] in rows[key]["options"]:
            yield (f"answers.{key}",), "answers"
