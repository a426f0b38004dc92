"""A person's own copy (个人信息保护法 45), and the words about a request to delete (47, 50)."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from actions.casework.audit import read_page
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter
from actions.casework.erasure import Answer, Outcome
from actions.casework.errors import NotRecognised
from actions.casework.handling import Doer, advance
from actions.casework.kinds import LetterStep
from actions.casework.models import Letter, LetterFile
from actions.casework.personal import words_for
from actions.casework.practice import load_practice, shown_case
from actions.casework.reveals import Step, show_contact
from actions.casework.store import Records
from actions.content.laws import load_laws

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


def test_article_45_a_letter_s_copy_has_everything_its_writer_told(
    records: Records, session: Session, letter: Callable[..., NewLetter]
) -> None:
    receipt = records.file_letter(letter(address="演示地址一号"))
    session.add(
        LetterFile(
            id="f" * 43, letter_id=session.scalar(select(Letter.id)), media_type="image/jpeg", size=4, content=b"demo"
        )
    )
    session.commit()
    copy = records.copy_of(receipt.number, receipt.code)
    told = (
        "演示姓名甲",
        "10000000000",
        "演示地址一号",
        "演示单位",
        "演示：窗口要我多交一份材料",
        "投诉举报",
        "2026-11-23",
    )
    assert all(one in copy.text and one in copy.as_json() for one in told)
    (file,) = copy.data["files"]
    assert b64decode(file["content"]) == b"demo"
    assert json.loads(copy.as_json()) == copy.data


def test_article_45_a_draft_s_copy_has_its_answers(
    records: Records, application: Callable[..., NewApplication]
) -> None:
    draft = records.save_application(application(answers={"apply_address": "演示地址二号", "other": 3}))
    text = records.copy_of(draft.number, draft.code).text
    for told in (
        "演示姓名乙",
        "000000190001010000",
        "100 0000 0001",
        "住址：演示地址二号",
        "other：3",
        "草稿",
        "2026-12-23",
    ):
        assert told in text


def test_a_case_s_copy_has_its_steps(records: Records, url: str, keys: Keys) -> None:
    load_practice(url, keys)
    copy = records.copy_of(*shown_case(keys))
    assert copy.data["fields"]["kind"] == "行政复议案件" and len(copy.data["steps"]) > 3


def test_article_45_who_looked_is_said_and_what_staff_note_among_themselves_is_not(
    records: Records, session: Session, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    receipt = records.file_letter(letter())
    id_ = session.scalar(select(func.max(Letter.id))) or 0
    show_contact(session, id_, Step(account="s-0000000a", reason="要打电话核实", at=AT))
    advance(session, keys, id_, LetterStep.ASSIGNED, Doer("s-0000000a", AT), unit="演示承办单位", note="内部：难办")
    session.commit()
    copy = records.copy_of(receipt.number, receipt.code)
    assert [row["what"] for row in copy.data["seen"]] == ["contact"]
    for hidden in ("s-0000000a", "要打电话核实", "内部：难办"):
        assert hidden not in copy.text + copy.as_json()


def test_a_copy_says_what_for_and_which_rights(records: Records, letter: Callable[..., NewLetter]) -> None:
    receipt = records.file_letter(letter())
    text = records.copy_of(receipt.number, receipt.code).text
    assert receipt.number in text.splitlines()[0]
    assert "用途：" in text and "更正" in text and "人民法院" in text


def test_giving_a_copy_leaves_a_row(records: Records, session: Session, letter: Callable[..., NewLetter]) -> None:
    receipt = records.file_letter(letter())
    records.copy_of(receipt.number, receipt.code)
    (row,) = read_page(session)
    assert (row.who, row.what, row.target) == ("holder", "copy.given", receipt.number)


def test_a_stranger_gets_none(records: Records, session: Session, letter: Callable[..., NewLetter]) -> None:
    receipt = records.file_letter(letter())
    for number, code in ((receipt.number, "222-222-222"), ("T2026-000099", receipt.code)):
        with pytest.raises(NotRecognised):
            records.copy_of(number, code)
    assert read_page(session) == []


def test_a_copy_never_shows_in_a_repr(records: Records, letter: Callable[..., NewLetter]) -> None:
    receipt = records.file_letter(letter())
    assert "演示姓名甲" not in repr(records.copy_of(receipt.number, receipt.code))


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("day", [None, date(2029, 11, 22)])
def test_article_50_every_outcome_is_said_with_its_law(outcome: Outcome, day: date | None) -> None:
    words, basis = words_for(Answer(outcome, day))
    assert words and "{" not in words and "None" not in words
    assert basis and all(1 <= one["article"] <= load_laws()[one["law"]].articles for one in basis)
    assert ("2029-11-22" in words) == (day is not None and outcome is Outcome.RESTRICTED)


def test_nobody_is_told_that_filing_is_undone_or_a_deadline_stops() -> None:
    words, _ = words_for(Answer(Outcome.DELETED))
    assert "期限照样在走" in words
