"""The papers that go with an application: which it needs, and what stands on them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from actions.procedure.document_facts import Agent, ApplicationFacts, Party
from actions.procedure.document_sheets import MOST_ROWS, sheets
from actions.procedure.document_words import template_words
from actions.procedure.tables import table

WORDS = template_words()["sheets"]
PERSON = Party(name="演示甲", delivery="某县某镇某街12号", phone="13800000000")


def sheet(key: str, **facts: Any) -> list[str]:
    """The lines of one paper; its placeholders are all filled."""
    [found] = [
        one
        for one in sheets(ApplicationFacts(**{"applicants": (PERSON,), **facts}))
        if one["title"] == WORDS[key]["title"]
    ]
    assert found["sign"] == WORDS[key]["sign"]
    lines: list[str] = found["lines"]
    assert not set("{}") & set("".join(lines)) and "None" not in "".join(lines)
    return lines


def titles(**facts: Any) -> list[str]:
    return [one["title"] for one in sheets(ApplicationFacts(**facts))]


# Which papers.


@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        ({}, ["delivery"]),
        ({"evidence": ("照片",)}, ["evidence", "delivery"]),
        ({"agents": (Agent(name="演示律师"),)}, ["delivery", "authority"]),
        ({"agents": (Agent("legal", name="演示乙"),)}, ["delivery"]),
        ({"group": 12}, ["delivery", "representatives"]),
        ({"writer": ("演示记录员", "演示镇")}, ["delivery", "oral"]),
        ({"guide": ("1．先签名",)}, ["delivery", "guide"]),
        (
            {"evidence": ("照片",), "agents": (Agent(),), "group": 11, "writer": ("甲乙", "某镇"), "guide": ("一",)},
            ["evidence", "delivery", "authority", "representatives", "oral", "guide"],
        ),
    ],
)
def test_only_the_papers_that_are_needed_in_the_order_of_the_template(facts: dict[str, Any], needed: list[str]) -> None:
    assert titles(**facts) == [WORDS[key]["title"] for key in needed]


# What stands on them.


def test_every_paper_of_evidence_has_its_number_and_room_for_the_rest() -> None:
    _, *rows = sheet("evidence", evidence=("决定书、通知书", " 照片\n3张 ", "", "\x00"))
    assert [row.split()[0] for row in rows] == ["1．决定书、通知书", "2．照片"]
    assert all("份" in row and "页" in row and row.endswith("证明：" + "_" * 14) for row in rows)


def test_letters_go_to_the_receiver_at_the_address() -> None:
    lines = sheet("delivery")
    assert lines[:4] == ["申请人：演示甲", "收件人：演示甲", "送达地址：某县某镇某街12号", "联系方式：13800000000"]


def test_what_is_missing_is_a_blank_to_be_filled_by_hand() -> None:
    lines = sheet("delivery", applicants=(Party(),))
    assert [line.partition("：")[2] for line in lines[:4]] == [template_words()["blank"]] * 4


def test_the_letter_of_authority_says_who_what_for_and_what_may_be_done() -> None:
    lines = sheet(
        "authority",
        agents=(Agent(name="演示律师"), Agent("legal", name="演示乙"), Agent(name="演示二")),
        respondent="石泉县公安局",
        act="《行政处罚决定书》（演示〔2026〕1号）",
        powers=("file", "change", "fly"),
    )
    assert "受委托人：演示律师、演示二" in lines and "委托人：演示甲" in lines
    assert "委托事项：不服石泉县公安局作出的《行政处罚决定书》（演示〔2026〕1号），申请行政复议。" in lines
    [powers] = [line for line in lines if line.startswith("委托权限")]
    assert powers == f"委托权限：{template_words()['powers']['file']}；{template_words()['powers']['change']}。"


def test_without_powers_there_is_room_for_them() -> None:
    [powers] = [line for line in sheet("authority", agents=(Agent(name="演示律师"),)) if line.startswith("委托权限")]
    assert "____" in powers


@pytest.mark.parametrize("matter", [*table("matters"), None])
@pytest.mark.parametrize("inaction", [True, False])
def test_what_it_is_about_is_a_part_of_a_sentence(matter: str | None, inaction: bool) -> None:
    [line] = [
        one
        for one in sheet("authority", agents=(Agent(),), respondent="某局", matter=matter, inaction=inaction)
        if "委托事项" in one
    ]
    about = line.removeprefix("委托事项：不服某局").removesuffix("，申请行政复议。")
    assert about.startswith("不履行") and about.endswith("法定职责") if inaction else about.startswith("作出的")


def test_silence_without_a_named_duty_reads_as_a_sentence() -> None:
    [line] = [
        one
        for one in sheet("authority", agents=(Agent(),), respondent="某局", matter="inaction", inaction=True)
        if "委托事项" in one
    ]
    assert line == "委托事项：不服某局不履行法定职责，申请行政复议。"


def test_representatives_are_chosen_by_everybody() -> None:
    lines = sheet(
        "representatives",
        group=12,
        applicants=(PERSON, Party(name="演示乙")),
        respondent="某局",
        matter="expropriation",
    )
    assert (
        "申请人共12人，因不服某局作出的征收、征用或者补偿决定申请行政复议，现推选 演示甲、演示乙 为代表人" in lines[0]
    )
    rows = [line for line in lines if re.match(r"\d+．姓名", line)]
    assert [int(row.partition("．")[0]) for row in rows] == list(range(1, 13))


@pytest.mark.parametrize(
    ("group", "rows"), [(11, 11), (MOST_ROWS, MOST_ROWS), (MOST_ROWS + 1, MOST_ROWS), (9999, MOST_ROWS)]
)
def test_there_is_a_line_for_every_signature_up_to_some_sheets(group: int, rows: int) -> None:
    assert sum("．姓名" in line for line in sheet("representatives", group=group)) == rows


def test_one_who_wrote_for_another_is_named() -> None:
    lines = sheet("oral", writer=("演示记录员", "演示镇便民服务中心"))
    assert "记录人 演示记录员（演示镇便民服务中心）当场记录" in lines[0]


def test_the_guide_is_printed_line_by_line() -> None:
    assert sheet("guide", guide=("1．先签名", "2．再\n递交", "{依据}".strip("{}"))) == [
        "1．先签名",
        "2．再 递交",
        "依据",
    ]


# Nothing that is typed breaks a paper.


@pytest.mark.parametrize("typed", ["{phone}", "{{ 7 * 7 }}", "<b>粗</b>", "\\1", "{number}", "{short}"])
def test_what_a_citizen_types_is_printed_as_it_is(typed: str) -> None:
    application = ApplicationFacts(
        applicants=(Party(name=typed, delivery=typed),),
        respondent=typed,
        writer=(typed, typed),
        agents=(Agent(name=typed),),
    )
    lines = [line for one in sheets(application) for line in one["lines"]]
    assert f"申请人：{typed}" in lines and f"受委托人：{typed}" in lines and f"送达地址：{typed}" in lines
    assert any(f"记录人 {typed}（{typed}）" in line for line in lines)


@settings(max_examples=40, deadline=None)
@given(name=some.text(max_size=20), item=some.text(max_size=20), group=some.integers(0, 100))
def test_any_text_makes_papers(name: str, item: str, group: int) -> None:
    application = ApplicationFacts(applicants=(Party(name=name),), evidence=(item,), group=group, guide=(item,))
    for one in sheets(application):
        assert one["title"] and all("\n" not in line for line in one["lines"])


def test_every_placeholder_of_the_template_is_known() -> None:
    whole = {
        "evidence": ("照片",),
        "agents": (Agent(),),
        "group": 11,
        "writer": ("甲乙", "某镇"),
        "guide": ("一",),
    }
    assert titles(**whole) == [row["title"] for row in WORDS.values()]
    for key in WORDS:
        sheet(key, **whole)
