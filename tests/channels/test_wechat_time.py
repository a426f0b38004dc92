"""In time, once, in order and to the right person, however slow the dialogue and however odd the deliveries."""

import asyncio

import pytest

from actions.casework.wechat import Delivery
from tests.channels.fake_inbox import FakeInbox
from tests.channels.wechat_edge import FAST, PACE, running
from tests.channels.wechat_protocol import message
from tests.channels.wechat_simulator import ApiHost, Wechat

pytestmark = pytest.mark.anyio
ME = "oAnna"
WAIT = "正在处理"


async def until(true, seconds: float = 20.0) -> None:
    clock = asyncio.get_running_loop().time
    end = clock() + seconds
    while not true():
        assert clock() < end, "it did not happen"
        await asyncio.sleep(0.02)


def closed(wechat: Wechat) -> bool:
    """Whether the first message's turn is over, its late answer sent or kept."""
    return bool(wechat.http._transport.app.state.edge.wechat.records.outcome(1)[0])  # type: ignore[attr-defined]


def answers(wechat: Wechat, person: str = ME) -> list[str]:
    """What is on a person's screen besides notes."""
    return [shown.text for shown in wechat.screens[person] if WAIT not in shown.text]


async def test_a_slow_answer_comes_by_service_message(hurried: Wechat, inbox: FakeInbox) -> None:
    inbox.delay = 4.4 / PACE
    note = await hurried.say(ME, "问")
    assert note and WAIT in note.text and answers(hurried) == []
    await until(lambda: len(hurried.screens[ME]) == 2)
    last = hurried.screens[ME][-1]
    assert last.by == "service" and "不收费" in last.text and len(inbox.seen) == 1


async def test_a_dialogue_that_says_nothing_is_named_late(hurried: Wechat, inbox: FakeInbox) -> None:
    inbox.mode = "slow"
    note = await hurried.say(ME, "问")
    assert note and WAIT in note.text
    await until(lambda: len(hurried.screens[ME]) == 2)
    assert "答得太慢" in hurried.screens[ME][-1].text


async def test_without_quota_the_answer_waits_for_the_next_message(
    hurried: Wechat, inbox: FakeInbox, host: ApiHost
) -> None:
    inbox.delay = 4.4 / PACE
    host.failing = ["ok", 45047]
    await hurried.say(ME, "问")
    await until(lambda: closed(hurried))
    assert host.calls[-1] == "/cgi-bin/message/custom/send"
    inbox.delay = 0.0
    shown = await hurried.say(ME, "继续")
    assert shown and shown.text.startswith("您上次问的") and "不收费" in shown.text
    assert len(inbox.seen) == 1
    again = await hurried.say(ME, "继续")
    assert again and "没有要接着看的" in again.text


async def test_a_kept_answer_stands_before_the_next_one(hurried: Wechat, inbox: FakeInbox, host: ApiHost) -> None:
    inbox.delay, host.unauthorised = 4.4 / PACE, True
    inbox.messages = [{"type": "text", "text": "第一个答案。"}]
    await hurried.say(ME, "一")
    await until(lambda: closed(hurried))
    inbox.delay, inbox.messages = 0.0, [{"type": "text", "text": "第二个答案。"}]
    shown = await hurried.say(ME, "二")
    assert shown and shown.text.index("第一个答案") < shown.text.index("第二个答案")


async def test_a_double_while_waiting_gets_the_answer_and_the_first_nothing(hurried: Wechat, inbox: FakeInbox) -> None:
    inbox.delay = 0.6
    xml = message(ME, "text", "问")
    first, second = await asyncio.gather(hurried.deliver(xml), hurried.deliver(xml))
    assert sorted([bool(first), bool(second)]) == [False, True] and len(inbox.seen) == 1


async def test_a_double_afterwards_gets_nothing(wechat: Wechat, inbox: FakeInbox) -> None:
    xml = message(ME, "text", "问")
    assert await wechat.deliver(xml)
    assert [await wechat.deliver(xml) for _ in range(3)] == [{}, {}, {}] and len(inbox.seen) == 1


@pytest.mark.parametrize("kind", ["click", "scan", "subscribe"])
async def test_an_event_has_no_number_and_is_known_by_sender_and_time(wechat: Wechat, kind: str) -> None:
    xml = message(ME, kind, "start:apply")
    assert await wechat.deliver(xml)
    assert await wechat.deliver(xml) == {}
    assert await wechat.deliver(xml.replace(ME, "oBen"))


async def test_a_lost_answer_is_given_again_when_wechat_retries(hurried: Wechat, inbox: FakeInbox) -> None:
    xml = message(ME, "text", "问")
    first = await hurried.deliver(xml)
    await asyncio.sleep(5.0 / PACE)
    second = await hurried.deliver(xml)
    assert first and second and second["Content"] == first["Content"] and len(inbox.seen) == 1


async def test_messages_of_one_person_take_turns_and_those_of_others_do_not_wait(
    hurried: Wechat, inbox: FakeInbox
) -> None:
    inbox.delay = 0.6
    inbox.messages = [{"type": "text", "text": "好的。"}]
    began = asyncio.get_running_loop().time()
    people = {"甲": ME, "乙": ME, "丙": ME, "丁": "oBen"}
    shown = await asyncio.gather(*(hurried.say(person, text) for text, person in people.items()))
    assert all(shown) and "好的" in shown[0].text and "好的" in shown[3].text  # type: ignore[union-attr]
    await until(lambda: len(answers(hurried)) == 3)
    assert asyncio.get_running_loop().time() - began >= 3 * inbox.delay
    assert sorted(seen["text"] for seen in inbox.seen) == sorted(people)


async def test_another_process_waits_for_the_turn_and_carries_the_answer(
    opened, account, host, inbox: FakeInbox
) -> None:
    async with running(opened(timing=FAST), account, host) as one, running(opened(timing=FAST), account, host) as two:
        inbox.delay = 0.8
        xml = message(ME, "text", "问")
        first = asyncio.create_task(one.deliver(xml))
        await until(lambda: inbox.seen)
        second = await two.deliver(xml)
        assert second and "不收费" in second["Content"] and not await first and len(inbox.seen) == 1
        inbox.delay = 0.0
        assert await two.deliver(xml) == {}


@pytest.mark.parametrize("lease", [0.1, 1.0])
async def test_what_a_dead_process_had_asked_is_not_asked_again(
    opened, account, host, inbox: FakeInbox, lease: float
) -> None:
    async with running(opened(timing=FAST), account, host) as one, running(opened(timing=FAST), account, host) as two:
        records = one.http._transport.app.state.edge.wechat.records  # type: ignore[attr-defined]
        xml = message(ME, "text", "问", id_=77)
        died = records.arrive(Delivery(ME, f"{ME} id 77", "n", b"x", lease=lease))
        assert died.started
        await asyncio.sleep(0.2)
        shown = await two.deliver(xml)
        assert shown and "没有看到编号的，请当作没有办成" in shown["Content"] and inbox.seen == []


async def test_records_that_are_down_are_said(wechat: Wechat, inbox: FakeInbox) -> None:
    records = wechat.http._transport.app.state.edge.wechat.records  # type: ignore[attr-defined]
    with records._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE wechat_messages")
    shown = await wechat.say(ME, "问")
    assert shown and "办件记录现在存取不了" in shown.text and inbox.seen == []


async def test_nothing_said_and_no_openid_is_logged_or_stored_in_clear(
    wechat: Wechat, inbox: FakeInbox, written, tmp_path
) -> None:
    inbox.messages = [{"type": "choices", "text": "选", "choices": [{"label": "秘密的选项", "choice": "/apply"}]}]
    await wechat.say("oSecretPerson", "我叫张秘密")
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("records.db*"))
    for secret in ("oSecretPerson", "张秘密", "秘密的选项"):
        assert secret not in written.getvalue() and secret.encode() not in stored
