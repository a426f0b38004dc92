"""How much a phone loads before the first message: counted on the built files, zipped as the proxy sends them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import pytest

from bot.channels.settings import WEB_ROOT

MOST = 250 * 1024  # bytes
LOADED = re.compile(r'<(?:script|link|img)\b[^>]*(?:src|href)="(/[^"]+)"')  # not where a person may go
pytestmark = pytest.mark.skipif(not (WEB_ROOT / "index.html").is_file(), reason="网页还没有生成（make run 会生成）")


def loaded(page: str) -> dict[str, int]:
    """The files of a page that are asked for at once, with their zipped sizes in bytes."""
    html = (WEB_ROOT / page).read_text(encoding="utf-8")
    named = [page, *(name.lstrip("/") for name in LOADED.findall(html))]
    return {name: len(gzip.compress((WEB_ROOT / name).read_bytes(), 6)) for name in dict.fromkeys(named)}


def test_the_website_is_small(record_property: Callable[[str, object], None]) -> None:
    sizes = loaded("index.html")
    record_property("website_bytes", sum(sizes.values()))
    assert any(name.endswith(".js") for name in sizes) and any(name.endswith(".css") for name in sizes)
    assert sum(sizes.values()) <= MOST, sizes


def test_the_website_does_not_carry_the_kiosk() -> None:
    names = " ".join(loaded("index.html"))
    assert "kiosk" not in names.lower() and "keyboard" not in names.lower()
    text = "".join(
        (WEB_ROOT / name).read_text(encoding="utf-8") for name in loaded("index.html") if name.endswith(".js")
    )
    for of_the_kiosk in ("机器会自己清除", "hg-candidate", "用手机扫一扫"):
        assert of_the_kiosk not in text


def test_the_kiosk_loads_its_keyboard_when_it_is_touched() -> None:
    assert not any("Keyboard" in name for name in loaded("kiosk.html"))
    assert list((WEB_ROOT / "assets").glob("KeyboardPanel-*.js"))


def test_the_script_for_other_pages_is_tiny() -> None:
    assert len(gzip.compress((WEB_ROOT / "embed.js").read_bytes())) <= 4 * 1024
