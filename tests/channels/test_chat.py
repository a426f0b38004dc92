"""The contract of the chat, in the order in which a citizen meets it."""

import pytest

from actions.casework.entries import StoredFile
from tests.channels.citizen import Citizen, FakeFiles, refusal
from tests.channels.fake_inbox import ANSWER, FakeInbox

pytestmark = pytest.mark.anyio
OFFERED = '/ask{"topic": "how-to-file"}'


async def test_a_chat_opens_with_a_welcome_and_a_token(citizen: Citizen) -> None:
    welcome = await citizen.open()
    assert citizen.opened["expires_in"] == 4 * 3600
    assert welcome[0]["type"] == "notice" and "石泉县" in welcome[0]["text"]
    assert all("~" in choice["choice"] for message in welcome for choice in message.get("choices", []))


async def test_a_question_is_answered(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    [message] = await citizen.say("行政复议要交钱吗")
    assert {**message, "choices": []} == {**ANSWER, "choices": []}
    assert message["choices"][0]["choice"].startswith(OFFERED + "~")
    [seen] = inbox.seen
    assert seen["text"] == "行政复议要交钱吗" and seen["field"] is None and "choice" not in seen
    assert seen["conversation"].startswith("web-")


async def test_a_conversation_stays_one_and_differs_from_others(
    citizen: Citizen, stranger: Citizen, inbox: FakeInbox
) -> None:
    for person in (citizen, stranger):
        await person.open()
        await person.say("一")
        await person.say("二")
    assert [len({seen["conversation"] for seen in part}) for part in (inbox.seen[:2], inbox.seen)] == [1, 2]


async def test_a_message_carries_a_mark_of_its_address_and_not_the_address(
    citizen: Citizen, stranger: Citizen, inbox: FakeInbox
) -> None:
    for person in (citizen, citizen, stranger):
        await person.open()
        await person.say("T2026-000001")
    mine, again, theirs = (seen["origin"] for seen in inbox.seen)
    assert list(mine) == ["address"] and mine == again != theirs
    assert "203.0.113" not in str(inbox.seen)


async def test_the_kiosk_has_conversations_of_its_own(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open("kiosk")
    await citizen.say("你好")
    assert inbox.seen[0]["conversation"].startswith("kiosk-")


async def test_an_offered_choice_comes_back_as_its_payload(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    [message] = await citizen.say("收费吗")
    await citizen.choose(message["choices"][0]["choice"])
    first, last = inbox.seen
    assert last == {"conversation": first["conversation"], "choice": OFFERED, "origin": first["origin"]}


async def test_the_answer_to_a_field_names_the_field(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    await citizen.say("事" * 2000, field="apply_facts")
    assert inbox.seen[0]["field"] == "apply_facts" and len(inbox.seen[0]["text"]) == 2000


async def test_every_choice_in_every_message_is_signed(citizen: Citizen, inbox: FakeInbox) -> None:
    inbox.messages = [
        {"type": "review", "text": "请核对", "choices": [{"label": "存", "choice": "/submit"}],
         "lines": [{"label": "姓名", "value": "张某", "choice": "/change"}, {"label": "日期", "value": "今天"}]},
        {"type": "field", "text": "哪些", "field": "apply_requests", "control": "multi",
         "choices": [{"label": "撤销", "value": "revoke"}, {"label": "说不清", "choice": "/skip"}]},
    ]  # fmt: skip
    await citizen.open()
    review, field = await citizen.say("好了")
    assert review["choices"][0]["choice"].startswith("/submit~")
    assert review["lines"][0]["choice"].startswith("/change~") and "choice" not in review["lines"][1]
    assert field["choices"][0] == {"label": "撤销", "value": "revoke"}
    assert field["choices"][1]["choice"].startswith("/skip~")


@pytest.mark.parametrize("text", ["/restart", '/ask{"x":"y"}', "/session_start", "  /back", "/"])
async def test_a_typed_command_stays_a_text(citizen: Citizen, inbox: FakeInbox, text: str) -> None:
    await citizen.open()
    await citizen.say(text)
    assert inbox.seen[0]["text"] == text.strip() and "choice" not in inbox.seen[0]


@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        ("😀", "😀"),
        ("  罚款\t\t怎么办 ", "罚款 怎么办"),
        ("一\r\n\r\n\r\n\r\n二", "一\n\n二"),
        ("a\x00b\x1b[31m\x7f\u202e", "ab[31m"),
        ("e\u0301", "é"),
        ("行" * 500 + " " * 400, "行" * 500),
    ],
)
async def test_a_text_arrives_tidied(citizen: Citizen, inbox: FakeInbox, typed: str, arrives: str) -> None:
    await citizen.open()
    await citizen.say(typed)
    assert inbox.seen[0]["text"] == arrives


async def test_messages_that_are_none_are_left_out(citizen: Citizen, inbox: FakeInbox) -> None:
    inbox.messages = [{"type": "surprise"}, "hello", {"type": "text", "text": "好的。", "secret": "not ours"}]
    await citizen.open()
    assert await citizen.say("你好") == [{"type": "text", "text": "好的。"}]


async def test_a_message_with_a_fault_still_says_its_text(citizen: Citizen, inbox: FakeInbox) -> None:
    inbox.messages = [{"type": "deadline", "text": "最后一天是11月26日。", "state": "soon"}]
    await citizen.open()
    assert await citizen.say("来得及吗") == [{"type": "text", "text": "最后一天是11月26日。"}]


async def test_a_citizen_fetches_the_own_file(citizen: Citizen, inbox: FakeInbox, files: FakeFiles) -> None:
    await citizen.open()
    await citizen.say("你好")
    stored = StoredFile(name="行政复议申请书.docx", media_type="application/msword", content=b"PK")
    files.kept["f-1", inbox.seen[0]["conversation"]] = stored
    response = await citizen.http.get("/api/chat/files/f-1")
    assert response.status_code == 200 and response.content == b"PK"
    assert response.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E8%A1%8C")
    assert response.headers["cache-control"] == "no-store"


async def test_nobody_fetches_anothers_file(
    citizen: Citizen, stranger: Citizen, inbox: FakeInbox, files: FakeFiles
) -> None:
    await citizen.open()
    await citizen.say("你好")
    await stranger.open()
    files.kept["f-1", inbox.seen[0]["conversation"]] = StoredFile(name="a", media_type="text/plain", content=b"x")
    refusal(await stranger.http.get("/api/chat/files/f-1"), 404, "not-found")
    refusal(await citizen.http.get("/api/chat/files/f-2"), 404, "not-found")
    del stranger.http.headers["Authorization"]
    refusal(await stranger.http.get("/api/chat/files/f-1"), 401, "bad-token")


async def test_records_that_are_down_are_said(citizen: Citizen, files: FakeFiles) -> None:
    await citizen.open()
    files.down = True
    problem = refusal(await citizen.http.get("/api/chat/files/f-1"), 503, "records-down")
    assert "12345" in problem["detail"]


async def test_the_lifespan_gives_everything_back(app, files: FakeFiles, logged) -> None:
    async with app.router.lifespan_context(app):
        pass
    assert files.closed
    assert [line["event"] for line in logged()] == ["started", "stopped"]
