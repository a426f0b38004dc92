"""The page on how to file."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from actions.apply_guide import guide
from actions.content.region import Region, load_region
from actions.procedure.document_words import template_words
from tests.unit.actions.test_stage import TODAY

KNOWN = {"respondent": "交警", "body": "traffic_police", "learned_how": "handed_over", "learned_on": "2026-11-20"}


@pytest.fixture
def region() -> Region:
    return load_region("shiquan")


def page(region: Region, **changes: Any) -> str:
    lines = guide({**KNOWN, **changes}, TODAY, region)
    assert not set("{}") & set("".join(lines)) and "None" not in "".join(lines)
    return "\n".join(lines)


def test_the_lines_are_numbered_and_end_with_their_articles(region: Region) -> None:
    *lines, last = page(region).split("\n")
    assert [int(line.partition("．")[0]) for line in lines] == list(range(1, len(lines) + 1))
    assert last == template_words()["guide"]["basis"]


def test_it_says_until_when_where_and_that_saving_is_not_filing(region: Region) -> None:
    text = page(region)
    for needed in (
        "都不算递交",
        "2027年1月19日（星期二）",
        region.office_name,
        region.hours_text,
        "收件凭证",
        "不收费",
    ):
        assert needed in text


@pytest.mark.parametrize(("day", "late"), [("2026-11-20", False), ("2026-09-26", False), ("2026-05-01", True)])
def test_one_who_is_late_is_told_what_to_write(region: Region, day: str, late: bool) -> None:
    assert (template_words()["guide"]["late"] in page(region, learned_on=day)) is late


def test_a_last_day_that_is_not_known_is_not_made_up(region: Region) -> None:
    text = page(region, learned_on=None)
    assert template_words()["guide"]["until_unknown"] in text and not re.search(r"最后一天：\d", text)


def test_another_authority_is_named_and_its_address_asked_for(region: Region) -> None:
    text = page(region, respondent="税务局", body="tax")
    assert "“上一级税务机关”" in text and region.office_address_text() not in text and "12345" in text


def test_an_authority_that_is_not_known_is_asked_for(region: Region) -> None:
    text = page(region, respondent="某某委员会", body="other")
    assert "还要核实" in text and f"当面交：{region.office_name}" not in text


def test_the_countys_own_facts_are_used_where_it_has_told_them(region: Region) -> None:
    told = replace(region, office_address="演示路1号", office_phone="0000-0000000")
    assert "演示路1号" in page(told) and "0000-0000000" in page(told)
