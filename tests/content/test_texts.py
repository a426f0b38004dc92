"""The greeting and the words for failures; and that no file of knowledge/ says a key twice."""

from __future__ import annotations

import json
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.content.answers import Answer
from actions.content.region import Region
from actions.content.source import ROOT, Loader
from actions.content.texts import failure, load_failures, welcome

FEATURES = {"/apply", "/case_status", "/complaint", "/menu", "/handoff", "/stop", "/door", "/filed", "/callback"}
FAILURES = (
    "dialogue_down dialogue_slow silent store_down records_down not_ready expired_session rate_limited busy bad_text"
    " too_long too_large not_offered bad_token not_found answer_offline answer_held still_readable bad_request failed bad_facts"
    " photo_too_large photo_type photo_pixels photo_unreadable photo_busy photo_slow photo_off photo_read"
    " ended_session handed_over kiosk_key link_gone link_used photo_full photo_pages rated"
).split()
# What may have been done before it failed: here nothing may be promised, only how to tell.
UNCERTAIN = ("dialogue_down", "dialogue_slow", "silent", "store_down", "records_down", "failed")


def test_greeting_is_one_notice_and_one_choice_of_six_jobs(region: Region) -> None:
    notice, choices = welcome(region)
    assert (notice["type"], notice["level"]) == ("notice", "info")
    assert choices["type"] == "choices" and len(choices["choices"]) == 6


def test_greeting_says_what_it_is_and_where_to_turn_in_danger(region: Region) -> None:
    text = welcome(region)[0]["text"]
    for needed in ("不是工作人员", "不是律师", "不等于递交", "身份证号", "删除", "110", "120", region.name):
        assert needed in text


def test_every_payload_of_the_greeting_leads_somewhere(region: Region, answers: dict[str, Answer]) -> None:
    for choice in welcome(region)[1]["choices"]:
        payload = choice["choice"]
        if payload.startswith("/ask"):
            assert json.loads(payload.removeprefix("/ask"))["topic"] in answers
        else:
            assert payload in FEATURES


@pytest.mark.parametrize("id_", FAILURES)
def test_every_failure_has_words(id_: str, region: Region) -> None:
    notice = failure(id_, region)
    assert notice["type"] == "notice" and notice["text"]
    assert not set("{}") & set(notice["text"])


def test_there_is_no_failure_text_that_nobody_uses() -> None:
    assert set(load_failures()) == set(FAILURES)


@pytest.mark.parametrize("id_", FAILURES)
def test_a_warning_or_error_starts_with_the_word_that_says_so(id_: str) -> None:
    one = load_failures()[id_]
    first = one.text.split("：")[0]
    assert one.level == "info" or first in {
        "故障",
        "注意",
        "还没准备好",
        "对话已结束",
        "请稍等",
        "没有收进去",
        "没有读成",
        "没有照办",
        "没有找到",
        "打不开",
        "对话已清除",
        "链接已失效",
    }


@pytest.mark.parametrize("id_", UNCERTAIN)
def test_what_is_not_certain_is_not_promised(id_: str, region: Region) -> None:
    text = failure(id_, region)["text"]
    assert "没有看到编号" in text
    assert "没有改动" not in text and "没有收进去" not in text
    assert region.office_name in text and region.hours_text in text


class StrictLoader(Loader):
    """Refuses a mapping that says a key twice (the second would win in silence)."""


def _once(loader: StrictLoader, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = {key for key in keys if keys.count(key) > 1}
    assert not twice, f"第{node.start_mark.line + 1}行起写了两次：{twice}"
    return loader.construct_mapping(node, deep=True)


StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _once)


@pytest.mark.parametrize("file", sorted(ROOT.rglob("*.yml")), ids=lambda file: str(Path(file).relative_to(ROOT)))
def test_no_key_is_written_twice(file: Path) -> None:
    yaml.load(file.read_text(encoding="utf-8"), Loader=StrictLoader)
