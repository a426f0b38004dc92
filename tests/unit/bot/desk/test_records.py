"""One letter and one case: what is read of them, and what is not."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.kinds import CaseState, LetterState
from actions.casework.models import Case, IssuedReceipt
from bot.desk.reading import Reader
from bot.desk.records import CASES, LETTERS, find_case, find_letter
from tests.unit.bot.desk.clerk import CountingKeys


@pytest.fixture
def reader(url: str, keys: Keys) -> Iterator[Reader]:
    reader = Reader(url, keys)
    yield reader
    reader.close()


@pytest.fixture
def transaction(reader: Reader) -> Iterator[Session]:
    with reader.transaction() as transaction:
        yield transaction


def letter_id(transaction: Session, number: str) -> int:
    found = transaction.scalar(select(IssuedReceipt.letter_id).where(IssuedReceipt.number == number))
    assert found
    return found


def test_a_letter_comes_with_number_texts_and_timeline(
    file_letter: Callable[..., str], transaction: Session, keys: CountingKeys
) -> None:
    number = file_letter(anonymous=False, name="演示甲", contact="13800001234")
    id_ = letter_id(transaction, number)
    found = find_letter(transaction, id_)
    assert found
    row, steps = found
    assert (row.number, row.about, row.what_happened, row.name) == (number, "路灯", "路灯不亮。", "演示甲")
    assert [step.kind for step in steps] == [LetterState.RECEIVED]


def test_a_letter_decrypts_what_its_page_shows(
    file_letter: Callable[..., str], transaction: Session, keys: CountingKeys
) -> None:
    id_ = letter_id(transaction, file_letter(anonymous=False, name="演示甲", contact="13800001234"))
    keys.opened = 0
    find_letter(transaction, id_)
    assert keys.opened == 5  # what it is about, what happened, name, contact, one note


def test_an_anonymous_letter_has_nobody_to_decrypt(
    file_letter: Callable[..., str], transaction: Session, keys: CountingKeys
) -> None:
    id_ = letter_id(transaction, file_letter())
    keys.opened = 0
    row, _steps = find_letter(transaction, id_) or pytest.fail("not found")
    assert (row.name, row.contact, keys.opened) == (None, None, 3)


def test_hashes_and_codes_are_never_read(transaction: Session) -> None:
    row, _steps = find_letter(transaction, 1) or pytest.fail("not found")
    assert not [name for name in row._fields if "hash" in name or "code" in name]


def test_a_case_comes_with_its_timeline_in_order(transaction: Session) -> None:
    id_ = transaction.scalar(select(Case.id).where(Case.number == "演示复〔2025〕5号"))
    row, steps = find_case(transaction, id_ or 0) or pytest.fail("not found")
    assert (row.respondent, row.state) == ("演示乡镇二", CaseState.CLOSED)
    assert len(steps) == 9
    assert [step.happened_on for step in steps] == sorted(step.happened_on for step in steps)


def test_a_case_decrypts_its_notes_only(transaction: Session, keys: CountingKeys) -> None:
    _row, steps = find_case(transaction, 1) or pytest.fail("not found")
    assert keys.opened == len(steps)


def test_a_case_says_nothing_about_its_application(transaction: Session) -> None:
    row, _steps = find_case(transaction, 1) or pytest.fail("not found")
    assert "application_id" not in row._fields


def test_an_id_that_nothing_has(transaction: Session) -> None:
    assert find_letter(transaction, 10_000) is None
    assert find_case(transaction, 10_000) is None


def test_open_states_are_those_that_wait_for_staff() -> None:
    done = {"replied", "transferred", "not_accepted", "closed", "withdrawn", "merged"}
    assert {state.value for state in LetterState} == done | {state.value for state in LETTERS.open}
    assert {state.value for state in CaseState} == {"not_accepted", "abandoned", "closed"} | {
        state.value for state in CASES.open
    }
    assert set(CASES.open) - set(CASES.running) == {CaseState.SUSPENDED}
