"""Ending deletes and closes the door; moving opens another one and closes the first; a rating belongs to nobody."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from actions.casework.entries import StoredFile
from bot.channels.app import create_app
from bot.channels.leaving import MOVED
from bot.channels.onetime import Links
from tests.channels.citizen import Citizen, FakeFiles, refusal
from tests.channels.fake_inbox import FakeInbox

pytestmark = pytest.mark.anyio
FILE = StoredFile(name="a.docx", media_type="text/plain", content=b"x")
END, MOVES, ARRIVALS, RATINGS = (f"/api/chat/{name}" for name in ("end", "moves", "arrivals", "ratings"))


async def moved(citizen: Citizen) -> str:
    """The pass in the link that the kiosk shows."""
    answer = await citizen.http.post(MOVES)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["link"].partition(MOVED)[2])


async def arrive(citizen: Citizen, link: str) -> httpx.Response:
    return await citizen.http.post(ARRIVALS, json={"move": link})


async def test_the_end_deletes_the_conversation_and_its_files(
    citizen: Citizen, inbox: FakeInbox, files: FakeFiles
) -> None:
    await citizen.open()
    await citizen.say("你好")
    conversation = inbox.seen[0]["conversation"]
    files.kept["one", conversation] = files.kept["two", "web-other"] = FILE
    ended = await citizen.http.post(END)
    assert (ended.status_code, ended.json()) == (200, {"deleted": True})
    assert inbox.forgotten == [conversation] and set(files.kept) == {("two", "web-other")}


@pytest.mark.parametrize(
    "route", ["/api/chat/messages", "/api/chat/files/abc", END, MOVES, RATINGS, "/api/chat/uploads"]
)
async def test_the_old_token_is_refused_everywhere(citizen: Citizen, route: str) -> None:
    await citizen.open()
    await citizen.http.post(END)
    get = route.startswith("/api/chat/files")
    answer = await (citizen.http.get(route) if get else citizen.http.post(route, json={"text": "还在吗", "grade": 5}))
    refusal(answer, 401, "ended-session")


async def test_another_process_refuses_it_too(citizen: Citizen, settings: Any, words: Any, files: FakeFiles) -> None:
    await citizen.open()
    await citizen.http.post(END)
    other = Citizen(create_app(settings, words=words, files=files))
    async with other.http:
        other.holding(citizen.opened)
        refusal(await other.send(text="还在吗"), 401, "ended-session")
    await other.http.aclose()


async def test_others_are_not_ended(citizen: Citizen, stranger: Citizen) -> None:
    await citizen.open()
    await stranger.open()
    await citizen.http.post(END)
    assert await stranger.say("你好")


@pytest.mark.parametrize("mode", ["slow", "error", "failed"])
async def test_the_end_counts_while_the_dialogue_is_down(citizen: Citizen, inbox: FakeInbox, mode: str) -> None:
    await citizen.open()
    inbox.mode = mode
    ended = await citizen.http.post(END)
    assert (ended.status_code, ended.json()) == (200, {"deleted": False})
    refusal(await citizen.send(text="还在吗"), 401, "ended-session")


async def test_the_end_counts_while_the_records_are_down(citizen: Citizen, files: FakeFiles) -> None:
    await citizen.open()
    files.down = True
    ended = await citizen.http.post(END)
    assert (ended.status_code, ended.json()) == (200, {"deleted": False})
    refusal(await citizen.send(text="还在吗"), 401, "ended-session")


async def test_while_the_records_are_down_questions_are_answered(citizen: Citizen, files: FakeFiles) -> None:
    await citizen.open()
    files.down = True
    assert await citizen.say("你好")


async def test_a_conversation_goes_on_on_another_device(citizen: Citizen, stranger: Citizen, inbox: FakeInbox) -> None:
    await citizen.open("kiosk")
    [message] = await citizen.say("收费吗")
    link = await moved(citizen)
    refusal(await citizen.send(text="还在吗"), 401, "ended-session")
    answer = await arrive(stranger, link)
    assert answer.status_code == 201
    notice, *asked = stranger.holding(answer.json())
    assert "已经转到这台设备" in notice["text"] and asked[0]["type"] == "answer"
    last = inbox.seen[-1]
    assert (last["conversation"], last["choice"]) == (inbox.seen[0]["conversation"], "/continue")
    await stranger.choose(message["choices"][0]["choice"])
    assert len({seen["conversation"] for seen in inbox.seen}) == 1


async def test_the_link_opens_once(citizen: Citizen, stranger: Citizen) -> None:
    await citizen.open("kiosk")
    link = await moved(citizen)
    assert (await arrive(citizen, link)).status_code == 201
    refusal(await arrive(stranger, link), 410, "link-used")


async def test_two_at_once_and_one_gets_it(citizen: Citizen, stranger: Citizen) -> None:
    await citizen.open("kiosk")
    link = await moved(citizen)
    answers = await asyncio.gather(*(arrive(person, link) for person in (citizen, stranger) * 4))
    assert sorted(answer.status_code for answer in answers) == [201, *[410] * 7]


async def test_links_that_are_none(citizen: Citizen, settings: Any) -> None:
    old = Links(settings.session_key, "move", 600)
    other_purpose = Links(settings.session_key, "kiosk device", 600).make(conversation="kiosk-1", channel="kiosk")
    forged = Links("the key of somebody else, 0123456789", "move", 600).make(conversation="kiosk-1", channel="kiosk")
    for link in ("x", "a.b.c", other_purpose, forged, old.make(), old.make(conversation="fax-1", channel="fax")):
        refusal(await arrive(citizen, link), 410, "link-used")


async def test_an_old_link_is_refused(citizen: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
    await citizen.open("kiosk")
    link = await moved(citizen)
    monkeypatch.setattr("bot.channels.leaving.MOVE_SECONDS", -1)
    refusal(await arrive(citizen, link), 410, "link-used")


async def test_a_move_that_cannot_be_kept_changes_nothing(
    citizen: Citizen, stranger: Citizen, files: FakeFiles
) -> None:
    await citizen.open("kiosk")
    files.down = True
    refusal(await citizen.http.post(MOVES), 503, "records-down")
    files.down = False
    assert await citizen.say("还在")
    link = await moved(citizen)
    files.down = True
    refusal(await arrive(stranger, link), 503, "records-down")
    files.down = False
    assert (await arrive(stranger, link)).status_code == 201, "a link that could not be spent is still good"


async def test_the_link_leads_to_the_address_from_outside(settings: Any, words: Any, files: FakeFiles) -> None:
    from dataclasses import replace

    outside = replace(settings, chat_url="https://ask.county.example")
    citizen = Citizen(create_app(outside, words=words, files=files))
    async with citizen.http:
        await citizen.open("kiosk")
        assert (await citizen.http.post(MOVES)).json()["link"].startswith("https://ask.county.example/#move=")
    await citizen.http.aclose()


async def test_a_rating_is_kept_once_and_without_its_conversation(citizen: Citizen, files: FakeFiles) -> None:
    await citizen.open("kiosk")
    answer = await citizen.http.post(RATINGS, json={"grade": 2, "words": " 等得\u200b太久 "})
    assert (answer.status_code, answer.json()) == (201, {"kept": True})
    assert files.ratings == [("kiosk", 2, "等得太久")]
    refusal(await citizen.http.post(RATINGS, json={"grade": 5}), 409, "rated")
    assert len(files.ratings) == 1


@pytest.mark.parametrize("body", [{}, {"grade": 0}, {"grade": 6}, {"grade": "5"}, {"grade": 5, "name": "x"}])
async def test_a_rating_that_is_none(citizen: Citizen, files: FakeFiles, body: dict[str, Any]) -> None:
    await citizen.open()
    refusal(await citizen.http.post(RATINGS, json=body), 422, "bad-request")
    refusal(await citizen.http.post(RATINGS, json={"grade": 5, "words": "长" * 201}), 422, "bad-request")
    assert files.ratings == []


async def test_a_rating_waits_for_the_records(citizen: Citizen, files: FakeFiles) -> None:
    await citizen.open()
    files.down = True
    refusal(await citizen.http.post(RATINGS, json={"grade": 5}), 503, "records-down")
    files.down = False
    assert (await citizen.http.post(RATINGS, json={"grade": 5})).status_code == 201


async def test_nothing_of_it_stands_in_the_log(citizen: Citizen, logged: Any) -> None:
    await citizen.open("kiosk")
    await citizen.http.post(RATINGS, json={"grade": 1, "words": "演示不满"})
    link = await moved(citizen)
    await arrive(citizen, link)
    text = str(logged())
    assert "演示不满" not in text and link not in text and link[:20] not in text
