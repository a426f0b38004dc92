"""A body is bounded and replayed; an exception's place is told, its message is not."""

import asyncio

import pytest

from bot.channels.envelope import LARGEST_BODY, place_of, with_bounded_body
from bot.channels.problems import Problem

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def receiving(*messages: dict):
    waiting = list(messages)

    async def receive() -> dict:
        return waiting.pop(0)

    return receive


def piece(body: bytes, more: bool = True) -> dict:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_pieces_become_one_body() -> None:
    gone = {"type": "http.disconnect"}
    receive = await with_bounded_body({"method": "POST"}, receiving(piece(b"ab"), piece(b"c", more=False), gone))
    assert await receive() == piece(b"abc", more=False)
    assert await receive() == gone


async def test_the_largest_body_and_one_byte_more() -> None:
    receive = await with_bounded_body({"method": "POST"}, receiving(piece(b"x" * LARGEST_BODY, more=False)))
    assert len((await receive())["body"]) == LARGEST_BODY
    with pytest.raises(Problem, match="too_large"):
        await with_bounded_body({"method": "PUT"}, receiving(piece(b"x" * LARGEST_BODY), piece(b"x")))


async def test_a_client_that_leaves() -> None:
    receive = await with_bounded_body({"method": "POST"}, receiving(piece(b"ab"), {"type": "http.disconnect"}))
    assert (await receive())["body"] == b"ab"


async def test_a_client_that_dawdles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.envelope.SLOWEST_BODY", 0.01)

    async def never() -> dict:
        await asyncio.sleep(5)
        return piece(b"")

    with pytest.raises(Problem, match="too_slow"):
        await with_bounded_body({"method": "POST"}, never)


async def test_a_request_without_a_body_is_left_alone() -> None:
    receive = receiving()
    assert await with_bounded_body({"method": "GET"}, receive) is receive


def test_the_place_of_an_exception() -> None:
    try:
        raise ValueError("张秘密")
    except ValueError as fault:
        assert place_of(fault).startswith("ValueError at test_the_place_of_an_exception:")
    assert place_of(KeyError("张秘密")) == "KeyError"
