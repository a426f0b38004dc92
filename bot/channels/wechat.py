"""/wechat: what the official account's server asks of us. Whoever cannot sign is refused before anything is read.

Freshness, replay and duplicates are ours to check: WeChat's signature covers a time and a nonce, in plain mode not even
the body.
"""

from __future__ import annotations

import secrets
import time
from typing import NoReturn

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from actions.casework.encryption import Keys
from actions.casework.wechat import WechatRecords
from actions.content.region import load_region
from bot.channels.edge import Edge, edge_of, note_of, sender
from bot.channels.limits import PER_ADDRESS
from bot.channels.problems import Problem
from bot.channels.wechat_api import Api
from bot.channels.wechat_codec import Refused, signed_by
from bot.channels.wechat_page import WechatDoor
from bot.channels.wechat_said import Parts
from bot.channels.wechat_settings import WechatSettings
from bot.channels.wechat_turns import TRANSFER, Turns
from bot.channels.wechat_words import load_wechat
from bot.channels.wechat_xml import Letter, letter_in, parsed, sealed_reply, text_reply, transfer_reply

DONE = "success"
LONGEST_ECHO = 200  # characters
XML = "application/xml; charset=utf-8"
router = APIRouter(include_in_schema=False)


def opened_door(edge: Edge, settings: WechatSettings, keys: Keys) -> WechatDoor:
    """The account's door of one edge process; raises ContentError and RecordsUnavailable."""
    region = load_region(edge.settings.region)
    records, wechat = WechatRecords(edge.settings.database_url, keys), load_wechat(region)
    used = (edge.words, wechat, region, edge.brain, edge.sessions, edge.origins, edge.limits, edge.log, edge.metrics)
    turns = Turns(Parts(settings, records, *used), Api(settings, records))
    return WechatDoor(settings, turns, records, wechat)


@router.get("/wechat")
async def verify(request: Request) -> Response:
    """WeChat's question whether this address is ours."""
    door, query = _door(request), request.query_params
    if not _signed(door, request):
        await _refuse(request, "signature")
    echo = query.get("echostr", "")
    return PlainTextResponse(echo[:LONGEST_ECHO])


@router.post("/wechat")
async def receive(request: Request) -> Response:
    """One message or event."""
    door = _door(request)
    body = await request.body()
    try:
        letter = _letter(door, request, body)
        nonce = f"{request.query_params.get('timestamp', '')} {request.query_params.get('nonce', '')}"
        message, answer = await door.turns.passive(letter, nonce, body)
    except Refused as refused:
        await _refuse(request, refused.cause)
    if answer is None:
        return PlainTextResponse(DONE)
    if await request.is_disconnected():
        await door.turns.undelivered(message)
    return _replied(door, letter, answer)


def _door(request: Request) -> WechatDoor:
    note_of(request).channel = "wechat"
    door = edge_of(request).wechat
    if door is None:
        raise Problem("not_found")
    return door


def _letter(door: WechatDoor, request: Request, body: bytes) -> Letter:
    """The letter in a request that WeChat signed just now; raises Refused."""
    query, envelope = request.query_params, door.settings.envelope
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if envelope is None:
        if not _signed(door, request):
            raise Refused("signature")
        return letter_in(parsed(body))
    if not _fresh(timestamp, door.settings):
        raise Refused("stale")
    sealed = parsed(body).get("Encrypt", "")
    return letter_in(parsed(envelope.open(sealed, query.get("msg_signature", ""), timestamp, nonce)))


def _signed(door: WechatDoor, request: Request) -> bool:
    query = request.query_params
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    right = signed_by(door.settings.token, query.get("signature", ""), timestamp, nonce)
    return right and _fresh(timestamp, door.settings)


def _fresh(timestamp: str, settings: WechatSettings) -> bool:
    if not timestamp.isdecimal() or len(timestamp) > 12:
        return False
    return abs(time.time() - int(timestamp)) <= settings.timing.fresh


async def _refuse(request: Request, cause: str) -> NoReturn:
    note_of(request).cause = cause
    # Only what is refused counts: WeChat's own servers are few addresses with everybody's messages.
    await edge_of(request).limits.hit(PER_ADDRESS, sender(request))
    raise Problem("wechat_refused")


def _replied(door: WechatDoor, letter: Letter, answer: str) -> Response:
    now = int(time.time())
    reply = transfer_reply(letter, now) if answer == TRANSFER else text_reply(letter, answer, now)
    if envelope := door.settings.envelope:
        timestamp, nonce = str(now), secrets.token_hex(8)
        sealed, signature = envelope.seal(reply, timestamp, nonce)
        reply = sealed_reply(sealed, signature, timestamp, nonce)
    return Response(reply, media_type=XML)
