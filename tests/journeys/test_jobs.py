"""The five jobs at each door: ask, apply to a document, complain to a receipt, look a case up, find a person.

Each on a phone, on a desk and on a kiosk standing and lying, as somebody would do it; axe-core runs in every state.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.applying import until_review
from tests.journeys.citizen import Citizen
from tests.journeys.clean import assert_clean
from tests.journeys.conftest import SIZES, opened_page
from tests.journeys.kiosk import Visitor
from tests.stack import Stack, mark

pytestmark = [pytest.mark.browser, pytest.mark.model]
Door = Callable[[], Citizen]
ON_PAPER = ("行政复议申请书", "演示甲", "没有出示证件", "<b>{{ 演示 }}</b>", "送达地址确认书", "怎么递交")
KEEP_WHAT_IS_PRINTED = """() => {
    window.print = () => { window.printed = document.querySelector('body > .paper, .printed')?.textContent };
}"""


@pytest.fixture(params=SIZES)
def at(browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[str, Page]]:
    """A fresh page of each size, and its name."""
    yield from ((request.param, page) for page in opened_page(browser, request.param))


@pytest.fixture
def door(stack: Stack, at: tuple[str, Page], pictures: Path | None) -> Door:
    """Lets somebody in at the door of that size; can be called again for another visit."""
    name, page = at
    if "kiosk" in name:
        return lambda: Visitor(page, stack, pictures, watch=assert_clean)
    return lambda: Citizen(page, stack.url, pictures, watch=assert_clean)


def test_ask(door: Door) -> None:
    citizen = door()
    citizen.look("ask")
    citizen.begin("ask")
    citizen.say("行政复议要交钱吗")
    answer = citizen.messages("answer").last
    expect(answer).to_contain_text("不收")
    expect(answer).to_contain_text("《行政复议法》第87条")
    expect(answer).to_contain_text("2024-01-01")
    citizen.look("ask")


def test_apply_to_a_document(door: Door, tmp_path: Path) -> None:
    citizen = door()
    until_review(citizen, lambda state: citizen.look("apply"))
    expect(citizen.messages("review").last).to_contain_text("石泉县人民政府")
    citizen.choose("保存草稿")
    receipt = citizen.messages("receipt").last
    expect(receipt).to_contain_text("草稿")
    citizen.look("apply")
    printed = paper_of(citizen)
    for expected in ON_PAPER:
        assert expected in printed
    number = citizen.page.get_by_test_id("receipt-number").inner_text().strip()
    assert number in receipt_on_paper(citizen)
    if isinstance(citizen, Visitor):
        # A shared machine keeps no file: paper is the only way out.
        expect(citizen.page.get_by_test_id("file-download")).to_have_count(0)
        citizen.end()
        return
    saved = tmp_path / "application.docx"
    citizen.download().save_as(saved)
    words = words_of(saved)
    for expected in (
        "行政复议申请书",
        "草稿",
        "石泉县公安局",
        "石泉县人民政府",
        "演示甲",
        "没有出示证件",
        "13900000000",
    ):
        assert expected in words
    assert "None" not in words


def test_complain_to_a_receipt(door: Door) -> None:
    citizen = door()
    number, code = complain(citizen)
    assert re.fullmatch(r"\S+", number) and re.fullmatch(r"[\w-]{7,}", code)
    assert number in receipt_on_paper(citizen)
    assert code not in citizen.page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")


def test_look_a_case_up(door: Door) -> None:
    citizen = door()
    number, code = complain(citizen)
    if isinstance(citizen, Visitor):
        citizen.end()
        citizen.begin("status")
    else:
        citizen.choose("查办理进度")
    citizen.fill(number)
    citizen.fill("222-222-222")
    expect(citizen.messages("choices").nth(-2)).to_contain_text("对不上")
    citizen.choose("再查一次")
    citizen.fill(number)
    citizen.fill(code)
    expect(citizen.messages("status").last).to_contain_text("已收到")
    citizen.look("status")


def test_find_a_person(door: Door) -> None:
    citizen = door()
    citizen.begin("handoff")
    expect(citizen.messages("handoff").last).to_contain_text("司法局")
    citizen.look("handoff")
    # Nobody can call from a machine in the hall.
    calls = citizen.page.locator("a[href^='tel:']").count()
    assert calls == 0 if isinstance(citizen, Visitor) else calls > 0


def complain(citizen: Citizen) -> tuple[str, str]:
    """A complaint of its own words, for the same text twice within minutes is asked about; its number and code."""
    citizen.begin("complaint")
    citizen.look("complaint")
    citizen.choose("投诉举报")
    citizen.choose("匿名")
    citizen.fill("演示镇政府")
    citizen.fill(f"办事大厅上午十点还没有人，我等了两个小时。记号{mark()}")
    citizen.choose("没有材料")
    citizen.look("complaint")
    citizen.choose("确认提交")
    citizen.look("complaint")
    page = citizen.page
    return (
        page.get_by_test_id("receipt-number").inner_text().strip(),
        page.get_by_test_id("receipt-code").inner_text().strip(),
    )


def paper_of(citizen: Citizen) -> str:
    """What the browser gets to print of the document."""
    citizen.page.evaluate(KEEP_WHAT_IS_PRINTED)
    citizen.page.get_by_test_id("file-print").last.click()
    return _printed(citizen)


def receipt_on_paper(citizen: Citizen) -> str:
    """What the browser gets to print of the receipt."""
    citizen.page.evaluate(f"() => {{ window.printed = null; ({KEEP_WHAT_IS_PRINTED})() }}")
    citizen.page.get_by_role("button", name="打印回执").last.click()
    return _printed(citizen)


def _printed(citizen: Citizen) -> str:
    citizen.page.wait_for_function("() => window.printed")
    # The browser's own word that the printer has it; what was made ready for it goes then.
    citizen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(citizen.page.locator("body > .paper, .printed")).to_have_count(0)
    return str(citizen.page.evaluate("window.printed"))


def words_of(document: Path) -> str:
    with zipfile.ZipFile(document) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode("utf-8"))
