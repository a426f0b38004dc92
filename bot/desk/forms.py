"""Reading a small form that a page of ours sent, and answering it off the event loop."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.desk.desk import desk_of

LARGEST_SIGN_IN = 8192  # bytes; whoever fills this in is a stranger
LARGEST_FORM = 64 * 1024  # a reply of some thousand characters, each nine bytes on the way
MOST_FIELDS = 40

Form = Mapping[str, str]
Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]


async def read_form(request: Request, largest: int = LARGEST_SIGN_IN) -> dict[str, str]:
    """The fields of a small form; raises HTTPException 413 or 400."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise HTTPException(413)
    try:
        fields = parse_qs(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    return {name: values[0] for name, values in fields.items()}


async def read_own_form(request: Request) -> dict[str, str]:
    """The fields of a form that a page of this session's sent; raises HTTPException 403, 413 or 400."""
    desk, form = desk_of(request), await read_form(request, LARGEST_FORM)
    if not desk.sessions.token_fits(desk.cookie_of(request), form.get("token", "")):
        raise HTTPException(403)
    return form


def answering(answer: Callable[[Request, Form], Response]) -> Endpoint:
    """An endpoint for the own forms of a page; `answer` runs in a thread, because the database may make it wait."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answer, request, await read_own_form(request))

    return endpoint
