"""A letter after it was filed: an addition, the office's reply, another look, a rating, a withdrawal."""

from __future__ import annotations

import pytest

from tests.conversations.test_case_status import filed_complaint, look_up
from tests.stack import Chat, Stack

pytestmark = pytest.mark.model


def test_an_addition_shows_in_the_timeline_without_its_words(stack: Stack, chat: Chat) -> None:
    receipt = filed_complaint(chat)
    look_up(chat, receipt["number"], receipt["code"])
    chat.choose("补充情况")
    chat.fill("演示：昨天下午也没有人上班。")
    chat.choose("确认提交")
    assert any("已经收下" in str(message.get("text")) for message in chat.messages)
    look_up(chat, receipt["number"], receipt["code"])
    status = chat.last("status")
    assert "收到补充" in str(status["timeline"]) and "昨天下午" not in str(status)


def test_a_withdrawal_takes_the_exact_word(stack: Stack, chat: Chat) -> None:
    receipt = filed_complaint(chat)
    look_up(chat, receipt["number"], receipt["code"])
    chat.choose("撤回")
    chat.say("好的")
    assert chat.last("review")["text"].startswith("撤回以后")
    chat.say("确认撤回")
    look_up(chat, receipt["number"], receipt["code"])
    assert chat.last("status")["state"] == "已撤回"
