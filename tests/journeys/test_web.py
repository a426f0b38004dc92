"""What only the website does: a reload keeps the conversation, ending it clears it, a rating beside both."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.citizen import Citizen
from tests.journeys.clean import assert_clean
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_a_reload_keeps_the_conversation_and_end_clears_it(stack: Stack, page: Page) -> None:
    citizen = Citizen(page, stack.url)
    citizen.say("行政复议要交钱吗")
    # Not only sent by the server: a page that is reloaded before it has read the answer says that it does not know.
    expect(citizen.messages("answer").last).to_contain_text("不收")
    page.reload()
    expect(citizen.messages("answer").last).to_contain_text("不收")
    page.get_by_test_id("end-session").click()
    page.get_by_test_id("end-confirm").click()
    expect(citizen.messages("answer")).to_have_count(0)
    page.reload()
    expect(citizen.messages("answer")).to_have_count(0)


def test_the_service_is_rated_after_being_sent_to_staff_and_at_the_end_once(stack: Stack, page: Page) -> None:
    citizen = Citizen(page, stack.url, watch=assert_clean)
    citizen.begin("handoff")
    card = citizen.messages("handoff").last
    card.locator("summary").last.click()
    assert_clean(page, "rating")
    card.get_by_test_id("grade-2").click()
    assert_clean(page, "rating with words")
    with page.expect_response(lambda r: "/api/chat/ratings" in r.url) as rated:
        card.get_by_test_id("rating-send").click()
    assert rated.value.status == 201
    expect(card.get_by_test_id("rated")).to_be_visible()
    page.get_by_test_id("end-session").click()
    expect(page.locator(".confirm").get_by_test_id("rated")).to_be_visible()
    assert_clean(page, "end after a rating")


def test_the_end_asks_for_a_rating_and_waits_for_none(stack: Stack, page: Page) -> None:
    citizen = Citizen(page, stack.url)
    citizen.say("行政复议要交钱吗")
    page.get_by_test_id("end-session").click()
    expect(page.get_by_test_id("opinion")).to_be_visible()
    assert_clean(page, "end with a rating")
    page.get_by_test_id("end-confirm").click()
    expect(page.get_by_test_id("gate-ended")).to_be_visible()
