"""The pages without script in a real browser: at each size, under strong zoom, without JavaScript, by the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.clean import assert_clean
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.model]
PATHS = (
    "/answers",
    "/answers?q=罚款",
    "/answers/fee",
    "/calculator",
    "/respondents?q=城管",
    "/offices",
    "/answers/nowhere",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_at_each_size(stack: Stack, page: Page, path: str, pictures: Path | None) -> None:
    page.goto(stack.url + path)
    assert_clean(page, path)
    if pictures:
        page.screenshot(path=pictures / "page.png", full_page=True)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def zoomed(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """1280 × 1024 at 400 % (WCAG 1.4.10), with and without JavaScript."""
    size = {"width": 320, "height": 256}
    context = browser.new_context(viewport=size, locale="zh-CN", java_script_enabled=request.param)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def test_a_deadline_is_counted_under_strong_zoom_by_the_keyboard(stack: Stack, zoomed: Page) -> None:
    zoomed.goto(f"{stack.url}/calculator")
    zoomed.locator("input[type=radio]").first.focus()
    zoomed.keyboard.press("Space")
    zoomed.locator("input[name=day]").focus()
    zoomed.keyboard.type("2026年11月9日")
    zoomed.keyboard.press("Enter")
    expect(zoomed.locator("h1")).to_be_visible()
    expect(zoomed.locator("main")).to_contain_text("最后一天")
    box = zoomed.locator("main").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320, "nothing stands beside the window"
