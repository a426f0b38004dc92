"""Reply templates: read from knowledge/, filled with what a record knows, refused while a blank is open."""

from pathlib import Path

import pytest
import yaml

from actions.casework.handling import rules
from actions.casework.kinds import LetterKind, LetterStep
from actions.content.replies import KINDS, STEPS, blanks, load_replies, replies_for
from actions.content.source import ContentError

GOOD = {
    "id": "one",
    "title": "一条",
    "step": "replied",
    "kinds": ["problem"],
    "text": "您{received_on}的来信【事项】",
    "basis": [{"law": "信访工作条例", "article": 28}],
}


def written(folder: Path, *rows: object) -> Path:
    file = folder / "replies.yml"
    file.write_text(yaml.safe_dump(list(rows), allow_unicode=True), encoding="utf-8")
    return file


def test_there_is_one_for_every_step_and_kind() -> None:
    assert len(load_replies()) >= 12
    assert all(replies_for("replied", kind) for kind in KINDS)
    assert all(any(one.step == step for one in load_replies().values()) for step in STEPS)


def test_the_steps_and_kinds_are_those_of_the_records() -> None:
    assert set(KINDS) == {kind.value for kind in LetterKind}
    for step in STEPS:
        assert {"words", "reason"} & set(rules()[LetterStep(step)].shows)


@pytest.mark.parametrize("reply", load_replies().values(), ids=lambda one: one.id)
def test_a_template_fits_its_field_and_names_nobody(reply: object) -> None:
    (one,) = [found for found in load_replies().values() if found is reply]
    assert all(blank.startswith("【") and len(blank) > 2 for blank in blanks(one.text))
    assert len(one.text) <= (1000 if one.step == "replied" else 400)
    assert one.basis
    filled = one.filled({"number": "W2026-000001", "received_on": "2026年11月23日", "unit": "县民政局"})
    assert "{" not in filled


def test_what_the_record_does_not_know_becomes_a_blank() -> None:
    reply = next(iter(load_replies().values()))
    assert "【number】" in reply.filled({})


@pytest.mark.parametrize(
    ("text", "open_"), [("好了", []), ("【甲】和【乙】", ["【甲】", "【乙】"]), ("甲】", ["】"]), ("【甲", ["【"])]
)
def test_open_blanks_are_found_also_halves(text: str, open_: list[str]) -> None:
    assert blanks(text) == open_


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (reply,) = load_replies(written(tmp_path, GOOD)).values()
    assert (reply.id, reply.hint, reply.basis) == ("one", None, (("信访工作条例", 28),))


@pytest.mark.parametrize(
    "fault",
    [
        {"step": "withdrawn"},
        {"kinds": []},
        {"kinds": ["praise"]},
        {"text": "您{phone}的来信"},
        {"text": " "},
        {"basis": [{"law": "没有这部法", "article": 1}]},
        {"basis": [{"law": "信访工作条例", "article": 999}]},
        {"title": None},
    ],
)
def test_a_fault_is_named(tmp_path: Path, fault: dict[str, object]) -> None:
    with pytest.raises(ContentError, match=r"one|没有这部法|没有这一条"):
        load_replies(written(tmp_path, GOOD | fault))


def test_the_same_id_twice_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="重复"):
        load_replies(written(tmp_path, GOOD, GOOD))


def test_an_empty_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        load_replies(written(tmp_path))
