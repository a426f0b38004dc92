"""Every response, whatever its status, carries the security headers."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.app import create_app
from tests.channels.citizen import MESSAGES, SESSIONS, Citizen

pytestmark = pytest.mark.anyio

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)
EXPECTED = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
REQUESTS = [
    ("POST", SESSIONS, {"channel": "web"}, 201),
    ("POST", SESSIONS, {"channel": "?"}, 422),
    ("POST", MESSAGES, {"text": "hi"}, 401),
    ("POST", MESSAGES, {"text": "x" * 20_000}, 413),
    ("GET", MESSAGES, None, 405),
    ("GET", "/healthz", None, 200),
    ("GET", "/readyz", None, 200),
    ("GET", "/metrics", None, 404),
    ("GET", "/openapi.json", None, 200),
    ("GET", "/nowhere/at/all", None, 404),
    ("GET", "/", None, 503),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), REQUESTS)
async def test_security_headers(citizen: Citizen, method: str, path: str, body: object, status: int) -> None:
    response = await citizen.http.request(method, path, json=body)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
    assert "camera=()" in response.headers["permissions-policy"]
    assert "microphone=(self)" in response.headers["permissions-policy"], "for speaking instead of typing, here only"
    assert len(response.headers["x-request-id"]) == 16
    assert "server" not in response.headers and "x-powered-by" not in response.headers


async def test_no_other_site_may_read_anything(citizen: Citizen) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method in ("OPTIONS", "POST"):
        response = await citizen.http.request(method, SESSIONS, json={"channel": "web"}, headers=asked)
        assert not [name for name in response.headers if name.startswith("access-control-")]


async def test_the_countys_own_site_may_show_the_chat(settings, words, files, tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "embed.js").write_text("1")
    allowed = replace(settings, embed_origins=("https://county.example",))
    citizen = Citizen(create_app(allowed, words=words, files=files))
    async with citizen.http:
        script = await citizen.http.get("/embed.js")
        assert "frame-ancestors 'self' https://county.example;" in script.headers["content-security-policy"]
        assert script.headers["cross-origin-resource-policy"] == "cross-origin"
        opened = await citizen.http.post(SESSIONS, json={"channel": "web"})
        assert opened.headers["cross-origin-resource-policy"] == "same-origin"
    await citizen.http.aclose()
