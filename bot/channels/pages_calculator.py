"""/calculator: the deadline to apply as a plain form; nothing that is typed is kept, logged or put in an address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from actions.content.laws import load_laws
from actions.procedure.deadline import date_question, fact_question, learning_ways
from bot.channels import procedure_answers
from bot.channels.pages_rendering import NEVER, PUBLIC, READING, PageRoute, counted, page
from bot.channels.problems import FieldFault, Problem
from bot.channels.procedure_checks import deadline_contradictions
from bot.channels.procedure_choices import STATES, WAYS
from bot.channels.procedure_deadlines import DeadlineBody
from bot.channels.procedure_fields import name_of
from bot.channels.procedure_problems import DETAILS, refuse, unfit

LAWS = load_laws()
FIELDS = ("way", "day", "told", "learned_right")
NEEDED = ("way", "day")
TOLD = {"yes": True, "no": False}
LONGEST = 40  # characters of one field
MOST_FIELDS = 20
# 2026-10-09, 2026年10月9日, 2026/10/9, 2026.10.9 and 20261009: people copy what stands on their paper.
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})", re.ASCII)
KINDS = ("act", "inaction")

router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[Depends(counted)])


@router.api_route("/calculator", methods=READING)
async def blank(request: Request) -> HTMLResponse:
    """The empty form."""
    return _form(request, dict.fromkeys(FIELDS, ""), (), caching=PUBLIC)


@router.post("/calculator")
async def count(request: Request) -> HTMLResponse:
    """The sum, or the form again with what was typed and what is wrong with it."""
    typed = await _typed(request)
    try:
        body = _facts(typed)
        today = body.as_of()
        refuse(DeadlineBody, deadline_contradictions(body, today))
    except Problem as problem:
        if not problem.errors:
            raise
        return _form(request, typed, problem.errors, 422)
    found = procedure_answers.deadline(body, today, LAWS)
    return page(request, "result.html", path="/calculator", found=found, state=STATES[found["state"]], today=today)


async def _typed(request: Request) -> dict[str, str]:
    """What stands in the fields; raises Problem for what no form of ours sends."""
    try:
        fields = parse_qs((await request.body()).decode(errors="replace"), max_num_fields=MOST_FIELDS)
    except ValueError as fault:
        raise Problem("malformed") from fault
    return {name: fields.get(name, [""])[0].strip()[:LONGEST] for name in FIELDS}


def _facts(typed: Mapping[str, str]) -> DeadlineBody:
    """As the engine takes them; raises Problem bad_facts."""
    given: dict[str, Any] = {name: written(typed[name]) for name in ("day", "learned_right") if typed[name]}
    if typed["way"] in WAYS:
        given["way"] = typed["way"]
    if typed["told"] in TOLD:
        given["told"] = TOLD[typed["told"]]
    missing = [
        FieldFault(field=name, name=name_of(DeadlineBody, (name,)), detail=DETAILS["missing"])
        for name in NEEDED
        if name not in given
    ]
    try:
        body = DeadlineBody.model_validate(given)
    except ValidationError as fault:
        errors = [{**one, "loc": ("body", *one["loc"])} for one in fault.errors()]
        raise Problem("bad_facts", errors=[*missing, *unfit(DeadlineBody, errors).errors]) from None
    if missing:
        raise Problem("bad_facts", errors=missing)
    return body


def written(day: str) -> str:
    """A day as 2026-01-31 in whatever common form it was typed; else as it was typed."""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", day).strip())
    if not found:
        return day
    year, month, number = (part for part in found.groups() if part)
    return f"{year}-{month:0>2}-{number:0>2}"


def _form(
    request: Request, typed: Mapping[str, str], faults: Sequence[FieldFault], status: int = 200, caching: str = NEVER
) -> HTMLResponse:
    ways = {kind: [(*way, date_question(way[0])) for way in learning_ways(kind)] for kind in KINDS}
    asked = {name: fact_question(name) for name in ("told", "learned_right")}
    wrong: dict[str, list[str]] = {}
    for fault in faults:
        wrong.setdefault(fault.field, []).append(fault.detail)
    values = {"typed": typed, "wrong": wrong, "faults": faults, "ways": ways, "asked": asked}
    return page(request, "calculator.html", status, caching, path="/calculator", **values)
