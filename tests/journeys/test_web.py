"""What only the website does: a reload keeps the conversation, ending it clears it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.citizen import Citizen
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_a_reload_keeps_the_conversation_and_end_clears_it(stack: Stack, page: Page) -> None:
    citizen = Citizen(page, stack.url)
    citizen.say("行政复议要交钱吗")
    page.reload()
    expect(citizen.messages("answer").last).to_contain_text("不收")
    page.get_by_test_id("end-session").click()
    page.get_by_test_id("end-confirm").click()
    expect(citizen.messages("answer")).to_have_count(0)
    page.reload()
    expect(citizen.messages("answer")).to_have_count(0)
