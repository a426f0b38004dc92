"""A status is shown to whoever holds number and code, and to nobody else, in the same words whatever is wrong."""

from __future__ import annotations

import re

import pytest

from tests.stack import Chat, Stack

pytestmark = pytest.mark.model


def look_up(chat: Chat, number: str, code: str) -> list[dict[str, object]]:
    chat.say("我要查一下我的案子到哪一步了")
    if not any(m["type"] == "field" for m in chat.messages):
        chat.choose("查")
    chat.fill(number)
    return chat.fill(code)


def filed_complaint(chat: Chat) -> dict[str, str]:
    chat.say("我要投诉")
    chat.choose("投诉举报")
    chat.choose("匿名")
    chat.fill("演示镇政府")
    chat.fill("上午十点还没有人上班，等了很久。")
    if chat.last("field")["field"] == "complaint_duplicate":  # the stack is one for all tests
        chat.choose("还是再登记一件")
    chat.choose("没有材料")
    chat.choose("确认提交")
    return chat.last("receipt")


def test_a_receipt_reads_its_status_back(stack: Stack, chat: Chat) -> None:
    receipt = filed_complaint(chat)
    look_up(chat, receipt["number"], receipt["code"].lower())
    status = chat.last("status")
    assert status["number"] == receipt["number"]
    assert status["state"]
    assert status["timeline"]


def test_number_and_code_may_be_typed_as_messages(stack: Stack, chat: Chat) -> None:
    found = re.search(r"(演示复〔\d+〕\d+号)\D+?([2-9C-Y]{3}-[2-9C-Y]{3}-[2-9C-Y]{3})", stack.demo)
    assert found, stack.demo
    receipt = filed_complaint(chat)
    for number, code in ((found[1], found[2]), (receipt["number"], receipt["code"])):
        chat.say("我要查一下我的案子到哪一步了")
        if not any(m["type"] == "field" for m in chat.messages):
            chat.choose("查")
        chat.say(number)
        chat.say(code)
        assert chat.last("status")["number"] == number


def test_wrong_number_and_wrong_code_read_the_same(stack: Stack, chat: Chat) -> None:
    receipt = filed_complaint(chat)
    wrong_code = [m.get("text") for m in look_up(chat, receipt["number"], "CCC-CCC-CCC")]
    wrong_number = [m.get("text") for m in look_up(chat, "T2026-999999", receipt["code"])]
    assert wrong_code == wrong_number
    assert "对不上" in str(wrong_code[0])


def test_the_practice_case_is_marked(stack: Stack, chat: Chat) -> None:
    found = re.search(r"(演示复〔\d+〕\d+号)\D+?([2-9C-Y]{3}-[2-9C-Y]{3}-[2-9C-Y]{3})", stack.demo)
    assert found, stack.demo
    look_up(chat, found[1], found[2])
    status = chat.last("status")
    assert status["practice"] is True
    assert "演示" in str(status["text"])
