import re
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event, func, inspect, select, text, update
from sqlalchemy.orm import Session

from actions.casework import migrate
from actions.casework.database import closing_engine
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter
from actions.casework.errors import RecordsUnavailable
from actions.casework.handling import CITIZEN, Doer, advance
from actions.casework.kinds import CaseTrack, LetterStep
from actions.casework.migrate import downgrade, upgrade
from actions.casework.models import Case, CaseEvent, Letter
from actions.casework.practice import load_practice
from actions.casework.reveals import Step, show_contact
from actions.casework.store import Records
from actions.casework.tables import METADATA

VERSIONS = sorted(Path(migrate.__file__).with_name("migrations").joinpath("versions").glob("[0-9]*.py"))
HEAD = VERSIONS[-1].name[:4]


def shape(url: str) -> dict[str, object]:
    """Everything the database knows about its tables, check constraints included."""
    with closing_engine(url) as engine:
        known = inspect(engine)
        return {
            table: {
                "columns": {one["name"]: (str(one["type"]), one["nullable"]) for one in known.get_columns(table)},
                "checks": {
                    one["name"]: re.sub(r"\s+", " ", one["sqltext"]) for one in known.get_check_constraints(table)
                },
                "keys": sorted(map(str, known.get_foreign_keys(table))),
                "primary": known.get_pk_constraint(table),
                "unique": sorted(map(str, known.get_unique_constraints(table))),
                "indexes": sorted(map(str, known.get_indexes(table))),
            }
            for table in sorted(known.get_table_names())
            if table != "alembic_version"
        }


def test_models_and_migrations_agree(url: str) -> None:
    with closing_engine(url) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_migrations_build_what_the_models_would(empty_url: str) -> None:
    with closing_engine(empty_url) as engine:
        METADATA.create_all(engine)
    modelled = shape(empty_url)
    with closing_engine(empty_url) as engine:
        METADATA.drop_all(engine)
    upgrade(empty_url)
    assert shape(empty_url) == modelled


def test_the_revisions_follow_each_other_in_the_order_of_their_numbers() -> None:
    written = re.compile(r'^(revision|down_revision) = (?:"(\w+)"|None)$', re.M)
    chain = [dict(written.findall(file.read_text(encoding="utf-8"))) for file in VERSIONS]
    numbers = [file.name[:4] for file in VERSIONS]
    assert [one["revision"] for one in chain] == numbers
    assert [one["down_revision"] for one in chain] == ["", *numbers[:-1]]


def test_upgrading_again_changes_nothing_and_is_quick(empty_url: str) -> None:
    assert upgrade(empty_url) == HEAD
    before, started = shape(empty_url), time.process_time()
    assert upgrade(empty_url) == HEAD
    assert time.process_time() - started < 1
    assert shape(empty_url) == before


def test_down_and_up_again_with_data_in_it(
    empty_url: str, keys: Keys, letter: Callable[..., NewLetter], application: Callable[..., NewApplication]
) -> None:
    upgrade(empty_url)
    before = shape(empty_url)
    load_practice(empty_url, keys)
    records = Records(empty_url, keys)
    records.file_letter(letter())
    records.save_application(application())
    records.keep_file("web-1", "演示.txt", "text/plain", b"demo")
    records.close()
    with closing_engine(empty_url, keys) as engine, Session(engine) as session, session.begin():
        newest = session.scalar(select(func.max(Letter.id)))
        assert show_contact(session, newest or 0, Step(account="s-1", reason="演示理由", at=datetime.now(UTC)))
    assert downgrade(empty_url) == "base"
    assert shape(empty_url) == {}
    assert upgrade(empty_url) == HEAD
    assert shape(empty_url) == before
    assert load_practice(empty_url, keys).added == 104


def test_data_survives_an_upgrade_that_has_nothing_to_do(
    url: str, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    records = Records(url, keys)
    receipt = records.file_letter(letter())
    upgrade(url)
    assert records.look_up(receipt.number, receipt.code).state == "已收到"
    records.close()


def test_letters_survive_the_way_to_the_first_revision_and_back(
    empty_url: str, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    assert upgrade(empty_url, "0001") == "0001"
    before = shape(empty_url)
    assert upgrade(empty_url) == HEAD
    records = Records(empty_url, keys)
    receipt = records.file_letter(letter())
    assert downgrade(empty_url, "0001") == "0001"
    assert shape(empty_url) == before
    assert upgrade(empty_url) == HEAD
    assert records.look_up(receipt.number, receipt.code).state == "已收到"
    records.close()


def test_a_step_that_older_software_does_not_know_becomes_the_nearest_or_goes(
    empty_url: str, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    upgrade(empty_url)
    records = Records(empty_url, keys)
    receipt = records.file_letter(letter())
    citizen = Doer(CITIZEN, datetime.now(UTC))
    with closing_engine(empty_url, keys) as engine, Session(engine) as session, session.begin():
        of_letter = session.scalars(select(Letter.id)).one()
        advance(session, keys, of_letter, LetterStep.ADDITION, citizen, words="演示：补充一句")
        advance(session, keys, of_letter, LetterStep.WITHDRAWN, citizen)
    downgrade(empty_url, "0004")
    upgrade(empty_url)
    status = records.look_up(receipt.number, receipt.code)
    assert (status.state, [step.event for step in status.timeline]) == ("已办结", ["received", "closed"])
    records.close()


def test_cases_survive_the_way_to_software_that_knows_no_steps_of_staff(empty_url: str, keys: Keys) -> None:
    upgrade(empty_url)
    load_practice(empty_url, keys)

    def read(*columns: object) -> list[tuple[object, ...]]:
        with closing_engine(empty_url, keys) as engine, Session(engine) as session:
            return [tuple(row) for row in session.execute(select(*columns).order_by(CaseEvent.id))]  # type: ignore[call-overload]

    with closing_engine(empty_url, keys) as engine, Session(engine) as session, session.begin():
        session.execute(update(CaseEvent).values(by="s-1", reason="演示理由", internal="演示备注"))
        session.execute(update(Case).values(track=CaseTrack.ORDINARY, extended_days=10))
    kept = read(CaseEvent.case_id, CaseEvent.happened_on, CaseEvent.kind, CaseEvent.note)
    assert downgrade(empty_url, "0013") == "0013"
    upgrade(empty_url)
    assert read(CaseEvent.case_id, CaseEvent.happened_on, CaseEvent.kind, CaseEvent.note) == kept
    assert {row[1:] for row in read(CaseEvent.id, CaseEvent.by, CaseEvent.reason, CaseEvent.internal)} == {(None,) * 3}
    with closing_engine(empty_url, keys) as engine, Session(engine) as session:
        assert set(session.execute(select(Case.track, Case.extended_days)).all()) == {(None, None)}


def test_older_software_waits_again_for_what_was_given_up(empty_url: str, keys: Keys) -> None:
    upgrade(empty_url)
    load_practice(empty_url, keys)
    with closing_engine(empty_url, keys) as engine, Session(engine) as session, session.begin():
        session.execute(update(Case).values(state="abandoned", accepted=None, outcome=None))
        session.execute(update(CaseEvent).where(CaseEvent.kind != "received").values(kind="abandoned"))
    assert downgrade(empty_url, "0014") == "0014"
    with closing_engine(empty_url) as engine, engine.connect() as connection:
        assert set(connection.scalars(text("SELECT state FROM cases"))) == {"correction"}
        assert set(connection.scalars(text("SELECT kind FROM case_events"))) == {"received"}
    assert upgrade(empty_url) == HEAD


def test_two_processes_may_start_at_once(empty_url: str) -> None:
    command = [sys.executable, "-W", "error", "-m", "actions.casework.migrate"]
    environment = {"DATABASE_URL": empty_url, "PATH": "/usr/bin:/bin"}
    processes = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert all(HEAD in words for words in said)


def test_a_step_that_fails_takes_the_steps_before_it_back(empty_url: str) -> None:
    class Stopped(Exception):
        pass

    def stop(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        if re.search(r"CREATE TABLE .?audit_log", statement):
            raise Stopped

    event.listen(Engine, "before_cursor_execute", stop)
    try:
        with pytest.raises(Stopped):
            upgrade(empty_url)
    finally:
        event.remove(Engine, "before_cursor_execute", stop)
    assert shape(empty_url) == {}
    assert upgrade(empty_url) == HEAD


def test_a_database_newer_than_the_software_is_left_alone(empty_url: str) -> None:
    upgrade(empty_url)
    with closing_engine(empty_url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordsUnavailable, match="9999"):
        upgrade(empty_url)


def test_the_folder_is_made_for_the_service_alone(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path}/var/records.db")
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecordsUnavailable):
        upgrade(f"sqlite:///{tmp_path}/file/records.db")


def test_the_command_says_in_chinese_what_it_did(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", environment["DATABASE_URL"])
    assert migrate.main() == 0
    assert capsys.readouterr().out == f"数据库已是最新版本（{HEAD}）。\n"


def test_the_command_says_in_chinese_what_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://x")
    assert migrate.main() == 1
    assert "数据库没有更新" in capsys.readouterr().err


def test_migrations_are_no_package_that_the_action_server_would_import() -> None:
    assert not (Path(migrate.__file__).parent / "migrations" / "__init__.py").exists()
