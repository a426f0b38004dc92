"""Where and when a person can be reached; nothing that the county has not said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from actions.content.region import CHINA, Region, load_region
from actions.handoff import ActionHandoff, handoff_card
from bot.channels.messages import checked
from tests.unit.actions.test_stage import DOMAIN, Stage, run, tracker_of

KNOWN = {"110", "119", "120", "12315", "12345", "12348", "12356", "12338"}


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


@pytest.fixture
def region() -> Region:
    return load_region("shiquan")


def card(at: datetime, stage: Stage) -> dict[str, Any]:
    stage.at(at)
    [message, offer], events = run(ActionHandoff())
    assert events == [] and checked([message, offer]) == ([message, offer], [])
    assert [one["choice"] for one in offer["choices"]] == ["/callback"]
    return message


def test_within_a_form_nothing_else_is_begun(stage: Stage) -> None:
    within = tracker_of()
    within.active_loop = {"name": "apply_form"}
    [message], _ = run(ActionHandoff(), within)
    assert message["type"] == "handoff"


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ((2026, 11, 23, 8, 59), False),
        ((2026, 11, 23, 9, 0), True),
        ((2026, 11, 23, 12, 0), False),
        ((2026, 11, 23, 16, 59), True),
        ((2026, 11, 23, 17, 0), False),
        ((2026, 11, 22, 10, 0), False),  # a Sunday
        ((2026, 10, 1, 10, 0), False),  # the National Day
        ((2026, 10, 10, 10, 0), True),  # a Saturday on which one works
    ],
)
def test_it_says_whether_somebody_is_there(stage: Stage, moment: tuple[int, ...], is_open: bool) -> None:
    message = card(datetime(*moment, tzinfo=CHINA), stage)  # type: ignore[arg-type,misc]
    assert message["open"] is is_open
    assert ("现在是上班时间" in message["text"]) is is_open and ("现在不是上班时间" in message["text"]) is not is_open


def test_every_door_is_shown_with_its_hours(region: Region) -> None:
    offices = handoff_card(region, True)["offices"]
    assert [office["name"] for office in offices] == [door.name for door in region.doors]
    assert all(office["hours"] and office["address"] for office in offices)


def test_hours_and_public_lines_are_always_said(region: Region) -> None:
    for is_open in (True, False):
        values = " ".join(line["value"] for line in handoff_card(region, is_open)["lines"])
        assert region.hours_text in values
        assert {"110", "120", "12348", "12356"} <= set(re.findall(r"\d+", values.replace(region.hours_text, "")))


def test_no_number_is_invented(region: Region) -> None:
    assert set(re.findall(r"\d{3,}", str(handoff_card(region, True)))) <= KNOWN


def test_a_phone_that_is_not_known_stays_blank(region: Region) -> None:
    phones = {office["name"]: office["phone"] for office in handoff_card(region, True)["offices"]}
    assert phones == {door.name: door.phone for door in region.doors} and None in phones.values()


def test_a_doors_own_facts_come_first(region: Region) -> None:
    door = replace(region.doors[1], address="演示路1号", hours="演示时间", phone="12345")
    [office] = handoff_card(replace(region, doors=(door,)), True)["offices"]
    assert (office["address"], office["hours"], office["phone"]) == ("演示路1号", "演示时间", "12345")


def test_the_address_of_the_office_is_not_given_to_other_doors(region: Region) -> None:
    known = replace(region, office_address="演示路1号")
    offices = {office["name"]: office["address"] for office in handoff_card(known, True)["offices"]}
    assert offices.pop("行政复议窗口（石泉县司法局）") == "演示路1号"
    assert "演示路1号" not in offices.values()


def test_the_phone_of_the_office_is_shown_once_the_county_fills_it_in(region: Region) -> None:
    offices = handoff_card(replace(region, office_phone="演示号码"), True)["offices"]
    assert [office["name"] for office in offices if office["phone"] == "演示号码"] == [
        door.name for door in region.doors if door.files
    ]


def test_it_is_called_as_the_domain_calls_it() -> None:
    assert ActionHandoff().name() in DOMAIN["actions"]
