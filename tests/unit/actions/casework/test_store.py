import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, event, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.casework.callbacks import NewCallback
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt
from actions.casework.errors import DamagedRecord, RecordsUnavailable
from actions.casework.kinds import LetterKind, LetterStep
from actions.casework.models import IssuedReceipt, Letter
from actions.casework.store import Records

Call = Callable[[Records], object]


def counted(engine: Engine, table: type) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def all_at_once(work: Callable[[int], object], times: int) -> list[BaseException]:
    """Run the work in so many threads that start together; returns what they raised."""
    failures: list[BaseException] = []
    start = threading.Barrier(times)

    def run(number: int) -> None:
        start.wait()
        try:
            work(number)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.usefixtures("patient")
def test_fifty_letters_at_once_get_fifty_numbers(
    records: Records, letter: Callable[..., NewLetter], engine: Engine
) -> None:
    receipts: list[Receipt] = []

    def file_five(citizen: int) -> None:
        receipts.extend(records.file_letter(letter(submission=f"web-{citizen}/{n}")) for n in range(5))

    failures = all_at_once(file_five, 10)
    assert failures == []
    assert sorted(one.number for one in receipts) == [f"T2026-{n:06d}" for n in range(1, 51)]
    assert len({one.code for one in receipts}) == 50
    assert counted(engine, Letter) == 50


@pytest.mark.usefixtures("patient")
def test_one_submission_at_once_from_many_threads_is_one_letter(
    records: Records, letter: Callable[..., NewLetter], engine: Engine
) -> None:
    receipts: list[Receipt] = []
    failures = all_at_once(lambda _n: receipts.append(records.file_letter(letter())), 8)
    assert failures == []
    assert {one.number for one in receipts} == {"T2026-000001"}
    assert counted(engine, Letter) == 1
    following = records.file_letter(letter(submission="web-1/2"))
    assert following.number == "T2026-000002"


def test_a_submission_of_another_process_is_found_on_the_second_try(
    records: Records, letter: Callable[..., NewLetter], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = records.file_letter(letter())
    written, tries = records._written, []

    def collide_once(work: Callable[[Session], Receipt]) -> Receipt:
        tries.append(work)
        if len(tries) == 1:
            raise IntegrityError("INSERT", {}, Exception("unique"))
        return written(work)

    monkeypatch.setattr(records, "_written", collide_once)
    assert records.file_letter(letter()).number == other.number
    assert len(tries) == 2


def test_the_fresh_code_works_and_the_old_one_does_not(records: Records, letter: Callable[..., NewLetter]) -> None:
    old, fresh = records.file_letter(letter()), records.file_letter(letter())
    assert records.look_up(fresh.number, fresh.code).number == old.number
    with pytest.raises(Exception, match="not recognised"):
        records.look_up(old.number, old.code)


def test_nothing_personal_stands_in_the_file(
    sqlite_url: str,
    keys: Keys,
    tmp_path: Path,
    letter: Callable[..., NewLetter],
    application: Callable[..., NewApplication],
) -> None:
    records = Records(sqlite_url, keys)
    receipts = [records.file_letter(letter()), records.save_application(application())]
    records.keep_file("conversation-of-a-citizen", "演示文件名.docx", "text/plain", b"demo content of a file")
    records.look_up(receipts[0].number, receipts[0].code)
    files = [tmp_path / name for name in ("records.db", "records.db-wal")]
    stored = b"".join(file.read_bytes() for file in files)
    assert all(file.stat().st_size for file in files), "the write-ahead log has to be read too"
    records.close()
    personal = [
        *("演示姓名甲", "演示姓名乙", "10000000000", "100 0000 0001", "10000000001", "000000190001010000"),
        *("演示地址一号", "演示单位", "窗口要我多交", "演示请求", "演示事实", "演示文件名", "demo content"),
        *("conversation-of-a-citizen", "web-1/1", "web-2/1"),
        *(code for receipt in receipts for code in (receipt.code, receipt.code.replace("-", ""))),
    ]
    assert b"T2026-000001" in stored
    for word in personal:
        assert word.encode() not in stored, word
        assert word.encode("utf-16-le") not in stored, word


EVERYTHING: dict[str, Call] = {
    "file_letter": lambda records: records.file_letter(
        NewLetter(submission="s", kind=LetterKind.PROBLEM, anonymous=True, what_happened="演示")
    ),
    "take_step": lambda records: records.take_step(1, LetterStep.WITHDRAWN),
    "sent_before": lambda records: records.sent_before("演示", "演示"),
    "keep_evidence": lambda records: records.keep_evidence("web-1", "image/jpeg", b"demo"),
    "drop_evidence": lambda records: records.drop_evidence("web-1"),
    "note_callback": lambda records: records.note_callback(NewCallback(submission="s", phone="13800000000")),
    "save_application": lambda records: records.save_application(NewApplication(submission="s")),
    "keep_file": lambda records: records.keep_file("web-1", "演示.txt", "text/plain", b"demo"),
    "fetch_file": lambda records: records.fetch_file("id", "web-1"),
    "look_up": lambda records: records.look_up("T2026-000001", ""),
    "open_draft": lambda records: records.open_draft("F2026-000001", "", "演示"),
    "copy_of": lambda records: records.copy_of("T2026-000001", ""),
    "own_copy": lambda records: records.own_copy("T2026-000001"),
    "foresee": lambda records: records.foresee("T2026-000001"),
    "erase": lambda records: records.erase("T2026-000001"),
    "delete_by": lambda records: records.delete_by("T2026-000001", ""),
    "keep_unanswered": lambda records: records.keep_unanswered("演示问题", []),
    "spend": lambda records: records.spend("session", "演示", datetime.now(UTC)),
    "is_spent": lambda records: records.is_spent("session", "演示"),
    "keep_rating": lambda records: records.keep_rating("web", 5, None),
    "forget_files": lambda records: records.forget_files("web-1"),
    "forget_expired": lambda records: records.forget_expired(),
    "ping": lambda records: records.ping(),
}
WRITING = {
    name: call
    for name, call in EVERYTHING.items()
    if name not in ("fetch_file", "is_spent", "sent_before", "take_step", "own_copy", "foresee", "erase")
}


def test_the_table_above_names_every_method() -> None:
    public = {name for name in vars(Records) if not name.startswith("_")}
    assert public == set(EVERYTHING) | {"close"}


@pytest.fixture
def opened(keys: Keys) -> Iterator[Callable[[str], Records]]:
    """Opens records that are closed when the test ends."""
    made: list[Records] = []

    def open_records(url: str) -> Records:
        made.append(Records(url, keys))
        return made[-1]

    yield open_records
    for records in made:
        records.close()


@pytest.mark.parametrize("call", WRITING.values(), ids=WRITING.keys())
def test_a_read_only_file_is_unavailable(
    sqlite_url: str, opened: Callable[[str], Records], tmp_path: Path, call: Call
) -> None:
    opened(sqlite_url).ping()
    with pytest.raises(RecordsUnavailable):
        call(opened(f"sqlite:///file:{tmp_path}/records.db?mode=ro&uri=true"))


@pytest.mark.postgres
@pytest.mark.parametrize("call", WRITING.values(), ids=WRITING.keys())
def test_a_read_only_server_is_unavailable(postgres_url: str, opened: Callable[[str], Records], call: Call) -> None:
    with pytest.raises(RecordsUnavailable):
        call(opened(postgres_url + "&options=-c%20default_transaction_read_only%3Don"))


@pytest.mark.parametrize("call", EVERYTHING.values(), ids=EVERYTHING.keys())
def test_a_database_that_was_not_migrated_is_unavailable(
    empty_sqlite_url: str, opened: Callable[[str], Records], call: Call
) -> None:
    with pytest.raises(RecordsUnavailable):
        call(opened(empty_sqlite_url))


@pytest.mark.parametrize("call", EVERYTHING.values(), ids=EVERYTHING.keys())
def test_a_file_that_is_no_database_is_unavailable(
    tmp_path: Path, opened: Callable[[str], Records], call: Call
) -> None:
    (tmp_path / "records.db").write_bytes(b"no database " * 1000)
    with pytest.raises(RecordsUnavailable):
        call(opened(f"sqlite:///{tmp_path}/records.db"))


@pytest.mark.parametrize("call", EVERYTHING.values(), ids=EVERYTHING.keys())
def test_a_server_that_is_not_there_is_unavailable(
    tmp_path: Path, opened: Callable[[str], Records], call: Call
) -> None:
    with pytest.raises(RecordsUnavailable):
        call(opened(f"postgresql://postgres@/none?host={tmp_path}"))


def test_a_database_locked_for_long_is_unavailable(sqlite_url: str, opened: Callable[[str], Records]) -> None:
    holder, waiting = opened(sqlite_url), opened(sqlite_url)
    with holder._engine.connect() as connection:
        connection.execute(text("DELETE FROM counters"))
        with pytest.raises(RecordsUnavailable):
            waiting.ping()
    waiting.ping()


def test_a_bad_url_is_unavailable_at_once(opened: Callable[[str], Records]) -> None:
    with pytest.raises(RecordsUnavailable, match="DATABASE_URL"):
        opened("mysql://x/y")


def test_a_letter_that_vanished_is_not_called_filed(records: Records, letter: Callable[..., NewLetter]) -> None:
    def lose(session: Session, *_: object) -> None:
        session.execute(delete(IssuedReceipt))

    event.listen(records._writing.class_, "after_flush_postexec", lose)
    try:
        with pytest.raises(RecordsUnavailable, match="read back"):
            records.file_letter(letter())
    finally:
        event.remove(records._writing.class_, "after_flush_postexec", lose)


def test_nothing_is_left_of_a_letter_that_failed(
    records: Records, letter: Callable[..., NewLetter], engine: Engine
) -> None:
    def fail(*_: object) -> None:
        raise IntegrityError("COMMIT", {}, Exception("disk full"))

    event.listen(records._writing.class_, "before_commit", fail)
    try:
        with pytest.raises(RecordsUnavailable, match="IntegrityError"):
            records.file_letter(letter())
    finally:
        event.remove(records._writing.class_, "before_commit", fail)
    assert counted(engine, Letter) == 0
    assert records.file_letter(letter()).number == "T2026-000001"


def test_a_tampered_record_is_damaged_and_not_shown(
    records: Records, letter: Callable[..., NewLetter], engine: Engine
) -> None:
    receipt = records.file_letter(letter())
    with engine.begin() as connection:
        connection.execute(text("UPDATE letter_events SET note = 'QUJD'"))
    with pytest.raises(DamagedRecord):
        records.look_up(receipt.number, receipt.code)


def test_a_tampered_file_is_damaged_and_not_sent(records: Records, engine: Engine) -> None:
    file_id = records.keep_file("web-1", "演示.txt", "text/plain", b"demo")
    with engine.begin() as connection:
        content = bytearray(connection.scalar(text("SELECT content FROM files")))
        content[-1] ^= 1
        connection.execute(text("UPDATE files SET content = :content"), {"content": bytes(content)})
    with pytest.raises(DamagedRecord):
        records.fetch_file(file_id, "web-1")


def test_ping_passes_and_writes_nothing(records: Records, letter: Callable[..., NewLetter], engine: Engine) -> None:
    records.ping()
    records.file_letter(letter())
    for _ in range(3):
        records.ping()
    assert counted(engine, Letter) == 1


def test_ping_notices_another_data_key(records: Records, letter: Callable[..., NewLetter], url: str) -> None:
    records.file_letter(letter())
    other = Records(url, Keys([os.urandom(32)]))
    with pytest.raises(RecordsUnavailable, match="another data key"):
        other.ping()
    other.close()


def test_another_data_key_opens_no_letter(records: Records, letter: Callable[..., NewLetter], url: str) -> None:
    receipt = records.file_letter(letter())
    other = Records(url, Keys([os.urandom(32)]))
    with pytest.raises(Exception, match="not recognised"):
        other.look_up(receipt.number, receipt.code)
    other.close()


def test_the_real_clock_is_the_default(
    url: str, opened: Callable[[str], Records], letter: Callable[..., NewLetter]
) -> None:
    receipt = opened(url).file_letter(letter())
    assert abs((datetime.now(UTC) - receipt.saved_at).total_seconds()) < 60


def test_years_have_sequences_of_their_own(
    records: Records, letter: Callable[..., NewLetter], clock: Callable[[], datetime]
) -> None:
    first = records.file_letter(letter())
    clock.now = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # type: ignore[attr-defined]
    second = records.file_letter(letter(submission="web-1/2"))
    assert (first.number, second.number) == ("T2026-000001", "T2027-000001")


def test_a_closed_store_can_be_used_again(records: Records) -> None:
    records.close()
    records.ping()


def test_update_of_practice_flag_is_seen(records: Records, letter: Callable[..., NewLetter], engine: Engine) -> None:
    receipt = records.file_letter(letter())
    with engine.begin() as connection:
        connection.execute(update(Letter).values(practice=True))
    assert records.look_up(receipt.number, receipt.code).practice is True
