"""What every state of every journey has to be: nothing found by axe-core, nothing that scrolls sideways."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def assert_clean(page: Page, state: str) -> None:
    """Fails with axe's own report."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{state}: {found.generate_report()}"
    wider = page.evaluate(SIDEWAYS)
    assert wider <= 0, f"{state}: scrolls sideways by {wider} px"
