"""Whose address a request has, and how many it may send."""

from ipaddress import ip_network

import pytest
from fastapi import Request

from bot.channels.limits import NEW_SESSIONS, PER_ADDRESS, PER_SESSION, Limits, bucket, client_address, from_inside
from bot.channels.problems import Problem
from bot.channels.settings import SettingsError

PROXIES = (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("::1"))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def request(peer: str | None, *forwarded: str, **headers: str) -> Request:
    listed = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    listed += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "client": (peer, 1) if peer else None, "headers": listed})


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["1.2.3.4, 203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["1.2.3.4", "203.0.113.7, 10.1.1.1"], "203.0.113.7"),
        ("127.0.0.1", ["10.1.1.2, 10.1.1.1"], "10.1.1.2"),
        ("::1", ["2001:db8::5"], "2001:db8::5"),
        ("::ffff:127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7, unknown"], "None"),
        ("127.0.0.1", ["203.0.113.7:5555"], "None"),
        ("127.0.0.1", [""], "127.0.0.1"),
        ("/run/edge.sock", [], "None"),
        (None, ["203.0.113.7"], "None"),
    ],
)
def test_the_address(peer: str | None, forwarded: list[str], address: str) -> None:
    assert str(client_address(request(peer, *forwarded), PROXIES)) == address


def test_an_ipv6_subscriber_is_one() -> None:
    first = client_address(request("2001:db8:1:2:3::1"), ())
    second = client_address(request("2001:db8:1:2:ffff::9"), ())
    assert bucket(first) == bucket(second) == "2001:db8:1:2::/64"
    assert bucket(client_address(request("203.0.113.7"), ())) == "203.0.113.7"


@pytest.mark.parametrize(
    ("made", "inside"),
    [
        (request("127.0.0.1"), True),
        (request("10.9.9.9"), True),
        (request("203.0.113.7"), False),
        (request("127.0.0.1", "203.0.113.7"), False),
        (request("127.0.0.1", "10.2.2.2"), True),
        (request("127.0.0.1", "127.0.0.1, 203.0.113.7"), False),
        (request("127.0.0.1", "rubbish"), False),
        (request(None), False),
    ],
)
def test_who_is_inside(made: Request, inside: bool) -> None:
    assert from_inside(made, PROXIES) is inside


@pytest.mark.parametrize("header", ["forwarded", "x_real_ip"])
def test_a_proxy_that_nobody_trusts_hides_a_stranger(header: str) -> None:
    assert from_inside(request("127.0.0.1"), ())
    assert not from_inside(request("127.0.0.1", **{header: "203.0.113.7"}), ())


@pytest.mark.anyio
@pytest.mark.parametrize(("limit", "allowed"), [(PER_SESSION, 60), (PER_ADDRESS, 300), (NEW_SESSIONS, 60)])
async def test_as_many_as_allowed_and_no_more(limit, allowed: int) -> None:
    limits = Limits("memory://")
    for _ in range(allowed):
        await limits.hit(limit, "somebody")
    with pytest.raises(Problem) as problem:
        await limits.hit(limit, "somebody")
    assert problem.value.kind == "rate_limited"
    assert 1 <= int(problem.value.headers["Retry-After"]) <= 60
    await limits.hit(limit, "somebody else")


@pytest.mark.anyio
async def test_limits_of_different_kinds_do_not_add_up() -> None:
    limits = Limits("memory://")
    for _ in range(20):
        await limits.hit(NEW_SESSIONS, "203.0.113.7")
    await limits.hit(PER_ADDRESS, "203.0.113.7")


@pytest.mark.anyio
async def test_a_store_that_fails_lets_through_and_says_so() -> None:
    causes: list[str] = []
    limits = Limits("memory://", causes.append)

    async def broken(*args: object) -> bool:
        raise OSError("redis://:password@10.0.0.1")

    limits._counters.hit = broken  # type: ignore[method-assign]
    await limits.hit(PER_ADDRESS, "203.0.113.7")
    assert causes == ["OSError"]


def test_a_store_of_no_known_kind_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="YIFAWEN_LIMITS_STORAGE"):
        Limits("carrier-pigeon://")
