from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from actions.casework import retention
from actions.casework.entries import NewApplication, NewLetter
from actions.casework.errors import LookUpRefused
from actions.casework.kinds import Rung
from actions.casework.models import Application, IssuedReceipt, KeptFile, Letter, LookupTries
from actions.casework.store import Records


class StandingClock(Protocol):
    def forward(self, **span: float) -> None: ...


def counts(engine: Engine) -> dict[str, int]:
    with Session(engine) as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Application, IssuedReceipt, KeptFile, Letter, LookupTries)
        }


@pytest.fixture
def filled(records: Records, letter: Callable[..., NewLetter], application: Callable[..., NewApplication]) -> Records:
    """One of everything that can expire and of everything that cannot, and one failed try."""
    records.file_letter(letter())
    records.save_application(application())
    records.save_application(application(submission="web-9/1", rung=Rung.FILED))
    records.keep_file("web-1", "演示.txt", "text/plain", b"demo")
    with pytest.raises(LookUpRefused):
        records.look_up("T2026-000099", "")
    return records


def test_nothing_goes_before_its_time(filled: Records, engine: Engine, clock: StandingClock) -> None:
    clock.forward(minutes=59)
    assert filled.forget_expired() == 0
    assert counts(engine) == {"applications": 2, "receipts": 3, "files": 1, "letters": 1, "lookup_tries": 1}


def test_tries_files_and_drafts_go_in_their_time(filled: Records, engine: Engine, clock: StandingClock) -> None:
    clock.forward(hours=1)
    assert filled.forget_expired() == 1
    clock.forward(hours=23)
    assert filled.forget_expired() == 1
    clock.forward(days=29)
    assert filled.forget_expired() == 1
    assert counts(engine) == {"applications": 1, "receipts": 2, "files": 0, "letters": 1, "lookup_tries": 0}


def test_what_was_filed_stays(filled: Records, engine: Engine) -> None:
    filled.forget_expired(datetime.now(UTC) + timedelta(days=10_000))
    assert counts(engine) == {"applications": 1, "receipts": 2, "files": 0, "letters": 1, "lookup_tries": 0}


def test_the_command_says_how_many_went(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", environment["DATABASE_URL"])
    assert retention.main() == 0
    assert "共 0 条" in capsys.readouterr().out


def test_the_command_says_what_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/not-migrated.db")
    assert retention.main() == 1
    assert "没有清除过期数据" in capsys.readouterr().err
