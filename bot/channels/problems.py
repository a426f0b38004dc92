"""Everything the edge refuses, as RFC 9457 problem documents with a Chinese `detail`.

Problem(kind)    one of the rows of PROBLEMS; every other error of the framework is turned into one
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, WithJsonSchema
from starlette.exceptions import HTTPException

from bot.channels.failures import Words

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Row:
    """A kind of refusal: its status, its title, and the id of its words."""

    status: int
    title: str
    words: str


PROBLEMS: dict[str, Row] = {
    "malformed": Row(400, "读不懂的请求", "bad_request"),
    "bad_token": Row(401, "对话凭证无效", "bad_token"),
    "ended_session": Row(401, "对话已清除", "ended_session"),
    "kiosk_key": Row(403, "这台机器没有登记", "kiosk_key"),
    "link_used": Row(410, "链接已失效", "link_used"),
    "expired_session": Row(401, "对话已结束", "expired_session"),
    "wechat_refused": Row(403, "不是微信发来的请求", "bad_request"),
    "not_found": Row(404, "没有找到", "not_found"),
    "not_allowed": Row(405, "不能这样请求", "bad_request"),
    "too_slow": Row(408, "没有收全", "bad_request"),
    "rated": Row(409, "已经评过", "rated"),
    "busy": Row(409, "上一条还在处理", "busy"),
    "link_gone": Row(410, "网页已经用过或者过期", "link_gone"),
    "too_large": Row(413, "内容太大", "too_large"),
    "photo_too_large": Row(413, "照片太大", "photo_too_large"),
    "photo_type": Row(415, "不是能读的照片", "photo_type"),
    "photo_pixels": Row(422, "照片的尺寸太大", "photo_pixels"),
    "photo_unreadable": Row(422, "照片打不开", "photo_unreadable"),
    "photo_pages": Row(422, "页数太多", "photo_pages"),
    "photo_full": Row(409, "文件够多了", "photo_full"),
    "bad_text": Row(422, "内容是空的或者读不出来", "bad_text"),
    "too_long": Row(422, "内容太长", "too_long"),
    "not_offered": Row(422, "选项无效", "not_offered"),
    "bad_request": Row(422, "请求的内容不合要求", "bad_request"),
    "bad_facts": Row(422, "有的项填得不对，或者互相对不上", "bad_facts"),
    "rate_limited": Row(429, "太快了", "rate_limited"),
    "failed": Row(500, "系统出错", "failed"),
    "photo_busy": Row(503, "读照片的人太多", "photo_busy"),
    "photo_slow": Row(503, "照片读得太久", "photo_slow"),
    "photo_off": Row(503, "现在读不了照片", "photo_off"),
    "records_down": Row(503, "记录取不出来", "records_down"),
}

BY_STATUS = {400: "malformed", 401: "not_found", 404: "not_found", 405: "not_allowed", 413: "too_large"}


class FieldFault(BaseModel):
    """哪一项不对。"""

    field: str = Field(
        description="哪一项：请求里的名称，里层的用点连起来，例如 exclusions.0.ends；整个请求不对的是空的"
    )
    name: str = Field(description="这一项的中文名称")
    detail: str = Field(description="给人看的说明：哪里不对，应当怎么填")


class Problem(Exception):
    """A request that is refused; `kind` is a key of PROBLEMS, `errors` names the fields of bad_facts."""

    def __init__(self, kind: str, headers: Mapping[str, str] | None = None, errors: Sequence[FieldFault] = ()) -> None:
        super().__init__(kind)
        self.kind = kind
        self.headers = dict(headers or {})
        self.errors = list(errors)


class ProblemDocument(BaseModel):
    """没有照办的说明（RFC 9457）。"""

    type: str = Field(description="哪一种：urn:yifawen:problem: 后面跟代号")
    title: str = Field(description="一句话说是哪一种")
    status: int = Field(description="HTTP 状态码")
    detail: str = Field(description="给人看的说明：为什么，接下来怎么办")
    request: str = Field(description="这次请求的编号，找人查问题时用")


# Written out: a reference would point to the root of the OpenAPI document, where no such definition stands.
FAULTS = {"type": "array", "items": FieldFault.model_json_schema(), "description": "每一处不对的地方"}


class FactsProblemDocument(ProblemDocument):
    """填得不对的说明：还指出是哪几项。"""

    errors: Annotated[list[FieldFault], WithJsonSchema(FAULTS)]


def respond(problem: Problem, words: Words, request_id: str) -> JSONResponse:
    """The response that says why a request is refused and what to do next."""
    row = PROBLEMS[problem.kind]
    said: dict[str, Any] = {"type": f"urn:yifawen:problem:{problem.kind.replace('_', '-')}", "title": row.title}
    said |= {"status": row.status, "detail": words.text(row.words), "request": request_id}
    document = FactsProblemDocument(**said, errors=problem.errors) if problem.errors else ProblemDocument(**said)
    return JSONResponse(document.model_dump(), row.status, problem.headers, MEDIA_TYPE)


def documented(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """The part of the OpenAPI document that says which refusals a route may give."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        row = PROBLEMS[kind]
        titles = found[row.status]["description"] + "；" if row.status in found else ""
        schema = (FactsProblemDocument if kind == "bad_facts" else ProblemDocument).model_json_schema()
        found[row.status] = {"description": titles + row.title, "content": {MEDIA_TYPE: {"schema": schema}}}
    return found


def of_validation(errors: list[Any]) -> str:
    """The kind of a request whose body is not what a route takes, named by its first fault."""
    kind, where = errors[0]["type"], errors[0]["loc"]
    if kind == "json_invalid":
        return "malformed"
    if kind == "long_text":
        return "too_long"
    if where[-1:] == ("text",) and kind in ("empty_text", "string_too_short", "string_unicode"):
        return "bad_text"
    if where[-1:] == ("choice",) and kind.startswith("string_"):
        return "not_offered"
    return "bad_request"


def handle_problems(app: FastAPI) -> None:
    """Turns every refusal of the framework into a problem document."""

    async def refused(request: Request, problem: Problem) -> JSONResponse:
        request.state.note.problem = problem.kind
        return respond(problem, request.app.state.edge.words, request.state.note.request_id)

    async def unfit(request: Request, fault: RequestValidationError) -> JSONResponse:
        return await refused(request, Problem(of_validation(list(fault.errors()))))

    async def by_status(request: Request, fault: HTTPException) -> JSONResponse:
        kind = BY_STATUS.get(fault.status_code, "failed")
        return await refused(request, Problem(kind, fault.headers))

    app.add_exception_handler(Problem, refused)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, unfit)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, by_status)  # type: ignore[arg-type]
