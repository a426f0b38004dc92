"""Making a browser the county's kiosk: /kiosk/enrol, opened once with the link of `python -m bot.channels.enrol`."""

from __future__ import annotations

from ipaddress import ip_address

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions.casework.errors import RecordsUnavailable
from bot.channels.devices import COOKIE, COOKIE_SECONDS, ENROL_SECONDS
from bot.channels.edge import edge_of, sender
from bot.channels.limits import NEW_SESSIONS
from bot.channels.problems import Problem

PATH = "/api/chat"
router = APIRouter(include_in_schema=False)


@router.get("/kiosk/enrol")
async def enrol(request: Request) -> Response:
    """Makes the browser that opens it this county's kiosk; the link works once."""
    edge = edge_of(request)
    await edge.limits.hit(NEW_SESSIONS, sender(request))
    name = edge.devices.invited(request.query_params.get("pass", ""))
    try:
        if name is None or not await edge.ended.spend("enrolment", name, ENROL_SECONDS):
            raise Problem("kiosk_key")
    except RecordsUnavailable as fault:
        raise Problem("records_down") from fault
    answer = RedirectResponse("/kiosk", 303)
    answer.set_cookie(
        COOKIE,
        edge.devices.cookie(),
        max_age=COOKIE_SECONDS,
        path=PATH,
        httponly=True,
        samesite="strict",
        secure=not _loopback(request.url.hostname or ""),
    )
    return answer


def _loopback(host: str) -> bool:
    """Practice on one machine has no certificate."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
