"""Every failure has words with a phone and hours; the menu leads to answers that exist."""

from datetime import date

import pytest

from actions.content.answers import Answer, load_answers
from actions.content.laws import load_laws
from actions.content.region import load_region
from bot.channels.brain import FailureKind
from bot.channels.failures import MENU, Words, load_words, topic_of
from bot.channels.problems import PROBLEMS
from bot.channels.turns import Turn

FEE = Answer("fee", "filing", "收费吗", "不收费。", None, (("行政复议法", 87),), (), (), date(2026, 11, 23), None)


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(load_region("shiquan"), {"fee": FEE}, load_laws())


@pytest.mark.parametrize("kind", list(FailureKind))
def test_a_failure_of_the_dialogue(words: Words, kind: FailureKind) -> None:
    notice, menu = words.apology(kind, Turn(text="你好"))
    assert notice["type"] == "notice" and notice["level"] == "error"
    assert "12345" in notice["text"] and "上班时间" in notice["text"] and "{" not in notice["text"]
    assert menu["choices"] == [{"label": "收费吗", "choice": '/ask{"topic": "fee"}'}]


@pytest.mark.parametrize("kind", PROBLEMS)
def test_a_refusal(words: Words, kind: str) -> None:
    text = words.text(PROBLEMS[kind].words)
    assert "：" in text and "{" not in text


@pytest.mark.parametrize("id_", ("answer_offline", "still_readable", "bad_request", "failed"))
def test_the_edges_own_words(words: Words, id_: str) -> None:
    assert "{" not in words.text(id_)


def test_a_clicked_topic(words: Words) -> None:
    notice, card = words.apology(FailureKind.STORE_DOWN, Turn(choice='/ask{"topic": "fee"}'))
    assert notice["text"].startswith("注意：")
    assert card["basis"] == [{"law": "行政复议法", "article": 87, "since": "2024-01-01"}]


def test_a_clicked_topic_that_is_gone(words: Words) -> None:
    assert words.apology(FailureKind.SILENT, Turn(choice='/ask{"topic": "gone"}'))[0]["level"] == "error"


def test_a_typed_topic_is_no_click(words: Words) -> None:
    assert words.apology(FailureKind.SILENT, Turn(text='/ask{"topic": "fee"}'))[0]["level"] == "error"


def test_no_menu_without_answers() -> None:
    bare = Words(load_region("shiquan"), {}, load_laws())
    assert len(bare.apology(FailureKind.SILENT, Turn(text="你好"))) == 1


@pytest.mark.parametrize(
    ("choice", "topic"),
    [
        ('/ask{"topic": "fee"}', "fee"),
        ('/ask{"topic": ["fee"]}', None),
        ('/ask{"other": "fee"}', None),
        ('/ask{"topic"', None),
        ("/ask{" * 5000, None),
        ('/choose{"topic": "fee"}', None),
        ("/menu", None),
        ("", None),
        (None, None),
    ],
)
def test_the_topic_of_a_payload(choice: str | None, topic: str | None) -> None:
    assert topic_of(choice) == topic


def test_the_countys_own_knowledge_is_complete() -> None:
    words = load_words("shiquan")
    assert [message["type"] for message in words.welcome()] == ["notice", "choices"]
    assert set(MENU) <= set(load_answers())


def test_a_chat_may_open_with_one_job_or_one_answer(words: Words) -> None:
    assert words.welcome("oral")[1]["choices"][0]["choice"].startswith("/apply{")
    answer = words.welcome("fee")[1]
    assert (answer["type"], answer["id"]) == ("answer", "fee")
    assert words.welcome("no-such-thing") == words.welcome() == words.welcome(None)
