"""A kiosk gets in by its own key or by the cookie of a machine that was made known, and by nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.channels.app import create_app
from bot.channels.devices import COOKIE, Devices
from bot.channels.onetime import Links
from tests.channels.citizen import KIOSK_KEY, SESSIONS, Citizen, FakeFiles, refusal
from tests.channels.fake_inbox import FakeInbox

pytestmark = pytest.mark.anyio
KIOSK = {"channel": "kiosk"}


@pytest.fixture
async def machine(app: Any, citizen: Citizen) -> AsyncIterator[Citizen]:
    """A browser in the hall that nobody has made known."""
    machine = Citizen(app, "192.0.2.1")
    async with machine.http:
        yield machine


async def enrol(machine: Citizen, link: str) -> httpx.Response:
    return await machine.http.get("/kiosk/enrol", params={"pass": link})


async def test_without_a_key_it_is_refused_in_words(machine: Citizen) -> None:
    problem = refusal(await machine.http.post(SESSIONS, json=KIOSK), 403, "kiosk-key")
    assert "还没有登记" in problem["detail"] and "12345" in problem["detail"]
    assert (await machine.http.post(SESSIONS, json={"channel": "web"})).status_code == 201


@pytest.mark.parametrize("key", ["", "x", KIOSK_KEY[:-1], KIOSK_KEY + "x", KIOSK_KEY.upper()])
async def test_a_wrong_key(machine: Citizen, key: str) -> None:
    answer = await machine.http.post(SESSIONS, json=KIOSK, headers={"X-Kiosk-Key": key})
    refusal(answer, 403, "kiosk-key")


async def test_wrong_look_ups_are_counted_by_visit_and_machine(machine: Citizen, inbox: FakeInbox) -> None:
    await enrol(machine, Devices([KIOSK_KEY]).enrolment())
    origins = []
    for _ in range(2):
        machine.holding((await machine.http.post(SESSIONS, json=KIOSK)).json())
        # The kiosk's page shows its cookie when it opens a chat and not with each message.
        kept = machine.http.cookies
        machine.http.cookies = httpx.Cookies()
        await machine.say("T2026-000001")
        machine.http.cookies = kept
        origins.append(inbox.seen[-1]["origin"])
    first, second = origins
    assert set(first) == {"visit", "shared"} and first["shared"] == second["shared"]
    assert first["visit"] != second["visit"]


async def test_the_right_key(machine: Citizen) -> None:
    await machine.open("kiosk")
    assert await machine.say("你好")


async def test_a_machine_is_made_known_once(machine: Citizen, stranger: Citizen) -> None:
    link = Devices([KIOSK_KEY]).enrolment()
    answer = await enrol(machine, link)
    assert answer.status_code == 303 and answer.headers["location"] == "/kiosk"
    cookie = answer.headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", "path=/api/chat", "secure"):
        assert part in cookie
    assert (await machine.http.post(SESSIONS, json=KIOSK)).status_code == 201
    refusal(await enrol(stranger, link), 403, "kiosk-key")
    refusal(await stranger.http.post(SESSIONS, json=KIOSK), 403, "kiosk-key")


async def test_links_and_cookies_that_are_none(machine: Citizen, files: FakeFiles) -> None:
    other = Devices(["the-machine-of-somebody-else-01"])
    wrong = [other.enrolment(), Devices([KIOSK_KEY]).cookie(), Links(KIOSK_KEY, "kiosk enrolment", 1).make() + "x", ""]
    for link in wrong:
        refusal(await enrol(machine, link), 403, "kiosk-key")
    for cookie in (other.cookie(), Devices([KIOSK_KEY]).enrolment(), "x"):
        headers = {"Cookie": f"{COOKIE}={cookie}"}
        refusal(await machine.http.post(SESSIONS, json=KIOSK, headers=headers), 403, "kiosk-key")
    files.down = True
    refusal(await enrol(machine, Devices([KIOSK_KEY]).enrolment()), 503, "records-down")


def asked(machine: Citizen, devices: Devices) -> Any:
    return machine.http.post(SESSIONS, json=KIOSK, headers={"Cookie": f"{COOKIE}={devices.cookie()}"})


async def test_a_key_that_was_taken_away_shuts_its_machines_out(
    settings: Any, words: Any, files: FakeFiles, machine: Citizen
) -> None:
    old, new = Devices([KIOSK_KEY]), "the-newer-machine-0123456789"
    for keys, status in (((new, KIOSK_KEY), 201), ((new,), 403), ((), 403)):
        changed = Citizen(create_app(replace(settings, kiosk_keys=keys), words=words, files=files))
        async with changed.http:
            assert (await asked(changed, old)).status_code == status
        await changed.http.aclose()


async def test_practice_on_one_machine_has_no_certificate(app: Any, citizen: Citizen) -> None:
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
        answer = await http.get("/kiosk/enrol", params={"pass": Devices([KIOSK_KEY]).enrolment()})
    assert "secure" not in answer.headers["set-cookie"].lower() and "httponly" in answer.headers["set-cookie"].lower()
