"""The chat window on the whole stack: ask, apply to a downloaded document, complain to a receipt, look the receipt up."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.applying import until_review
from tests.journeys.citizen import Citizen
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.model]


def words_of(document: Path) -> str:
    with zipfile.ZipFile(document) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode("utf-8"))


def test_a_question_is_answered_with_its_article(stack: Stack, page: Page, pictures: Path | None) -> None:
    citizen = Citizen(page, stack.url, pictures)
    citizen.look("ask")
    citizen.say("行政复议要交钱吗")
    answer = citizen.messages("answer").last
    expect(answer).to_contain_text("不收")
    expect(answer).to_contain_text("《行政复议法》第87条")
    expect(answer).to_contain_text("2024-01-01")
    citizen.look("ask")


def test_an_application_is_carried_to_a_document(
    stack: Stack, page: Page, pictures: Path | None, tmp_path: Path
) -> None:
    citizen = Citizen(page, stack.url, pictures)
    until_review(citizen, lambda state: citizen.look("apply"))
    expect(citizen.messages("review").last).to_contain_text("石泉县人民政府")
    citizen.look("apply")
    citizen.choose("保存草稿")
    expect(citizen.messages("receipt").last).to_contain_text("草稿")
    citizen.look("apply")
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


def test_an_application_can_be_printed(stack: Stack, page: Page) -> None:
    citizen = Citizen(page, stack.url)
    until_review(citizen)
    citizen.choose("保存草稿")
    page.evaluate(
        "() => { window.print = () => { window.printed = document.querySelector('body > .paper').textContent } }"
    )
    page.get_by_test_id("file-print").last.click()
    page.wait_for_function("window.printed")
    printed = page.evaluate("window.printed")
    for expected in ("行政复议申请书", "演示甲", "没有出示证件", "<b>{{ 演示 }}</b>", "送达地址确认书", "怎么递交"):
        assert expected in printed


def test_a_complaint_gets_a_receipt_whose_status_can_be_read(stack: Stack, page: Page, pictures: Path | None) -> None:
    citizen = Citizen(page, stack.url, pictures)
    citizen.choose("反映问题、提建议")
    citizen.look("complaint")
    citizen.choose("投诉举报")
    citizen.choose("匿名")
    citizen.fill("演示镇政府")
    # Each size tells it in its own words: the same text twice within minutes is asked about.
    assert page.viewport_size
    citizen.fill(f"办事大厅上午十点还没有人，我等了两个小时，排在第{page.viewport_size['width']}位。")
    citizen.choose("没有材料")
    citizen.look("complaint")
    citizen.choose("确认提交")
    number = page.get_by_test_id("receipt-number").inner_text().strip()
    code = page.get_by_test_id("receipt-code").inner_text().strip()
    citizen.look("complaint")
    citizen.choose("查办理进度")
    citizen.fill(number)
    citizen.fill("222-222-222")
    expect(citizen.messages("choices").nth(-2)).to_contain_text("对不上")
    citizen.choose("再查一次")
    citizen.fill(number)
    citizen.fill(code)
    expect(citizen.messages("status").last).to_contain_text("已收到")
    citizen.look("complaint")
    stored = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert code not in stored


def test_handoff_names_offices_and_hours(stack: Stack, page: Page, pictures: Path | None) -> None:
    citizen = Citizen(page, stack.url, pictures)
    citizen.choose("找工作人员")
    expect(citizen.messages("handoff").last).to_contain_text("司法局")
    citizen.look("handoff")


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
