"""A photo of the decision: received, read, forgotten; what was read goes into the conversation to be confirmed."""

from __future__ import annotations

import json
import secrets
import time

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.requests import ClientDisconnect

from actions.letter.found import Findings
from bot.channels.edge import Edge, edge_of, note_of, sender
from bot.channels.limits import PHOTOS_PER_ADDRESS, PHOTOS_PER_SESSION
from bot.channels.problems import Problem, documented
from bot.channels.reader import ReadingFailed
from bot.channels.turns import StillAnswering, Turn
from bot.channels.web import ALWAYS, Ours, Replies, answered, counted, offered

TRY_AGAIN = {"Retry-After": "20"}  # seconds
LATER = ("photo_busy", "photo_slow")
PICTURE = {"schema": {"type": "string", "format": "binary"}}
BODY = {
    "requestBody": {
        "required": True,
        "description": "一个文件，就是请求的全部内容，不分段、不带文件名；是什么格式由内容决定",
        "content": {kind: PICTURE for kind in ("image/jpeg", "image/png", "application/pdf")},
    }
}
router = APIRouter(prefix="/api/chat", tags=["对话"], dependencies=[Depends(counted)], responses=ALWAYS)


class PhotoRead(Replies):
    """读过的照片。"""

    upload: str = Field(description="这次上传的编号，只用来查问题；照片已经删掉")


@router.post(
    "/uploads",
    status_code=201,
    summary="拍决定书：交一张照片或者一份 PDF，读出里面的内容",
    operation_id="uploadPhoto",
    response_model=PhotoRead,
    openapi_extra=BODY,
    responses={
        **documented("bad_token", "expired_session", "too_slow", "busy", "photo_too_large"),
        **documented("photo_type", "photo_pixels", "photo_unreadable", "photo_slow", "photo_busy", "photo_off"),
    },
)
async def upload_photo(session: Ours, request: Request) -> JSONResponse:
    """JPEG、PNG 或者 PDF，最大 10 MB，PDF 只读前三页。照片不存，读完就删；读出的内容要在对话里核对以后才会填。"""
    edge, note = edge_of(request), note_of(request)
    await edge.limits.hit(PHOTOS_PER_SESSION, session.conversation)
    await edge.limits.hit(PHOTOS_PER_ADDRESS, sender(request))
    note.upload = secrets.token_hex(8)
    try:
        with edge.one_at_a_time.turn(session.conversation):
            findings = await _read(edge, request)
            messages = await answered(Turn(choice=payload(findings)), session, request)
    except StillAnswering as fault:
        raise Problem("busy") from fault
    said = [{"type": "notice", "level": "info", "text": edge.words.text("photo_read")}, *messages]
    return JSONResponse({"upload": note.upload, "messages": offered(edge, session, said)}, 201)


def payload(findings: Findings) -> str:
    """The payload that no citizen can send: the edge never offers it as a choice."""
    return f"/photo_read{json.dumps({'findings': findings.encoded()}, ensure_ascii=False)}"


async def _read(edge: Edge, request: Request) -> Findings:
    """Receives the file and has it read; the only copy is let go of on return."""
    note = note_of(request)
    outcome, began = "read", time.perf_counter()
    try:
        with edge.reader.place():
            content = await _received(request)
            note.size, began = len(content), time.perf_counter()
            findings = await edge.reader.read(content)
        outcome = findings.refused or outcome
        return findings
    except ReadingFailed as failure:
        outcome, note.cause = failure.kind, failure.cause or None
        raise Problem(failure.kind, TRY_AGAIN if failure.kind in LATER else None) from failure
    except Problem as problem:
        outcome = problem.kind
        raise
    finally:
        note.reading_ms = round((time.perf_counter() - began) * 1000, 1)
        edge.metrics.photos.labels(outcome).inc()


async def _received(request: Request) -> bytes:
    """The body, whose size and time the envelope bounds; it is never written to a disk."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
    except ClientDisconnect as fault:
        raise Problem("too_slow") from fault
    return bytes(body)
