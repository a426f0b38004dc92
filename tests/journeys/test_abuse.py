"""Inputs that are meant to break something get a clear answer or a 4xx, change nothing, and show no inside."""

from __future__ import annotations

import concurrent.futures
from typing import Any

import httpx
import pytest

from tests.stack import Chat, Stack

pytestmark = pytest.mark.model


def in_a_form(chat: Chat) -> None:
    chat.say("我要投诉")
    assert chat.last("field")["field"] == "complaint_kind"


def still_in_the_form(chat: Chat) -> bool:
    """The form still takes its next answer."""
    chat.choose("投诉举报") if _offers(chat, "投诉举报") else chat.send(text="投诉举报")
    return chat.last("field")["field"] == "complaint_named"


def _offers(chat: Chat, label: str) -> bool:
    return any(label in c["label"] for m in chat.messages for c in m.get("choices") or [])


def refused(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status
    problem = answer.json()
    assert problem["status"] == status
    assert any("一" <= sign <= "鿿" for sign in problem["detail"])
    assert "Traceback" not in answer.text and "/site-packages/" not in answer.text


@pytest.mark.parametrize(
    "text", ["/restart", '/ask{"x":"y"}', "/session_start", "/abandon", '/choose{"option": "complaint_kind=x"}']
)
def test_a_typed_command_changes_nothing(chat: Chat, text: str) -> None:
    in_a_form(chat)
    assert chat.send(text=text).status_code == 200
    assert still_in_the_form(chat)


@pytest.mark.parametrize(
    "body", [{"text": "很" * 10_000}, {"text": "很" * 501}, {"text": ""}, {"text": "   \n"}, {"text": "\u200b"}]
)
def test_a_text_of_the_wrong_size(chat: Chat, body: dict[str, Any]) -> None:
    in_a_form(chat)
    refused(chat.send(**body), 413 if len(body["text"]) == 10_000 else 422)
    assert still_in_the_form(chat)


def test_an_emoji_is_answered(chat: Chat) -> None:
    assert chat.send(text="😀").status_code == 200
    assert chat.messages[0]["text"]


@pytest.mark.parametrize("token", ["x", "web-abc.def", "Bearer", "null"])
def test_a_forged_token(stack: Stack, token: str) -> None:
    answer = httpx.post(
        f"{stack.url}/api/chat/messages", json={"text": "你好"}, headers={"Authorization": f"Bearer {token}"}
    )
    refused(answer, 401)


def test_a_token_with_one_sign_changed(stack: Stack, chat: Chat) -> None:
    for at in (5, len(chat.token) // 2, len(chat.token) - 2):
        changed = chat.token[:at] + ("A" if chat.token[at] != "A" else "B") + chat.token[at + 1 :]
        answer = httpx.post(
            f"{stack.url}/api/chat/messages", json={"text": "你好"}, headers={"Authorization": f"Bearer {changed}"}
        )
        refused(answer, 401)


def test_a_choice_offered_to_someone_else(stack: Stack, chat: Chat) -> None:
    other = Chat(stack.url)
    try:
        other.say("行政复议要交钱吗")
        refused(chat.send(choice=other.last("answer")["choices"][0]["choice"]), 422)
        refused(chat.send(choice='/ask{"topic": "fee"}'), 422)
    finally:
        other.http.close()


def test_someone_elses_file(stack: Stack, chat: Chat) -> None:
    refused(chat.http.get("/api/chat/files/abcdefghijklmnop", headers={"Authorization": f"Bearer {chat.token}"}), 404)


def test_two_messages_at_once(stack: Stack, chat: Chat) -> None:
    in_a_form(chat)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: chat.send(text="行政复议要交钱吗"), range(4)))
    statuses = sorted(answer.status_code for answer in answers)
    assert set(statuses) <= {200, 409} and 200 in statuses
    for answer in answers:
        if answer.status_code == 409:
            refused(answer, 409)
    assert still_in_the_form(chat)


def test_a_session_of_another_kind_is_no_key_here(stack: Stack, chat: Chat) -> None:
    """A conversation id is no token, and a token is bound to its own channel's conversation."""
    answer = httpx.post(
        f"{stack.url}/api/chat/messages", json={"text": "你好"}, headers={"Authorization": "Bearer kiosk-1"}
    )
    refused(answer, 401)
    refused(httpx.post(f"{stack.url}/api/chat/sessions", json={"channel": "wechat"}), 422)


def test_the_inner_doors_refuse_strangers(stack: Stack) -> None:
    inbox = f"http://127.0.0.1:{stack.ports.rasa}"
    assert httpx.post(f"{inbox}/webhooks/inbox/messages", json={"conversation": "a", "text": "b"}).status_code == 401
    assert httpx.get(f"{inbox}/conversations/a/tracker").status_code == 404
    assert httpx.post(f"{inbox}/webhooks/rest/webhook", json={"message": "b"}).status_code == 404


def test_nothing_personal_is_stored_in_clear(stack: Stack, chat: Chat) -> None:
    chat.say("我要投诉")
    chat.choose("投诉举报")
    chat.choose("署名")
    chat.fill("演示镇某某窗口")
    chat.fill("工作人员态度恶劣演示标记丙，我等了两个小时。")
    chat.choose("没有材料，下一步")
    chat.fill("演示丙丙")
    chat.fill("13912345678")
    chat.choose("不写住址")
    chat.choose("确认提交")
    receipt = chat.last("receipt")
    kept = b"".join(path.read_bytes() for path in stack.folder.iterdir() if path.is_file())
    for secret in ("演示丙丙", "13912345678", "演示标记丙", receipt["code"], receipt["code"].replace("-", "")):
        assert secret.encode() not in kept
        assert secret.encode("unicode_escape") not in kept
