"""A citizen in a real browser: types, clicks, fills, downloads; waits for answers, never for seconds."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

PATIENCE = 15_000  # milliseconds


class Citizen:
    """One page of the chat window."""

    def __init__(self, page: Page, url: str, pictures: Path | None = None) -> None:
        self.page, self._pictures, self._count = page, pictures, 0
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        expect(page.get_by_test_id("message-choices").first).to_be_visible()

    def messages(self, kind: str) -> Locator:
        return self.page.get_by_test_id(f"message-{kind}")

    def say(self, text: str) -> None:
        """Types into the chat box and sends; returns when the answer has come."""
        self.page.get_by_test_id("composer-input").fill(text)
        self._answered(lambda: self.page.get_by_test_id("composer-send").click())

    def choose(self, label: str) -> None:
        """Clicks the newest offered button with this label."""
        button = self.page.get_by_role("button", name=label).and_(self.page.locator("button:enabled")).last
        self._answered(button.click)

    def fill(self, value: str) -> None:
        """Fills the newest field by its own control and sends it."""
        field = self.messages("field").last
        field.get_by_test_id("field-input").last.fill(value)
        self._answered(field.get_by_test_id("field-submit").click)

    def tick(self, *labels: str) -> None:
        """Ticks boxes of the newest field and sends them."""
        field = self.messages("field").last
        for label in labels:
            field.get_by_label(label, exact=True).check()
        self._answered(field.get_by_test_id("field-submit").click)

    def download(self) -> Download:
        with self.page.expect_download() as started:
            self.page.get_by_test_id("file-download").last.click()
        return started.value

    def look(self, name: str) -> None:
        """Takes a picture, where pictures are wanted."""
        if self._pictures:
            self._count += 1
            self.page.screenshot(path=self._pictures / f"{name}-{self._count:02d}.png")

    def _answered(self, act: object) -> None:
        with self.page.expect_response(lambda r: "/api/chat/messages" in r.url, timeout=PATIENCE):
            act()  # type: ignore[operator]
        expect(self.page.get_by_test_id("typing")).to_have_count(0)
