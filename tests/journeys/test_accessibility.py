"""axe-core finds nothing in the states a citizen passes through; nothing scrolls sideways on a narrow phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.applying import until_review
from tests.journeys.citizen import Citizen
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.model]


def assert_clean(page: Page, state: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{state}: {found.generate_report()}"
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{state}: scrolls sideways by {wider} px"


def test_the_states_of_an_application(stack: Stack, page: Page) -> None:
    citizen = Citizen(page, stack.url)
    assert_clean(page, "welcome")
    citizen.say("行政复议要交钱吗")
    assert_clean(page, "answer")
    until_review(citizen, lambda state: assert_clean(page, state))
    citizen.choose("保存草稿")
    assert_clean(page, "file and receipt")
    citizen.choose("查办理进度")
    citizen.fill(page.get_by_test_id("receipt-number").inner_text().strip())
    citizen.fill(page.get_by_test_id("receipt-code").inner_text().strip())
    assert_clean(page, "status")
    citizen.say("转人工")
    assert_clean(page, "handoff")
