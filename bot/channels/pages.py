"""/answers, /answers/<id>, /offices, /respondents: what can be read and looked up without the chat, script or Rasa."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from actions.content.laws import load_laws
from actions.content.places import Door
from actions.content.region import Region
from bot.channels import procedure_answers
from bot.channels.edge import edge_of
from bot.channels.pages_rendering import FOLDER, NEVER, PUBLIC, READING, PageRoute, counted, page
from bot.channels.pages_search import LONGEST_QUERY, grouped, links, matching, similar
from bot.channels.problems import Problem
from bot.channels.procedure_problems import unfit
from bot.channels.procedure_questions import LONGEST_NAME, JurisdictionBody

LAWS = load_laws()
router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[Depends(counted)])


@router.api_route("/pages.css", methods=READING)
async def style(request: Request) -> Response:
    """The style of all these pages."""
    css = (FOLDER / "pages.css").read_bytes()
    return Response(css, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


@router.api_route("/answers", methods=READING)
async def answers(request: Request) -> HTMLResponse:
    """Every question by group, or those that a search finds."""
    words = edge_of(request).words
    query = " ".join(request.query_params.get("q", "").split())[:LONGEST_QUERY]
    every = words.answers.values()
    found = matching(query, every, words.region) if query else []
    like = similar(query, every, words.region) if query and not found else []
    values: dict[str, Any] = {
        "query": query,
        "found": found,
        "like": like,
        "groups": grouped(every),
        "longest": LONGEST_QUERY,
    }
    return page(request, "answers.html", caching=NEVER if query else PUBLIC, path="/answers", **values)


@router.api_route("/answers/{id_}", methods=READING)
async def answer(id_: str, request: Request) -> HTMLResponse:
    """One answer with its sources, or that it is being read again."""
    words = edge_of(request).words
    if id_ not in words.answers:
        raise Problem("not_found")
    card, title = words.card(id_), words.answers[id_].title
    held = card["type"] != "answer"
    values: dict[str, Any] = {
        "id": id_,
        "title": title,
        "card": card,
        "held": held,
        "links": links(card.get("choices", ())),
    }
    return page(request, "answer.html", caching=NEVER if held else PUBLIC, path=f"/answers/{id_}", **values)


@router.api_route("/offices", methods=READING)
async def offices(request: Request) -> HTMLResponse:
    """Where to go, when, and whom to call."""
    region = edge_of(request).words.region
    first_filing = sorted(region.doors, key=lambda door: not door.files)
    places = [_place(door, region) for door in first_filing]
    return page(request, "offices.html", caching=PUBLIC, path="/offices", places=places)


@router.api_route("/respondents", methods=READING)
async def respondents(request: Request) -> HTMLResponse:
    """Whom to name and to whom to apply, by what people call a body."""
    query = request.query_params.get("q", "").strip()
    values: dict[str, Any] = {
        "query": query,
        "longest": LONGEST_NAME,
        "found": None,
        "faults": [],
        "path": "/respondents",
    }
    if not query:
        return page(request, "respondents.html", caching=PUBLIC, **values)
    try:
        body = JurisdictionBody(text=query)
    except ValidationError as fault:
        errors = [{**one, "loc": ("body", *one["loc"])} for one in fault.errors()]
        return page(request, "respondents.html", 422, **{**values, "faults": unfit(JurisdictionBody, errors).errors})
    found = procedure_answers.jurisdiction(body, edge_of(request).words.region, LAWS)
    return page(request, "respondents.html", **{**values, "found": found})


def _place(door: Door, region: Region) -> dict[str, Any]:
    """As the card of the chat says it: what is known of the office of the bureau is not known of the other doors."""
    known = region if door.files else replace(region, office_address=None, office_phone=None)
    return {
        "door": door,
        "address": door.address or known.office_address_text(),
        "hours": door.hours or region.hours_text,
        "phone": door.phone or known.office_phone_text(),
    }
