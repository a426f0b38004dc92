"""Putting the desk together, and serving it as it will be served."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from actions.casework.errors import DataKeyProblem, RecordsUnavailable
from bot.desk import app as root
from bot.desk.app import create_app
from bot.desk.settings import SettingsError
from tests.unit.bot.desk.clerk import Clerk

ENVIRONMENT = {
    "YIFAWEN_DESK_KEY": "0123456789abcdefghijklmnop",
    "YIFAWEN_DATA_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
}


@pytest.mark.parametrize(
    ("missing", "error"), [("YIFAWEN_DESK_KEY", SettingsError), ("YIFAWEN_DATA_KEY", DataKeyProblem)]
)
def test_a_missing_key_stops_the_start_and_is_named(
    missing: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv(missing)
    with pytest.raises(error, match=missing):
        create_app()


def test_a_database_url_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**ENVIRONMENT, "DATABASE_URL": "nonsense"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(RecordsUnavailable, match="DATABASE_URL"):
        create_app()


def test_there_is_no_slash_magic(app: Starlette, clerk: Clerk) -> None:
    assert clerk.get("/letters/").status_code == 404


def test_health_needs_no_sign_in(stranger: Clerk) -> None:
    response = stranger.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok")


@pytest.mark.parametrize("path", ["/assets/", "/assets/x", "/assets/../app.py", "/assets/%2e%2e/app.py"])
def test_assets_hold_nothing_else(clerk: Clerk, path: str) -> None:
    assert clerk.get(path).status_code in (404, 405)


def test_assets_are_served(stranger: Clerk) -> None:
    assert stranger.get("/assets/desk.css").headers["content-type"].startswith("text/css")
    assert stranger.get("/assets/desk.svg").headers["content-type"] == "image/svg+xml"


def test_served_as_it_will_be_served(url: str, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "--factory",
        "--port",
        str(port),
        "--no-access-log",
        "--no-server-header",
    ]
    environment = {**os.environ, **ENVIRONMENT, "DATABASE_URL": url, "YIFAWEN_STAFF_FILE": str(tmp_path / "s.json")}
    with open(tmp_path / "log", "wb") as log:
        process = subprocess.Popen(
            [*command, "bot.desk.app:create_app"],
            env=environment,
            cwd=Path(root.__file__).parents[2],
            stdout=log,
            stderr=log,
        )
    try:
        response = answered(f"http://127.0.0.1:{port}/letters")
        assert (response.status_code, response.headers["location"]) == (303, "/sign-in")
        assert "server" not in response.headers
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    written = (tmp_path / "log").read_text()
    assert '"event": "started"' in written and '"event": "stopped"' in written


def answered(url: str) -> httpx.Response:
    """The first answer of a server that is starting."""
    for _ in range(200):
        try:
            return httpx.get(url)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise TimeoutError(url)
