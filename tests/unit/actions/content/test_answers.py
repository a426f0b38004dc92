"""Reading answers and making the `answer` message."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from actions.content.answers import FEATURES, Answer, card, due_for, load_answers, payload, topics
from actions.content.laws import Law
from actions.content.region import Region, load_region
from actions.content.source import ContentError

LAWS = {"甲法": Law("甲法", "中华人民共和国甲法", "2023年修订", date(2024, 1, 1), 90)}
FEE = """\
- id: fee
  title: 收费吗
  answer: |-
    不收。地址：{office_address}
  more: 鉴定费另说。
  basis: [{law: 甲法, article: [87, 88]}, {law: 甲法, article: 1}]
  next: [how-to-file, apply]
  own_figures: [30天]
  reviewed: {on: 2026-11-23, by: null}
"""
HOW = """\
- id: how-to-file
  title: 怎么申请
  answer: 当面交。
  basis: [{law: 甲法, article: 22}]
  next: [fee]
  own_figures: []
  reviewed: {on: 2026-11-23, by: 法制股}
"""


@pytest.fixture
def region() -> Region:
    """The default county."""
    return load_region("shiquan")


def folder(root: Path, **files: str) -> Path:
    """A folder of answers; the keyword is the group."""
    for group, text in files.items():
        (root / f"{group}.yml").write_text(text, encoding="utf-8")
    return root


def test_reads_an_answer(tmp_path: Path) -> None:
    fee = load_answers(folder(tmp_path, filing=FEE, other=HOW))["fee"]
    assert fee == Answer(
        id="fee",
        group="filing",
        title="收费吗",
        answer="不收。地址：{office_address}",
        more="鉴定费另说。",
        basis=(("甲法", 87), ("甲法", 88), ("甲法", 1)),
        next=("how-to-file", "apply"),
        own_figures=("30天",),
        reviewed_on=date(2026, 11, 23),
        reviewed_by=None,
        choices=(("怎么申请", '/ask{"topic": "how-to-file"}'), (FEATURES["apply"], "/apply")),
    )


def test_keeps_who_reviewed_it(tmp_path: Path) -> None:
    assert load_answers(folder(tmp_path, filing=FEE, other=HOW))["how-to-file"].reviewed_by == "法制股"


def test_is_read_once(tmp_path: Path) -> None:
    root = folder(tmp_path, filing=FEE + HOW)
    assert load_answers(root) is load_answers(root)


def test_an_answer_cannot_be_changed(tmp_path: Path) -> None:
    fee = load_answers(folder(tmp_path, filing=FEE + HOW))["fee"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        fee.title = "别的"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("next: [fee]", "next: [nowhere]", r"how-to-file\.next：没有“nowhere”"),
        ("id: how-to-file", "id: fee", "fee：编号重复"),
        ("id: how-to-file", "id: How To", "编号只能是"),
        ("  title: 怎么申请\n", "", "title：缺少"),
        ("  own_figures: []\n", "", "own_figures：缺少"),
        ("answer: 当面交。", "answer: 打{phone}", r"how-to-file\.answer：没有占位符"),
        ("answer: 当面交。", 'answer: "当面{交"', r"how-to-file\.answer：花括号"),
        ("article: 22", "article: 二十二", "article：类型不对"),
        ("on: 2026-11-23", "on: 昨天", r"reviewed\.on：类型不对"),
        ("next: [fee]", "next: fee", "next：类型不对"),
    ],
)
def test_refuses_a_faulty_answer(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in HOW
    with pytest.raises(ContentError, match=problem):
        load_answers(folder(tmp_path, filing=FEE, other=HOW.replace(old, new)))


def test_refuses_a_file_that_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="应当是一列答复"):
        load_answers(folder(tmp_path, filing="id: fee\n"))


def test_refuses_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="里面没有答复"):
        load_answers(tmp_path)


def test_card_is_the_message_of_the_contract(tmp_path: Path, region: Region) -> None:
    fee = load_answers(folder(tmp_path, filing=FEE + HOW))["fee"]
    assert card(fee, LAWS, region) == {
        "type": "answer",
        "id": "fee",
        "title": "收费吗",
        "text": f"不收。地址：{region.office_address_text()}",
        "more": "鉴定费另说。",
        "basis": [{"law": "甲法", "article": article, "since": "2024-01-01"} for article in (87, 88, 1)],
        "choices": [
            {"label": "怎么申请", "choice": '/ask{"topic": "how-to-file"}'},
            {"label": FEATURES["apply"], "choice": "/apply"},
        ],
    }


def test_card_without_more_has_no_more(tmp_path: Path, region: Region) -> None:
    assert "more" not in card(load_answers(folder(tmp_path, filing=FEE + HOW))["how-to-file"], LAWS, region)


def test_card_refuses_a_law_that_is_not_in_force(tmp_path: Path, region: Region) -> None:
    fee = load_answers(folder(tmp_path, filing=FEE + HOW))["fee"]
    with pytest.raises(ContentError, match="fee 的 甲法"):
        card(fee, {}, region)
    with pytest.raises(ContentError, match="甲法第87条：没有这一条"):
        card(fee, {"甲法": dataclasses.replace(LAWS["甲法"], articles=80)}, region)


def test_payload_is_what_the_dialogue_reads() -> None:
    assert payload("fee") == '/ask{"topic": "fee"}'


# A change of law.


def changed(**changes: object) -> dict[str, Law]:
    return {"甲法": dataclasses.replace(LAWS["甲法"], **changes)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "due"), [(None, ()), (date(2026, 11, 23), ()), (date(2026, 11, 24), ("甲法",)), (date(2020, 1, 1), ())]
)
def test_an_answer_is_due_when_its_law_changed_after_its_review(
    tmp_path: Path, day: date | None, due: tuple[str, ...]
) -> None:
    fee = load_answers(folder(tmp_path, filing=FEE, other=HOW))["fee"]
    assert due_for(fee, changed(changed=day)) == due


def test_an_answer_reviewed_before_its_law_took_effect_is_due(tmp_path: Path) -> None:
    fee = load_answers(folder(tmp_path, filing=FEE, other=HOW))["fee"]
    assert due_for(fee, changed(since=date(2026, 12, 1))) == ("甲法",)


def test_an_answer_is_shown_until_it_is_turned_off(tmp_path: Path, region: Region) -> None:
    fee = load_answers(folder(tmp_path, filing=FEE, other=HOW))["fee"]
    shown = card(fee, changed(changed=date(2026, 12, 1)), region)
    assert shown["type"] == "answer"
    off = card(fee, changed(changed=date(2026, 12, 1), hold=True), region)
    assert off["type"] == "notice" and "正在重新核对" in off["text"] and "不收" not in str(off)
    assert card(fee, changed(hold=True), region)["type"] == "answer"  # nothing changed, nothing is held


# Variants.


CASES = """\
- id: ask
  title: 看情况
  answer: 一般这样。
  ask_back: 您是哪一种？
  basis: [{law: 甲法, article: 1}]
  next: [ask--one]
  own_figures: []
  reviewed: {on: 2026-11-23, by: null}
- id: ask--one
  variant_of: ask
  label: 公司
  title: 看情况（公司）
  answer: 公司那样。
  basis: [{law: 甲法, article: 2}]
  next: [ask]
  own_figures: []
  reviewed: {on: 2026-11-23, by: null}
"""


def test_an_answer_asks_back_which_case_it_is(tmp_path: Path, region: Region) -> None:
    found = load_answers(folder(tmp_path, filing=CASES))
    shown = card(found["ask"], LAWS, region)
    assert shown["text"] == "一般这样。\n您是哪一种？"
    assert shown["choices"][0] == {"label": "公司", "choice": payload("ask--one")}
    assert topics(found) == ["ask"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  ask_back: 您是哪一种？\n", ""),
        ("  variant_of: ask\n", ""),
        ("  label: 公司\n", ""),
        ("variant_of: ask", "variant_of: gone"),
    ],
)
def test_half_a_variant_is_refused(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(ContentError):
        load_answers(folder(tmp_path, filing=CASES.replace(old, new)))
