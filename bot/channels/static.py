"""The built web app, bot/web/dist: pages at the top, hashed files under /assets.

What is text goes out zipped, whether a proxy stands before the edge or not: on a slow line that is a second.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles

from bot.channels.edge import edge_of
from bot.channels.first_message import with_first_message
from bot.channels.problems import Problem

# Files under /assets carry a hash of their content in their name.
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
NOT_BUILT = "网页还没有生成。请在 bot/web 目录里依次运行 npm ci 和 npm run build，然后刷新本页。\n"
TEXTUAL = ("text/", "application/javascript", "image/svg+xml")
READING = ["GET", "HEAD"]


def static_routes(root: Path) -> APIRouter:
    """Routes that serve one folder; it may be built, or built again, while the edge runs."""
    router = APIRouter(include_in_schema=False)
    files = StaticFiles(directory=root, check_dir=False)

    async def served(name: str, request: Request, caching: str) -> Response:
        response = _zipped(await files.get_response(name, request.scope), request)
        response.headers["Cache-Control"] = caching
        return response

    @router.api_route("/", methods=READING)
    async def index(request: Request) -> Response:
        if not (root / "index.html").is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        return _chat_window((root / "index.html").read_text(encoding="utf-8"), request)

    @router.api_route("/assets/{path:path}", methods=READING)
    async def asset(path: str, request: Request) -> Response:
        return await served(f"assets/{path}", request, IMMUTABLE)

    @router.api_route("/{name}", methods=READING)
    async def page(name: str, request: Request) -> Response:
        """A file at the top: its own name, or a page without its ending (/kiosk is kiosk.html)."""
        if name.startswith("."):
            raise Problem("not_found")
        return await served(name if "." in name else f"{name}.html", request, REVALIDATE)

    return router


def _chat_window(built: str, request: Request) -> Response:
    """The page with its first message, sent again only when it has changed."""
    asked = request.query_params
    elder = asked.get("look") == "elder"
    content = with_first_message(built, edge_of(request).words, asked.get("start", ""), elder).encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"Cache-Control": REVALIDATE, "ETag": tag, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if not _takes_gzip(request):
        return HTMLResponse(content, headers=headers)
    return HTMLResponse(gzip.compress(content, 6), headers={**headers, "Content-Encoding": "gzip"})


def _zipped(response: Response, request: Request) -> Response:
    """A file of text as it is sent to a browser that can unzip it."""
    if not isinstance(response, FileResponse) or not (response.media_type or "").startswith(TEXTUAL):
        return response
    response.headers["Vary"] = "Accept-Encoding"
    if not _takes_gzip(request) or "range" in request.headers:
        return response
    headers = {name: response.headers[name] for name in ("last-modified", "etag", "vary")}
    # Weak: the same file, not the same bytes.
    headers |= {"content-encoding": "gzip", "etag": f"W/{headers['etag']}"}
    content = _compressed(str(response.path), headers["last-modified"])
    return Response(content, media_type=response.media_type, headers=headers)


@lru_cache(maxsize=64)
def _compressed(path: str, changed: str) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 9)


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")
