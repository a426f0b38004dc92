"""How soon somebody with a cheap phone and a bad line sees the first message: `python -m tests.speed.first_message`.

Figures, no test: another machine has others. The edge as it is served, a page nobody has in the cache, a processor four
times slower and two lines called slow 4G: what Chromium's developer tools and Lighthouse mean by it, when they really
slow the requests down (562.5 ms a request, 1.47 Mbit/s), and the line itself (150 ms, 1.6 Mbit/s). ROUNDS=n is how often.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from bot.channels.__main__ import SERVED
from bot.channels.app import create_app
from bot.channels.log import build_log
from bot.channels.settings import Settings
from tests.channels.citizen import FakeFiles, FakeReader
from tests.channels.fake_inbox import FakeInbox, served
from tests.journeys.conftest import ARGUMENTS

BOUND = 2.0  # seconds
SLOWER = 4  # times, the processor
PAGES = {"website": "/", "长者版": "/?look=elder", "a job": "/?start=apply", "an answer": "/answers/fee"}
# A message that has a place on the screen; a frame is drawn only when the styles are there.
WATCH = """() => {
    const look = () => {
        const row = document.querySelector('.message-row, main h1');
        if (row && row.getBoundingClientRect().height > 0 && !window.firstMessage) window.firstMessage = performance.now();
        const used = document.querySelector('[data-testid=composer-input]:not([readonly])');
        const ready = document.querySelector('.message-row .choice:enabled, article');
        if (window.firstMessage && ((used && ready) || location.pathname !== '/')) window.usable = performance.now();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


@dataclass(frozen=True)
class Line:
    """A connection: seconds before an answer begins, and bits a second."""

    name: str
    latency: float
    down: float
    up: float


LINES = (
    Line("slow 4G, requests slowed (562.5 ms, 1.47 Mbit/s)", 562.5, 1_474_560, 675_000),
    Line("slow 4G, the line (150 ms, 1.6 Mbit/s)", 150.0, 1_638_400, 750_000),
)


@dataclass(frozen=True)
class Seen:
    """Seconds until the first message and until it can be answered, and the bytes that came for it."""

    first: float
    usable: float
    size: int


@contextmanager
def edge() -> Iterator[str]:
    """The edge as it is served; the first message needs no dialogue."""
    secret = "between-the-edge-and-the-inbox"
    with served(FakeInbox(secret), lifespan="off") as url:
        settings = Settings(
            session_key="only-for-tests-0123456789abcdef",
            inbox_secret=secret,
            rasa_urls=(url,),
        )
        quiet = build_log("ERROR", sys.stderr)
        app = create_app(settings, files=FakeFiles(), reader=FakeReader(), log=quiet)  # type: ignore[arg-type]
        with served(app, **SERVED) as address:
            yield address


def visit(browser: Browser, address: str, line: Line) -> Seen:
    """One person who was never here before."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="zh-CN", device_scale_factor=2)
    page = context.new_page()
    page.add_init_script(f"({WATCH})()")
    wire = context.new_cdp_session(page)
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    wire.send("Network.enable")
    rates = {"downloadThroughput": line.down / 8, "uploadThroughput": line.up / 8}
    wire.send("Network.emulateNetworkConditions", {"offline": False, "latency": line.latency, **rates})
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_function("() => window.usable", timeout=60_000)
    first, usable = page.evaluate("[window.firstMessage, window.usable]")
    context.close()
    return Seen(first / 1000, usable / 1000, sum(sizes))


def main() -> int:
    """Measures and tells; 1 when a median is above the bound."""
    rounds, late = int(os.environ.get("ROUNDS") or 5), False
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with edge() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        visit(browser, url, LINES[1])
        sys.stdout.write("| line | page | first message, s | can be answered, s | kB |\n|---|---|---|---|---|\n")
        for line in LINES:
            for name, path in PAGES.items():
                seen = [visit(browser, url + path, line) for _ in range(rounds)]
                first = statistics.median(one.first for one in seen)
                usable = statistics.median(one.usable for one in seen)
                size = statistics.median(one.size for one in seen) / 1024
                late = late or first > BOUND
                sys.stdout.write(f"| {line.name} | {name} | {first:.2f} | {usable:.2f} | {size:.0f} |\n")
                sys.stdout.flush()
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
