"""What a citizen reads when a part dies in the middle of a conversation, and that service comes back by itself.

Killing needs the keepers of the launcher; a locked SQLite file stands for a database that cannot be written, which works
for every user, root included.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.stack import Chat, Stack, mark

pytestmark = pytest.mark.model
PROMISED = 8.0  # seconds


def timed(chat: Chat, **body: str) -> str:
    """The texts of the reply, which must come within the promised time and never be an error page."""
    started = time.monotonic()
    answer = chat.send(**body)
    assert time.monotonic() - started < PROMISED
    assert answer.status_code == 200, answer.text
    return "\n".join(m["text"] for m in answer.json()["messages"])


def says_how_to_reach_us(text: str) -> bool:
    return "12345" in text and ("上班" in text or "工作日" in text)


@contextmanager
def unwritable(file: Path) -> Iterator[None]:
    """Holds the file's write lock."""
    holder = sqlite3.connect(file, isolation_level=None, timeout=10)
    try:
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")
    finally:
        holder.close()


def letters(stack: Stack) -> int:
    connection = sqlite3.connect(stack.folder / "yifawen.db")
    try:
        return int(connection.execute("SELECT count(*) FROM letters").fetchone()[0])
    finally:
        connection.close()


def at_review(chat: Chat) -> None:
    """A complaint filled in up to its review card."""
    chat.say("我要投诉")
    chat.choose("投诉举报")
    chat.choose("匿名")
    chat.fill("演示镇政府")
    chat.fill(f"上午十点还没有人上班，等了很久。记号{mark()}")  # the same text again would be recognised
    chat.choose("没有材料")
    chat.last("review")


def confirmation(chat: Chat) -> str:
    return str(chat.last("review")["choices"][0]["choice"])


def test_the_dialogue_dies_and_comes_back(stack: Stack, chat: Chat) -> None:
    chat.say("行政复议要交钱吗")
    topic = next(c["choice"] for c in chat.last("answer")["choices"] if "怎么申请" in c["label"])
    stack.kill("rasa")
    assert says_how_to_reach_us(timed(chat, text="行政复议要多久"))
    timed(chat, choice=topic)
    assert chat.last("answer")["id"] == "how-to-file", "a clicked topic is answered without the dialogue"
    stack.wait_ready(stale=True)
    timed(chat, text="行政复议要交钱吗")
    assert chat.last("answer")["id"] == "fee"


def test_the_dialogue_hangs(stack: Stack, chat: Chat) -> None:
    stack.hold("rasa", True)
    try:
        assert says_how_to_reach_us(timed(chat, text="行政复议要交钱吗"))
    finally:
        stack.hold("rasa", False)
    stack.wait_ready(stale=True)


def test_the_action_server_is_down_in_a_form(stack: Stack, chat: Chat) -> None:
    at_review(chat)
    confirm, before = confirmation(chat), letters(stack)
    stack.take_down("actions")
    try:
        assert says_how_to_reach_us(timed(chat, choice=confirm))
        assert not any(m["type"] == "receipt" for m in chat.messages)
        assert letters(stack) == before
        other = Chat(stack.url)
        assert says_how_to_reach_us(timed(other, text="我要申请行政复议"))
        assert not any(m["type"] == "progress" for m in other.messages), "no form is announced that cannot open"
        other.http.close()
    finally:
        stack.bring_up("actions")
    chat.send(choice=confirm)
    assert chat.last("receipt")["number"]
    assert letters(stack) == before + 1


def test_the_action_server_is_killed_and_comes_back(stack: Stack, chat: Chat) -> None:
    """A receipt is shown exactly if the letter is there, whichever of the two the restart allowed."""
    at_review(chat)
    confirm, before = confirmation(chat), letters(stack)
    stack.kill("actions")
    timed(chat, choice=confirm)
    shown = sum(m["type"] == "receipt" for m in chat.messages)
    assert letters(stack) == before + shown
    stack.wait_ready(stale=True)
    if not shown:
        chat.send(choice=confirm)
        assert chat.last("receipt")["number"]
    assert letters(stack) == before + 1


def test_the_records_cannot_be_written(stack: Stack, chat: Chat) -> None:
    at_review(chat)
    confirm, before = confirmation(chat), letters(stack)
    with unwritable(stack.folder / "yifawen.db"):
        timed(chat, choice=confirm)
        assert not any(m["type"] == "receipt" for m in chat.messages)
        assert says_how_to_reach_us(chat.last("notice")["text"])
        assert chat.last("review"), "the form is still there"
    chat.send(choice=confirmation(chat))
    assert chat.last("receipt")["number"]
    assert letters(stack) == before + 1


def test_the_conversation_cannot_be_saved(stack: Stack, chat: Chat) -> None:
    chat.say("行政复议要交钱吗")
    with unwritable(stack.folder / "dialogue.db"):
        assert says_how_to_reach_us(timed(chat, text="我要投诉"))
    timed(chat, text="行政复议要交钱吗")
    assert chat.last("answer")["id"] == "fee"
