"""Migrated databases of both kinds, records on them, and a clock that stands still."""

import base64
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from actions.casework import database
from actions.casework.database import open_engine
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter
from actions.casework.kinds import LetterKind
from actions.casework.migrate import upgrade
from actions.casework.store import Records
from actions.casework.tables import METADATA

KEY = bytes(range(32))
MONDAY = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
POSTGRES_WAIT = 30  # seconds
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
MISSING = "PostgreSQL server binaries are missing: run deploy/install-test-packages.sh"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip here rather than in the fixture, so that pytest reports a line for each file and not for each test."""
    for item in items:
        if not BINARIES and item.get_closest_marker("postgres") and item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.skip(reason=MISSING))


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


class PostgresServer:
    """A throw-away PostgreSQL that listens on a socket in its own folder and nowhere else."""

    def __init__(self, binaries: Path, folder: Path, user: str | None) -> None:
        self._binaries, self._folder, self._user = binaries, folder, user
        self._made = 0

    def start(self) -> None:
        """Make an empty cluster and start it; raises TimeoutError."""
        data = self._folder / "data"
        made = "-U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync".split()
        initdb = [self._binaries / "initdb", "-D", data, *made]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **self._account())
        # Whoever waits for a lock that a forgotten transaction holds fails, and says so, instead of waiting for ever.
        settings = ("listen_addresses=", "fsync=off", "max_connections=60", "lock_timeout=60s")
        options = ["-k", self._folder, *(word for setting in settings for word in ("-c", setting))]
        self._process = subprocess.Popen(
            [self._binaries / "postgres", "-D", data, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._account(),
        )
        self._wait()

    def stop(self) -> None:
        """Stop this process at once, nothing in it will be missed, and wait for it."""
        self._process.send_signal(signal.SIGQUIT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)

    def database(self) -> str:
        """The URL of a fresh database. None is dropped (which waits for every process): the server goes as a whole."""
        self._made += 1
        name = f"test_{self._made}"
        with self._connected() as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, name: str) -> str:
        """The URL of a database as an operator would write it."""
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def _account(self) -> dict[str, object]:
        return {"user": self._user, "group": self._user, "extra_groups": []} if self._user else {}

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(self.url("postgres"), autocommit=True)

    def _wait(self) -> None:
        until = time.monotonic() + POSTGRES_WAIT
        while True:
            try:
                self._connected().close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.1)


@contextmanager
def closing_server() -> Iterator[PostgresServer]:
    """A running server, gone with its folder afterwards."""
    # The path of a socket has room for about a hundred letters, so pytest's own folders are too deep.
    folder = Path(tempfile.mkdtemp(prefix="yfpg"))
    # PostgreSQL refuses to run as root.
    user = "postgres" if folder.owner() == "root" else None
    if user:
        shutil.chown(folder, user, user)
    server = PostgresServer(BINARIES[-1].parent, folder, user)
    try:
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running server for all tests."""
    with closing_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """A migrated database that tests empty before they use it: a copy for each would take longer."""
    url = postgres_server.database()
    upgrade(url)
    return url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("migrated") / "records.db"
    upgrade(f"sqlite:///{path}")
    return path


BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgres", id="postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest) -> str:
    """An empty database of either kind."""
    found: str = request.getfixturevalue(f"empty_{request.param}_url")
    return found


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """Where a SQLite database can be made."""
    return f"sqlite:///{tmp_path}/records.db"


@pytest.fixture
def empty_postgres_url(postgres_server: PostgresServer) -> str:
    """An empty PostgreSQL database."""
    return postgres_server.database()


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest) -> str:
    """A migrated database of either kind."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture
def postgres_url(migrated_postgres: str) -> str:
    """A migrated PostgreSQL database with nothing in it."""
    with psycopg.connect(migrated_postgres, autocommit=True) as connection:
        # So that the triggers stay out of it which keep rows of `reveals` from being deleted.
        connection.execute("SET session_replication_role = replica")
        for table in reversed(METADATA.sorted_tables):
            connection.execute(f"DELETE FROM {table.name}")
    return migrated_postgres


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated SQLite database in the test's own folder."""
    shutil.copy(migrated_sqlite, tmp_path / "records.db")
    return f"sqlite:///{tmp_path}/records.db"


@pytest.fixture
def keys() -> Keys:
    """One live data key."""
    return Keys([KEY])


@pytest.fixture
def environment(sqlite_url: str) -> dict[str, str]:
    """What a command line finds in its environment."""
    return {"DATABASE_URL": sqlite_url, "YIFAWEN_DATA_KEY": base64.b64encode(KEY).decode()}


@pytest.fixture
def clock() -> Clock:
    """Monday 2026-11-23, 10:30 in the county."""
    return Clock(MONDAY)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits long enough for many threads on a busy machine; to be asked for before `records`."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 30)


@pytest.fixture
def records(url: str, keys: Keys, clock: Clock) -> Iterator[Records]:
    """Records on either database."""
    opened = Records(url, keys, clock)
    yield opened
    opened.close()


@pytest.fixture
def engine(url: str, keys: Keys) -> Iterator[Engine]:
    """A second way into the database of `records`."""
    opened = open_engine(url, keys)
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url: str, keys: Keys) -> Iterator[Engine]:
    """A second way into a SQLite database, where the kind of database does not matter."""
    opened = open_engine(sqlite_url, keys)
    yield opened
    opened.dispose()


@pytest.fixture
def letter() -> Callable[..., NewLetter]:
    """Makes a named complaint, or what the arguments say instead."""

    def make(**changes: object) -> NewLetter:
        usual: dict[str, object] = {
            "submission": "web-1/1",
            "kind": LetterKind.COMPLAINT,
            "anonymous": False,
            "about": "演示单位",
            "what_happened": "演示：窗口要我多交一份材料",
            "name": "演示姓名甲",
            "contact": "10000000000",
        }
        return NewLetter(**(usual | changes))  # type: ignore[arg-type]

    return make


@pytest.fixture
def application() -> Callable[..., NewApplication]:
    """Makes a draft, or what the arguments say instead."""

    def make(**changes: object) -> NewApplication:
        usual: dict[str, object] = {
            "submission": "web-2/1",
            "respondent": "演示部门",
            "matter": "penalty",
            "learned_how": "served",
            "requests": "演示请求：撤销处罚",
            "facts": "演示事实：没有收到通知",
            "name": "演示姓名乙",
            "identity_number": "000000190001010000",
            "phone": "100 0000 0001",
            "address": "演示地址一号",
        }
        return NewApplication(**(usual | changes))  # type: ignore[arg-type]

    return make
