"""What the questions of a letter are told beyond their table."""

from __future__ import annotations

import pytest

from actions.complaint_subject import ComplaintSubject, evidence_question, is_anonymous, options
from actions.content.interview import load_interview

TABLE = load_interview("complaint").questions


@pytest.mark.parametrize(("count", "said"), [(0, "有照片"), (1, "收下 1 个"), (4, "还有吗"), (5, "不能再多")])
def test_how_many_files_there_are_is_said(count: int, said: str) -> None:
    assert said in evidence_question(count)


def test_what_is_offered_about_files_depends_on_them() -> None:
    assert list(options(TABLE["evidence"], {})) == ["none"]
    assert list(options(TABLE["evidence"], {"files": ["a"]})) == ["done", "clear"]
    assert list(options(TABLE["review"], {})) == ["确认提交"]


def test_who_has_not_said_is_not_anonymous() -> None:
    assert not is_anonymous({}) and not is_anonymous({"named": "named"}) and is_anonymous({"named": "anonymous"})


def test_the_facts_are_there_before_anything_is_answered() -> None:
    found = ComplaintSubject().facts({}, {})
    assert found == {"own_found": False, "elsewhere_found": False, "sent_before": False, "story_told": False}


def test_the_same_text_from_elsewhere_is_a_fact_without_a_number() -> None:
    subject = ComplaintSubject()
    assert subject.facts({"sent_before": ""}, {})["sent_before"] is True
    assert subject.phrases({"sent_before": ""})["duplicate"] == ""
    assert "T2026-000001" in subject.phrases({"sent_before": "T2026-000001"})["duplicate"]
