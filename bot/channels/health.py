"""For the people who run it: is the process up, would a question be answered, how is it going."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from bot.channels.edge import edge_of, note_of
from bot.channels.limits import from_inside
from bot.channels.problems import Problem, documented

router = APIRouter(tags=["运行"])


class Alive(BaseModel):
    """进程还在。"""

    alive: bool = Field(description="总是 true")


class Ready(BaseModel):
    """现在提问会不会有答案。"""

    ready: bool = Field(description="真的问了一句，并且得到了答案")
    failure: str | None = Field(default=None, description="没有答案时，是哪一种故障")


@router.get("/healthz", summary="进程是否还在", operation_id="healthz")
async def healthz() -> Alive:
    """只说明这个进程还在运行，不说明能不能回答问题。"""
    return Alive(alive=True)


@router.get(
    "/readyz",
    summary="现在提问会不会有答案",
    operation_id="readyz",
    response_model=Ready,
    responses={503: {"model": Ready, "description": "现在答不了"}},
)
async def readyz(request: Request) -> JSONResponse:
    """真的向对话服务提一个问题，5 秒内的结果不重复问。"""
    failure = await edge_of(request).readiness.failure()
    note_of(request).failure = failure
    ready = Ready(ready=failure is None, failure=failure)
    return JSONResponse(ready.model_dump(exclude_none=True), 200 if ready.ready else 503)


@router.get(
    "/metrics",
    summary="运行数据",
    operation_id="metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}, "description": "Prometheus 的文本格式"}, **documented("not_found")},
)
async def metrics(request: Request) -> Response:
    """只有本机和指定的内部地址能看；其他人看到的是“没有找到”。"""
    edge = edge_of(request)
    if not from_inside(request, edge.settings.trusted_proxies):
        raise Problem("not_found")
    return Response(edge.metrics.page(), media_type=edge.metrics.content_type)
