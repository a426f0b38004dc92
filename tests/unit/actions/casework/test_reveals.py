"""What staff see or hand out beyond the masked pages, and the row that each such step leaves."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, event, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from actions.casework.database import closing_engine
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt
from actions.casework.errors import NotRecognised, TooManyTries
from actions.casework.kinds import RecordKind
from actions.casework.models import Case, IssuedReceipt, Letter, Reveal
from actions.casework.practice import load_practice, practice_code, shown_case
from actions.casework.reveals import Contact, Reissued, Step, clean_reason, reissue_code, reveals_of, show_contact
from actions.casework.store import Records

MONDAY = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
STEP = Step(account="s-00000001", reason="本人到窗口，已核对身份证", at=MONDAY)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def signed(records: Records, letter: Callable[..., NewLetter]) -> Receipt:
    """A letter with name and contact."""
    return records.file_letter(letter())


def letter_id(session: Session, receipt: Receipt) -> int:
    return session.scalars(select(IssuedReceipt.letter_id).where(IssuedReceipt.number == receipt.number)).one() or 0


def rows(session: Session) -> int:
    counted = session.scalar(select(func.count()).select_from(Reveal)) or 0
    # Nothing stays open that others would have to wait for.
    session.rollback()
    return counted


def reissued(session: Session, keys: Keys, number: str, step: Step = STEP) -> Reissued:
    """Give a new code as a process does: in a transaction of its own."""
    done = reissue_code(session, keys, number, step)
    session.commit()
    assert done
    return done


# Reasons.


@pytest.mark.parametrize("typed", ["", "    ", "四个字呀", " 四 个 字 呀 ", "字" * 201, "\n\t"])
def test_a_reason_has_five_to_two_hundred_characters(typed: str) -> None:
    with pytest.raises(ValueError, match="5 to 200"):
        clean_reason(typed)


@pytest.mark.parametrize("length", [5, 200])
def test_a_reason_loses_needless_spaces_before_it_is_counted(length: int) -> None:
    assert clean_reason(f"  {'字' * length}\n") == "字" * length
    assert clean_reason("电话  核实 \r\n 情况") == "电话 核实 情况"


# Name and contact.


def test_name_and_contact_come_with_their_row(session: Session, signed: Receipt) -> None:
    found = show_contact(session, letter_id(session, signed), STEP)
    assert found == Contact(number=signed.number, practice=False, name="演示姓名甲", contact="10000000000")
    (row,) = reveals_of(session, signed.number)
    assert tuple(row) == ("contact", STEP.account, STEP.reason, MONDAY)


def test_the_row_is_written_before_anything_is_read(session: Session, signed: Receipt, engine: Engine) -> None:
    id_, sent = letter_id(session, signed), []
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    show_contact(session, id_, STEP)
    written = next(at for at, one in enumerate(sent) if one.startswith("INSERT INTO reveals"))
    read = [at for at, one in enumerate(sent) if "letters.contact" in one.partition("FROM")[0]]
    assert read and min(read) > written


def test_a_row_that_cannot_be_written_gives_nothing(session: Session, signed: Receipt) -> None:
    session.execute(text("ALTER TABLE reveals RENAME TO elsewhere"))
    with pytest.raises(DBAPIError):
        show_contact(session, letter_id(session, signed), STEP)


def test_each_look_leaves_a_row_of_its_own_in_order(session: Session, signed: Receipt) -> None:
    later = Step(account="s-00000002", reason="再打一次电话", at=MONDAY + timedelta(hours=1))
    for step in (later, STEP, STEP):
        show_contact(session, letter_id(session, signed), step)
    assert [row.account for row in reveals_of(session, signed.number)] == [STEP.account, STEP.account, later.account]
    assert [row.at for row in reveals_of(session, signed.number)] == [MONDAY, MONDAY, later.at]


def test_who_signed_nothing_cannot_be_shown(
    records: Records, session: Session, letter: Callable[..., NewLetter]
) -> None:
    receipt = records.file_letter(letter(anonymous=True, name=None, contact=None))
    assert show_contact(session, letter_id(session, receipt), STEP) is None
    assert show_contact(session, 999_999, STEP) is None
    assert rows(session) == 0


def test_nothing_is_listed_for_another_number_or_for_none(session: Session, signed: Receipt) -> None:
    show_contact(session, letter_id(session, signed), STEP)
    assert list(reveals_of(session, "T2026-000099")) == list(reveals_of(session, None)) == []


# Codes.


def test_a_new_code_takes_the_place_of_the_old_one(
    records: Records, session: Session, keys: Keys, signed: Receipt
) -> None:
    done = reissued(session, keys, signed.number)
    assert (done.number, done.kind, done.practice, done.name) == (
        signed.number,
        RecordKind.LETTER,
        False,
        "演示姓名甲",
    )
    with pytest.raises(NotRecognised):
        records.look_up(signed.number, signed.code)
    assert records.look_up(signed.number, done.code).state == "已收到"
    assert [tuple(row) for row in reveals_of(session, signed.number)] == [("code", STEP.account, STEP.reason, MONDAY)]


def test_a_draft_gets_one_until_it_expires(
    records: Records, session: Session, keys: Keys, application: Callable[..., NewApplication]
) -> None:
    draft = records.save_application(application())
    assert draft.expires_at
    done = reissued(session, keys, draft.number)
    assert (done.kind, done.name) == (RecordKind.APPLICATION, "演示姓名乙")
    assert records.look_up(draft.number, done.code).expires_at == draft.expires_at
    late = Step(account="s-1", reason="已核对身份证", at=draft.expires_at)
    assert reissue_code(session, keys, draft.number, late) is None


def test_a_case_gets_one(records: Records, url: str, session: Session, keys: Keys) -> None:
    load_practice(url, keys)
    number, old = shown_case(keys)
    done = reissued(session, keys, number)
    assert (done.kind, done.practice, done.name) == (RecordKind.CASE, True, None)
    assert old == practice_code(keys, number)
    with pytest.raises(NotRecognised):
        records.look_up(number, old)
    assert records.look_up(number, done.code).practice


@pytest.mark.parametrize("typed", ["t2026-000001", "Ｔ２０２６－０００００１", " T2026-1 ", "T2026000001"])
def test_the_number_is_read_as_people_write_it(session: Session, keys: Keys, signed: Receipt, typed: str) -> None:
    assert reissued(session, keys, typed).number == signed.number


@pytest.mark.parametrize("typed", ["", "T2026-000002", "T2026-%", "T2026", "' OR 1=1 --", "9" * 500])
def test_a_number_that_nothing_has_changes_nothing(
    records: Records, session: Session, keys: Keys, signed: Receipt, typed: str
) -> None:
    assert reissue_code(session, keys, typed, STEP) is None
    assert rows(session) == 0
    assert records.look_up(signed.number, signed.code)


def test_the_new_code_works_at_once_after_too_many_wrong_ones(
    records: Records, session: Session, keys: Keys, signed: Receipt
) -> None:
    for _ in range(10):
        with pytest.raises(NotRecognised):
            records.look_up(signed.number, "")
    with pytest.raises(TooManyTries):
        records.look_up(signed.number, signed.code)
    assert records.look_up(signed.number, reissued(session, keys, signed.number).code)


def test_without_its_row_the_old_code_stays(
    records: Records, session: Session, keys: Keys, signed: Receipt, engine: Engine
) -> None:
    def refuse(*given: object) -> None:
        if str(given[2]).startswith("INSERT INTO reveals"):
            raise DBAPIError("INSERT", {}, Exception("full"))

    event.listen(engine, "before_cursor_execute", refuse)
    with pytest.raises(DBAPIError):
        reissue_code(session, keys, signed.number, STEP)
    session.rollback()
    assert records.look_up(signed.number, signed.code)


def test_a_transaction_that_ends_badly_leaves_neither_row_nor_code(
    records: Records, session: Session, keys: Keys, signed: Receipt
) -> None:
    assert reissue_code(session, keys, signed.number, STEP)
    session.rollback()
    assert rows(session) == 0
    assert records.look_up(signed.number, signed.code)


# Rows.


@pytest.mark.parametrize("change", [update(Reveal).values(account="s-2"), delete(Reveal)], ids=["update", "delete"])
def test_rows_are_only_added(session: Session, signed: Receipt, change: object) -> None:
    show_contact(session, letter_id(session, signed), STEP)
    session.commit()
    with pytest.raises(DBAPIError, match="rows are only added"):
        session.execute(change)  # type: ignore[call-overload]
    session.rollback()
    assert [row.account for row in reveals_of(session, signed.number)] == [STEP.account]


@pytest.mark.postgres
def test_rows_cannot_be_truncated(postgres_url: str, keys: Keys) -> None:
    with closing_engine(postgres_url, keys) as engine, engine.connect() as connection:
        with pytest.raises(DBAPIError, match="rows are only added"):
            connection.execute(text("TRUNCATE reveals"))


def test_a_row_outlives_its_record(session: Session, signed: Receipt) -> None:
    show_contact(session, letter_id(session, signed), STEP)
    session.execute(delete(Letter))
    session.commit()
    assert len(reveals_of(session, signed.number)) == 1


def test_a_reason_is_not_stored_in_clear(session: Session, signed: Receipt) -> None:
    show_contact(session, letter_id(session, signed), STEP)
    stored = session.execute(text("SELECT reason FROM reveals")).scalar_one()
    assert "身份证" not in stored and stored


def test_personal_data_and_codes_never_show_in_a_repr(session: Session, keys: Keys, signed: Receipt) -> None:
    found, done = show_contact(session, letter_id(session, signed), STEP), reissued(session, keys, signed.number)
    shown = f"{found!r} {done!r} {STEP!r}"
    for secret in ("演示姓名甲", "10000000000", done.code, STEP.reason):
        assert secret not in shown


def test_a_step_decrypts_only_what_it_hands_out(session: Session, keys: Keys, url: str) -> None:
    load_practice(url, keys)
    opened: list[str] = []
    usual = keys.open
    keys.open = lambda sealed, place: opened.append(place) or usual(sealed, place)  # type: ignore[method-assign,func-returns-value]
    number = session.scalar(select(IssuedReceipt.number).join(IssuedReceipt.letter).where(Letter.name.is_not(None)))
    assert reissue_code(session, keys, number or "", STEP)
    assert opened == ["letters.name"]
    assert session.scalar(select(func.count()).select_from(Case)) == 6
