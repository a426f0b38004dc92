"""A desk on a migrated database with the practice data, a clock that stands still, and a clerk with a browser."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text
from starlette.applications import Starlette

from actions.casework.encryption import Keys
from actions.casework.entries import NewLetter
from actions.casework.kinds import LetterKind
from actions.casework.migrate import upgrade
from actions.casework.models import Reveal
from actions.casework.practice import load_practice
from actions.casework.store import Records
from bot.desk.accounts import Account, StaffFile
from bot.desk.app import create_app
from bot.desk.log import build_log
from bot.desk.passwords import Passwords
from bot.desk.settings import Settings
from tests.unit.bot.desk.clerk import CHEAP, DESK_KEY, KEY, MONDAY, NAME, PASSWORD, Clerk, Clock, CountingKeys


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the migration and the practice data leave it."""
    path = tmp_path_factory.mktemp("desk") / "records.db"
    upgrade(f"sqlite:///{path}")
    load_practice(f"sqlite:///{path}", Keys([KEY]))
    return path


@pytest.fixture
def url(template: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(template, tmp_path / 'records.db')}"


@pytest.fixture
def keys() -> CountingKeys:
    return CountingKeys([KEY])


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY)


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(CHEAP)


@pytest.fixture
def staff(tmp_path: Path, passwords: Passwords) -> StaffFile:
    """A staff file with one account."""
    staff = StaffFile(tmp_path / "staff.json")
    staff.put(Account(id="s-00000001", name=NAME, password=passwords.hashed(PASSWORD)))
    return staff


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    return Settings(desk_key=DESK_KEY, database_url=url, staff_file=tmp_path / "staff.json")


@pytest.fixture
def written() -> io.StringIO:
    """What the desk logs."""
    return io.StringIO()


@pytest.fixture
def logged(written: io.StringIO) -> Callable[[], list[dict[str, Any]]]:
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.fixture
def app(
    settings: Settings,
    keys: Keys,
    passwords: Passwords,
    clock: Clock,
    written: io.StringIO,
    staff: StaffFile,
) -> Iterator[Starlette]:
    app = create_app(settings, keys, passwords=passwords, clock=clock, log=build_log(written))
    yield app
    app.state.desk.records.close()


@pytest.fixture
def stranger(app: Starlette) -> Iterator[Clerk]:
    """Somebody who has not signed in."""
    stranger = Clerk(app)
    yield stranger
    stranger.leave()


@pytest.fixture
def clerk(app: Starlette) -> Iterator[Clerk]:
    """Somebody who has signed in."""
    clerk = Clerk(app)
    assert clerk.sign_in().status_code == 303
    yield clerk
    clerk.leave()


@pytest.fixture
def queries(app: Starlette) -> list[str]:
    """The statements that the desk sends, as they come."""
    sent: list[str] = []
    event.listen(app.state.desk.records.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    return sent


@pytest.fixture
def reveals(app: Starlette) -> Callable[[], list[Any]]:
    """The rows about steps of staff as they are stored, each time read anew and by a way of its own."""

    def read() -> list[Any]:
        with app.state.desk.records.transaction() as transaction:
            columns = select(Reveal.number, Reveal.what, Reveal.account, Reveal.reason, Reveal.at)
            return [tuple(row) for row in transaction.execute(columns.order_by(Reveal.id))]

    return read


@pytest.fixture
def full(app: Starlette) -> None:
    """A database in which no row about a step can be written, for whatever reason."""
    with app.state.desk.records.engine.begin() as breaking:
        breaking.execute(text("CREATE TRIGGER full BEFORE INSERT ON reveals BEGIN SELECT RAISE(ABORT, 'full'); END"))


@pytest.fixture
def citizen(url: str, keys: Keys, clock: Clock) -> Iterator[Records]:
    """The records as the assistant opens them for citizens."""
    records = Records(url, keys, clock)
    yield records
    records.close()


@pytest.fixture
def file_letter(url: str, keys: Keys, clock: Clock) -> Iterator[Callable[..., str]]:
    """Files a letter as the assistant does and gives its number."""
    records = Records(url, keys, clock)

    def file(submission: str = "one", reply_due_on: date | None = None, **more: Any) -> str:
        told = {"kind": LetterKind.PROBLEM, "anonymous": True, "about": "路灯", "what_happened": "路灯不亮。"} | more
        return records.file_letter(NewLetter(submission=submission, reply_due_on=reply_due_on, **told)).number

    yield file
    records.close()
