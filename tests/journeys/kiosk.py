"""A visitor at the kiosk: a touch screen that was made known to the edge, tiles, a keyboard on the screen."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from bot.channels.devices import Devices
from tests.journeys.citizen import PATIENCE, Citizen, Watch
from tests.stack import Stack


def make_known(page: Page, stack: Stack) -> None:
    """Opens the one-time link on the kiosk; ends at its tiles."""
    keys = stack.processes["channels"].environment["YIFAWEN_KIOSK_KEYS"]
    page.goto(f"{stack.url}/kiosk/enrol?pass={Devices([keys]).enrolment()}")
    expect(page.get_by_test_id("screen-home")).to_be_visible(timeout=PATIENCE)


class Visitor(Citizen):
    """One person at the kiosk."""

    def __init__(self, page: Page, stack: Stack, pictures: Path | None = None, watch: Watch | None = None) -> None:
        self.page, self._pictures, self._count, self._watch = page, pictures, 0, watch
        page.set_default_timeout(PATIENCE)
        make_known(page, stack)
        self._watched("home")

    def begin(self, job: str) -> None:
        self.tile(job)

    def tile(self, name: str) -> None:
        """Touches a tile; a conversation has begun when this returns."""
        self.page.get_by_test_id(f"tile-{name}").click()
        expect(self.page.get_by_test_id("message-notice").first).to_be_visible()
        if name != "ask":  # the job begins by itself
            expect(self.messages("mine")).to_have_count(1)
        expect(self.page.get_by_test_id("typing")).to_have_count(0)
        self._watched(f"tile {name}")

    def keys(self, word: str) -> None:
        """Touches keys of the screen's keyboard one by one."""
        for sign in word:
            self.page.locator(f".keys [data-skbtn='{sign}']").click()

    def candidate(self, word: str) -> None:
        """Touches one of the words that are offered for the pinyin."""
        self.page.locator(".hg-candidate-box-list-item", has_text=word).first.click()

    def end(self) -> None:
        """Ends without a rating and waits for the tiles."""
        self.page.get_by_test_id("end-session").click()
        skip = self.page.get_by_test_id("end-confirm")
        if skip.count():
            skip.click()
        self.home()

    def home(self) -> None:
        expect(self.page.get_by_test_id("screen-home")).to_be_visible(timeout=PATIENCE)
