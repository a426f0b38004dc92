"""The desk in Chromium at two sizes: every page clean for axe-core, nothing cut off, all of it by keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from actions.casework.kinds import Role
from bot.launcher.steps import ROOT
from tests.journeys.workbench import NAMES, Workbench, code
from tests.unit.bot.desk.clerk import PASSWORD

pytestmark = pytest.mark.browser
SIZES = {"wide": (1440, 900), "small": (1024, 768)}
PAGES = {
    Role.CLERK: [
        "/letters",
        "/letters?due=overdue",
        "/letters?state=closed&kind=complaint&since=2030-01-01",
        "/letters/{fresh}",
        "/letters/{long}",
        "/letters/{rated}",
        "/letters/{fresh}/assigned",
        "/letters/{fresh}/replied?template=problem-solved",
        "/letters/{long}/replied",
        "/letters/{fresh}/transferred",
        "/letters/{fresh}/extended",
        "/letters/{rated}/closed",
        "/cases",
        "/cases?due=overdue",
        "/cases/1",
        "/cases/{heard}",
        "/cases/new",
        "/cases/{new}/correction_requested",
        "/cases/{new}/accepted",
        "/cases/{heard}/respondent_replied",
        "/forwarding",
        "/forwarding?stands=sent",
        "/figures",
        "/figures?year=2025&practice=1",
        "/applications",
        "/applications/1",
        "/callbacks",
        "/ratings",
        "/oral",
        "/reissue",
        "/questions",
        "/questions/draft?topic=ask/filing-deadline",
        "/answers",
        "/account",
    ],
    Role.REVIEWER: [
        "/letters/{fresh}/not_accepted",
        "/letters/{same}/merged",
        "/letters/{fresh}/correction",
        "/cases/{heard}",
        "/cases/{heard}/suspended",
        "/cases/{heard}/extended",
        "/cases/{heard}/decided",
        "/cases/{heard}/terminated",
        "/cases/{heard}/correction",
        "/cases/1/accepted",
        "/import",
        "/figures",
    ],
    Role.ADMINISTRATOR: ["/staff"],
    Role.AUDITOR: ["/audit", "/audit?target=nothing", "/audit/verification"],
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    bench = Workbench(tmp_path_factory.mktemp("workbench"))
    bench.fill()
    bench.start()
    yield bench
    bench.stop()


@pytest.fixture(params=SIZES)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce")
    opened = context.new_page()
    refused: list[str] = []
    opened.on("console", lambda m: refused.append(m.text) if "Content Security" in m.text else None)
    yield opened
    context.close()
    assert refused == []


def assert_clean(page: Page, name: str) -> None:
    if os.environ.get("YIFAWEN_PICTURES"):
        folder = ROOT / "var" / "pictures" / "desk"
        folder.mkdir(parents=True, exist_ok=True)
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=str(folder / f"{name}-{width}.png"), full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{name}: scrolls sideways by {wider} px"


def sign_in(page: Page, bench: Workbench, role: Role) -> None:
    bench.forget_used_codes()
    page.goto(f"{bench.url}/sign-in")
    page.fill("#name", NAMES[role])
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code")
    page.fill("#code", code())
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.mark.parametrize("role", Role)
def test_every_page_is_clean(bench: Workbench, page: Page, role: Role) -> None:
    sign_in(page, bench, role)
    for number, path in enumerate(PAGES[role]):
        response = page.goto(bench.url + path.format(**bench.letters))
        assert response and response.status == 200, path
        assert_clean(page, f"{role.value}-{number:02}")


def test_the_way_in_is_clean(bench: Workbench, page: Page) -> None:
    page.goto(f"{bench.url}/sign-in")
    assert_clean(page, "sign-in")
    page.fill("#name", "没有这个人")
    page.fill("#password", "wrong-password")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert_clean(page, "sign-in-wrong")
    page.fill("#name", "演示新人")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/enrol")
    assert_clean(page, "enrol")


def test_a_reply_is_written_and_sent_with_the_keyboard_alone(bench: Workbench, page: Page) -> None:
    sign_in(page, bench, Role.CLERK)
    letter = bench.letters["same"] if (page.viewport_size or {}).get("width") == 1440 else bench.letters["late"]
    page.goto(f"{bench.url}/letters/{letter}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    press_to(page, "答复")
    page.keyboard.press("Enter")
    page.wait_for_url("**/replied")
    press_to(page, "", "words")
    page.keyboard.type("演示：请打13912345678。")
    press_to(page, "看看来信人会读到什么")
    page.keyboard.press("Enter")
    page.wait_for_selector("blockquote")
    assert_clean(page, "preview")
    press_to(page, "", "seen")
    page.keyboard.press("Space")
    press_to(page, "确认，答复")
    page.keyboard.press("Enter")
    page.wait_for_selector(".done")
    assert "已经办好：答复" in page.inner_text(".done")
    assert_clean(page, "done")


def test_a_decision_is_looked_at_and_a_wrong_form_says_so(bench: Workbench, page: Page) -> None:
    sign_in(page, bench, Role.REVIEWER)
    page.goto(f"{bench.url}/cases/{bench.letters['heard']}/suspended")
    page.fill("#reason", "演示：等13912345678说的那个案子审完")
    page.click("text=先看一遍")
    page.wait_for_selector("#seen")
    assert_clean(page, "case-preview")
    page.click("text=返回修改")
    page.wait_for_selector("#reason")
    page.fill("#reason", "演示：CDF-GHJ-KMN")
    page.click("text=先看一遍")
    page.wait_for_selector("[role=alert]")
    assert_clean(page, "case-step-wrong")
    page.goto(f"{bench.url}/cases/{bench.letters['heard']}/correction")
    page.select_option("#event", index=2)
    page.fill("#on", date.today().isoformat())
    page.fill("#reason", "演示：登记错了")
    page.click("text=先看一遍")
    page.wait_for_selector("text=确认，更正")
    assert_clean(page, "case-correction-preview")


def test_a_case_is_opened_at_the_window(bench: Workbench, page: Page) -> None:
    sign_in(page, bench, Role.CLERK)
    page.goto(f"{bench.url}/cases/new")
    page.fill("#respondent", "演示乡镇一")
    page.fill("#phone", "1234")
    page.select_option("#respondent_kind", index=1)
    page.select_option("#matter", index=1)
    page.click("text=登记，给编号和查询码")
    page.wait_for_selector("[role=alert]")
    assert_clean(page, "case-new-wrong")
    page.click("text=登记，给编号和查询码")
    page.wait_for_selector(".code")
    assert_clean(page, "case-opened")


def test_a_table_is_checked_before_it_is_imported(bench: Workbench, page: Page, tmp_path: Path) -> None:
    sign_in(page, bench, Role.REVIEWER)
    table = tmp_path / "cases.csv"
    head, good = (
        "案号,被申请人,被申请人类别,事项,收到日期",
        "演示复〔2026〕77号,演示乡镇一,乡镇政府,行政处罚,2026-03-02",
    )
    table.write_text(f"{head}\n{good}\n{good}\n,,,,\n演示,演示单位,没有,没有,昨天\n", encoding="utf-8")
    page.goto(f"{bench.url}/import")
    page.set_input_files("input[type=file]", str(table))
    page.click("main button[type=submit]")
    page.wait_for_selector("table")
    assert_clean(page, "import-refused")
    table.write_text(f"{head}\n{good}\n", encoding="utf-8")
    page.goto(f"{bench.url}/import")
    page.set_input_files("input[type=file]", str(table))
    page.click("main button[type=submit]")
    page.wait_for_selector("#reason")
    assert_clean(page, "import-checked")


def press_to(page: Page, label: str, id_: str = "") -> None:
    """Press Tab until something of this label or id has the focus, and see that the focus shows."""
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(() => { const e = document.activeElement; const s = getComputedStyle(e);"
            " return [e.textContent.trim(), e.id, s.outlineStyle, parseFloat(s.outlineWidth)] })()"
        )
        if (id_ and here[1] == id_) or (label and here[0] == label):
            assert here[2] != "none" and here[3] >= 2, f"the focus of {label or id_} does not show"
            return
    raise AssertionError(f"{label or id_} is not reached with Tab")
