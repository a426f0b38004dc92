"""The one-time page: carries a conversation from the chat of WeChat to the web chat, once, within fifteen minutes.

Opening the address shows a button and uses nothing up: WeChat itself looks at the addresses in messages. Only the
button's POST opens the conversation, and whoever is second finds nothing.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from actions.casework.errors import RecordsUnavailable
from actions.casework.wechat import WechatRecords
from bot.channels.edge import edge_of, note_of, sender
from bot.channels.limits import PER_ADDRESS
from bot.channels.problems import Problem
from bot.channels.sessions import ChoiceNotOffered
from bot.channels.web import offered
from bot.channels.wechat_said import LINKS
from bot.channels.wechat_settings import WechatSettings
from bot.channels.wechat_turns import Turns
from bot.channels.wechat_words import WechatWords

PARTS = {"continue.js": "text/javascript", "continue.css": "text/css"}
FOLDER = Path(__file__).with_name("wechat_parts")
PAGES = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=select_autoescape(default=True), undefined=StrictUndefined
)
router = APIRouter(prefix="/wechat", include_in_schema=False)


@dataclass(frozen=True)
class WechatDoor:
    """What the routes of the official account need."""

    settings: WechatSettings
    turns: Turns
    records: WechatRecords
    words: WechatWords


@router.get("/parts/{name}")
async def part(name: str, request: Request) -> Response:
    """The page's script and style."""
    if name not in PARTS or edge_of(request).wechat is None:
        raise Problem("not_found")
    return Response((FOLDER / name).read_bytes(), media_type=PARTS[name])


@router.get("/continue/{token}")
async def show(token: str, request: Request) -> HTMLResponse:
    """The page with its button, or that it is over."""
    door, name = await _named(token, request)
    try:
        lives = bool(name) and await asyncio.to_thread(door.records.link_lives, name)
    except RecordsUnavailable as fault:
        raise Problem("records_down") from fault
    page = PAGES.get_template("continue.html").render(**door.words.page, lives=lives)
    return HTMLResponse(page, 200 if lives else 410)


@router.post("/continue/{token}")
async def use(token: str, request: Request) -> JSONResponse:
    """A session of the same conversation, and what it goes on with; the address is dead afterwards."""
    edge, (door, name) = edge_of(request), await _named(token, request)
    try:
        found = await asyncio.to_thread(door.records.open_link, name) if name else None
    except RecordsUnavailable as fault:
        raise Problem("records_down") from fault
    if found is None:
        raise Problem("link_gone")
    token, session = edge.sessions.issue("wechat", found[0])
    note_of(request).conversation = edge.sessions.pseudonym(session.conversation)
    opened = {"session": token, "expires_in": edge.sessions.max_age}
    return JSONResponse({**opened, "messages": offered(edge, session, found[1])}, 201)


async def _named(token: str, request: Request) -> tuple[WechatDoor, str]:
    """The door and the page's name, empty for an address that is none of ours."""
    edge = edge_of(request)
    note_of(request).channel = "wechat"
    if edge.wechat is None:
        raise Problem("not_found")
    await edge.limits.hit(PER_ADDRESS, sender(request))
    try:
        return edge.wechat, edge.sessions.open_choice(LINKS, token)
    except ChoiceNotOffered:
        return edge.wechat, ""
