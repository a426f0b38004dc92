"""How quick the records are when there are many: `python -m tests.speed.records [LETTERS CASES] [--postgres] [--page]`.

100,000 letters and 10,000 cases on SQLite, or in the empty database that DATABASE_URL names, or (--postgres) on a
PostgreSQL of its own that is thrown away. `--page` measures both and writes docs/records-speed.md. Figures, no test; ends with
1 where a median is above its bound.
"""

from __future__ import annotations

import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from actions.casework.database import open_engine, reading
from actions.casework.encryption import Keys
from actions.casework.figures import figures_of
from actions.casework.kinds import (
    CaseEventKind,
    CaseState,
    LetterKind,
    LetterState,
    LetterStep,
    Matter,
    Outcome,
    RespondentKind,
)
from actions.casework.migrate import upgrade
from actions.casework.models import Case, CaseEvent, IssuedReceipt, Letter, LetterEvent
from actions.casework.receipts import hash_code
from actions.casework.reporting_periods import Period
from actions.casework.store import Records
from bot.desk.asked import read_asked
from bot.desk.records import CASES, LETTERS
from bot.launcher.steps import ROOT
from tests.speed.measured import Measured, measure
from tests.unit.actions.casework.conftest import BINARIES, MISSING, closing_server

PAGE = ROOT / "docs" / "records-speed.md"

TODAY = date(2026, 11, 26)
FIRST_YEAR = 2021
CODE = "CDF-GHJ-KMN"
QUEUE_BOUND, LOOKUP_BOUND, REPORT_BOUND = 300.0, 20.0, 5000.0  # milliseconds
ROUNDS = 15
BATCH = 5000


def fill(engine: Engine, keys: Keys, letters: int, cases: int) -> None:
    """Put letters and cases of several years into an empty database."""
    chance = random.Random(7)
    for first in range(1, letters + 1, BATCH):
        rows = [_letter(id_, chance) for id_ in range(first, min(first + BATCH, letters + 1))]
        _insert(engine, keys, Letter, LetterEvent, rows)
    for first in range(1, cases + 1, BATCH):
        rows = [_case(id_, chance) for id_ in range(first, min(first + BATCH, cases + 1))]
        _insert(engine, keys, Case, CaseEvent, rows)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Two seconds are for a citizen who waits, not for this.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("ANALYZE")


def _insert(
    engine: Engine, keys: Keys, kind: type, event: type, rows: list[tuple[str, dict[str, Any], list[Any]]]
) -> None:
    target = "letter_id" if kind is Letter else "case_id"
    receipts = [
        {"number": number, "code_hash": hash_code(keys, number, CODE), target: row["id"]} for number, row, _ in rows
    ]
    with engine.begin() as connection:
        connection.execute(insert(kind), [row for _, row, _ in rows])
        connection.execute(insert(event), [{target: row["id"], **step} for _, row, steps in rows for step in steps])
        connection.execute(insert(IssuedReceipt), receipts)


def _letter(id_: int, chance: random.Random) -> tuple[str, dict[str, Any], list[Any]]:
    received = date(FIRST_YEAR, 1, 1) + timedelta(days=chance.randrange((TODAY - date(FIRST_YEAR, 1, 1)).days))
    old = (TODAY - received).days > 90
    state = (
        LetterState.CLOSED if old else chance.choice([LetterState.RECEIVED, LetterState.ASSIGNED, LetterState.REPLIED])
    )
    days = [received, received + timedelta(days=2), received + timedelta(days=20)]
    steps = [LetterStep.RECEIVED, LetterStep.ASSIGNED, LetterStep.CLOSED][: 3 if old else 1]
    row = {
        "id": id_,
        "kind": chance.choice(list(LetterKind)),
        "anonymous": False,
        "about": "演示单位",
        "what_happened": "演示：窗口要我多交一份材料" * 8,
        "name": "演示姓名甲",
        "contact": "10000000000",
        "state": state,
        "received_on": received,
        "screen_due_on": received + timedelta(days=15),
        "reply_due_on": received + timedelta(days=60),
        "practice": False,
        "created_at": datetime.now(UTC),
    }
    happened = [
        {"happened_on": day, "kind": step, "by": "s-1", "note": "演示"} for day, step in zip(days, steps, strict=False)
    ]
    return f"T{received.year}-{id_:06d}", row, happened


def _case(id_: int, chance: random.Random) -> tuple[str, dict[str, Any], list[Any]]:
    received = date(FIRST_YEAR, 1, 1) + timedelta(days=chance.randrange((TODAY - date(FIRST_YEAR, 1, 1)).days - 90))
    closed = received + timedelta(days=55)
    number = f"演示复〔{received.year}〕{id_}号"
    row = {
        "id": id_,
        "number": number,
        "respondent_kind": chance.choice(list(RespondentKind)),
        "respondent": "演示单位",
        "matter": chance.choice(list(Matter)),
        "state": CaseState.CLOSED,
        "accepted": True,
        "outcome": chance.choice(list(Outcome)),
        "received_on": received,
        "accepted_on": received + timedelta(days=4),
        "closed_on": closed,
        "due_on": received + timedelta(days=64),
        "practice": False,
        "code_given": True,
    }
    kinds = (CaseEventKind.RECEIVED, CaseEventKind.ACCEPTED, CaseEventKind.DECIDED)
    days = (received, received + timedelta(days=4), closed)
    return (
        number,
        row,
        [{"happened_on": day, "kind": kind, "note": "演示"} for day, kind in zip(days, kinds, strict=True)],
    )


def measured(engine: Engine, url: str, keys: Keys, letters: int) -> Iterator[tuple[Measured, float]]:
    """Every figure with its bound."""
    asked = {
        "queue of letters": (LETTERS, {}),
        "queue of letters, overdue": (LETTERS, {"due": "overdue"}),
        "queue of letters, one kind, last page": (LETTERS, {"kind": "complaint", "page": "999999"}),
        "queue of cases": (CASES, {}),
    }
    for name, (queue, query) in asked.items():

        def shown(queue: Any = queue, query: dict[str, str] = query) -> object:
            with Session(reading(engine)) as session:
                return queue.page(session, read_asked(query, queue.choices), TODAY)

        yield measure(name, [shown], ROUNDS), QUEUE_BOUND
    records = Records(url, keys)
    with Session(reading(engine)) as session:
        numbers = [session.get_one(IssuedReceipt, id_).number for id_ in (1, letters // 2, letters, letters + 1)]
    yield (
        measure("status by number and code", [lambda n=n: records.look_up(n, CODE) for n in numbers], ROUNDS),
        LOOKUP_BOUND,
    )
    records.close()

    def report() -> object:
        with Session(reading(engine)) as session:
            return figures_of(session, Period(2025))

    yield measure("figures of a year", [report], 5), REPORT_BOUND


@dataclass(frozen=True)
class Run:
    """One database measured: how long it took to fill, and every figure with its bound."""

    dialect: str
    version: str
    filled: float
    rows: list[tuple[Measured, float]]

    @property
    def slow(self) -> bool:
        """Whether a median is above its bound."""
        return any(one.median > bound for one, bound in self.rows)

    def lines(self) -> list[str]:
        """A table."""
        head = ["| what | first, ms | median, ms | p95, ms | bound of the median, ms |", "|---|---|---|---|---|"]
        return head + [
            f"| {one.name} | {one.first:.1f} | {one.median:.1f}{' ✗' if one.median > bound else ''} | {one.p95:.1f} "
            f"| {bound:g} |"
            for one, bound in self.rows
        ]


def run(url: str, letters: int, cases: int) -> Run:
    """Fill an empty database and measure."""
    keys = Keys([bytes(range(32))])
    upgrade(url)
    engine = open_engine(url, keys)
    began = time.monotonic()
    fill(engine, keys, letters, cases)
    filled = time.monotonic() - began
    rows = list(measured(engine, url, keys, letters))
    with engine.connect() as connection:
        version = ".".join(map(str, connection.dialect.server_version_info or ()))
    engine.dispose()
    return Run(engine.dialect.name, version, filled, rows)


@contextmanager
def sqlite() -> Iterator[str]:
    """The URL of a SQLite file that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="yifawen-speed") as folder:
        yield f"sqlite:///{Path(folder)}/records.db"


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a database on a PostgreSQL of our own; raises SystemExit without its programs."""
    if not BINARIES:
        raise SystemExit(MISSING)
    with closing_server() as server:
        yield server.database()


def machine() -> str:
    """What it was measured on: processor, cores, memory."""
    cpu = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    name = cpu.partition(":")[2].strip() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"


def page(runs: list[Run], letters: int, cases: int, load: float) -> str:
    """docs/records-speed.md."""
    lines = [
        "# How quick the records are when there are many",
        "",
        f"Written by `python -m tests.speed.records --page` on {date.today()}: {letters:,} letters and {cases:,} cases of "
        f"{TODAY.year - FIRST_YEAR + 1} years; {machine()}; load {load:.1f} when it began. A load above the number of cores "
        "means that others worked beside it, and an idle machine is quicker.",
        "",
        f"A queue is what the desk reads for one page of 50; the bounds are {QUEUE_BOUND:g} ms for a page, {LOOKUP_BOUND:g} ms "
        f"for a look-up by number and code, {REPORT_BOUND:g} ms for the figures of a year. `✗` marks a median above its bound.",
    ]
    for one in runs:
        name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[one.dialect]
        lines += ["", f"## {name} {one.version}", "", f"Filled in {one.filled:.0f} s.", "", *one.lines()]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Fill, measure, print; the exit code."""
    numbers = [int(one) for one in sys.argv[1:] if one.isdecimal()]
    letters, cases = numbers + [100_000, 10_000][len(numbers) :]
    both, load = "--page" in sys.argv, os.getloadavg()[0]
    runs = []
    if both or "--postgres" not in sys.argv:
        with sqlite() as url:
            runs.append(run(url if both else os.environ.get("DATABASE_URL") or url, letters, cases))
    if both or "--postgres" in sys.argv:
        with postgres() as url:
            runs.append(run(url, letters, cases))
    if both:
        PAGE.write_text(page(runs, letters, cases, load), encoding="utf-8")
    for one in runs:
        said = f"{date.today()} {machine()}, {one.dialect} {one.version}, filled in {one.filled:.0f} s"
        sys.stdout.write("\n".join([said, f"{letters} letters, {cases} cases", "", *one.lines(), ""]))
    return int(any(one.slow for one in runs))


if __name__ == "__main__":
    sys.exit(main())
