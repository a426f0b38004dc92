"""While the dialogue is being started again a message waits for it, as long as it cannot have begun with it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from bot.channels.brain import Brain, Failure
from bot.channels.turns import Turn
from tests.channels.fake_inbox import FakeInbox, free_port
from tests.channels.test_wechat_time import ME, answers, until
from tests.channels.wechat_edge import WAITING, running
from tests.channels.wechat_protocol import message
from tests.channels.wechat_simulator import ApiHost, Wechat

pytestmark = pytest.mark.anyio


@pytest.fixture
async def waiting(opened, account, host: ApiHost, inbox: FakeInbox) -> AsyncIterator[Wechat]:
    """An edge that waits for the dialogue."""
    async with running(opened(timing=WAITING), account, host) as simulated:
        yield simulated


async def test_a_restart_within_the_passive_window_is_not_noticed(waiting: Wechat, inbox: FakeInbox) -> None:
    inbox.mode = "not_ready"
    said = asyncio.create_task(waiting.say(ME, "问"))
    await until(lambda: len(inbox.seen) >= 3)
    inbox.mode = "answer"
    shown = await said
    assert shown and shown.by == "passive" and "不收费" in shown.text
    assert len(waiting.screens[ME]) == 1


async def test_after_a_longer_one_the_answer_comes_late_and_in_order(waiting: Wechat, inbox: FakeInbox) -> None:
    inbox.mode = "not_ready"
    notes = await asyncio.gather(waiting.say(ME, "问甲"), waiting.say("oBen", "问乙"))
    assert all(note and "正在处理" in note.text for note in notes)
    second = asyncio.create_task(waiting.say(ME, "问丙"))
    inbox.mode = "answer"
    await until(lambda: len(answers(waiting)) == 2 and len(answers(waiting, "oBen")) == 1)
    await second
    asked = [seen["text"] for seen in inbox.seen]
    assert asked.index("问丙") > max(at for at, text in enumerate(asked) if text == "问甲"), "each person's own order"
    assert all("不收费" in text for text in answers(waiting))


async def test_nobody_at_the_address_is_waited_for_too(
    opened, account, host: ApiHost, inbox: FakeInbox, inbox_server
) -> None:
    app = opened(timing=WAITING)
    speaker = app.state.edge.wechat.turns._speaker
    tried = []

    def away(request: httpx.Request) -> None:
        tried.append(request)
        if len(tried) < 4:
            raise httpx.ConnectError("refused")

    class Door(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            away(request)
            return await super().handle_async_request(request)

    brain = Brain([inbox_server[1]], "between-the-edge-and-the-inbox", transport=Door(trust_env=False))
    speaker._parts = replace(speaker._parts, brain=brain)
    async with running(app, account, host) as simulated:
        shown = await simulated.say(ME, "问")
    await brain.close()
    assert shown and "不收费" in shown.text and len(tried) == 4 and len(inbox.seen) == 1


@pytest.mark.parametrize("mode", ["store", "error", "failed", "broken_off", "empty", "garbage", "refused"])
async def test_what_may_have_begun_is_not_asked_again(waiting: Wechat, inbox: FakeInbox, mode: str) -> None:
    inbox.mode = mode
    shown = await waiting.say(ME, "问")
    assert shown and "12345" in shown.text and len(inbox.seen) == 1


async def test_at_the_end_of_its_patience_it_says_so(opened, account, host: ApiHost, inbox: FakeInbox) -> None:
    inbox.mode = "not_ready"
    async with running(opened(timing=replace(WAITING, restart=0.3)), account, host) as simulated:
        shown = await simulated.say(ME, "问")
    assert shown and shown.text.startswith("还没准备好") and 3 <= len(inbox.seen) <= 7


async def test_an_edge_that_ends_waits_no_longer(opened, account, host: ApiHost, inbox: FakeInbox) -> None:
    inbox.mode = "not_ready"
    began = asyncio.get_running_loop().time()
    async with running(opened(timing=replace(WAITING, restart=60.0, again=30.0)), account, host) as simulated:
        note = await simulated.say(ME, "问")
        assert note and "正在处理" in note.text
    assert asyncio.get_running_loop().time() - began < 15
    assert any("还没准备好" in text for text in answers(simulated)), "said, not lost"


async def test_a_clicked_answer_is_read_at_once(waiting: Wechat, inbox: FakeInbox) -> None:
    await waiting.say(ME, "问")
    inbox.mode = "not_ready"
    shown = await waiting.say(ME, "1")
    assert shown and "怎么申请的答案" in shown.text and len(inbox.seen) == 2


async def test_a_double_while_waiting_does_not_ask_twice(waiting: Wechat, inbox: FakeInbox) -> None:
    inbox.mode = "not_ready"
    xml = message(ME, "text", "问")
    both = asyncio.gather(waiting.deliver(xml), waiting.deliver(xml))
    await until(lambda: len(inbox.seen) >= 2)
    inbox.mode = "answer"
    inbox.seen.clear()
    first, second = await both
    assert sorted([bool(first), bool(second)]) == [False, True]
    await asyncio.sleep(0.2)
    assert len(inbox.seen) == 1


async def test_a_free_port_is_one_that_nobody_answers() -> None:
    brain = Brain([f"http://127.0.0.1:{free_port()}"], "x")
    with pytest.raises(Failure, match="dialogue_down") as raised:
        await brain.ask("wechat-1", Turn(text="问"))
    assert raised.value.unbegun
    await brain.close()


async def test_who_waits_behind_an_own_message_does_not_keep_the_records_busy(
    waiting: Wechat, inbox: FakeInbox
) -> None:
    records = waiting.http._transport.app.state.edge.wechat.records  # type: ignore[attr-defined]
    begun, begin = [], records.begin

    def counted(*arguments: object) -> object:
        begun.append(arguments)
        return begin(*arguments)

    records.begin = counted
    inbox.mode, inbox.messages = "not_ready", [{"type": "text", "text": "好的。"}]
    texts = [f"问{n}" for n in range(5)]  # as many late answers as WeChat takes
    said = [asyncio.create_task(waiting.say(ME, text)) for text in texts]
    await asyncio.sleep(2.5)
    inbox.mode = "answer"
    inbox.seen.clear()
    await asyncio.gather(*said)
    await until(lambda: len(answers(waiting)) == 5)
    assert sorted(seen["text"] for seen in inbox.seen) == texts, "each once"
    assert len(begun) < 60, "the first of them is asked about again and again, not all"
