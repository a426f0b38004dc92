"""Short questions that lean on the last answer: every row leads somewhere, and only whole short texts count."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.content.answers import load_answers
from actions.content.followups import follow_up, load_followups
from actions.content.source import ContentError

ANSWERS = load_answers()
GROUPS = {answer.group for answer in ANSWERS.values()}
ASPECTS = load_followups()["aspects"]


@pytest.mark.parametrize("aspect", sorted(ASPECTS))
def test_every_row_leads_to_an_answer(aspect: str) -> None:
    row = ASPECTS[aspect]
    assert set(row["groups"]) <= GROUPS
    assert {*row["groups"].values(), *row.get("topics", {}).values()} <= set(ANSWERS)
    assert set(row.get("topics", {})) <= set(ANSWERS)


def test_no_wording_stands_under_two_aspects() -> None:
    words = [word for row in ASPECTS.values() for word in row["words"]]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("text", ["那要多久呢", "多久？", "请问要多久啊", "那，多久", "要多久"])
def test_what_leads_in_and_out_does_not_matter(text: str) -> None:
    found = follow_up(text, ANSWERS["how-to-file"], ANSWERS)
    assert found is not None and found.id == "decision-period"


@pytest.mark.parametrize("text", ["信访要多久", "那", "呢", "", "多久才能把我的车还给我"])
def test_what_stands_on_its_own_is_no_follow_up(text: str) -> None:
    assert follow_up(text, ANSWERS["how-to-file"], ANSWERS) is None


def test_a_follow_up_never_repeats_the_last_answer() -> None:
    assert follow_up("多久", ANSWERS["decision-period"], ANSWERS) is None


def test_a_group_without_a_row_stays_silent() -> None:
    assert follow_up("公司也一样吗", ANSWERS["mailbox-what"], ANSWERS) is None


def test_a_file_without_aspects_is_refused(tmp_path: Path) -> None:
    (tmp_path / "followups.yml").write_text("- x", encoding="utf-8")
    with pytest.raises(ContentError):
        load_followups(tmp_path)
