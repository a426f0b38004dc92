"""/sitemap.xml and /robots.txt: which pages search engines shall find, and which doors are no pages.

Both name the county's public address (YIFAWEN_CHAT_URL), never the one that a request came with; where it is not set
there is no sitemap.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse, Response

from bot.channels.edge import Edge, edge_of
from bot.channels.pages_rendering import PUBLIC, READING, counted
from bot.channels.problems import Problem

PLAIN = ("/answers", "/calculator", "/respondents", "/offices")
# Searches of other people, sessions, machines of the county.
CLOSED = ("/api/", "/answers?", "/respondents?", "/kiosk", "/wechat", "/demo", "/metrics")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
router = APIRouter(include_in_schema=False, dependencies=[Depends(counted)])


@router.api_route("/sitemap.xml", methods=READING)
async def sitemap(request: Request) -> Response:
    """Every plain page, the answers with the day on which they were last checked."""
    edge = edge_of(request)
    if not edge.settings.chat_url:
        raise Problem("not_found")
    rows = [_row(edge, path, None) for path in PLAIN] + [_row(edge, *one) for one in _answers(edge)]
    body = f"{HEAD}{''.join(rows)}</urlset>\n"
    return Response(body, media_type="application/xml", headers={"Cache-Control": PUBLIC})


@router.api_route("/robots.txt", methods=READING)
async def robots(request: Request) -> PlainTextResponse:
    """What search engines leave alone, and where the sitemap is."""
    site = edge_of(request).settings.chat_url
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += [f"Sitemap: {site}/sitemap.xml"] if site else []
    return PlainTextResponse("\n".join(lines) + "\n", headers={"Cache-Control": PUBLIC})


def _answers(edge: Edge) -> list[tuple[str, str]]:
    """(path, day) of the answers that are shown now: one that is being read again is no page to be found."""
    words = edge.words
    shown = [one for one in words.answers.values() if words.card(one.id)["type"] == "answer"]
    return [(f"/answers/{one.id}", one.reviewed_on.isoformat()) for one in shown]


def _row(edge: Edge, path: str, changed: str | None) -> str:
    day = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(edge.settings.chat_url + path)}</loc>{day}</url>\n"
