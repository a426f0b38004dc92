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

from actions.casework.audit import read_page
from actions.casework.encryption import Keys
from actions.casework.entries import NewLetter
from actions.casework.kinds import LetterKind, Role
from actions.casework.migrate import upgrade
from actions.casework.models import Reveal
from actions.casework.models_staff import StaffAccount
from actions.casework.practice import load_practice
from actions.casework.store import Records
from bot.desk.app import create_app
from bot.desk.log import build_log
from bot.desk.passwords import Passwords
from bot.desk.settings import Settings
from tests.unit.bot.desk.clerk import CHEAP, DESK_KEY, KEY, MONDAY, NAME, PASSWORD, SECRET, Clerk, Clock, CountingKeys

ROLES = {
    Role.CLERK: NAME,
    Role.REVIEWER: "演示审核",
    Role.ADMINISTRATOR: "演示管理",
    Role.AUDITOR: "演示审计",
}


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
def settings(url: str) -> Settings:
    return Settings(desk_key=DESK_KEY, database_url=url)


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
) -> Iterator[Starlette]:
    """A desk with one account of each role; the clerk's is the one that tests sign in with."""
    app = create_app(settings, keys, passwords=passwords, clock=clock, log=build_log(written))
    password = passwords.hashed(PASSWORD)
    with app.state.desk.writer.transaction() as transaction:
        for n, (role, name) in enumerate(ROLES.items(), start=1):
            row = {"id": f"s-0000000{n}", "name": name, "role": role, "password": password}
            transaction.add(StaffAccount(**row, totp=SECRET, enrolled=True))
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
def signed_in(app: Starlette) -> Iterator[Callable[[Role], Clerk]]:
    """Lets somebody of another role sign in at a browser of her own."""
    browsers: list[Clerk] = []

    def sign_in(role: Role) -> Clerk:
        browsers.append(Clerk(app))
        assert browsers[-1].sign_in(ROLES[role]).status_code == 303
        return browsers[-1]

    yield sign_in
    for browser in browsers:
        browser.leave()


@pytest.fixture
def audited(app: Starlette) -> Callable[[], list[tuple[str, str, str, str]]]:
    """Who, what, target and why of the audit log's rows, the oldest first."""

    def read() -> list[tuple[str, str, str, str]]:
        with app.state.desk.records.transaction() as transaction:
            rows = read_page(transaction, limit=1000)
        return [(one.who, one.what, one.target, one.why) for one in reversed(rows)]

    return read


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
