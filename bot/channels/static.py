"""The built web app, bot/web/dist: pages at the top, hashed files under /assets."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles

from bot.channels.problems import Problem

# Files under /assets carry a hash of their content in their name.
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
NOT_BUILT = "网页还没有生成。请在 bot/web 目录里依次运行 npm ci 和 npm run build，然后刷新本页。\n"


def static_routes(root: Path) -> APIRouter:
    """Routes that serve one folder; it may be built, or built again, while the edge runs."""
    router = APIRouter(include_in_schema=False)
    files = StaticFiles(directory=root, check_dir=False)
    reading = ["GET", "HEAD"]

    async def served(name: str, request: Request, caching: str) -> Response:
        response = await files.get_response(name, request.scope)
        response.headers["Cache-Control"] = caching
        return response

    @router.api_route("/", methods=reading)
    async def index(request: Request) -> Response:
        if not (root / "index.html").is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        return await served("index.html", request, REVALIDATE)

    @router.api_route("/assets/{path:path}", methods=reading)
    async def asset(path: str, request: Request) -> Response:
        return await served(f"assets/{path}", request, IMMUTABLE)

    @router.api_route("/{name}", methods=reading)
    async def page(name: str, request: Request) -> Response:
        """A file at the top: its own name, or a page without its ending (/kiosk is kiosk.html)."""
        if name.startswith("."):
            raise Problem("not_found")
        return await served(name if "." in name else f"{name}.html", request, REVALIDATE)

    return router
