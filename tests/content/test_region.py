"""The county's facts: true to form, nothing invented, nothing said twice."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from actions.content.region import Region

TOWNS = "城关镇 饶峰镇 两河镇 迎丰镇 池河镇 后柳镇 喜河镇 熨斗镇 曾溪镇 云雾山镇 中池镇".split()
FILE = Path(__file__).resolve().parents[2] / "knowledge" / "regions" / "shiquan.yml"


def test_all_eleven_towns_are_there_once(region: Region) -> None:
    assert [town.name for town in region.towns] == [f"石泉县{name}人民政府" for name in TOWNS]
    assert [town.words[0] for town in region.towns] == TOWNS


def test_ids_names_and_words_are_unique(region: Region) -> None:
    for listed in (
        [body.id for body in region.bodies],
        [body.name for body in region.bodies],
        [word for body in region.bodies for word in body.words],
        [door.id for door in region.doors],
    ):
        assert [one for one, times in Counter(listed).items() if times > 1] == []


def test_every_body_has_the_authority_that_its_kind_implies(region: Region) -> None:
    for body in region.bodies:
        expected = {
            "department": region.authority,
            "town": region.authority,
            "county": region.upper_authority,
            "city_branch": region.upper_authority,
            "unclear": None,
        }
        if body.kind == "vertical":
            assert body.upper is not None and body.upper.startswith("上一级"), body.id
        else:
            assert body.upper == expected[body.kind], body.id


def test_what_is_not_certain_says_what_to_check(region: Region) -> None:
    assert [body.id for body in region.bodies if body.kind in ("city_branch", "unclear") and not body.note] == []


def test_only_the_justice_bureau_may_be_taken_to_two_places(region: Region) -> None:
    assert [body.name for body in region.bodies if body.justice] == [region.bureau]


def test_plain_words_reach_the_bodies_people_complain_of(region: Region) -> None:
    words = {word: body.id for body in region.bodies for word in body.words}
    expected = {
        "城管": "city_management",
        "交警": "traffic_police",
        "派出所": "police",
        "国土所": "natural_resources",
        "工商": "market",
        "社保局": "human_resources",
        "低保办": "civil_affairs",
        "合疗": "medical_insurance",
        "税务局": "tax",
        "环保局": "environment",
        "拆迁办": "housing",
        "林业站": "forestry",
    }
    assert {word: words.get(word) for word in expected} == expected


def test_nothing_is_called_confirmed_before_the_county_confirms_it(region: Region) -> None:
    assert not region.confirmed and region.note
    assert "confirmed: true" not in FILE.read_text(encoding="utf-8")
    assert "以单位公布为准" in region.hours_text


def test_no_phone_is_invented(region: Region) -> None:
    numbers = set(re.findall(r"(?<!\d)\d{3,}(?!\d)", FILE.read_text(encoding="utf-8")))
    assert numbers == {"110", "119", "120", "12345", "12348", "12315", "12356", "12338"}
    assert region.office_phone is None and region.office_address is None


def test_only_the_reconsideration_window_takes_papers_with_effect(region: Region) -> None:
    assert [door.id for door in (*region.doors, *region.town_doors) if door.files] == ["reconsideration_window"]


def test_mailbox_has_the_three_kinds_and_no_term_of_its_own(region: Region) -> None:
    assert [kind.label for kind in region.mailbox.kinds] == ["反映问题", "投诉举报", "建议咨询"]
    assert region.mailbox.reply_workdays == {"problem": None, "complaint": None, "suggestion": None}
    assert "行政复议申请" in region.mailbox.not_for
