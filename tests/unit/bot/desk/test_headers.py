"""Every response carries the headers: pages, redirects, refusals, failures, assets."""

import pytest

from bot.desk.headers import HEADERS, POLICY
from tests.unit.bot.desk.clerk import Clerk

PAGES = ["/letters", "/letters/1", "/cases", "/cases/1", "/reissue"]
PATHS = ["/", *PAGES, "/letters/1/contact", "/sign-in", "/healthz", "/assets/desk.css", "/nowhere"]


@pytest.mark.parametrize("path", PATHS)
def test_somebody_signed_in_gets_them(clerk: Clerk, path: str) -> None:
    response = clerk.get(path)
    assert {name: response.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_gets_them(stranger: Clerk, path: str) -> None:
    response = stranger.get(path)
    assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_refusals_have_them(stranger: Clerk) -> None:
    for response in (
        stranger.post("/sign-in", name="x", password="y"),
        stranger.send("DELETE", "/sign-in"),
        stranger.send("POST", "/sign-in", content=b"x" * 9000),
    ):
        assert response.status_code >= 400
        assert response.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_the_policy_allows_no_script_no_frame_and_no_inline_style() -> None:
    assert "script-src" not in POLICY and POLICY["default-src"] == "'none'"
    assert POLICY["frame-ancestors"] == "'none'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert HEADERS["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_needs_what_the_policy_forbids(clerk: Clerk, path: str) -> None:
    text = clerk.get(path).text
    for forbidden in ("<script", "<style", " style=", " onclick", "javascript:", "http://", "https://"):
        assert forbidden not in text
