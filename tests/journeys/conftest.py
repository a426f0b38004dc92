"""Chromium from Debian, one page a test; pictures go to var/pictures when YIFAWEN_PICTURES is set."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot.launcher.steps import ROOT

MISSING = "没有 Chromium：运行 deploy/install-test-packages.sh 安装"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (360, 800), "desktop": (1440, 900), "kiosk": (1080, 1920), "kiosk-wide": (1920, 1080)}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(params=["phone", "desktop"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The website at one size."""
    yield from opened_page(browser, request.param)


@pytest.fixture(params=["kiosk", "kiosk-wide"])
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The kiosk, standing and lying."""
    yield from opened_page(browser, request.param)


def opened_page(browser: Browser, size: str) -> Iterator[Page]:
    """A fresh profile at one size; fails the test on any error of the page itself."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        reduced_motion="reduce",
        has_touch="kiosk" in size,
        # An address of its own, as if through the proxy: limits per address are tested elsewhere.
        extra_http_headers={"X-Forwarded-For": f"198.51.{secrets.randbelow(256)}.{secrets.randbelow(256)}"},
    )
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda m: errors.append(m.text) if "Content Security" in m.text else None)
    yield opened
    context.close()
    assert not errors


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path | None:
    """Where pictures go, None unless wanted."""
    if not os.environ.get("YIFAWEN_PICTURES"):
        return None
    folder = ROOT / "var" / "pictures" / request.node.name.replace("[", "-").replace("]", "")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
