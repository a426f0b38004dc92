"""Every kind of message and event that WeChat sends, and what appears on the person's screen."""

import pytest

from tests.channels.fake_inbox import FakeInbox
from tests.channels.wechat_protocol import SAMPLES, links
from tests.channels.wechat_simulator import Wechat

pytestmark = pytest.mark.anyio
ME = "oAnna"
CHOICES = {
    "type": "choices",
    "text": "选哪个？",
    "choices": [{"label": "写申请（约20分钟）", "choice": "/apply"}, {"label": "查进度", "choice": "/case_status"}],
}
MULTI = {
    "type": "field", "text": "请求是哪几项？", "field": "apply_requests", "control": "multi",
    "choices": [{"label": "撤销", "value": "revoke"}, {"label": "赔偿", "value": "damages"}, {"label": "确认违法", "value": "illegal"}],
    "tools": [{"label": "上一步", "choice": "/back"}],
}  # fmt: skip
DATE = {
    "type": "field", "text": "哪天收到的？", "field": "apply_day", "control": "date", "hint": "年月日",
    "step": {"at": 4, "of": 9}, "tools": [{"label": "上一步", "choice": "/back"}],
}  # fmt: skip


async def test_a_question_is_answered_with_its_basis_and_numbers(wechat: Wechat, inbox: FakeInbox) -> None:
    shown = await wechat.say(ME, "行政复议要交钱吗")
    assert shown and shown.by == "passive"
    assert "【行政复议收不收费】\n不收费。\n依据：《行政复议法》第87条" in shown.text
    assert "1. 怎么申请" in shown.text
    [seen] = inbox.seen
    assert seen["text"] == "行政复议要交钱吗" and seen["conversation"].startswith("wechat-")
    assert ME not in seen["conversation"]


async def test_a_conversation_stays_one_and_differs_from_others(wechat: Wechat, inbox: FakeInbox) -> None:
    for person in (ME, "oBen", ME):
        await wechat.say(person, "你好")
    first, second, third = (seen["conversation"] for seen in inbox.seen)
    assert first == third != second


async def test_wrong_look_ups_are_counted_by_follower(wechat: Wechat, inbox: FakeInbox) -> None:
    for person in (ME, "oBen", ME):
        await wechat.say(person, "T2026-000001")
    first, second, third = (seen["origin"] for seen in inbox.seen)
    assert list(first) == ["visit"] and first == third != second


async def test_a_voice_message_is_what_wechat_heard(wechat: Wechat, inbox: FakeInbox) -> None:
    await wechat.say(ME, "罚款要交吗。", "voice")
    assert inbox.seen[0]["text"] == "罚款要交吗。"
    shown = await wechat.say(ME, "", "voice_unheard")
    assert shown and "没有听清" in shown.text and len(inbox.seen) == 1


async def test_a_photo_is_not_read_but_gets_a_page(wechat: Wechat, inbox: FakeInbox) -> None:
    shown = await wechat.say(ME, "", "image")
    assert shown and "拍决定书" in shown.text and inbox.seen == []
    [link] = links(shown.text)
    assert link.startswith("https://ask.example/wechat/continue/")


@pytest.mark.parametrize("kind", ["video", "shortvideo", "link"])
async def test_what_cannot_be_read_is_said(wechat: Wechat, inbox: FakeInbox, kind: str) -> None:
    shown = await wechat.say(ME, "", kind)
    assert shown and "看不懂" in shown.text and inbox.seen == []


async def test_a_position_in_a_town_names_its_offices_and_invents_no_distance(wechat: Wechat, inbox: FakeInbox) -> None:
    shown = await wechat.say(ME, "陕西省安康市石泉县池河镇五爱村", "location")
    assert shown and "池河镇司法所" in shown.text and "行政复议窗口" in shown.text
    assert "公里" not in shown.text and "没有保存" in shown.text and inbox.seen == []


async def test_a_position_elsewhere_names_the_doors(wechat: Wechat) -> None:
    shown = await wechat.say(ME, "河北省两河镇", "location")
    assert shown and "司法所" not in shown.text and "行政复议窗口" in shown.text


async def test_a_new_follower_is_welcomed(wechat: Wechat, inbox: FakeInbox) -> None:
    shown = await wechat.say(ME, "", "subscribe")
    assert shown and "石泉县" in shown.text and "1. 写行政复议申请" in shown.text and inbox.seen == []
    await wechat.say(ME, "1")
    assert inbox.seen[0]["choice"] == "/apply"


@pytest.mark.parametrize("kind", ["scan", "subscribe_scene"])
async def test_a_scanned_code_begins_its_job(wechat: Wechat, inbox: FakeInbox, kind: str) -> None:
    shown = await wechat.say(ME, "apply", kind)
    assert shown and "您想写行政复议申请" in shown.text and "1. 写行政复议申请" in shown.text


async def test_a_click_on_the_menu_is_the_job_itself(wechat: Wechat, inbox: FakeInbox) -> None:
    await wechat.say(ME, "start:case_status", "click")
    await wechat.say(ME, "answer:fee", "click")
    assert [seen["choice"] for seen in inbox.seen] == ["/case_status", '/ask{"topic": "fee"}']


@pytest.mark.parametrize("key", ["/restart", "start:nothing", "choose:/submit", "", "answer:../x"])
async def test_a_menu_key_that_we_never_made_is_no_command(wechat: Wechat, inbox: FakeInbox, key: str) -> None:
    shown = await wechat.say(ME, key, "click")
    assert shown and "您想办哪件事" in shown.text and inbox.seen == []


@pytest.mark.parametrize("kind", ["view", "position"])
async def test_what_needs_no_answer_gets_none(wechat: Wechat, inbox: FakeInbox, kind: str) -> None:
    assert await wechat.say(ME, "", kind) is None
    assert wechat.screens[ME] == [] and inbox.seen == []


async def test_who_leaves_is_forgotten(wechat: Wechat, inbox: FakeInbox) -> None:
    inbox.messages = [CHOICES]
    await wechat.say(ME, "你好")
    assert await wechat.say(ME, "", "unsubscribe") is None
    await wechat.say(ME, "1")
    assert inbox.seen[-1]["text"] == "1"
    assert inbox.seen[0]["conversation"] != inbox.seen[-1]["conversation"]


@pytest.mark.parametrize("typed", ["2", "２", "②", "二", "第2个", "选2", "2.", "查进度", "“查进度”", "查进度。"])
async def test_an_option_is_taken_by_number_or_words(wechat: Wechat, inbox: FakeInbox, typed: str) -> None:
    inbox.messages = [CHOICES]
    shown = await wechat.say(ME, "你好")
    assert shown and "1. 写申请（约20分钟）\n2. 查进度" in shown.text and "回复前面的数字" in shown.text
    await wechat.say(ME, typed)
    assert inbox.seen[-1].get("choice") == "/case_status"


async def test_an_option_is_taken_without_its_brackets(wechat: Wechat, inbox: FakeInbox) -> None:
    inbox.messages = [CHOICES]
    await wechat.say(ME, "你好")
    await wechat.say(ME, "写申请")
    assert inbox.seen[-1]["choice"] == "/apply"


async def test_a_number_that_was_not_offered_is_said(wechat: Wechat, inbox: FakeInbox) -> None:
    inbox.messages = [CHOICES]
    await wechat.say(ME, "你好")
    shown = await wechat.say(ME, "7")
    assert shown and "1 到 2" in shown.text and len(inbox.seen) == 1
    await wechat.say(ME, "1")
    assert inbox.seen[-1]["choice"] == "/apply"


async def test_nobody_takes_anothers_option(wechat: Wechat, inbox: FakeInbox) -> None:
    inbox.messages = [CHOICES]
    await wechat.say(ME, "你好")
    await wechat.say("oBen", "1")
    assert inbox.seen[-1]["text"] == "1"


async def test_a_typed_command_stays_a_text(wechat: Wechat, inbox: FakeInbox) -> None:
    await wechat.say(ME, "/restart")
    assert inbox.seen[0]["text"] == "/restart" and "choice" not in inbox.seen[0]


@pytest.mark.parametrize("typed", ["1,3", "1，3", "1 3", "１、３", "撤销，确认违法", "1、确认违法"])
async def test_several_options_are_taken_at_once(wechat: Wechat, inbox: FakeInbox, typed: str) -> None:
    inbox.messages = [MULTI]
    shown = await wechat.say(ME, "好")
    assert shown and "3. 确认违法" in shown.text and "“上一步”" in shown.text
    await wechat.say(ME, typed)
    assert (inbox.seen[-1]["text"], inbox.seen[-1]["field"]) == ("revoke,illegal", "apply_requests")


async def test_a_field_that_is_typed_takes_numbers_as_they_are(wechat: Wechat, inbox: FakeInbox) -> None:
    inbox.messages = [DATE]
    shown = await wechat.say(ME, "好")
    assert shown and "第4步，共9步" in shown.text and "（年月日）" in shown.text and "1." not in shown.text
    await wechat.say(ME, "1")
    assert inbox.seen[-1]["text"] == "1"
    await wechat.say(ME, "上一步")
    assert inbox.seen[-1]["choice"] == "/back"


async def test_a_menu_name_may_be_typed(wechat: Wechat, inbox: FakeInbox) -> None:
    await wechat.say(ME, "查办理进度")
    assert inbox.seen[0]["choice"] == "/case_status"


async def test_details_are_told_on_request_without_asking_again(wechat: Wechat, inbox: FakeInbox) -> None:
    answer = {"type": "answer", "id": "x", "title": "题", "text": "短。", "more": "详细的说明。", "basis": []}
    inbox.messages = [answer]
    shown = await wechat.say(ME, "问")
    assert shown and "1. 看详细说明" in shown.text and "详细的说明。" not in shown.text
    more = await wechat.say(ME, "1")
    assert more and more.text == "详细的说明。" and len(inbox.seen) == 1


async def test_a_long_answer_is_cut_at_sentences_and_goes_on_without_loss(wechat: Wechat, inbox: FakeInbox) -> None:
    sentences = [f"这是第{number}句话，说的是一件要说清楚的事情。" for number in range(120)]
    inbox.messages = [{"type": "text", "text": "".join(sentences)}]
    parts = [await wechat.say(ME, "问")]
    while parts[-1] and parts[-1].text.endswith("接着看）"):
        parts.append(await wechat.say(ME, "继续"))
    texts = [part.text.removesuffix("（还没说完，回复“继续”接着看）").rstrip() for part in parts if part]
    assert len(texts) > 3 and "".join(texts) == "".join(sentences)
    assert all(text.endswith("。") for text in texts) and len(inbox.seen) == 1
    over = await wechat.say(ME, "继续")
    assert over and "没有要接着看的" in over.text


async def test_too_much_at_once_is_said(wechat: Wechat, inbox: FakeInbox) -> None:
    shown = await wechat.say(ME, "字" * 501)
    assert shown and "太长" in shown.text and inbox.seen == []
    shown = await wechat.say(ME, "\u200b")
    assert shown and "没有收进去" in shown.text


async def test_a_dialogue_that_is_down_is_said_and_its_menu_works(wechat: Wechat, inbox: FakeInbox) -> None:
    inbox.mode = "error"
    shown = await wechat.say(ME, "收费吗")
    assert shown and "故障" in shown.text and "12345" in shown.text and "2. 收费吗" in shown.text
    shown = await wechat.say(ME, "2")
    assert shown and "收费吗的答案。" in shown.text


async def test_markup_in_a_text_stays_a_text(wechat: Wechat, inbox: FakeInbox) -> None:
    inbox.messages = [{"type": "text", "text": "]]></Content><MsgType>x</MsgType> & <b> \x0b"}]
    shown = await wechat.say(ME, "a &amp; b ]]")
    assert shown and shown.text == "]]></Content><MsgType>x</MsgType> & <b> "
    assert inbox.seen[0]["text"] == "a &amp; b ]]"


def test_every_sample_is_met_in_this_file() -> None:
    met = {"text", "voice", "voice_unheard", "image", "video", "shortvideo", "link", "location", "subscribe", "scan"}
    assert met | {"subscribe_scene", "click", "view", "position", "unsubscribe"} == set(SAMPLES)
