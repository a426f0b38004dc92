"""Filing and handling complaints in processes that are killed again and again, and counting what is left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.casework.audit_check import check
from actions.casework.database import closing_engine
from actions.casework.encryption import keys_from
from actions.casework.errors import LookUpRefused
from actions.casework.kinds import LetterStep
from actions.casework.models import IssuedReceipt, Letter, LetterEvent
from actions.casework.models_audit import AuditRow
from actions.casework.store import Records
from tests.endurance.worker import ACCOUNT

LONGEST_MOMENT = 0.03  # seconds between a submission and the kill: within its transaction as often as not
PATIENCE = 60  # seconds for the last letters to be handled


class Worker:
    """One process that comes back after every kill."""

    def __init__(self, job: str, environment: dict[str, str]) -> None:
        self._job, self._environment = job, environment
        self.kills = 0
        self.process: Any = None  # the process that lives, or the last that lived
        self.start()

    def start(self) -> None:
        """Start and wait until it is ready."""
        self._close_pipes()
        command = [sys.executable, "-m", "tests.endurance.worker", self._job]
        self.process = subprocess.Popen(
            command, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert self.read() == "ready"

    def read(self) -> str:
        """The next line it said; empty when it is dead."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def write(self, line: str) -> None:
        """Ask for something."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def stop(self) -> None:
        """End it for good."""
        self.process.kill()
        self.process.wait()
        self._close_pipes()

    def _close_pipes(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout) if self.process else ():
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()


@dataclass
class Endured:
    """What was shown to citizens and what the records say afterwards; `wrong` is empty when all is well."""

    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    kills: int = 0
    repeated: int = 0
    wrong: list[str] = field(default_factory=list)


def endure(url: str, key: str, complaints: int, every: int, seed: int = 1) -> Endured:
    """File so many complaints, killing both processes at every n-th of them."""
    environment = {**os.environ, "DATABASE_URL": url, "YIFAWEN_DATA_KEY": key}
    done, chance = Endured(), random.Random(seed)
    filing, handling = Worker("file", environment), Worker("handle", environment)
    try:
        for n in range(complaints):
            _file(done, filing, f"endurance-{n}/1", chance if n % every == every - 1 else None)
            if n % every == every // 2:
                handling.kill()
                handling.start()
        _wait_for_handling(url, complaints)
    finally:
        done.kills = filing.kills + handling.kills
        filing.stop()
        handling.stop()
    done.wrong = list(_wrong(done, url, environment))
    return done


def _file(done: Endured, filing: Worker, submission: str, chance: random.Random | None) -> None:
    filing.write(submission)
    if chance is not None:
        time.sleep(chance.random() * LONGEST_MOMENT)
        filing.kill()
    answer = filing.read()
    if chance is not None:
        filing.start()
    if not answer:
        # The citizen saw nothing and presses the button again.
        done.repeated += 1
        filing.write(submission)
        answer = filing.read()
    said, number, code = answer.split()
    assert said == submission
    done.shown[submission] = number, code


def _wait_for_handling(url: str, complaints: int) -> None:
    until = time.monotonic() + PATIENCE
    with closing_engine(url) as engine:
        while time.monotonic() < until:
            with Session(engine) as session:
                steps = select(func.count()).where(LetterEvent.kind == LetterStep.SCREENED)
                if (session.scalar(steps) or 0) >= complaints:
                    return
            time.sleep(0.1)


def _wrong(done: Endured, url: str, environment: dict[str, str]) -> Iterator[str]:
    keys = keys_from(environment)
    records = Records(url, keys)
    for number, code in done.shown.values():
        try:
            records.look_up(number, code)
        except LookUpRefused as error:
            yield f"{number} was shown and does not open: {error}"
    records.close()
    with closing_engine(url, keys) as engine, Session(engine) as session:
        numbers = Counter(session.scalars(select(IssuedReceipt.number)))
        letters = session.scalar(select(func.count()).select_from(Letter)) or 0
        without = select(func.count()).select_from(IssuedReceipt).where(IssuedReceipt.letter_id.is_(None))
        screened = Counter(
            session.scalars(
                select(IssuedReceipt.number)
                .join(LetterEvent, LetterEvent.letter_id == IssuedReceipt.letter_id)
                .where(LetterEvent.kind == LetterStep.SCREENED)
            )
        )
        audited = Counter(session.scalars(select(AuditRow.target).where(AuditRow.who == ACCOUNT)))
        chain = check(session, keys)
        if session.scalar(without):
            yield "a receipt has no record"
    shown = [number for number, _code in done.shown.values()]
    if len(set(shown)) != len(shown):
        yield "a number was shown for two submissions"
    if set(shown) != set(numbers) or letters != len(shown):
        yield f"{len(shown)} shown, {len(numbers)} receipts, {letters} letters"
    if screened != audited or set(screened.values()) != {1} or len(screened) != len(shown):
        yield f"{len(screened)} letters screened, {len(audited)} of them in the audit log"
    yield from map(str, chain.findings)
