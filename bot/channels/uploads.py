"""A photo of the decision: received, read, forgotten; what was read goes into the conversation to be confirmed.

A file for a letter is made anew from what it shows, without anything else that it carried, and kept with the records.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.requests import ClientDisconnect

from actions.casework.errors import RecordsUnavailable, TooManyFiles
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
Work = Callable[[bytes], Awaitable[tuple[str, str]]]  # a payload for the dialogue, and what is counted
router = APIRouter(prefix="/api/chat", tags=["对话"], dependencies=[Depends(counted)], responses=ALWAYS)


class PhotoRead(Replies):
    """读过的照片，或者收下的材料。"""

    upload: str = Field(description="这次上传的编号，只用来查问题；决定书的照片已经删掉，来信的材料跟来信一起加密保存")


Purpose = Annotated[Literal["letter"] | None, Query(alias="for", description="letter：来信的材料；不写：决定书")]


@router.post(
    "/uploads",
    status_code=201,
    summary="交一张照片或者一份 PDF：拍决定书，读出里面的内容；或者给来信附材料",
    operation_id="uploadPhoto",
    response_model=PhotoRead,
    openapi_extra=BODY,
    responses={
        **documented("bad_token", "expired_session", "too_slow", "busy", "photo_too_large"),
        **documented("photo_type", "photo_pixels", "photo_unreadable", "photo_slow", "photo_busy", "photo_off"),
        **documented("photo_pages", "photo_full", "records_down"),
    },
)
async def upload_photo(session: Ours, request: Request, purpose: Purpose = None) -> JSONResponse:
    """JPEG、PNG 或者 PDF，最大 10 MB。决定书只读前三页，读完就删，读出的内容要在对话里核对以后才会填；
    来信的材料最多五个、每份最多二十页，重新生成一份再保存，照片里的拍摄时间、地点等信息不留。"""
    edge, note = edge_of(request), note_of(request)
    await edge.limits.hit(PHOTOS_PER_SESSION, session.conversation)
    await edge.limits.hit(PHOTOS_PER_ADDRESS, sender(request))
    note.upload = secrets.token_hex(8)
    try:
        with edge.one_at_a_time.turn(session.conversation):
            taken = _kept(edge, request, session.conversation) if purpose else _read(edge, request)
            messages = await answered(Turn(choice=await taken), session, request)
    except StillAnswering as fault:
        raise Problem("busy") from fault
    gone = [] if purpose else [{"type": "notice", "level": "info", "text": edge.words.text("photo_read")}]
    return JSONResponse({"upload": note.upload, "messages": offered(edge, session, [*gone, *messages])}, 201)


def payload(findings: Findings) -> str:
    """The payload that no citizen can send: the edge never offers it as a choice."""
    return f"/photo_read{json.dumps({'findings': findings.encoded()}, ensure_ascii=False)}"


def kept(file_id: str) -> str:
    """The payload that answers the letter's question for files; no citizen can send it either."""
    return f"/choose{json.dumps({'option': f'complaint_evidence=kept:{file_id}'})}"


async def _read(edge: Edge, request: Request) -> str:
    """Receives the file and has it read; the only copy is let go of on return."""

    async def outcome(content: bytes) -> tuple[str, str]:
        findings = await edge.reader.read(content)
        return payload(findings), findings.refused or "read"

    return await _taken(edge, request, outcome)


async def _kept(edge: Edge, request: Request, conversation: str) -> str:
    """Receives a file for the conversation's letter and has it made anew and kept; the original is let go of."""

    async def outcome(content: bytes) -> tuple[str, str]:
        made = await edge.reader.clean(content)
        try:
            file_id = await asyncio.to_thread(edge.files.keep_evidence, conversation, *made)
        except TooManyFiles as fault:
            raise Problem("photo_full") from fault
        except RecordsUnavailable as fault:
            raise Problem("records_down") from fault
        return kept(file_id), "kept"

    return await _taken(edge, request, outcome)


async def _taken(edge: Edge, request: Request, work: Work) -> str:
    """Receives a file in its turn, works on it, and counts what came of it."""
    note = note_of(request)
    outcome, began = "read", time.perf_counter()
    try:
        with edge.reader.place():
            content = await _received(request)
            note.size, began = len(content), time.perf_counter()
            said, outcome = await work(content)
        return said
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
