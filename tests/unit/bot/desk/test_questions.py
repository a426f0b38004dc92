"""Questions that no answer fitted, in groups, and the draft of an answer that leaves as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from starlette.applications import Starlette

from actions.casework.store import Records
from actions.content.answers import load_answers
from actions.content.source import ROOT
from bot.desk.questions import drafted, grouped, normal
from tests.unit.bot.desk.clerk import Clerk
from tests.unit.bot.desk.test_views import words

TITLE = load_answers()["filing-deadline"].title
GOOD = {
    "id": "dog-licence",
    "title": "养狗要不要办证",
    "answer": "先说结论。\r\n再说怎么办。",
    "law": "行政复议法",
    "article": "11",
    "examples": "养狗要办证吗\n- 狗证在哪里办\n\n 办狗证  要钱吗 \n养狗要办证吗",
}


def test_wordings_that_differ_in_signs_are_one() -> None:
    assert normal("狗证，在哪里办？") == normal("狗证 在哪里办") == normal("狗证在哪里办")
    (group,) = grouped([("狗证在哪里办", 2, ""), ("狗证，在哪里办？", 3, ""), ("养狗", 1, "")])
    assert [(one.text, one.times) for one in group.wordings] == [("狗证在哪里办", 5), ("养狗", 1)]
    assert (group.topic, group.title, group.times) == ("", "", 6)


def test_groups_go_by_the_topic_offered_first_the_most_frequent_first() -> None:
    groups = grouped([("甲", 1, "ask/filing-deadline,apply"), ("乙", 5, "apply"), ("丙", 1, "ask/gone,apply")])
    assert [(group.topic, group.times) for group in groups] == [("apply", 6), ("ask/filing-deadline", 1)]
    assert groups[1].title == TITLE


def test_nothing_is_said_to_be_nothing(clerk: Clerk) -> None:
    assert "还没有。" in words(clerk.get("/questions").text)


@pytest.fixture
def asked(citizen: Records) -> None:
    for text in ("养狗要办证吗", "养狗要办证吗？", "狗证在哪里办", "办狗证要钱吗"):
        citizen.keep_unanswered(text, ["ask/filing-deadline"])


@pytest.mark.usefixtures("asked")
def test_the_page_shows_groups_and_leads_to_a_draft(clerk: Clerk) -> None:
    page = clerk.get("/questions").text
    seen = words(page)
    assert f"当时最像：{TITLE}（4 次）" in seen and "2 次" in seen
    assert 'name="topic" value="ask/filing-deadline"' in page
    draft = clerk.get("/questions/draft", topic="ask/filing-deadline").text
    assert "狗证在哪里办" in draft and draft.count("养狗要办证吗") == 1


def test_a_draft_is_shown_and_downloaded_and_nothing_is_written_to_knowledge(
    clerk: Clerk, audited: Callable[[], list[tuple[str, str, str, str]]]
) -> None:
    before = {file: file.stat().st_mtime_ns for file in ROOT.rglob("*.yml")}
    clerk.get("/questions/draft")
    shown = clerk.post("/questions/draft", **GOOD, stage="show")
    assert shown.status_code == 200 and "id: dog-licence" in shown.text
    assert audited()[-1][1] == "staff.signed_in"
    file = clerk.post("/questions/draft", **GOOD, stage="download")
    assert file.headers["content-disposition"] == 'attachment; filename="dog-licence.yml"'
    read = yaml.safe_load(file.text)
    assert read["answers"][0]["answer"] == "先说结论。\n再说怎么办。\n"
    assert read["answers"][0]["basis"] == [{"law": "行政复议法", "article": 11}]
    assert read["answers"][0]["reviewed"]["by"] is None
    assert read["nlu"][0]["intent"] == "ask/dog-licence"
    assert read["nlu"][0]["examples"] == "- 养狗要办证吗\n- 狗证在哪里办\n- 办狗证 要钱吗\n"
    assert audited()[-1] == ("s-00000001", "question.draft_exported", "dog-licence", "")
    assert {file: file.stat().st_mtime_ns for file in ROOT.rglob("*.yml")} == before


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"id": "Dog"}, "英文短名"),
        ({"id": "../../etc/x"}, "英文短名"),
        ({"id": 'x"; y'}, "英文短名"),
        ({"id": "filing-deadline"}, "已经有的"),
        ({"title": " "}, "请写标题"),
        ({"answer": ""}, "最多200个字"),
        ({"answer": "长" * 201}, "最多200个字"),
        ({"law": "没有这部法"}, "没有这部法"),
        ({"article": "999"}, "没有这一条"),
        ({"article": "十一"}, "没有这一条"),
        ({"examples": "一种\n一种"}, "至少写三种"),
    ],
)
def test_a_fault_makes_no_file(clerk: Clerk, fault: dict[str, str], said: str) -> None:
    clerk.get("/questions/draft")
    response = clerk.post("/questions/draft", **(GOOD | fault), stage="download")
    assert response.status_code == 422 and said in response.text
    assert "content-disposition" not in response.headers and "<title>出错" in response.text


def test_what_was_typed_cannot_break_out_of_the_file() -> None:
    form = GOOD | {
        "title": "x: [1, 2] # &a *b !!python/object",
        "answer": "---\n- a: b",
        "examples": "- x: y\n| z\n> w\n# v",
    }
    read: Any = yaml.safe_load(drafted(form, "2026-11-23"))
    assert read["answers"][0]["title"] == form["title"]
    assert read["answers"][0]["answer"] == "---\n- a: b\n"
    assert read["nlu"][0]["examples"] == "- x: y\n- | z\n- > w\n- v\n"


def test_the_page_reads_like_the_rest_when_the_records_are_gone(app: Starlette, clerk: Clerk) -> None:
    with app.state.desk.records.engine.begin() as breaking:
        breaking.exec_driver_sql("ALTER TABLE unanswered_questions RENAME TO gone")
    assert clerk.get("/questions").status_code == 503
