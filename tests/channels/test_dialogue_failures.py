"""Whatever the dialogue server does, the citizen reads words with a phone and hours, and soon."""

import time

import httpx
import pytest

from bot.channels.app import create_app
from bot.channels.brain import Brain
from bot.channels.log import build_log
from bot.channels.turns import Turn
from tests.channels.citizen import Citizen
from tests.channels.fake_inbox import FakeInbox, free_port

pytestmark = pytest.mark.anyio

MODES = {
    "empty": "silent",
    "no_list": "nonsense",
    "list": "nonsense",
    "garbage": "nonsense",
    "nested": "nonsense",
    "strangers": "nonsense",
    "huge": "nonsense",
    "failed": "dialogue_error",
    "error": "dialogue_error",
    "refused": "dialogue_error",
    "store": "store_down",
    "not_ready": "not_ready",
    "slow": "dialogue_slow",
    "trickle": "dialogue_slow",
    "broken_off": "dialogue_down",
}


def apologises(messages: list[dict]) -> None:
    notice, menu = messages
    assert notice["type"] == "notice" and notice["level"] == "error"
    assert "12345" in notice["text"] and "上午9点" in notice["text"]
    assert notice["text"].split("：")[0] in ("故障", "还没准备好")
    assert [choice["label"] for choice in menu["choices"]] == ["怎么申请", "收费吗"]


@pytest.mark.parametrize(("mode", "kind"), MODES.items())
async def test_each_failure_has_words(citizen: Citizen, inbox: FakeInbox, logged, mode: str, kind: str) -> None:
    await citizen.open()
    inbox.mode = mode
    began = time.monotonic()
    apologises(await citizen.say("收费吗"))
    assert time.monotonic() - began < 2
    assert logged()[-1]["failure"] == kind


async def test_nonsense_that_cannot_be_written_out_is_no_message(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    inbox.messages = [{"type": "text", "text": "\ud800"}]
    apologises(await citizen.say("你好"))


async def test_nobody_at_the_address(settings, words, files, inbox) -> None:
    gone = f"http://127.0.0.1:{free_port()}"
    brain = Brain([gone], settings.inbox_secret)
    citizen = Citizen(create_app(settings, brain=brain, words=words, files=files))
    async with citizen.http:
        await citizen.open()
        apologises(await citizen.say("你好"))
    await brain.close()


async def test_another_server_answers_for_one_that_is_gone(settings, inbox: FakeInbox) -> None:
    gone = f"http://127.0.0.1:{free_port()}"
    brain = Brain([gone, *settings.rasa_urls], settings.inbox_secret)
    for number in range(8):
        reply = await brain.ask(f"web-{number}", Turn(text="你好"))
        assert reply.messages[0]["id"] == "fee"
    assert len(inbox.seen) == 8
    await brain.close()


async def test_the_wrong_secret_is_a_failure_in_words(settings, words, files, inbox) -> None:
    brain = Brain(settings.rasa_urls, "another-secret")
    citizen = Citizen(create_app(settings, brain=brain, words=words, files=files))
    async with citizen.http:
        await citizen.open()
        apologises(await citizen.say("你好"))
    await brain.close()


async def test_a_clicked_topic_is_answered_without_the_dialogue(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    inbox.mode = "error"
    _, menu = await citizen.say("你好")
    notice, card = await citizen.choose(menu["choices"][1]["choice"])
    assert notice["type"] == "notice" and notice["level"] == "warning"
    assert card["type"] == "answer" and card["id"] == "fee" and card["text"] == "收费吗的答案。"


async def test_the_menu_leads_on_when_the_dialogue_is_back(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    inbox.mode = "store"
    _, menu = await citizen.say("你好")
    inbox.mode = "answer"
    [card] = await citizen.choose(menu["choices"][0]["choice"])
    assert card["type"] == "answer" and inbox.seen[-1]["choice"] == '/ask{"topic": "how-to-file"}'


async def test_another_clicked_choice_gets_the_failure(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    inbox.messages = [{"type": "choices", "text": "存吗", "choices": [{"label": "存", "choice": "/submit"}]}]
    [message] = await citizen.say("你好")
    inbox.mode = "empty"
    apologises(await citizen.choose(message["choices"][0]["choice"]))


async def test_a_conversation_goes_on_after_a_failure(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    inbox.mode = "slow"
    await citizen.say("你好")
    inbox.mode = "answer"
    assert (await citizen.say("你好"))[0]["type"] == "answer"


async def test_no_connection_is_kept_that_the_server_might_be_closing(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    for text in ("一", "二", "三"):
        await citizen.say(text)
    assert len(inbox.connections) == 3


async def test_an_unforeseen_error_is_a_problem_document(settings, words, files, logged, written) -> None:
    class Broken(Brain):
        async def ask(self, conversation, turn, origin=None):
            raise ZeroDivisionError(turn.text)

    brain = Broken(settings.rasa_urls, settings.inbox_secret)
    app = create_app(settings, brain=brain, words=words, files=files, log=build_log("INFO", written))
    citizen = Citizen(app)
    async with citizen.http:
        await citizen.open()
        response = await citizen.send(text="我叫张三")
    await brain.close()
    assert response.status_code == 500 and response.headers["content-type"] == "application/problem+json"
    assert "12345" in response.json()["detail"] and "Zero" not in response.text and "张三" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    assert logged()[-1]["cause"].startswith("ZeroDivisionError at ask:") and "张三" not in written.getvalue()


async def test_words_arrive_in_under_eight_seconds_with_the_real_patience(settings, words, files, inbox) -> None:
    """The one slow test: the time-outs as they are in production, against a server that accepts and says nothing."""
    inbox.mode = "slow"
    brain = Brain(settings.rasa_urls, settings.inbox_secret)
    citizen = Citizen(create_app(settings, brain=brain, words=words, files=files))
    async with citizen.http:
        await citizen.open()
        began = time.monotonic()
        apologises(
            Citizen._messages(
                await citizen.http.post("/api/chat/messages", json={"text": "你好"}, timeout=httpx.Timeout(20))
            )
        )
        assert time.monotonic() - began < 8
    await brain.close()
