"""The table of questions: what it may say, and how a fault in it is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.content.interview import load_interview
from actions.content.source import ContentError

ROW = {"section": "一", "control": "text", "read": "text", "text": "问", "why": "为什么"}


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Writes a table and loads it."""
    (tmp_path / "interviews").mkdir()

    def write(table: Any) -> Any:
        (tmp_path / "interviews" / "toy.yml").write_text(yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
        load_interview.cache_clear()
        return load_interview("toy", tmp_path)

    yield write
    load_interview.cache_clear()


def table(**changes: Any) -> dict[str, Any]:
    return {"sections": ["一", "二"], "questions": {"first": ROW, "second": ROW | {"section": "二"} | changes}}


def test_a_question_has_what_its_row_says(written: Any) -> None:
    interview = written(table(skip="跳过", resets=["first"], when={"first": ["given"]}, private=True, max=9))
    second = interview.questions["second"]
    assert (second.key, second.skip, second.resets, second.private, second.max) == (
        "second",
        "跳过",
        ("first",),
        True,
        9,
    )
    assert second.when == {"first": ["given"]} and (second.min, second.options, second.invalid) == (1, {}, "")


def test_options_may_come_from_the_program(written: Any) -> None:
    assert (
        written({**table(), "questions": {"first": ROW | {"from": "matters"}}}).questions["first"].options_from
        == "matters"
    )


def test_the_questions_keep_their_order_and_know_their_step(written: Any) -> None:
    interview = written(table())
    assert list(interview.questions) == ["first", "second"]
    assert (interview.step("first"), interview.step("second")) == ({"at": 1, "of": 2}, {"at": 2, "of": 2})


@pytest.mark.parametrize(("keeps", "kept"), [(True, True), (False, False), ("ja", False), (None, False)])
def test_a_form_keeps_its_answers_only_where_the_table_says_so(written: Any, keeps: Any, kept: bool) -> None:
    assert written({**table(), "keeps": keeps}).keeps is kept


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ([], "文件"),
        ({"questions": {"first": ROW}}, "文件"),
        ({"sections": ["一"]}, "文件"),
        ({"sections": ["一"], "questions": []}, "文件"),
        (table(section="三"), "second.section"),
        (table(resets=["nobody"]), "second.resets"),
        (table(colour="red"), "second"),
        ({"sections": ["一"], "questions": {"first": {"section": "一"}}}, "first"),
        ({"sections": ["一"], "questions": {"first": "问"}}, "first"),
    ],
)
def test_a_fault_is_named_for_the_clerk_who_edits_it(written: Any, fault: Any, named: str) -> None:
    with pytest.raises(ContentError) as caught:
        written(fault)
    assert caught.value.key == named and caught.value.file.endswith("toy.yml")


def test_a_form_without_a_table_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        load_interview("nothing", tmp_path)


@pytest.mark.parametrize("feature", ["apply", "filed"])
def test_the_real_tables_can_be_read(feature: str) -> None:
    assert len(load_interview(feature).questions) > 5
