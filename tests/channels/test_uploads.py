"""Photos at the edge: who may send which, one at a time, and that nothing of them stays."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from actions.letter.found import Findings, decoded
from actions.letter.heading import rules
from bot.channels.envelope import LARGEST_PHOTO
from bot.channels.limits import PHOTOS_PER_ADDRESS, PHOTOS_PER_SESSION
from bot.channels.reader import PLACES, ReadingFailed
from tests.channels.citizen import JPEG, UPLOADS, Citizen, FakeReader, refusal
from tests.channels.fake_inbox import FakeInbox

pytestmark = pytest.mark.anyio
CARD = {
    "type": "review",
    "text": "请核对",
    "lines": [{"label": "单位（请核对）", "value": "石泉县水利局", "choice": None}],
    "choices": [{"label": "都对，填进去", "choice": '/photo_use{"findings": "{}"}'}],
}


async def test_what_was_read_goes_to_the_dialogue_and_its_card_comes_back(
    citizen: Citizen, inbox: FakeInbox, reader: FakeReader
) -> None:
    inbox.messages = [CARD]
    await citizen.open()
    response = await citizen.photograph()
    assert response.status_code == 201 and reader.seen == [JPEG]
    body = response.json()
    assert set(body) == {"upload", "messages"} and len(body["upload"]) == 16
    gone, card = body["messages"]
    assert gone["type"] == "notice" and "没有保存" in gone["text"]
    assert card["lines"] == CARD["lines"]
    [sent] = inbox.seen
    intent, _, entities = sent["choice"].partition("{")
    assert intent == "/photo_read" and set(sent) == {"conversation", "choice", "origin"}
    assert decoded(json.loads("{" + entities)["findings"]) == reader.findings


async def test_the_card_can_be_confirmed_and_nobody_else_s(
    citizen: Citizen, stranger: Citizen, inbox: FakeInbox
) -> None:
    inbox.messages = [CARD]
    await citizen.open()
    await stranger.open()
    offered = (await citizen.photograph()).json()["messages"][1]["choices"][0]["choice"]
    refusal(await stranger.send(choice=offered), 422, "not-offered")
    await citizen.choose(offered)
    assert inbox.seen[-1]["choice"] == '/photo_use{"findings": "{}"}'


@pytest.mark.parametrize("forged", ['/photo_read{"findings": "{}"}', '/photo_use{"findings": "{}"}~x'])
async def test_no_citizen_can_say_what_a_photo_said(citizen: Citizen, inbox: FakeInbox, forged: str) -> None:
    await citizen.open()
    refusal(await citizen.send(choice=forged), 422, "not-offered")
    await citizen.say(forged)
    assert [sent.get("choice") for sent in inbox.seen] == [None]


async def test_a_refused_paper_is_told_by_the_dialogue_too(
    citizen: Citizen, inbox: FakeInbox, reader: FakeReader
) -> None:
    reader.findings = Findings(refused="dark")
    await citizen.open()
    assert (await citizen.photograph()).status_code == 201
    assert "dark" in inbox.seen[0]["choice"]


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<html>", b"%PDX-1.7", b"RIFF....WEBP", b"\x00\x00\x00 ftypheic", b"\xff\xd8", b"PK\x03\x04"],
)
async def test_what_it_is_is_decided_by_its_content(citizen: Citizen, reader: FakeReader, content: bytes) -> None:
    await citizen.open()
    response = await citizen.photograph(content, **{"Content-Type": "image/jpeg"})
    assert "JPEG" in refusal(response, 415, "photo-type")["detail"] and reader.seen == []


@pytest.mark.parametrize("content", [JPEG, b"\x89PNG\r\n\x1a\n...", b"%PDF-1.7 ..."])
async def test_what_it_calls_itself_does_not_matter(citizen: Citizen, reader: FakeReader, content: bytes) -> None:
    await citizen.open()
    response = await citizen.photograph(content, **{"Content-Type": "text/html"})
    assert response.status_code == 201 and reader.seen == [content]


async def test_ten_megabytes_and_one_byte_more(citizen: Citizen, reader: FakeReader) -> None:
    await citizen.open()
    whole = JPEG + b"\0" * (LARGEST_PHOTO - len(JPEG))
    assert (await citizen.photograph(whole)).status_code == 201
    response = await citizen.photograph(whole + b"\0")
    assert "10 MB" in refusal(response, 413, "photo-too-large")["detail"]
    assert [len(seen) for seen in reader.seen] == [LARGEST_PHOTO]


async def test_an_endless_body_is_cut_off(citizen: Citizen, reader: FakeReader) -> None:
    async def pieces() -> Any:
        yield JPEG
        while True:
            yield b"\0" * 65536

    await citizen.open()
    refusal(await citizen.http.post(UPLOADS, content=pieces()), 413, "photo-too-large")
    assert reader.seen == []


async def test_a_dawdling_body_is_given_up_and_its_place_is_free_again(
    citizen: Citizen, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.envelope.SLOWEST_PHOTO", 0.05)

    async def pieces() -> Any:
        yield JPEG
        await asyncio.sleep(5)

    await citizen.open()
    refusal(await citizen.http.post(UPLOADS, content=pieces()), 408, "too-slow")
    assert app.state.edge.reader._free == PLACES


@pytest.mark.parametrize(("token", "kind"), [("", "bad-token"), ("x.y.z", "bad-token")])
async def test_a_stranger_is_refused_before_the_photo_is_taken(
    citizen: Citizen, reader: FakeReader, token: str, kind: str
) -> None:
    taken = []

    async def pieces() -> Any:
        for _ in range(100):
            taken.append(1)
            yield JPEG

    response = await citizen.http.post(UPLOADS, content=pieces(), headers={"Authorization": f"Bearer {token}"})
    refusal(response, 401, kind)
    assert reader.seen == [] and len(taken) <= 1


async def test_one_at_a_time_in_a_conversation(citizen: Citizen, reader: FakeReader) -> None:
    await citizen.open()
    reader.held = asyncio.Event()
    first = asyncio.create_task(citizen.photograph())
    while not reader.seen:
        await asyncio.sleep(0)
    refusal(await citizen.photograph(), 409, "busy")
    refusal(await citizen.send(text="好了吗"), 409, "busy")
    reader.held.set()
    assert (await first).status_code == 201
    assert (await citizen.photograph()).status_code == 201


async def test_while_one_is_read_others_talk(citizen: Citizen, stranger: Citizen, reader: FakeReader) -> None:
    await citizen.open()
    await stranger.open()
    reader.held = asyncio.Event()
    first = asyncio.create_task(citizen.photograph())
    while not reader.seen:
        await asyncio.sleep(0)
    assert (await stranger.say("收费吗"))[0]["type"] == "answer"
    reader.held.set()
    assert (await first).status_code == 201


async def test_the_queue_has_an_end(citizen: Citizen, app: FastAPI, reader: FakeReader) -> None:
    await citizen.open()
    reader._free = 0
    response = await citizen.photograph()
    assert "照着纸自己填" in refusal(response, 503, "photo-busy")["detail"]
    assert response.headers["retry-after"] and reader.seen == []


@pytest.mark.parametrize(
    ("kind", "status"),
    [("photo_unreadable", 422), ("photo_pixels", 422), ("photo_slow", 503), ("photo_off", 503)],
)
async def test_what_the_reader_cannot_do_is_said_with_another_way(
    citizen: Citizen, inbox: FakeInbox, reader: FakeReader, kind: str, status: int, logged: Any
) -> None:
    reader.failing = ReadingFailed(kind, "exit -11")
    await citizen.open()
    problem = refusal(await citizen.photograph(), status, kind.replace("_", "-"))
    assert "自己填" in problem["detail"] or "重拍" in problem["detail"]
    assert inbox.seen == [] and logged()[-1]["cause"] == "exit -11"


async def test_nobody_takes_photos_without_end(citizen: Citizen, stranger: Citizen) -> None:
    await citizen.open()
    await stranger.open()
    for _ in range(PHOTOS_PER_SESSION.amount):
        assert (await citizen.photograph()).status_code == 201
    refusal(await citizen.photograph(), 429, "rate-limited")
    assert (await stranger.photograph()).status_code == 201


async def test_an_address_has_a_limit_of_its_own(
    citizen: Citizen, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, counted = app.state.edge.limits.hit, []

    async def hit(limit: Any, who: str) -> None:
        counted.append((limit, who))
        await real(limit, who)

    monkeypatch.setattr(app.state.edge.limits, "hit", hit)
    await citizen.open()
    await citizen.photograph()
    assert (PHOTOS_PER_ADDRESS, "203.0.113.7") in counted
    assert PHOTOS_PER_ADDRESS.amount > PHOTOS_PER_SESSION.amount


async def test_when_the_dialogue_is_down_that_is_said_after_the_photo_is_gone(
    citizen: Citizen, inbox: FakeInbox
) -> None:
    inbox.mode = "store"
    await citizen.open()
    response = await citizen.photograph()
    assert response.status_code == 201
    assert [message["level"] for message in response.json()["messages"][:2]] == ["info", "error"]


async def test_the_log_has_an_id_a_size_and_a_duration_and_nothing_that_was_read(
    citizen: Citizen, reader: FakeReader, written: io.StringIO, logged: Any
) -> None:
    await citizen.open()
    upload = (await citizen.photograph()).json()["upload"]
    line = logged()[-1]
    assert (line["upload"], line["size"], line["route"], line["status"]) == (upload, len(JPEG), UPLOADS, 201)
    assert line["reading_ms"] >= 0
    for secret in ("水利局", "决定书", "photo of a decision", citizen.opened["session"]):
        assert secret not in written.getvalue()


async def test_photos_are_counted_by_what_came_of_them(citizen: Citizen, app: FastAPI, reader: FakeReader) -> None:
    await citizen.open()
    await citizen.photograph()
    await citizen.photograph(b"GIF89a")
    reader.findings = Findings(refused="sample")
    await citizen.photograph()
    page = app.state.edge.metrics.page().decode()
    for outcome in ("read", "photo_type", "sample"):
        assert f'yifawen_edge_photos_total{{outcome="{outcome}"}} 1.0' in page
    assert set(rules("refusals")) & {"sample"}


async def test_the_photo_is_not_kept_in_the_process(citizen: Citizen, app: FastAPI, reader: FakeReader) -> None:
    await citizen.open()
    await citizen.photograph()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        await citizen.photograph(JPEG + b"\0" * 5_000_000)
        held = tracemalloc.get_traced_memory()[0] - before
        reader.seen.clear()
        gc.collect()
        kept = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert held > 4_000_000 > 1_000_000 > kept
    assert app.state.edge.reader._free == PLACES


async def test_the_photo_is_on_no_disk(citizen: Citizen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form with parts would be spooled into a temporary file above a megabyte; a bare body is not."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    await citizen.open()
    assert (await citizen.photograph(JPEG + b"\0" * 5_000_000)).status_code == 201
    assert not (tmp_path / "none").exists()
