"""Leaving an old data key behind: nothing forgotten, nothing lost, and an interruption is gone on from."""

import base64
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Engine,
    Enum,
    Integer,
    LargeBinary,
    String,
    Text,
    func,
    select,
    text,
    type_coerce,
)
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from actions.casework import rekey as module
from actions.casework.audit import record
from actions.casework.audit_check import Flaw, check
from actions.casework.columns import EncryptedBytes, EncryptedText, UtcDateTime, give_keys
from actions.casework.contacts import contact_hash
from actions.casework.database import closing_engine, open_engine
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt
from actions.casework.errors import DamagedRecord, NotRecognised
from actions.casework.kinds import CaseEventKind, CaseState, Matter, RespondentKind, Rung
from actions.casework.models import Application, Case, CaseEvent, IssuedReceipt, Letter
from actions.casework.rekey import KEPT_UNDER_THEIR_KEY, REHASHED, encrypted_columns, old_codes, rekey, vouch
from actions.casework.reveals import Step, show_contact
from actions.casework.store import Records
from actions.casework.tables import METADATA

OLD, NEW = bytes(range(32)), b"n" * 32
AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
BOTH_KEYS = [NEW, OLD]
CASE: dict[str, Any] = {
    "number": "演示复〔2026〕1号",
    "respondent_kind": RespondentKind.TOWNSHIP,
    "respondent": "演示乡镇",
    "matter": Matter.PENALTY,
    "state": CaseState.RECEIVED,
    "received_on": AT.date(),
}


@pytest.fixture
def both() -> Keys:
    """The keys after a change: the new one writes."""
    return Keys(BOTH_KEYS)


@pytest.fixture
def receipts(
    records: Records,
    engine: Engine,
    letter: Callable[..., NewLetter],
    application: Callable[..., NewApplication],
) -> dict[str, Receipt]:
    """One row at least in every table that holds something encrypted, all under the old key."""
    for n in range(2):
        records.file_letter(letter(submission=f"web-more/{n}", contact=None))
    kept = {
        "letter": records.file_letter(letter()),
        "draft": records.save_application(application(answers={"a": "演示"})),
    }
    kept["filed"] = records.save_application(application(submission="web-3/1", rung=Rung.FILED))
    records.keep_file("web-1", "演示.txt", "text/plain", b"demo")
    records.keep_unanswered("演示问题", [])
    with Session(engine) as session, session.begin():
        step = CaseEvent(happened_on=AT.date(), kind=CaseEventKind.RECEIVED, note="演示")
        session.add(Case(**CASE, events=[step]))
        newest = session.scalar(select(func.max(Letter.id))) or 0
        assert show_contact(session, newest, Step(account="s-1", reason="演示理由", at=AT))
    fill(engine)
    return kept


VALUES: dict[type, object] = {
    Date: AT.date(),
    UtcDateTime: AT,
    Boolean: False,
    Integer: 1,
    EncryptedText: "演示",
    EncryptedBytes: b"demo",
    String: "演示",
    Text: "演示",
}


def value_for(column: Column[Any]) -> object:
    """Something that fits a column of any table."""
    if column.name == "media_type":
        return "image/jpeg"
    if isinstance(column.type, Enum):
        return next(iter(column.type.enum_class or ()))
    return next(value for kind, value in VALUES.items() if isinstance(column.type, kind))


def fill(engine: Engine) -> None:
    """Something in every encrypted column that the steps above left empty, whoever made its table."""
    with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            columns = encrypted_columns(table)
            if columns and not connection.execute(select(func.count()).select_from(table)).scalar_one():
                wanted = [one for one in table.c if not one.foreign_keys or not one.nullable]
                connection.execute(table.insert().values({one.name: value_for(one) for one in wanted}))
            for column in columns:
                if column.nullable and table.name not in ("reveals", "audit_log"):
                    connection.execute(table.update().where(column.is_(None)).values({column.name: value_for(column)}))


@pytest.fixture
def both_engine(url: str, both: Keys) -> Iterator[Engine]:
    opened = open_engine(url, both)
    yield opened
    opened.dispose()


def stored_values(engine: Engine) -> dict[str, list[bytes]]:
    """Every sealed value by column, as it is stored."""
    found: dict[str, list[bytes]] = {}
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            for column in encrypted_columns(table):
                raw = type_coerce(column, LargeBinary if isinstance(column.type, EncryptedBytes) else Text)
                values = connection.execute(select(raw).where(column.is_not(None))).scalars()
                found[f"{table.name}.{column.name}"] = [column.type.sealed(one) for one in values]  # type: ignore[attr-defined]
    return found


def under_new(engine: Engine) -> tuple[int, int]:
    """How many sealed values there are, and how many of them are under the new key."""
    values = [one for many in stored_values(engine).values() for one in many]
    return len(values), sum(Keys([NEW]).is_newest(one) for one in values)


# Nothing is forgotten.


def test_the_data_of_these_tests_reach_every_encrypted_column(receipts: object, engine: Engine) -> None:
    empty = [name for name, values in stored_values(engine).items() if not values]
    assert empty == []


def test_every_encrypted_column_is_sealed_anew(receipts: object, both_engine: Engine, both: Keys) -> None:
    done = rekey(both_engine, both)
    for name, values in stored_values(both_engine).items():
        assert all(both.is_newest(one) for one in values), name
        for one in values:
            Keys([NEW]).open(one, name)
    assert done.damaged == []


def test_a_table_with_something_encrypted_has_a_key_of_one_column() -> None:
    assert [
        table.name for table in METADATA.sorted_tables if encrypted_columns(table) and len(table.primary_key) != 1
    ] == []


def test_every_keyed_hash_is_made_anew_or_has_its_reason() -> None:
    hashes = {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.c
        if (isinstance(column.type, String) and column.type.length == 72) or column.name.endswith("_hash")
    }
    assert hashes <= set(REHASHED) | set(KEPT_UNDER_THEIR_KEY)
    assert not set(REHASHED) & set(KEPT_UNDER_THEIR_KEY)


def test_a_hash_is_made_from_an_encrypted_text_of_its_own_row() -> None:
    for name, (source, _hasher) in REHASHED.items():
        assert isinstance(METADATA.tables[name.partition(".")[0]].c[source].type, EncryptedText)


# What it does.


def test_everything_reads_with_the_new_key_alone(
    receipts: dict[str, Receipt], records: Records, url: str, both_engine: Engine, both: Keys
) -> None:
    rekey(both_engine, both)
    give_keys(both_engine, Keys([NEW]))
    with Session(both_engine) as session:
        letter = session.scalars(select(Letter).where(Letter.contact_hash.is_not(None))).one()
        assert (letter.name, letter.contact, letter.what_happened) == (
            "演示姓名甲",
            "10000000000",
            "演示：窗口要我多交一份材料",
        )
        assert letter.contact_hash == contact_hash(Keys([NEW]), "10000000000")
        phones = set(session.scalars(select(Application.phone_hash)))
        assert phones == {contact_hash(Keys([NEW]), "10000000001")}


def test_a_second_run_changes_nothing(receipts: object, both_engine: Engine, both: Keys) -> None:
    first = rekey(both_engine, both)
    before = stored_values(both_engine)
    second = rekey(both_engine, both)
    assert first.changed.total() > 10 and second.changed.total() == 0
    assert first.seen == second.seen
    assert stored_values(both_engine) == before


def test_a_value_that_does_not_open_is_named_and_left(receipts: object, both_engine: Engine, both: Keys) -> None:
    with both_engine.begin() as connection:
        connection.execute(text("UPDATE letters SET about = 'AAAA' WHERE id = (SELECT min(id) FROM letters)"))
    done = rekey(both_engine, both)
    assert [one.partition(" ")[0] for one in done.damaged] == ["letters"]
    values = stored_values(both_engine)
    assert base64.b64decode("AAAA") in values.pop("letters.about")
    with pytest.raises(DamagedRecord):
        both.open(base64.b64decode("AAAA"), "letters.about")


# Interruptions.


class Interrupted(Exception):
    """The power went."""


@pytest.mark.parametrize("after", [1, 3, 5])
def test_interrupted_between_batches_it_goes_on(
    receipts: dict[str, Receipt],
    records: Records,
    both_engine: Engine,
    both: Keys,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
) -> None:
    monkeypatch.setattr(module, "BATCH", 1)
    heard: list[str] = []

    def fail(table: str, _done: object) -> None:
        heard.append(table)
        if len(heard) == after:
            raise Interrupted

    with pytest.raises(Interrupted):
        rekey(both_engine, both, fail)
    every, new = under_new(both_engine)
    assert 0 < new < every
    assert rekey(both_engine, both).changed.total() > 0
    assert under_new(both_engine) == (every, every)
    assert records_of(both_engine, both, receipts["letter"]) == "已收到"


def records_of(engine: Engine, keys: Keys, receipt: Receipt) -> str:
    opened = Records(engine.url.render_as_string(hide_password=False), keys)
    try:
        return opened.look_up(receipt.number, receipt.code).state
    finally:
        opened.close()


def test_a_batch_that_fails_leaves_none_of_it(receipts: object, both_engine: Engine, both: Keys) -> None:
    sealed: list[bytes] = []
    usual = both.seal

    def seal(plain: bytes, place: str) -> bytes:
        if len(sealed) == 7:
            raise Interrupted
        sealed.append(plain)
        return usual(plain, place)

    both.seal = seal  # type: ignore[method-assign]
    with pytest.raises(StatementError):
        rekey(both_engine, both)
    assert under_new(both_engine)[1] == 0


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_killed_half_way_it_goes_on(
    kind: str, request: pytest.FixtureRequest, letter: Callable[..., NewLetter]
) -> None:
    url = request.getfixturevalue(f"{kind}_url")
    filed = Records(url, Keys([OLD]))
    receipts = [filed.file_letter(letter(submission=f"web-{n}/1")) for n in range(150)]
    filed.close()
    written = ",".join(base64.b64encode(key).decode() for key in BOTH_KEYS)
    environment = {"DATABASE_URL": url, "YIFAWEN_DATA_KEY": written, "PATH": os.environ["PATH"]}
    # Ten rows a batch, so that there is something left when the first line appears.
    small = "import sys; from actions.casework import rekey; rekey.BATCH = 10; sys.exit(rekey.main())"
    running = subprocess.Popen([sys.executable, "-c", small], env=environment, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    while "已看 30 行" not in running.stdout.readline():
        assert running.poll() is None
    running.send_signal(signal.SIGKILL)
    assert running.wait(10) == -signal.SIGKILL
    running.stdout.close()

    engine = open_engine(url, Keys(BOTH_KEYS))
    every, new = under_new(engine)
    assert 0 < new < every
    again = subprocess.run(
        [sys.executable, "-m", "actions.casework.rekey"], env=environment, capture_output=True, text=True
    )
    assert (again.returncode, again.stderr) == (0, "")
    assert "旧密钥现在还不能拿掉" in again.stdout and "150 个不到期的查询码" in again.stdout
    assert under_new(engine) == (every, every)
    both = Records(url, Keys(BOTH_KEYS))
    assert [both.look_up(one.number, one.code).number for one in receipts[::30]] == [
        one.number for one in receipts[::30]
    ]
    both.close()
    engine.dispose()


# Lookup codes, which are stored nowhere.


def test_codes_under_the_old_key_are_counted(receipts: dict[str, Receipt], both_engine: Engine, both: Keys) -> None:
    rekey(both_engine, both)
    with Session(both_engine) as session:
        left = old_codes(session, both)
        assert (left.drafts, left.lasting, left.phones) == (1, 4, 0)
        assert left.last_expiry == receipts["draft"].expires_at
        assert old_codes(session, Keys([OLD])).lasting == 0


def test_a_code_leaves_the_old_key_when_it_is_used(receipts: dict[str, Receipt], url: str, both: Keys) -> None:
    used = Records(url, both)
    used.look_up(receipts["letter"].number, receipts["letter"].code)
    with pytest.raises(NotRecognised):
        used.look_up(receipts["filed"].number, receipts["letter"].code)
    used.close()
    alone = Records(url, Keys([NEW]))
    with closing_engine(url) as engine, Session(engine) as session:
        hashes = dict(session.execute(select(IssuedReceipt.number, IssuedReceipt.code_hash)).all())
    assert Keys([NEW]).knows(hashes[receipts["letter"].number])
    assert not Keys([NEW]).knows(hashes[receipts["filed"].number])
    with pytest.raises(NotRecognised):
        alone.look_up(receipts["filed"].number, receipts["filed"].code)
    alone.close()


# The audit log.


def test_a_checkpoint_lets_the_old_key_go(receipts: object, both_engine: Engine, both: Keys) -> None:
    rekey(both_engine, both)
    assert vouch(both_engine, both, AT)
    give_keys(both_engine, Keys([NEW]))
    with Session(both_engine) as session:
        done = check(session, Keys([NEW]))
        assert (done.length, done.findings) == (2, [])


def test_a_checkpoint_is_written_once(receipts: object, both_engine: Engine, both: Keys) -> None:
    for _ in range(3):
        rekey(both_engine, both)
        assert vouch(both_engine, both, AT)
    with Session(both_engine) as session:
        assert check(session, both).length == 2


def test_a_log_that_was_changed_is_not_vouched_for(receipts: object, both_engine: Engine, both: Keys) -> None:
    with Session(both_engine) as session, session.begin():
        record(session, both, who="s-1", what="x", target="", why="一", at=AT)
        session.execute(text("UPDATE audit_log SET why = 'AAAA' WHERE position = 1"))
    assert not vouch(both_engine, both, AT)
    with Session(both_engine) as session:
        assert [one.flaw for one in check(session, both).findings] == [Flaw.UNREADABLE]


# The command.


@pytest.fixture
def settings(url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[bytes]], None]:
    def use(keys: list[bytes]) -> None:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("YIFAWEN_DATA_KEY", ",".join(base64.b64encode(key).decode() for key in keys))

    return use


def test_the_command_says_how_far_it_is_and_what_is_left(
    receipts: object, settings: Callable[[list[bytes]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    settings(BOTH_KEYS)
    assert module.main() == 0
    said = capsys.readouterr().out
    assert "letters：已看 3 行，换到新密钥 3 行" in said
    assert "还有 1 个草稿的查询码用旧密钥，最晚 2026-12-23 到期" in said
    assert "还有 4 个不到期的查询码" in said and said.endswith("旧密钥现在还不能拿掉。\n")


def test_the_command_says_when_the_old_key_may_go(
    settings: Callable[[list[bytes]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    settings([NEW])
    assert module.main() == 0
    assert capsys.readouterr().out.endswith("旧密钥明天起可以拿掉了。\n")


def test_the_command_names_what_it_could_not_open(
    receipts: object, engine: Engine, settings: Callable[[list[bytes]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE letters SET about = 'AAAA' WHERE id = (SELECT min(id) FROM letters)"))
    settings(BOTH_KEYS)
    assert module.main() == 1
    said = capsys.readouterr().out
    assert said.count("解不开，没有动：letters ") == 1 and said.endswith("旧密钥现在还不能拿掉。\n")


def test_without_the_old_key_nothing_is_lost(
    receipts: object, engine: Engine, settings: Callable[[list[bytes]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    before: Any = stored_values(engine)
    settings([NEW])
    assert module.main() == 1
    said = capsys.readouterr().out
    assert "解不开" in said and "audit verify" in said
    assert stored_values(engine) == before


def test_the_command_says_what_failed(
    settings: Callable[[list[bytes]], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings([NEW])
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert module.main() == 1
    assert "再运行一次会接着换" in capsys.readouterr().err
