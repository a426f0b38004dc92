"""Clearing what is kept no longer: first a report, then the same for real."""

import base64
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from actions.casework import purge as module
from actions.casework.audit import read_page
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt
from actions.casework.handling import CITIZEN, Doer, advance
from actions.casework.kinds import CaseState, LetterStep, Matter, Outcome, RespondentKind, Rung
from actions.casework.models import Application, Case, KeptFile, Letter
from actions.casework.periods import periods
from actions.casework.purge import Line, purge, purge_conversations
from actions.casework.store import Records

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1096)


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> None:
    every = {name: replace(period, confirmed=True) for name, period in periods().items()}
    monkeypatch.setattr(module, "periods", lambda: every)


@pytest.fixture
def filled(
    records: Records,
    engine: Engine,
    keys: Keys,
    letter: Callable[..., NewLetter],
    application: Callable[..., NewApplication],
) -> Receipt:
    """A draft, a filed application, a file, a letter that has ended and one that has not."""
    records.save_application(application())
    records.save_application(application(submission="web-9/1", rung=Rung.FILED))
    records.keep_file("web-1", "演示.txt", "text/plain", b"demo")
    records.file_letter(letter(submission="web-8/1"))
    ended = records.file_letter(letter())
    with Session(engine) as session, session.begin():
        newest = session.scalar(select(func.max(Letter.id))) or 0
        advance(session, keys, newest, LetterStep.WITHDRAWN, Doer(CITIZEN, NOW))
    return ended


def due(lines: list[Line]) -> dict[str, int]:
    return {line.name: line.rows for line in lines if line.rows}


def test_nothing_is_due_at_once(filled: Receipt, engine: Engine, keys: Keys) -> None:
    with Session(engine) as session:
        assert due(purge(session, keys, NOW)) == {}


def test_article_19_what_is_over_goes_and_what_the_county_has_not_decided_stays(
    filled: Receipt, engine: Engine, keys: Keys
) -> None:
    with Session(engine) as session, session.begin():
        lines = purge(session, keys, LATER)
    assert due(lines) == {"drafts": 1, "files": 1, "letters": 1, "filed": 1}
    assert {line.name for line in lines if not line.done} == {"letters", "filed", "case_phones"}
    with Session(engine) as session:
        assert session.scalars(select(Letter.name)).all() == ["演示姓名甲"] * 2
        assert session.scalars(select(Application.name)).all() == ["演示姓名乙"]
        assert session.scalar(select(func.count()).select_from(KeptFile)) == 0


def test_article_47_decided_letters_and_applications_lose_the_person(
    decided: None, filled: Receipt, engine: Engine, keys: Keys
) -> None:
    with Session(engine) as session, session.begin():
        purge(session, keys, LATER)
    with Session(engine) as session:
        assert sorted(map(str, session.scalars(select(Letter.name)))) == ["None", "演示姓名甲"]
        assert session.execute(select(Application.name, Application.identity_number, Application.phone_hash)).all() == [
            ("", "", None)
        ]
        assert due(purge(session, keys, LATER)) == {}


ENDS: dict[str, dict[str, Any]] = {
    "closed": {"accepted": True, "outcome": Outcome.UPHELD, "closed_on": date(2026, 3, 2)},
    "not_accepted": {"accepted": False},
    "abandoned": {},
}


@pytest.mark.parametrize("state", CaseState)
def test_article_47_a_case_that_ended_in_any_way_loses_its_phone(
    decided: None, engine: Engine, keys: Keys, state: CaseState
) -> None:
    kinds = {"respondent_kind": RespondentKind.TOWNSHIP, "matter": Matter.PENALTY}
    row = Case(number="演示复〔2026〕9号", respondent="演示单位", received_on=date(2026, 2, 2), state=state, **kinds)
    for name, value in ENDS.get(state, {}).items():
        setattr(row, name, value)
    row.phone_hash = "0"
    with Session(engine) as session, session.begin():
        session.add(row)
        session.flush()
        purge(session, keys, LATER)
    with Session(engine) as session:
        assert session.scalar(select(Case.phone_hash)) == (None if state.value in ENDS else "0")


def test_a_letter_that_is_still_open_is_never_due(
    decided: None, records: Records, engine: Engine, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    records.file_letter(letter())
    with Session(engine) as session:
        assert due(purge(session, keys, NOW + timedelta(days=20_000))) == {}


def test_what_went_stands_in_the_audit_log_without_anything_personal(
    filled: Receipt, engine: Engine, keys: Keys
) -> None:
    with Session(engine) as session:
        purge(session, keys, LATER)
        row = read_page(session)[0]
    assert (row.who, row.what, row.why) == ("purge", "retention.purged", "drafts=1 files=1")


# The conversations, which another database keeps.


@pytest.fixture
def events(tmp_path: Path) -> str:
    with closing(sqlite3.connect(tmp_path / "dialogue.db")) as connection:
        connection.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, timestamp FLOAT, data TEXT)")
        for age in (0, 3600, 2 * 86400, 9 * 86400):
            connection.execute("INSERT INTO events (sender_id, timestamp) VALUES ('web-1', ?)", (time.time() - age,))
        connection.commit()
    return f"sqlite:///{tmp_path}/dialogue.db"


def test_old_events_of_conversations_go_while_nobody_writes(events: str) -> None:
    assert purge_conversations(events, 1, False) == Line("conversations", 2, True)
    assert purge_conversations(events, 1, True) == Line("conversations", 2, True)
    assert purge_conversations(events, 1, True) == Line("conversations", 0, True)


# The command.


@pytest.fixture
def settings(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "YIFAWEN_DATA_KEY": base64.b64encode(bytes(range(32))).decode()}


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "utc_now", lambda: LATER)


def test_the_report_changes_nothing_and_promises_what_then_happens(
    filled: Receipt, engine: Engine, settings: dict[str, str], late: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert module.main([], settings) == 0
    promised = capsys.readouterr().out
    assert "申请书草稿和它的编号：会删除 1 条（个人信息保护法19、个人信息保护法47）" in promised
    assert "1 件满 1095 天；县里还没有确认保管期限，不动" in promised and "什么也没有动" in promised
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Application)) == 2
        assert read_page(session) == []
    assert module.main(["--yes"], settings) == 0
    done = capsys.readouterr().out
    assert "申请书草稿和它的编号：已删除 1 条" in done and done.endswith("已清除。\n")
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Application)) == 1


def test_the_command_clears_conversations_too(
    settings: dict[str, str], events: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert module.main(["--yes"], settings | {"TRACKER_URL": events}) == 0
    assert "对话的经过（另一个库，TRACKER_URL）：已删除 2 条" in capsys.readouterr().out
    assert module.main([], settings) == 0
    assert "没有设 TRACKER_URL，对话的库没有看" in capsys.readouterr().out


def test_the_command_says_what_failed(
    settings: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert module.main([], settings | {"YIFAWEN_DATA_KEY": ""}) == 1
    assert module.main([], settings | {"TRACKER_URL": f"sqlite:///{tmp_path}/none.db"}) == 1
    assert capsys.readouterr().err.count("没有清除：") == 2
