"""Offices and phones are the county's own, without Rasa and without records; what is not confirmed stays blank."""

from __future__ import annotations

import pytest

from actions.content.region import load_region
from tests.channels.citizen import Citizen, FakeFiles
from tests.channels.fake_inbox import FakeInbox

pytestmark = pytest.mark.anyio


async def test_they_are_those_of_the_region_file(citizen: Citizen, files: FakeFiles, inbox: FakeInbox) -> None:
    files.down, inbox.mode = True, "failed"
    told = (await citizen.http.get("/api/offices")).raise_for_status().json()
    region = load_region("shiquan")
    assert told["county"] == region.name and told["hours"] == region.hours_text
    assert {one["name"] for one in told["offices"]} == {door.name for door in region.doors}
    assert [line["label"] for line in told["phones"]] == [number for number, _ in region.phones]
    assert inbox.seen == []


async def test_the_window_that_files_comes_first(citizen: Citizen) -> None:
    places = (await citizen.http.get("/api/offices")).json()["offices"]
    assert places[0]["files"] and not any(one["files"] for one in places[1:])


async def test_a_blank_phone_is_not_made_up(citizen: Citizen) -> None:
    told = (await citizen.http.get("/api/offices")).json()["offices"]
    confirmed = {door.name: door.phone for door in load_region("shiquan").doors}
    assert {one["name"]: one["phone"] for one in told} == confirmed
