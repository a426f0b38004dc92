"""Whatever somebody does to the audit log behind its back is found, or said not to be."""

import base64
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from actions.casework.audit import record
from actions.casework.audit_check import CHECKPOINT, FOUND, UNCHECKED, Checked, Flaw, check, run, write_checkpoint
from actions.casework.columns import give_keys
from actions.casework.encryption import Keys

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
ROWS = 6
NEW = b"n" * 32


def write(engine: Engine, keys: Keys, rows: int = ROWS, who: str = "s-1") -> None:
    with Session(engine) as session, session.begin():
        for n in range(rows):
            later = AT + timedelta(minutes=n)
            record(session, keys, who=who, what="letter.assigned", target=f"T2026-{n:06d}", why=f"演示{n}", at=later)


def unguard(connection: Connection) -> None:
    """Do away with the triggers, as somebody who owns the database can."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
        return
    for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def tamper(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        unguard(connection)
        for statement in statements:
            connection.execute(text(statement))
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = DEFAULT"))


def checked(engine: Engine, keys: Keys, anchor: str = "") -> Checked:
    with Session(engine) as session:
        return check(session, keys, anchor)


def flaws(engine: Engine, keys: Keys, anchor: str = "") -> list[tuple[Flaw, int, int]]:
    return [(one.flaw, one.first, one.last) for one in checked(engine, keys, anchor).findings]


@pytest.fixture
def written(engine: Engine, keys: Keys) -> Engine:
    """A log of six rows."""
    write(engine, keys)
    return engine


def copied(position: int, to: int) -> str:
    columns = "at, who, what, target, why, hash, created_at"
    return (
        f"INSERT INTO audit_log (position, {columns}) SELECT {to}, {columns} FROM audit_log WHERE position = {position}"
    )


def test_an_empty_log_and_a_whole_one_are_fine(engine: Engine, keys: Keys) -> None:
    assert flaws(engine, keys) == []
    write(engine, keys)
    done = checked(engine, keys)
    assert (done.length, done.findings) == (ROWS, [])
    assert done.anchor.startswith(f"{ROWS}:")


@pytest.mark.parametrize(
    "change",
    [
        "who = 's-2'",
        "what = 'letter.closed'",
        "target = 'T2026-999999'",
        "created_at = created_at, target = target || ' '",
    ],
)
def test_a_changed_row_is_found(written: Engine, keys: Keys, change: str) -> None:
    tamper(written, f"UPDATE audit_log SET {change} WHERE position = 3")
    assert flaws(written, keys) == [(Flaw.CHANGED, 3, 3)]


def test_a_changed_time_is_found(written: Engine, keys: Keys) -> None:
    tamper(written, "UPDATE audit_log SET at = (SELECT at FROM audit_log WHERE position = 1) WHERE position = 4")
    assert flaws(written, keys) == [(Flaw.CHANGED, 4, 4)]


def test_a_reason_taken_from_another_row_is_found(written: Engine, keys: Keys) -> None:
    tamper(written, "UPDATE audit_log SET why = (SELECT why FROM audit_log WHERE position = 1) WHERE position = 4")
    assert flaws(written, keys) == [(Flaw.CHANGED, 4, 4)]


@pytest.mark.parametrize("stored", ["", "演示", "AAAA"])
def test_a_reason_that_does_not_open_is_found(written: Engine, keys: Keys, stored: str) -> None:
    tamper(written, f"UPDATE audit_log SET why = '{stored}' WHERE position = 2")
    assert flaws(written, keys) == [(Flaw.UNREADABLE, 2, 2)]


@pytest.mark.parametrize(("gone", "first", "last"), [("= 1", 1, 1), ("= 3", 3, 3), ("IN (2, 3, 4)", 2, 4)])
def test_rows_that_are_gone_are_found(written: Engine, keys: Keys, gone: str, first: int, last: int) -> None:
    tamper(written, f"DELETE FROM audit_log WHERE position {gone}")
    assert flaws(written, keys) == [(Flaw.MISSING, first, last)]


def test_a_row_taken_out_and_the_rest_moved_up_is_found(written: Engine, keys: Keys) -> None:
    moved = [f"UPDATE audit_log SET position = {n - 1} WHERE position = {n}" for n in (4, 5, 6)]
    tamper(written, "DELETE FROM audit_log WHERE position = 3", *moved)
    assert flaws(written, keys) == [(Flaw.CHANGED, 3, 3), (Flaw.CHANGED, 4, 4), (Flaw.CHANGED, 5, 5), (Flaw.CUT, 6, 6)]


def test_a_row_put_in_between_is_found(written: Engine, keys: Keys) -> None:
    moved = [f"UPDATE audit_log SET position = {n + 1} WHERE position = {n}" for n in (6, 5, 4)]
    tamper(written, *moved, copied(2, 4))
    found = flaws(written, keys)
    assert (Flaw.CHANGED, 4, 4) in found and found[-1] == (Flaw.BEYOND, 7, 7)


def test_rows_in_another_order_are_found(written: Engine, keys: Keys) -> None:
    order = [
        "UPDATE audit_log SET position = {} WHERE position = {}".format(*one) for one in ((99, 2), (2, 3), (3, 99))
    ]
    tamper(written, *order)
    assert flaws(written, keys) == [(Flaw.CHANGED, 2, 2), (Flaw.CHANGED, 3, 3), (Flaw.CHANGED, 4, 4)]


def test_a_row_added_at_the_end_is_found(written: Engine, keys: Keys) -> None:
    tamper(written, copied(6, 7))
    assert flaws(written, keys) == [(Flaw.CHANGED, 7, 7), (Flaw.BEYOND, 7, 7)]


def test_a_tail_cut_off_is_found(written: Engine, keys: Keys) -> None:
    tamper(written, "DELETE FROM audit_log WHERE position > 4")
    assert flaws(written, keys) == [(Flaw.CUT, 5, 6)]


def test_a_tail_cut_off_with_the_head_set_back_is_found(written: Engine, keys: Keys) -> None:
    back = "UPDATE audit_head SET length = 4, hash = (SELECT hash FROM audit_log WHERE position = 4)"
    tamper(written, "DELETE FROM audit_log WHERE position > 4", back)
    assert flaws(written, keys) == [(Flaw.HEAD, 4, 4)]


def test_a_head_taken_away_is_found(written: Engine, keys: Keys) -> None:
    tamper(written, "DELETE FROM audit_head")
    assert flaws(written, keys) == [(Flaw.HEAD, 6, 6)]


def test_a_second_head_changes_nothing(written: Engine, keys: Keys) -> None:
    tamper(
        written,
        "INSERT INTO audit_head (id, length, hash, seal, created_at) SELECT 2, 9, '', '', created_at FROM audit_head",
    )
    assert flaws(written, keys) == []


def test_an_older_state_put_back_is_found_only_with_an_anchor(engine: Engine, keys: Keys) -> None:
    write(engine, keys, 3)
    with engine.connect() as connection:
        length, chained, seal = connection.execute(text("SELECT length, hash, seal FROM audit_head")).one()
    write(engine, keys, 3)
    anchor = checked(engine, keys).anchor
    back = f"UPDATE audit_head SET length = {length}, hash = '{chained}', seal = '{seal}'"
    tamper(engine, "DELETE FROM audit_log WHERE position > 3", back)
    assert flaws(engine, keys) == []
    assert flaws(engine, keys, anchor) == [(Flaw.ANCHOR, 6, 6)]
    write(engine, keys, 5, who="s-3")
    assert flaws(engine, keys, anchor) == [(Flaw.ANCHOR, 6, 6)]


def test_an_anchor_of_an_earlier_day_holds_while_the_log_grows(written: Engine, keys: Keys) -> None:
    anchor = checked(written, keys).anchor
    write(written, keys)
    assert flaws(written, keys, anchor) == []


@pytest.mark.parametrize("anchor", ["nonsense", "6:", "0:", ":"])
def test_an_anchor_that_is_none_is_no_agreement(written: Engine, keys: Keys, anchor: str) -> None:
    assert [flaw for flaw, _, _ in flaws(written, keys, anchor)] == [Flaw.ANCHOR]


# Keys that come and go.


@pytest.fixture
def rotated(written: Engine, keys: Keys) -> Engine:
    """The log after a change of keys: a checkpoint under the new one, reasons sealed anew, two rows more."""
    both = Keys([NEW, bytes(range(32))])
    give_keys(written, both)
    with Session(written) as session, session.begin():
        write_checkpoint(session, both, check(session, both), who="rekey", why="演示", at=AT)
    with Session(written) as session, session.begin():
        for position, why in session.execute(text("SELECT position, why FROM audit_log")).all():
            clear = both.open(base64.b64decode(why), "audit_log.why")
            sealed = base64.b64encode(both.seal(clear, "audit_log.why")).decode()
            session.execute(
                text("UPDATE audit_log SET why = :why WHERE position = :at"), {"why": sealed, "at": position}
            )
    write(written, both, 2)
    return written


def test_a_checkpoint_vouches_for_rows_of_a_key_that_is_gone(rotated: Engine) -> None:
    done = checked(rotated, Keys([NEW]))
    assert (done.length, done.findings) == (ROWS + 3, [])


@pytest.mark.parametrize("change", ["who = 's-2' WHERE position = 2", "target = '' WHERE position = 6"])
def test_a_row_changed_before_a_checkpoint_is_found(rotated: Engine, change: str) -> None:
    tamper(rotated, f"UPDATE audit_log SET {change}")
    assert (Flaw.CHECKPOINT, ROWS + 1, ROWS + 1) in flaws(rotated, Keys([NEW]))


def test_without_a_checkpoint_old_rows_cannot_be_checked(written: Engine, keys: Keys) -> None:
    both = Keys([NEW, bytes(range(32))])
    give_keys(written, both)
    write(written, both, 1)
    tamper(written, "UPDATE audit_log SET why = (SELECT why FROM audit_log WHERE position = 7) WHERE position < 7")
    assert flaws(written, Keys([NEW])) == [(Flaw.UNKNOWN_KEY, 1, 6)]


def test_a_checkpoint_cannot_be_made_up_without_the_key(written: Engine, keys: Keys) -> None:
    tamper(written, f"UPDATE audit_log SET what = '{CHECKPOINT}' WHERE position = 6")
    assert flaws(written, keys) == [(Flaw.CHANGED, 6, 6)]


# The command.


@pytest.fixture
def settings(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "YIFAWEN_DATA_KEY": base64.b64encode(bytes(range(32))).decode()}


def test_the_command_says_that_nothing_was_changed(
    written: Engine, settings: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify"], settings) == 0
    said = capsys.readouterr().out
    assert "共 6 条，没有发现改动" in said and "没有锚点可比" in said and "锚点（请存到别处）：6:" in said


def test_the_command_says_what_was_changed(
    written: Engine, settings: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(written, "DELETE FROM audit_log WHERE position IN (2, 3)")
    assert run(["verify"], settings) == FOUND
    assert "第 2 至 3 条：不见了" in capsys.readouterr().out


def test_a_long_list_is_cut_short(
    engine: Engine, keys: Keys, settings: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    write(engine, keys, 60)
    tamper(engine, "UPDATE audit_log SET who = 's-2'")
    assert run(["verify"], settings) == FOUND
    said = capsys.readouterr().out
    assert "发现 60 处问题" in said and "另有 10 处" in said and said.count("\n") == 52


def test_the_command_keeps_its_anchor_and_compares_it(
    written: Engine, keys: Keys, settings: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "anchor"
    assert run(["verify", "--anchor-file", str(kept)], settings) == 0
    first = kept.read_text()
    write(written, keys)
    assert run(["verify", "--anchor-file", str(kept)], settings) == 0
    assert "与上次的锚点相符" in capsys.readouterr().out
    assert kept.read_text() != first
    tamper(written, "UPDATE audit_log SET who = 's-2' WHERE position = 1")
    last = kept.read_text()
    assert run(["verify", "--anchor-file", str(kept)], settings) == FOUND
    assert kept.read_text() == last


def test_a_database_that_cannot_be_read_is_no_clean_bill(
    settings: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify"], settings | {"DATABASE_URL": f"sqlite:///{tmp_path}/none.db"}) == UNCHECKED
    assert run(["verify"], settings | {"YIFAWEN_DATA_KEY": ""}) == UNCHECKED
    assert capsys.readouterr().err.count("没有核对成") == 2


def test_an_anchor_that_cannot_be_read_is_no_clean_bill(settings: dict[str, str], tmp_path: Path) -> None:
    assert run(["verify", "--anchor-file", str(tmp_path)], settings) == UNCHECKED


def test_the_command_runs_as_a_process(environment: dict[str, str]) -> None:
    command = [sys.executable, "-W", "error", "-m", "actions.casework.audit", "verify"]
    done = subprocess.run(command, env=environment | {"PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "共 0 条" in done.stdout
