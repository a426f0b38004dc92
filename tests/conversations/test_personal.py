"""One's own copy and deletion by receipt, a story told at once, and the pause of one address: with the real model."""

from __future__ import annotations

import pytest

from tests.conversations.test_case_status import filed_complaint, look_up
from tests.stack import Chat, Stack

pytestmark = pytest.mark.model
STORY = "昨天上午十点，演示镇政府一个人也没有，我等了一个多小时，请查一查。"


def test_a_copy_takes_the_code_once_more_and_comes_as_a_file_and_a_page(stack: Stack, chat: Chat) -> None:
    receipt = filed_complaint(chat)
    look_up(chat, receipt["number"], receipt["code"])
    chat.choose("取一份我的信息")
    assert chat.last("field")["field"] == "follow_up_proof"
    chat.fill(receipt["code"])
    chat.choose("确认取一份")
    card = chat.last("file")
    for kept in (card["file"], card["page"]):
        assert "上午十点还没有人上班" in chat.fetch(kept).decode("utf-8-sig")


def test_deletion_says_what_stays_and_needs_its_word(stack: Stack, chat: Chat) -> None:
    receipt = filed_complaint(chat)
    look_up(chat, receipt["number"], receipt["code"])
    chat.choose("删除我的信息")
    chat.fill(receipt["code"])
    assert "正在办" in chat.last("review")["text"]
    chat.say("好的")
    assert "正在办" in chat.last("review")["text"]
    chat.say("确认删除")
    assert any("已经记下" in str(message.get("text")) for message in chat.messages)


def test_a_story_told_at_once_is_read_back(stack: Stack, chat: Chat) -> None:
    chat.say(f"我要投诉，{STORY}")
    chat.choose("投诉举报")
    chat.choose("匿名")
    chat.fill("演示镇政府")
    assert STORY in chat.last("field")["text"]
    chat.choose("就用这段话")
    assert chat.last("field")["field"] in ("complaint_evidence", "complaint_duplicate", "complaint_elsewhere")


def test_an_address_that_guesses_from_number_to_number_must_wait_and_others_need_not(stack: Stack, chat: Chat) -> None:
    receipt = filed_complaint(chat)
    for at in range(10):
        look_up(chat, f"T2026-{990000 + at}", "CCC-CCC-CCC")
        assert "对不上" in str(chat.messages[0].get("text"))
    look_up(chat, receipt["number"], receipt["code"])
    assert "停一停" in str(chat.messages[0].get("text"))
    other = Chat(stack.url)
    look_up(other, receipt["number"], receipt["code"])
    assert other.last("status")["number"] == receipt["number"]
    other.http.close()
