"""Every type of message at every door, looked at: it is shown, axe-core finds nothing, and a picture of it can be kept.

`YIFAWEN_PICTURES=1 python -m pytest tests/journeys/test_pictures.py` writes the sheets of docs/channels.md anew and
every single picture into var/pictures. The dialogue is a stand-in that says one message of each type.
"""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from actions.content.region import load_region
from bot.channels.app import create_app
from bot.channels.devices import Devices
from bot.channels.settings import WEB_ROOT, Settings
from bot.channels.wechat_render import rendered
from bot.channels.wechat_words import load_wechat
from bot.launcher.steps import ROOT
from tests.channels.citizen import KIOSK_KEY, FakeFiles, FakeReader
from tests.channels.fake_inbox import FakeInbox, served
from tests.journeys.clean import assert_clean
from tests.journeys.conftest import opened_page
from tests.journeys.sheets import LARGEST, sheet, write
from tests.journeys.specimens import SPECIMENS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (WEB_ROOT / "index.html").is_file(), reason="网页还没有生成（make run 会生成）"),
]
DOCS = ROOT / "docs" / "pictures"
SINGLE = ROOT / "var" / "pictures" / "doors"
SECRET = "between-the-edge-and-the-inbox"
UNCOVER = """() => {
    for (const over of document.querySelectorAll('.header, .footer, .bar, .keys')) over.style.position = 'static';
}"""
BUBBLE = """<!doctype html><html lang="zh-CN"><title>微信</title><style>
body { margin: 0; background: #ededed; } main { padding: 12px; width: 336px; box-sizing: border-box; }
p { margin: 0; padding: 10px 12px; border-radius: 6px; background: #fff; font: 17px/1.45 sans-serif; white-space: pre-wrap;
    overflow-wrap: anywhere; }
</style><main><p>%s</p></main></html>"""


@pytest.fixture(scope="module")
def inbox() -> FakeInbox:
    return FakeInbox(SECRET)


@pytest.fixture(scope="module")
def edge(inbox: FakeInbox) -> Iterator[str]:
    """The address of an edge before a dialogue that says what it is told to."""
    with served(inbox, lifespan="off") as url:
        settings = Settings(
            session_key="only-for-tests-0123456789abcdef",
            inbox_secret=SECRET,
            rasa_urls=(url,),
            kiosk_keys=(KIOSK_KEY,),
        )
        with served(create_app(settings, files=FakeFiles(), reader=FakeReader())) as address:  # type: ignore[arg-type]
            yield address


Looked = dict[str, bytes]
Inside = Page | FrameLocator
Seen = dict[str, Callable[[Locator], None]]


def spoken(page: Page, inside: Inside, inbox: FakeInbox, seen: Seen | None = None) -> Looked:
    """Every specimen as the page shows it; `seen` is what has to be so while one is the newest."""
    found = {}
    expect(inside.get_by_test_id("message-choices").first).to_be_visible(timeout=15_000)
    for kind, message in SPECIMENS.items():
        inbox.messages = [message]
        rows = inside.get_by_test_id(f"message-{kind}")
        before = rows.count()
        inside.get_by_test_id("composer-input").fill(f"演示：{kind}")
        inside.get_by_test_id("composer-send").click()
        expect(rows).to_have_count(before + 1)
        expect(inside.get_by_test_id("typing")).to_have_count(0)
        assert_clean(page, kind)
        if seen and kind in seen:
            seen[kind](rows.last)
        found[kind] = shot(rows.last)
    return found


def shot(row: Locator) -> bytes:
    """A row alone, without what floats over it."""
    row.evaluate(UNCOVER)
    return row.screenshot()


def website(page: Page, edge: str, inbox: FakeInbox) -> Looked:
    page.goto(edge)
    return spoken(page, page, inbox)


def elder(page: Page, edge: str, inbox: FakeInbox) -> Looked:
    page.goto(f"{edge}/?look=elder")
    # Three, and the rest on request.
    few: Seen = {"choices": lambda row: expect(row.get_by_role("button")).to_have_count(4)}
    return spoken(page, page, inbox, few)


def kiosk(page: Page, edge: str, inbox: FakeInbox) -> Looked:
    page.goto(f"{edge}/kiosk/enrol?pass={Devices([KIOSK_KEY]).enrolment()}")
    page.get_by_test_id("tile-ask").click()
    own: Seen = {
        "field": lambda row: expect(row.get_by_test_id("wheel-today")).to_be_visible(),
        "file": lambda row: expect(row.get_by_test_id("file-download")).to_have_count(0),
        "handoff": lambda row: expect(row.locator("a")).to_have_count(0),
    }
    return spoken(page, page, inbox, own)


def embedded(page: Page, edge: str, inbox: FakeInbox) -> Looked:
    page.goto(f"{edge}/demo")
    page.locator("yifawen-chat button.open").click()
    return spoken(page, page.frame_locator("yifawen-chat iframe"), inbox)


def wechat(page: Page, edge: str, inbox: FakeInbox) -> Looked:
    """Its text in a bubble; what is hidden there shows the sentence that stands before the one-time address."""
    words, found = load_wechat(load_region("shiquan")), {}
    for kind, message in SPECIMENS.items():
        written = rendered([message], words)
        texts = [*written.paragraphs, f"{words.say('private')}\nhttps://…/wechat/continue/…"][
            : None if written.hidden else -1
        ]
        page.set_content(BUBBLE % html.escape("\n\n".join(texts)))
        expect(page.locator("p")).to_contain_text("一次性" if not texts[0] else texts[0][:6])
        found[kind] = page.locator("main").screenshot()
    return found


DOORS: dict[str, tuple[str, int, int, Callable[[Page, str, FakeInbox], Looked]]] = {
    "website": ("phone", 4, 330, website),
    "elder": ("phone", 4, 330, elder),
    "kiosk": ("kiosk", 3, 450, kiosk),
    "wechat": ("phone", 4, 330, wechat),
    "embedded": ("desktop", 4, 330, embedded),
}


@pytest.mark.parametrize("door", DOORS)
def test_every_type_of_message_at_a_door(browser: Browser, edge: str, inbox: FakeInbox, door: str) -> None:
    size, columns, width, visit = DOORS[door]
    for page in opened_page(browser, size):
        found = visit(page, edge, inbox)
    assert list(found) == list(SPECIMENS)
    whole = sheet(list(found.values()), columns, width)
    assert len(whole) <= LARGEST
    if os.environ.get("YIFAWEN_PICTURES"):
        write(DOCS, door, whole)
        for kind, picture in found.items():
            target: Path = SINGLE / door / f"{kind}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(picture)
