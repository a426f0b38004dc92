"""The chat of the web page and of the kiosk: open a session, say something, fetch one's own file."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from actions.casework.errors import RecordsUnavailable
from bot.channels.brain import Failure
from bot.channels.edge import Edge, edge_of, note_of, origin_of, sender
from bot.channels.limits import NEW_SESSIONS, PER_ADDRESS, PER_SESSION
from bot.channels.messages import Message, signed
from bot.channels.problems import Problem, documented
from bot.channels.sessions import ChoiceNotOffered, Session, SessionExpired, SessionForged
from bot.channels.turns import ChoiceTurn, StillAnswering, TextTurn, Turn, TurnBody

FILE_SECONDS = 5.0
BEARER = HTTPBearer(auto_error=False, scheme_name="session", description="打开对话时得到的凭证，4 小时有效")
Token = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]


class NewSession(BaseModel):
    """打开一次对话。"""

    model_config = ConfigDict(extra="forbid")

    channel: Literal["web", "kiosk"] = Field(description="从网页来，还是从自助机来")
    start: str | None = Field(
        default=None,
        pattern=r"^[a-z0-9_-]{1,60}$",
        description="从哪件事开始：knowledge/starts.yml 里的名字，或者答复的编号",
    )


class Replies(BaseModel):
    """回答。"""

    messages: list[Message] = Field(description="依次显示的消息")


class SessionOpened(Replies):
    """打开的对话。"""

    session: str = Field(description="凭证：以后每次请求放在 Authorization: Bearer 后面，不要写进网址")
    expires_in: int = Field(description="多少秒以后失效")


async def counted(request: Request) -> None:
    """One more request of this address."""
    await edge_of(request).limits.hit(PER_ADDRESS, sender(request))


async def session_of(request: Request, token: Token) -> Session:
    """The session that a request belongs to; what makes a route authenticated."""
    edge, note = edge_of(request), note_of(request)
    try:
        session = edge.sessions.verify(token.credentials if token else "")
    except SessionExpired as fault:
        raise Problem("expired_session", {"WWW-Authenticate": 'Bearer error="invalid_token"'}) from fault
    except SessionForged as fault:
        raise Problem("bad_token", {"WWW-Authenticate": "Bearer"}) from fault
    note.channel, note.conversation = session.channel, edge.sessions.pseudonym(session.conversation)
    if await edge.ended.has("session", session.ticket):
        raise Problem("ended_session", {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    await edge.limits.hit(PER_SESSION, session.conversation)
    return session


Ours = Annotated[Session, Depends(session_of)]
ALWAYS = documented("rate_limited", "failed")
router = APIRouter(prefix="/api/chat", tags=["对话"], dependencies=[Depends(counted)], responses=ALWAYS)


@router.post(
    "/sessions",
    status_code=201,
    summary="打开一次对话",
    operation_id="openSession",
    response_model=SessionOpened,
    responses=documented("malformed", "kiosk_key", "too_slow", "too_large", "bad_request"),
)
async def open_session(body: NewSession, request: Request) -> JSONResponse:
    """得到一个凭证和开头的几条消息。每次打开都是新的对话，互不相通。自助机要带着自己的钥匙来。"""
    edge, note = edge_of(request), note_of(request)
    await edge.limits.hit(NEW_SESSIONS, sender(request))
    token, session = edge.sessions.issue(body.channel, device=_device(body, request, edge))
    note.channel, note.conversation = session.channel, edge.sessions.pseudonym(session.conversation)
    opened = {"session": token, "expires_in": edge.sessions.max_age}
    return JSONResponse({**opened, "messages": offered(edge, session, edge.words.welcome(body.start))}, 201)


@router.post(
    "/messages",
    summary="说一句话，或者点一个选项",
    operation_id="sendMessage",
    response_model=Replies,
    responses={
        **documented("malformed", "bad_token", "expired_session", "too_slow", "busy", "too_large"),
        **documented("bad_text", "too_long", "not_offered", "bad_request"),
    },
)
async def send_message(body: TurnBody, session: Ours, request: Request) -> JSONResponse:
    """一次对话同时只处理一条。对话服务出故障时也是 200，回答里是一条说明故障、附电话和上班时间的消息。"""
    edge = edge_of(request)
    turn = _turn(body, session, edge)
    try:
        with edge.one_at_a_time.turn(session.conversation):
            messages = await answered(turn, session, request)
    except StillAnswering as fault:
        raise Problem("busy") from fault
    return JSONResponse({"messages": offered(edge, session, messages)})


@router.get(
    "/files/{file}",
    summary="取自己的文件",
    operation_id="fetchFile",
    response_class=Response,
    responses={
        200: {"description": "文件", "content": {"application/octet-stream": {}}},
        **documented("bad_token", "expired_session", "not_found", "bad_request", "records_down"),
    },
)
async def fetch_file(
    file: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$", description="file 消息里的代号")],
    session: Ours,
    request: Request,
) -> Response:
    """只能取这次对话里生成的文件。"""
    kept = asyncio.to_thread(edge_of(request).files.fetch_file, file, session.conversation)
    try:
        found = await asyncio.wait_for(kept, FILE_SECONDS)
    except (RecordsUnavailable, TimeoutError) as fault:
        raise Problem("records_down") from fault
    if found is None:
        raise Problem("not_found")
    disposition = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    return Response(found.content, media_type=found.media_type, headers={"Content-Disposition": disposition})


async def answered(turn: Turn, session: Session, request: Request) -> list[dict[str, Any]]:
    """What the dialogue says, or what went wrong in words."""
    edge, note = edge_of(request), note_of(request)
    try:
        reply = await edge.brain.ask(session.conversation, turn, origin_of(request, session))
    except Failure as failure:
        note.failure, note.cause = failure.kind.value, failure.cause or None
        edge.metrics.failures.labels(failure.kind.value).inc()
        return edge.words.apology(failure.kind, turn)
    if reply.flaws:
        note.cause = "; ".join(reply.flaws)
        edge.metrics.flaws.inc(len(reply.flaws))
    return reply.messages


def _device(body: NewSession, request: Request, edge: Edge) -> str:
    """The mark of the kiosk that asks; empty for a web page."""
    if body.channel != "kiosk":
        return ""
    name = edge.devices.name(request)
    if name is None:
        raise Problem("kiosk_key")
    return edge.origins.of_device(name)


def _turn(body: TextTurn | ChoiceTurn, session: Session, edge: Edge) -> Turn:
    if isinstance(body, TextTurn):
        return Turn(text=body.text, field=body.field)
    try:
        return Turn(choice=edge.sessions.open_choice(session.conversation, body.choice))
    except ChoiceNotOffered as fault:
        raise Problem("not_offered") from fault


def offered(edge: Edge, session: Session, messages: list[dict[str, Any]]) -> Any:
    """The messages with every choice in its signed form."""
    return signed(messages, lambda payload: edge.sessions.sign_choice(session.conversation, payload))
