"""The kiosk on the whole stack: its jobs, its keyboard, and that nothing of a visitor is left, wherever one looks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.citizen import Citizen
from tests.journeys.clean import assert_clean
from tests.journeys.kiosk import Visitor
from tests.stack import Stack, mark

pytestmark = [pytest.mark.browser, pytest.mark.model]
SECRET = "演示标记丁"
LEFT = """async () => JSON.stringify({
    storage: [{...sessionStorage}, {...localStorage}],
    caches: 'caches' in window ? await caches.keys() : [],
    databases: await indexedDB.databases(),
    cookies: document.cookie,
    workers: (await navigator.serviceWorker?.getRegistrations() ?? []).length,
    page: document.documentElement.outerHTML,
    typed: [...document.querySelectorAll('input, textarea')].map((box) => box.value),
    history: history.length,
    state: history.state,
    address: location.href,
})"""


def complaint(visitor: Visitor) -> tuple[str, str]:
    """A complaint with a mark in it; its number and code."""
    visitor.tile("complaint")
    visitor.choose("投诉举报")
    visitor.choose("匿名")
    visitor.fill("演示镇政府")
    visitor.fill(f"{SECRET}：办事大厅上午十点还没有人。记号{mark()}")  # the same text again would be recognised
    visitor.choose("没有材料")
    visitor.choose("确认提交")
    number = visitor.page.get_by_test_id("receipt-number").inner_text().strip()
    return number, visitor.page.get_by_test_id("receipt-code").inner_text().strip()


def spy(page: Page) -> tuple[list[str], list[Any]]:
    """The tokens that are sent, and the answers of the chat as they come."""
    tokens: list[str] = []
    answers: list[Any] = []
    page.on("request", lambda r: tokens.append(r.headers["authorization"]) if "authorization" in r.headers else None)
    page.on("response", lambda r: answers.append(r) if "/api/" in r.url else None)
    return tokens, answers


def nothing_left(page: Page, secrets: list[str]) -> None:
    """Neither here nor after back, forward and reload."""
    left = page.evaluate(LEFT)
    for secret in secrets:
        assert secret not in left, f"{secret} in {left[:400]}"
    found = re.search(r'"history":(\d+),"state":null', left)
    assert found, "the page put something into the history"
    assert '"caches":[],"databases":[],"cookies":"","workers":0' in left


def test_nothing_of_a_visitor_is_left(stack: Stack, screen: Page) -> None:
    visitor = Visitor(screen, stack)
    tokens, answers = spy(screen)
    length = screen.evaluate("history.length")
    number, code = complaint(visitor)
    secrets = [SECRET, number, code, tokens[0].removeprefix("Bearer ")]
    visitor.end()
    assert screen.evaluate("history.length") == length, "no step of the visit is in the history"
    nothing_left(screen, secrets)
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store", answer.url
    screen.go_back()
    screen.go_forward()
    visitor.home()
    nothing_left(screen, secrets)
    screen.reload()
    visitor.home()
    nothing_left(screen, secrets)
    for token in set(tokens):
        again = httpx.post(f"{stack.url}/api/chat/messages", json={"text": "还在吗"}, headers={"Authorization": token})
        assert again.status_code == 401, again.text
        assert SECRET not in again.text


def test_the_next_visitor_begins_anew(stack: Stack, screen: Page) -> None:
    visitor = Visitor(screen, stack)
    complaint(visitor)
    visitor.end()
    visitor.tile("status")
    text = screen.locator("body").inner_text()
    assert SECRET not in text and "演示镇政府" not in text


def test_nobody_touches_it_and_it_counts_down_and_wipes(stack: Stack, screen: Page) -> None:
    screen.clock.install()
    visitor = Visitor(screen, stack)
    visitor.tile("ask")
    visitor.say(f"{SECRET}行政复议要交钱吗")
    countdown = screen.get_by_test_id("countdown")
    screen.keyboard.press("Shift")
    screen.clock.fast_forward(45_000)
    expect(countdown).to_have_count(0)
    screen.clock.fast_forward(15_000)
    expect(countdown).to_contain_text("秒后清除")
    assert_clean(screen, "countdown")
    screen.get_by_test_id("countdown-stay").click()
    expect(screen.get_by_test_id("message-answer")).to_have_count(1)
    screen.clock.fast_forward(60_000)
    expect(countdown).to_be_visible()
    # The last fifteen seconds in real time: a page that goes in the middle of a leap of the clock never answers.
    expect(screen.get_by_test_id("screen-home")).to_be_visible(timeout=40_000)
    nothing_left(screen, [SECRET])


def test_a_visit_moves_to_a_phone_once(stack: Stack, screen: Page, browser: Browser) -> None:
    visitor = Visitor(screen, stack)
    tokens, _ = spy(screen)
    visitor.tile("complaint")
    visitor.choose("投诉举报")
    visitor.choose("匿名")
    visitor.fill(f"{SECRET}镇政府")
    with screen.expect_response(lambda r: "/api/chat/moves" in r.url) as moved:
        screen.get_by_test_id("move-start").click()
    link = moved.value.json()["link"]
    expect(screen.get_by_test_id("move-code")).to_be_visible()
    assert_clean(screen, "move")
    assert SECRET not in screen.locator("body").inner_text()
    phone = browser.new_context(viewport={"width": 360, "height": 800}, locale="zh-CN").new_page()
    phone.goto(f"{link}" if link.startswith("http") else f"{stack.url}{link}")
    expect(phone.get_by_test_id("message-notice")).to_contain_text("已经转到这台设备")
    expect(phone.get_by_test_id("message-field").last).to_be_visible()
    assert "#" not in phone.url and "move" not in phone.url
    on_phone = Citizen.on(phone)
    on_phone.fill(f"办事大厅上午十点还没有人。记号{mark()}")
    on_phone.choose("没有材料")
    expect(phone.get_by_test_id("message-review").last).to_contain_text(SECRET)
    screen.get_by_test_id("move-back").click()
    expect(screen.get_by_test_id("gate-unstarted")).to_contain_text("链接已失效")
    answer = httpx.post(f"{stack.url}/api/chat/messages", json={"text": "还在"}, headers={"Authorization": tokens[0]})
    assert answer.status_code == 401
    visitor.end()
    nothing_left(screen, [SECRET, link])
    phone.context.close()


def test_who_cannot_scan_goes_on_here(stack: Stack, screen: Page) -> None:
    visitor = Visitor(screen, stack)
    visitor.tile("complaint")
    visitor.choose("投诉举报")
    screen.get_by_test_id("move-start").click()
    screen.get_by_test_id("move-back").click()
    expect(screen.get_by_test_id("message-field").last).to_be_visible()
    visitor.choose("匿名")
    visitor.fill("演示镇政府")
    expect(screen.get_by_test_id("message-field").last).to_be_visible()


def test_words_are_written_on_the_screen(stack: Stack, screen: Page, pictures: Path | None) -> None:
    visitor = Visitor(screen, stack, pictures)
    visitor.tile("ask")
    screen.get_by_test_id("composer-input").click()
    expect(screen.get_by_test_id("keyboard")).to_be_visible()
    visitor.keys("fa")
    visitor.look("keyboard")
    assert_clean(screen, "keyboard")
    visitor.candidate("罚")
    visitor.keys("kuan")
    visitor.candidate("款")
    expect(screen.get_by_test_id("composer-input")).to_have_value("罚款")
    with screen.expect_response(lambda r: "/api/chat/messages" in r.url) as sent:
        screen.locator(".keys [data-skbtn='{enter}']").click()
    assert sent.value.request.post_data_json == {"text": "罚款"}
    screen.get_by_test_id("keyboard-close").click()
    expect(screen.get_by_test_id("keyboard")).to_have_count(0)


def test_a_rating_is_given_before_the_wipe(stack: Stack, screen: Page, pictures: Path | None) -> None:
    visitor = Visitor(screen, stack, pictures)
    visitor.tile("ask")
    visitor.say("行政复议要交钱吗")
    screen.get_by_test_id("end-session").click()
    assert_clean(screen, "rating")
    visitor.look("rating")
    screen.get_by_test_id("grade-4").click()
    with screen.expect_response(lambda r: "/api/chat/ratings" in r.url) as rated:
        screen.get_by_test_id("rating-send").click()
    assert rated.value.status == 201
    visitor.home()


def test_without_a_network_it_says_so_and_names_the_offices(stack: Stack, screen: Page, pictures: Path | None) -> None:
    visitor = Visitor(screen, stack, pictures)
    visitor.tile("ask")
    visitor.say(f"{SECRET}要交钱吗")
    screen.context.set_offline(True)
    screen.get_by_test_id("end-session").click()
    screen.get_by_test_id("end-confirm").click()
    offline = screen.get_by_test_id("offline")
    expect(offline).to_contain_text("现在连不上")
    expect(offline).to_contain_text("石泉县政务服务大厅")
    expect(offline).to_contain_text("工作日上午9点")
    assert_clean(screen, "offline")
    visitor.look("offline")
    nothing_left(screen, [SECRET])
    screen.get_by_test_id("offline-retry").click()
    expect(offline).to_be_visible()
    screen.context.set_offline(False)
    screen.get_by_test_id("offline-retry").click()
    visitor.home()


def test_a_machine_that_is_not_known_is_told_so(stack: Stack, screen: Page) -> None:
    screen.goto(f"{stack.url}/kiosk")
    screen.get_by_test_id("tile-ask").click()
    expect(screen.get_by_test_id("gate-unstarted")).to_contain_text("还没有登记")


def test_its_own_screens(stack: Stack, screen: Page, pictures: Path | None) -> None:
    visitor = Visitor(screen, stack, pictures, watch=assert_clean)
    visitor.look("home")
    if screen.get_by_test_id("low-mode").is_visible():
        screen.get_by_test_id("low-mode").click()
    visitor.look("home-low")
    assert_clean(screen, "home low")
    screen.get_by_test_id("tile-offices").click()
    expect(screen.get_by_test_id("offices")).to_contain_text("行政复议窗口")
    assert_clean(screen, "offices")
    visitor.look("offices")
