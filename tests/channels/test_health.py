"""Liveness, readiness and metrics."""

import asyncio

import pytest
from fastapi import FastAPI

from tests.channels.citizen import Citizen
from tests.channels.fake_inbox import FakeInbox

pytestmark = pytest.mark.anyio


async def test_alive_says_nothing_about_the_dialogue(citizen: Citizen, inbox: FakeInbox) -> None:
    inbox.mode = "failed"
    response = await citizen.http.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert inbox.seen == []


async def test_ready_when_a_question_is_answered(citizen: Citizen, inbox: FakeInbox) -> None:
    response = await citizen.http.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True})
    [seen] = inbox.seen
    assert seen["text"] == "行政复议要交钱吗" and seen["conversation"].startswith("probe-")


@pytest.mark.parametrize(
    ("mode", "failure"),
    [("store", "store_down"), ("empty", "silent"), ("slow", "dialogue_slow"), ("failed", "dialogue_error")],
)
async def test_not_ready_when_it_fails(citizen: Citizen, inbox: FakeInbox, mode: str, failure: str) -> None:
    inbox.mode = mode
    response = await citizen.http.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"ready": False, "failure": failure})


async def test_not_ready_when_the_model_does_not_understand(citizen: Citizen, inbox: FakeInbox) -> None:
    inbox.messages = [{"type": "text", "text": "我没听懂。"}]
    response = await citizen.http.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"ready": False, "failure": "no_answer"})


async def test_many_who_ask_cause_one_question(citizen: Citizen, inbox: FakeInbox) -> None:
    inbox.delay = 0.2
    responses = await asyncio.gather(*(citizen.http.get("/readyz") for _ in range(10)))
    assert {response.status_code for response in responses} == {200} and len(inbox.seen) == 1


@pytest.mark.parametrize(
    ("address", "forwarded", "status"),
    [
        ("127.0.0.1", None, 200),
        ("::1", None, 200),
        ("203.0.113.7", None, 404),
        # A proxy on this machine that nobody declared hides a stranger.
        ("127.0.0.1", "203.0.113.7", 404),
        ("203.0.113.7", "127.0.0.1", 404),
    ],
)
async def test_metrics_are_for_this_machine(app: FastAPI, address: str, forwarded: str | None, status: int) -> None:
    citizen = Citizen(app, address)
    async with citizen.http:
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        assert (await citizen.http.get("/metrics", headers=headers)).status_code == status


async def test_metrics_count_requests_and_failures(citizen: Citizen, app: FastAPI, inbox: FakeInbox) -> None:
    await citizen.open()
    inbox.mode = "store"
    await citizen.say("你好")
    await citizen.http.request("BREW", "/a/b")
    local = Citizen(app, "127.0.0.1")
    async with local.http:
        page = (await local.http.get("/metrics")).text
    assert 'yifawen_edge_requests_total{method="POST",route="/api/chat/messages",status="200"} 1.0' in page
    assert 'yifawen_edge_requests_total{method="other",route="none",status="404"} 1.0' in page
    assert 'yifawen_edge_failures_total{kind="store_down"} 1.0' in page
    assert 'yifawen_edge_request_seconds_bucket{le="0.5",route="/api/chat/sessions"} 1.0' in page
