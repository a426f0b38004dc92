"""How a conversation leaves a device: ended and deleted, or moved to another one; and what was thought of it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from actions.casework.errors import RecordsUnavailable
from bot.channels.edge import Edge, edge_of, note_of, sender
from bot.channels.ended import PATIENCE
from bot.channels.limits import NEW_SESSIONS
from bot.channels.onetime import LinkRefused, Links
from bot.channels.problems import Problem, documented
from bot.channels.sessions import CHANNELS, Session
from bot.channels.turns import StillAnswering, Turn, tidied
from bot.channels.web import ALWAYS, Ours, SessionOpened, answered, counted, offered

MOVE_SECONDS = 10 * 60
MOVED = "/#move="
GO_ON = Turn(choice="/continue")
CLOSED = documented("bad_token", "ended_session", "expired_session", "records_down")
router = APIRouter(prefix="/api/chat", tags=["离开"], dependencies=[Depends(counted)], responses=ALWAYS)


class Ending(BaseModel):
    """对话结束了。"""

    deleted: bool = Field(description="对话内容已经删除；false 表示凭证已经作废，内容在到期时删除")


class Move(BaseModel):
    """带到另一台设备上的链接。"""

    link: str = Field(description="只能打开一次的链接；对话的凭证在 # 后面，不会发给别的服务器")
    expires_in: int = Field(description="多少秒以后失效")


class Arrival(BaseModel):
    """在另一台设备上打开。"""

    model_config = ConfigDict(extra="forbid")

    move: str = Field(min_length=1, max_length=1000, description="链接里 #move= 后面的一串字符")


class Opinion(BaseModel):
    """好差评。"""

    model_config = ConfigDict(extra="forbid")

    grade: Literal[1, 2, 3, 4, 5] = Field(description="5 非常满意、4 满意、3 基本满意、2 不满意、1 非常不满意")
    words: Annotated[str, AfterValidator(tidied)] | None = Field(default=None, max_length=200, description="想说的话")


class Thanks(BaseModel):
    """评价收到了。"""

    kept: bool = Field(description="已经记下，和这次对话没有联系")


@router.post("/end", summary="结束并清除", operation_id="endSession", responses=CLOSED)
async def end(session: Ours, request: Request) -> Ending:
    """凭证立刻作废，对话内容和生成的文件删除。已经拿到编号的办件不受影响。"""
    edge = edge_of(request)
    closed = await edge.ended.close("session", session.ticket, edge.sessions.max_age)
    forgotten = await edge.brain.forget(session.conversation)
    deleted = closed and forgotten and await _without_files(edge, session)
    if not deleted:
        note_of(request).failure = "not_deleted"
    return Ending(deleted=deleted)


@router.post("/moves", status_code=201, summary="用另一台设备继续", operation_id="moveSession", responses=CLOSED)
async def move(session: Ours, request: Request) -> Move:
    """这台设备的凭证立刻作废，换成一个 10 分钟内只能打开一次的链接。"""
    edge = edge_of(request)
    link = links(edge).make(conversation=session.conversation, channel=session.channel)
    try:
        await edge.ended.spend("session", session.ticket, edge.sessions.max_age)
    except RecordsUnavailable as fault:
        raise Problem("records_down") from fault
    return Move(link=f"{edge.settings.chat_url}{MOVED}{link}", expires_in=MOVE_SECONDS)


@router.post(
    "/arrivals",
    status_code=201,
    summary="在另一台设备上接着办",
    operation_id="arrive",
    response_model=SessionOpened,
    responses=documented("malformed", "link_used", "too_slow", "too_large", "bad_request", "records_down"),
)
async def arrive(body: Arrival, request: Request) -> JSONResponse:
    """链接换成新的凭证；同一个链接第二次打不开。"""
    edge = edge_of(request)
    await edge.limits.hit(NEW_SESSIONS, sender(request))
    token, session = await _reopened(edge, body.move)
    note_of(request).channel = session.channel
    notice = {"type": "notice", "level": "info", "text": edge.words.text("handed_over")}
    try:
        with edge.one_at_a_time.turn(session.conversation):
            messages = await answered(GO_ON, session, request)
    except StillAnswering:
        messages = []
    opened = {"session": token, "expires_in": edge.sessions.max_age}
    return JSONResponse({**opened, "messages": offered(edge, session, [notice, *messages])}, 201)


@router.post(
    "/ratings",
    status_code=201,
    summary="评价",
    operation_id="rate",
    responses={**CLOSED, **documented("malformed", "too_slow", "too_large", "bad_request", "rated")},
)
async def rate(body: Opinion, session: Ours, request: Request) -> Thanks:
    """一次对话评一次。评价和对话分开存，看不出是谁评的。"""
    edge = edge_of(request)
    keep = edge.files.keep_rating
    try:
        if not await edge.ended.spend("rating", session.conversation, edge.sessions.max_age):
            raise Problem("rated")
        kept = asyncio.to_thread(keep, session.channel, body.grade, body.words)
        await asyncio.wait_for(kept, PATIENCE)
    except (RecordsUnavailable, TimeoutError) as fault:
        raise Problem("records_down") from fault
    return Thanks(kept=True)


def links(edge: Edge) -> Links:
    """The links that move a conversation."""
    return Links(edge.settings.session_key, "move", MOVE_SECONDS)


async def _reopened(edge: Edge, link: str) -> tuple[str, Session]:
    """A new token for the conversation of a link that was not used yet."""
    try:
        opened = links(edge).read(link)
        channel, conversation = opened.says["channel"], opened.says["conversation"]
        fresh = channel in CHANNELS and await edge.ended.spend("move", opened.name, MOVE_SECONDS)
    except (LinkRefused, KeyError) as fault:
        raise Problem("link_used") from fault
    except RecordsUnavailable as fault:
        raise Problem("records_down") from fault
    if not fresh:
        raise Problem("link_used")
    return edge.sessions.issue(channel, conversation)


async def _without_files(edge: Edge, session: Session) -> bool:
    gone = asyncio.to_thread(edge.files.forget_files, session.conversation)
    try:
        await asyncio.wait_for(gone, PATIENCE)
    except (RecordsUnavailable, TimeoutError):
        return False
    return True
