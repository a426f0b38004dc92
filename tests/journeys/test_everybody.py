"""People who use no mouse, zoom in, want nothing to move, print, are timed, sit in a wheelchair, or type with one finger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.applying import until_date
from tests.journeys.citizen import PATIENCE, Citizen
from tests.journeys.clean import assert_clean
from tests.journeys.conftest import opened_page
from tests.journeys.kiosk import Visitor
from tests.stack import Stack, mark

pytestmark = [pytest.mark.browser, pytest.mark.model]
FOCUSED = """() => {
    const at = document.activeElement;
    return at.matches('button, a, input, textarea, summary') ? at.getAttribute('aria-label') || at.innerText : '';
}"""
RING = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
}"""
MOVING = """() => document.getAnimations().filter(one => one.playState === 'running').length"""
# What can be touched and is in sight but stands above a share of the screen.
TOO_HIGH = """share => [...document.querySelectorAll('button:enabled, input, textarea, summary, a[href]')].filter(one => {
    const box = one.getBoundingClientRect();
    if (!box.width || box.bottom <= 0 || box.top >= innerHeight || one.closest('[inert]')) return false;
    const at = document.elementFromPoint(box.x + box.width / 2, Math.max(1, box.y + 1));
    return one.contains(at) && box.bottom < share * innerHeight;
}).map(one => one.innerText || one.tagName)"""
SMALL = """least => [...document.querySelectorAll('button:enabled')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && (box.height < least || box.width < least);
}).map(one => `${one.innerText} ${one.getBoundingClientRect().width} × ${one.getBoundingClientRect().height}`)"""


class Typist:
    """Somebody who uses the keyboard alone: goes on with Tab until what is wanted has the focus, which must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, name: str) -> None:
        for _ in range(80):
            if name in self.page.evaluate(FOCUSED):
                assert self.page.evaluate(RING), f"the focus on {name} cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard never reaches {name}")

    def press(self, name: str, key: str = "Enter") -> None:
        self.reach(name)
        with self.page.expect_response(lambda r: "/api/chat/messages" in r.url, timeout=PATIENCE):
            self.page.keyboard.press(key)
        expect(self.page.get_by_test_id("typing")).to_have_count(0)

    def answer(self, text: str, key: str = "Enter") -> None:
        """Types where the focus was put: where the next answer is due."""
        assert self.page.evaluate("document.activeElement.dataset.testid") == "field-input"
        self.page.keyboard.type(text)
        if key != "Enter":
            self.press("确定")
            return
        with self.page.expect_response(lambda r: "/api/chat/messages" in r.url, timeout=PATIENCE):
            self.page.keyboard.press("Enter")
        expect(self.page.get_by_test_id("typing")).to_have_count(0)


def story() -> str:
    """Its own words: the same text twice within minutes is asked about."""
    return f"办事大厅上午十点还没有人，我等了两个小时。记号{mark()}"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from opened_page(browser, "phone")


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    yield from opened_page(browser, "desktop")


def test_a_complaint_by_the_keyboard_alone(stack: Stack, desk: Page) -> None:
    desk.goto(stack.url)
    expect(desk.get_by_test_id("message-choices").first).to_be_visible()
    typist = Typist(desk)
    typist.press("反映问题、提建议")
    typist.press("投诉举报")
    typist.press("匿名")
    typist.answer("演示镇政府")
    typist.answer(story(), key="Tab")
    typist.press("没有材料")
    typist.press("确认提交", key="Space")
    expect(desk.get_by_test_id("receipt-number")).to_be_visible()
    typist.reach("打印回执")
    typist.reach("结束并清除")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.dataset.testid") == "end-cancel"
    typist.reach("清除")


def test_a_complaint_at_four_hundred_per_cent(stack: Stack, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 256}, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    citizen = Citizen(page, stack.url, watch=assert_clean)
    citizen.begin("complaint")
    citizen.choose("投诉举报")
    citizen.choose("匿名")
    citizen.fill("演示镇政府")
    citizen.fill(story())
    citizen.choose("没有材料")
    citizen.choose("确认提交")
    for name in ("receipt-number", "receipt-code", "composer-input", "composer-send"):
        page.get_by_test_id(name).scroll_into_view_if_needed()
        expect(page.get_by_test_id(name)).to_be_in_viewport()
    page.get_by_test_id("end-session").click()
    for name in ("end-cancel", "end-confirm", "grade-1"):
        page.get_by_test_id(name).scroll_into_view_if_needed()
        expect(page.get_by_test_id(name)).to_be_in_viewport()
    assert_clean(page, "end at 400 %")
    context.close()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_who_wants_nothing_to_move_sees_nothing_move(stack: Stack, browser: Browser, motion: str) -> None:
    context = browser.new_context(locale="zh-CN", reduced_motion=motion)  # type: ignore[arg-type]
    page = context.new_page()
    Citizen(page, stack.url)
    page.route("**/api/chat/messages", lambda route: None)  # never answered: the sign that it is thought about stays
    page.get_by_test_id("composer-input").fill("行政复议要交钱吗")
    page.get_by_test_id("composer-send").click()
    expect(page.get_by_test_id("typing")).to_be_visible()
    moving = page.evaluate(MOVING)
    assert (moving > 0) is (motion != "reduce"), "the sign that it is thought about moves for everybody else"
    context.close()


def test_on_paper_stands_what_was_said_and_nothing_to_press(stack: Stack, desk: Page) -> None:
    citizen = Citizen(desk, stack.url)
    citizen.say("行政复议要交钱吗")
    desk.emulate_media(media="print")
    for gone in (".header", ".footer", "button:visible"):
        expect(desk.locator(gone).locator("visible=true")).to_have_count(0)
    expect(citizen.messages("answer").last).to_be_visible()
    expect(desk.get_by_text("《行政复议法》第87条").last).to_be_visible()


def test_the_same_answer_twice_is_announced_twice(stack: Stack, desk: Page) -> None:
    citizen = Citizen(desk, stack.url)
    said = []
    for _ in range(2):
        citizen.say("行政复议要交钱吗")
        slots = desk.get_by_test_id("announcer").locator("[aria-live=polite]")
        expect(slots.filter(has_text="申请复议收费吗")).to_have_count(1)
        said.append([bool(text) for text in slots.all_inner_texts()])
    assert sorted(said[0]) == sorted(said[1]) == [False, True]


def test_most_of_a_phone_is_for_reading(stack: Stack, phone: Page) -> None:
    Citizen(phone, stack.url)
    header, footer = phone.locator(".header").bounding_box(), phone.locator(".footer").bounding_box()
    assert header and footer and footer["y"] - header["height"] >= 0.63 * 800
    sizes, end = (phone.locator(one).bounding_box() for one in (".sizes", "[data-testid=end-session]"))
    assert sizes and end and abs(sizes["y"] - end["y"]) < 8, "its buttons stand in one row"


def test_five_minutes_before_the_end_it_is_said(stack: Stack, desk: Page) -> None:
    desk.clock.install()
    Citizen(desk, stack.url)
    desk.clock.fast_forward("03:54:00")
    expect(desk.get_by_text("大约再过 5 分钟会自动结束")).to_have_count(0)
    desk.clock.fast_forward("01:30")
    expect(desk.locator(".notice").get_by_text("大约再过 5 分钟会自动结束")).to_be_visible()
    assert_clean(desk, "warned")


# The kiosk.


def test_from_a_wheelchair_everything_is_within_reach(stack: Stack, browser: Browser) -> None:
    """Low operation: what can be touched stands in the lower 58 % of a standing screen."""
    for screen in opened_page(browser, "kiosk"):
        visitor = Visitor(screen, stack)
        screen.get_by_test_id("low-mode").click()

        def within_reach(page: Page, state: str) -> None:
            assert page.evaluate(TOO_HIGH, 0.42) == [], state
            assert_clean(page, f"low {state}")

        visitor._watch = within_reach
        within_reach(screen, "home")
        visitor.begin("complaint")
        visitor.choose("投诉举报")
        visitor.choose("匿名")
        visitor.fill("演示镇政府")
        screen.get_by_test_id("field-input").last.click()
        expect(screen.get_by_test_id("keyboard")).to_be_visible()
        within_reach(screen, "keyboard")
        screen.get_by_test_id("keyboard-close").click()
        screen.get_by_test_id("end-session").click()
        within_reach(screen, "rating")
        screen.get_by_test_id("end-cancel").click()
        screen.get_by_test_id("move-start").click()
        expect(screen.get_by_test_id("move-code")).to_be_visible()
        within_reach(screen, "move")


def test_a_finger_meets_every_button(stack: Stack, screen: Page) -> None:
    visitor = Visitor(screen, stack)
    assert screen.evaluate(SMALL, 60) == []
    visitor.begin("complaint")
    visitor.choose("投诉举报")
    assert screen.evaluate(SMALL, 60) == []
    send, bar = (screen.locator(one).bounding_box() for one in ("[data-testid=composer-send]", ".bar"))
    assert send and bar and send["y"] + send["height"] <= bar["y"], "the bar stands over nothing"
    box, card = (screen.locator(one).last.bounding_box() for one in (".composer-row", ".main"))
    assert box and card and box["width"] >= 0.9 * (card["width"] - 70), "as wide as what is read"


def test_a_date_is_chosen_with_the_wheel_and_a_number_with_the_pad(stack: Stack, screen: Page) -> None:
    visitor = Visitor(screen, stack)
    visitor.begin("status")
    screen.get_by_test_id("field-input").last.click()
    visitor.keys("2")
    expect(screen.get_by_test_id("field-input").last).to_have_value("2")
    visitor.end()
    until_date(visitor)
    wheel = visitor.messages("field").last
    wheel.get_by_test_id("wheel-today").click()
    today = wheel.get_by_test_id("field-year").inner_text()
    wheel.get_by_test_id("wheel-year-down").click()
    assert int(wheel.get_by_test_id("field-year").inner_text().split()[0]) == int(today.split()[0]) - 1
    wheel.get_by_test_id("wheel-yesterday").click()
    with screen.expect_response(lambda r: "/api/chat/messages" in r.url) as sent:
        wheel.get_by_test_id("field-submit").click()
    yesterday = date.today() - timedelta(days=1)
    assert sent.value.request.post_data_json["text"] == yesterday.isoformat()
    expect(visitor.messages("deadline").last).to_contain_text("还在期限内")
