"""A citizen in a real browser: types, clicks, fills, downloads; waits for answers, never for seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

PATIENCE = 15_000  # milliseconds
Watch = Callable[[Page, str], None]
BEGIN = {
    "apply": "写行政复议申请",
    "complaint": "反映问题、提建议",
    "status": "查办理进度",
    "handoff": "找工作人员",
}


class Citizen:
    """One page of the chat window; `watch` is called with the page in every state that it comes into."""

    def __init__(self, page: Page, url: str, pictures: Path | None = None, watch: Watch | None = None) -> None:
        self.page, self._pictures, self._count, self._watch = page, pictures, 0, watch
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        expect(page.get_by_test_id("message-choices").first).to_be_visible()
        self._watched("welcome")

    @classmethod
    def on(cls, page: Page) -> Citizen:
        """Somebody whose page is open already."""
        citizen = cls.__new__(cls)
        citizen.page, citizen._pictures, citizen._count, citizen._watch = page, None, 0, None
        return citizen

    def begin(self, job: str) -> None:
        """Begins one of the main jobs by what the greeting offers; a question is simply asked."""
        if job in BEGIN:
            self.choose(BEGIN[job])

    def messages(self, kind: str) -> Locator:
        return self.page.get_by_test_id(f"message-{kind}")

    def say(self, text: str) -> None:
        """Types into the chat box and sends; returns when the answer has come."""
        self.page.get_by_test_id("composer-input").fill(text)
        self._answered(text, lambda: self.page.get_by_test_id("composer-send").click())

    def choose(self, label: str) -> None:
        """Clicks the newest offered button with this label."""
        button = self.page.get_by_role("button", name=label).and_(self.page.locator("button:enabled")).last
        self._answered(label, button.click)

    def fill(self, value: str) -> None:
        """Fills the newest field by its own control and sends it."""
        field = self.messages("field").last
        field.get_by_test_id("field-input").last.fill(value)
        self._answered(value, field.get_by_test_id("field-submit").click)

    def tick(self, *labels: str) -> None:
        """Ticks boxes of the newest field and sends them."""
        field = self.messages("field").last
        for label in labels:
            field.get_by_label(label, exact=True).check()
        self._answered("、".join(labels), field.get_by_test_id("field-submit").click)

    def download(self) -> Download:
        with self.page.expect_download() as started:
            self.page.get_by_test_id("file-download").last.click()
        return started.value

    def look(self, name: str) -> None:
        """Takes a picture, where pictures are wanted."""
        if self._pictures:
            self._count += 1
            self.page.screenshot(path=self._pictures / f"{name}-{self._count:02d}.png")

    def _answered(self, done: str, act: Callable[[], None]) -> None:
        with self.page.expect_response(lambda r: "/api/chat/messages" in r.url, timeout=PATIENCE):
            act()
        expect(self.page.get_by_test_id("typing")).to_have_count(0)
        self._watched(f"after {done[:20]}")

    def _watched(self, state: str) -> None:
        if self._watch:
            self._watch(self.page, state)
