"""Routing is stable and even; every kind of failure has a name."""

from collections import Counter

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.channels.brain import Brain, Failure, FailureKind
from bot.channels.turns import Turn

pytestmark = pytest.mark.anyio
URLS = ["http://a:1", "http://b:1", "http://c:1"]
THERE, BACK = Brain(URLS, "s"), Brain(URLS[::-1], "s")
TEXT = {"messages": [{"type": "text", "text": "好"}]}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Servers(httpx.AsyncBaseTransport):
    """Dialogue servers by host; an exception stands for one that fails so."""

    def __init__(self, **hosts: httpx.Response | Exception) -> None:
        self.hosts = hosts
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.host)
        answer = self.hosts[request.url.host]
        if isinstance(answer, Exception):
            raise answer
        return answer


async def failure_of(answer: httpx.Response | Exception) -> Failure:
    brain = Brain(["http://a:1"], "s", transport=Servers(a=answer))
    with pytest.raises(Failure) as failure:
        await brain.ask("web-1", Turn(text="好"))
    await brain.close()
    return failure.value


@given(some.text(min_size=1))
def test_a_conversation_always_tries_the_servers_in_the_same_order(conversation: str) -> None:
    assert THERE.addresses(conversation) == BACK.addresses(conversation)
    assert sorted(THERE.addresses(conversation)) == sorted(URLS)


def test_conversations_spread_evenly() -> None:
    brain = Brain(URLS, "s")
    homes = Counter(brain.addresses(f"web-{number}")[0] for number in range(3000))
    assert all(850 < count < 1150 for count in homes.values())


def test_a_server_that_joins_takes_only_its_share() -> None:
    before, after = Brain(URLS, "s"), Brain([*URLS, "http://d:1"], "s")
    moved = [n for n in range(1000) if before.addresses(f"web-{n}")[0] != after.addresses(f"web-{n}")[0]]
    assert 180 < len(moved) < 320
    assert {after.addresses(f"web-{n}")[0] for n in moved} == {"http://d:1"}


async def test_only_one_server_is_asked() -> None:
    servers = Servers(a=httpx.Response(200, json=TEXT), b=httpx.Response(200, json=TEXT))
    brain = Brain(URLS[:2], "s", transport=servers)
    reply = await brain.ask("web-1", Turn(text="好"))
    assert reply.messages == TEXT["messages"] and reply.flaws == [] and len(servers.asked) == 1
    await brain.close()


async def test_a_server_that_may_have_acted_is_not_followed_by_another() -> None:
    servers = Servers(a=httpx.ReadError("gone"), b=httpx.ReadError("gone"))
    brain = Brain(URLS[:2], "s", transport=servers)
    with pytest.raises(Failure) as failure:
        await brain.ask("web-1", Turn(choice="/submit"))
    assert failure.value.kind is FailureKind.DIALOGUE_DOWN and len(servers.asked) == 1
    await brain.close()


@pytest.mark.parametrize(
    ("answer", "kind", "cause"),
    [
        (httpx.ConnectError("x"), "dialogue_down", "ConnectError"),
        (httpx.ConnectTimeout("x"), "dialogue_down", "ConnectTimeout"),
        (httpx.RemoteProtocolError("x"), "dialogue_down", "RemoteProtocolError"),
        (httpx.ReadTimeout("x"), "dialogue_slow", "ReadTimeout"),
        (httpx.PoolTimeout("x"), "dialogue_slow", "PoolTimeout"),
        (httpx.Response(503, json={"problem": "store"}), "store_down", "503"),
        (httpx.Response(503, json={"problem": "not_ready"}), "not_ready", "503"),
        (httpx.Response(503, json={"problem": ["store"]}), "dialogue_error", "503"),
        (httpx.Response(503, text="proxy says no"), "dialogue_error", "503"),
        (httpx.Response(401, json={"problem": "secret"}), "dialogue_error", "401"),
        (httpx.Response(302, headers={"Location": "http://evil/"}), "dialogue_error", "302"),
        (httpx.Response(200, json={"messages": []}), "silent", ""),
        (httpx.Response(200, json={"messages": {}}), "nonsense", "no list of messages"),
        (httpx.Response(200, json=TEXT["messages"]), "nonsense", "no list of messages"),
        (httpx.Response(200, json={"messages": [{"type": "x"}]}), "nonsense", "message: union_tag_invalid"),
    ],
)
async def test_a_failure_is_named(answer: httpx.Response | Exception, kind: str, cause: str) -> None:
    failure = await failure_of(answer)
    assert (failure.kind.value, failure.cause) == (kind, cause)
    assert str(failure) == kind


async def test_the_secret_travels_in_a_header_and_no_proxy_is_used() -> None:
    seen: list[httpx.Request] = []

    class Remembering(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            seen.append(request)
            return httpx.Response(200, json=TEXT)

    brain = Brain(["http://a:1"], "between us", transport=Remembering())
    await brain.ask("web-1", Turn(text="好"))
    assert seen[0].headers["x-inbox-secret"] == "between us"
    assert seen[0].url == "http://a:1/webhooks/inbox/messages"
    assert brain._client.trust_env is False
    await brain.close()
