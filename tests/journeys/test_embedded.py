"""The window on another page (/demo), the version for elderly people, the keyboard alone, and strong zoom."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.journeys.citizen import Citizen
from tests.journeys.clean import assert_clean
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.model]
FOCUSED = "document.activeElement.shadowRoot?.activeElement?.tagName ?? document.activeElement.tagName"


@pytest.fixture
def demo(stack: Stack, page: Page) -> Page:
    page.goto(f"{stack.url}/demo")
    expect(page.locator("yifawen-chat button.open")).to_be_visible()
    return page


def chat(page: Page) -> FrameLocator:
    return page.frame_locator("yifawen-chat iframe")


def test_it_opens_by_the_keyboard_and_the_focus_goes_in_and_out(demo: Page) -> None:
    button = demo.locator("yifawen-chat button.open")
    assert_clean(demo, "demo closed")
    button.focus()
    demo.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(chat(demo).get_by_test_id("message-choices").first).to_be_visible(timeout=15_000)
    assert demo.evaluate(FOCUSED) == "IFRAME"
    assert_clean(demo, "demo open")
    chat(demo).get_by_test_id("composer-input").focus()
    demo.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    assert demo.evaluate(FOCUSED) == "BUTTON"
    demo.keyboard.press("Enter")
    expect(chat(demo).get_by_test_id("message-choices")).to_have_count(1), "the same conversation"


def test_escape_at_a_question_of_the_window_answers_that_question(demo: Page) -> None:
    button = demo.locator("yifawen-chat button.open")
    button.click()
    chat(demo).get_by_test_id("end-session").click()
    chat(demo).get_by_test_id("end-cancel").press("Escape")
    expect(chat(demo).get_by_test_id("end-cancel")).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "true")


def test_the_pages_styles_do_not_reach_in_and_ours_do_not_reach_out(demo: Page) -> None:
    style = "element => { const s = getComputedStyle(element); return [s.fontSize, s.fontStyle, s.letterSpacing] }"
    own = demo.get_by_role("button", name="这一页自己的按钮")
    before = own.evaluate(style)
    demo.locator("yifawen-chat button.open").click()
    assert demo.locator("yifawen-chat button.open").evaluate(style) == ["18px", "normal", "normal"]
    assert own.evaluate(style) == before and before[1] == "italic"


def test_only_the_window_itself_can_close_it(demo: Page) -> None:
    button = demo.locator("yifawen-chat button.open")
    button.click()
    demo.evaluate("window.postMessage('yifawen:close', '*')")
    demo.wait_for_timeout(200)
    expect(button).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize(
    ("attributes", "left", "address"),
    [
        ({"data-position": "left", "data-start": "apply"}, True, "/?start=apply"),
        ({"data-look": "elder"}, False, "/?look=elder"),
        ({"data-start": '"><script>', "data-color": "red;}"}, False, "/"),
    ],
)
def test_attributes(stack: Stack, page: Page, attributes: dict[str, str], left: bool, address: str) -> None:
    page.goto(f"{stack.url}/demo.css")
    page.evaluate(
        """attributes => { const tag = document.createElement('script'); tag.src = '/embed.js';
        for (const [key, value] of Object.entries(attributes)) tag.setAttribute(key, value); document.body.append(tag) }""",
        attributes,
    )
    button = page.locator("yifawen-chat button.open")
    box = button.bounding_box()
    assert box and (box["x"] < 100) is left
    button.click()
    assert page.locator("yifawen-chat iframe").get_attribute("src") == f"{stack.url}{address}"


def test_the_version_for_elderly_people(stack: Stack, page: Page, pictures: Path | None) -> None:
    citizen = Citizen(page, f"{stack.url}/?look=elder", pictures)
    citizen.look("elder")
    assert_clean(page, "elder")
    assert page.locator("html").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 24
    assert page.get_by_test_id("more-choices").count() == 1
    citizen.say("行政复议要交钱吗")
    citizen.look("elder")
    assert_clean(page, "elder answer")
    page.goto(stack.url)
    expect(page.get_by_test_id("elder")).to_have_text("标准版")


def test_a_question_is_asked_by_the_keyboard_alone(stack: Stack, page: Page) -> None:
    page.goto(stack.url)
    expect(page.get_by_test_id("message-choices").first).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "composer"
    page.keyboard.type("行政复议要交钱吗")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("message-answer")).to_be_visible(timeout=15_000)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.testid") == "end-session":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.testid") == "end-session"


def test_nothing_is_lost_at_four_hundred_per_cent(stack: Stack, browser: Browser) -> None:
    # 1280 × 1024 at 400 % is a window of 320 × 256 (WCAG 1.4.10).
    context = browser.new_context(viewport={"width": 320, "height": 256}, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    citizen = Citizen(page, stack.url)
    citizen.say("行政复议要交钱吗")
    assert_clean(page, "400 %")
    for name in ("composer-input", "composer-send", "end-session", "elder"):
        page.get_by_test_id(name).scroll_into_view_if_needed()
        expect(page.get_by_test_id(name)).to_be_in_viewport()
    context.close()


def test_an_ended_conversation_is_ended_at_the_edge_too(stack: Stack, page: Page) -> None:
    citizen = Citizen(page, stack.url)
    citizen.say("行政复议要交钱吗")
    page.get_by_test_id("end-session").click()
    with page.expect_response(lambda r: "/api/chat/end" in r.url) as ended:
        page.get_by_test_id("end-confirm").click()
    assert ended.value.status == 200
    token = ended.value.request.headers["authorization"]
    again = httpx.post(f"{stack.url}/api/chat/messages", json={"text": "还在吗"}, headers={"Authorization": token})
    assert again.status_code == 401 and "对话已清除" in again.json()["detail"]
