"""The desk as a process of its own, with practice data, letters of all states and an account of each role."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pyotp
from sqlalchemy import select

from actions.casework.callbacks import NewCallback, note_callback
from actions.casework.case_handling import CaseGiven
from actions.casework.case_handling import advance as step_case
from actions.casework.case_writing import put_case
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter
from actions.casework.handling import CITIZEN, Doer, advance
from actions.casework.kinds import (
    CaseEventKind,
    CaseTrack,
    LetterKind,
    LetterStep,
    Matter,
    RespondentKind,
    Role,
    Rung,
)
from actions.casework.migrate import upgrade
from actions.casework.models import Case, IssuedReceipt
from actions.casework.models_platforms import Outgoing
from actions.casework.models_staff import StaffAccount
from actions.casework.practice import load_practice
from actions.casework.store import Records
from bot.desk.passwords import Passwords
from bot.desk.reading import Reader
from bot.desk.writing import Writer
from bot.launcher.steps import ROOT
from tests.stack import free_port
from tests.unit.bot.desk.clerk import CHEAP, DESK_KEY, KEY, PASSWORD, SECRET

NAMES = {role: f"演示{role.label}" for role in Role}
LONG = "演示：从六月起，门口的路灯一到晚上就不亮，老人孩子走夜路摔过两次，找过几回都说在等配件。" * 12


def now() -> datetime:
    return datetime.now(UTC)


class Workbench:
    """Starts the desk on a free port; `folder` holds its database and log."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.database, self.keys = f"sqlite:///{folder}/desk.db", Keys([KEY])
        self.letters: dict[str, int] = {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fill(self) -> None:
        """Practice data, and one record of every kind that a page has to show."""
        upgrade(self.database)
        load_practice(self.database, self.keys)
        reader = Reader(self.database, self.keys)
        writer = Writer(reader.engine, self.keys, now)
        password = Passwords(CHEAP).hashed(PASSWORD)
        with writer.transaction() as transaction:
            for n, role in enumerate(Role, start=1):
                row = {"id": f"s-0000000{n}", "name": NAMES[role], "role": role, "password": password}
                transaction.add(StaffAccount(**row, totp=SECRET, enrolled=True))
            transaction.add(StaffAccount(id="s-00000009", name="演示新人", role=Role.CLERK, password=password))
            wish = NewCallback(submission="one", phone="13800001234", about="演示：问路灯", due_on=date.today())
            note_callback(transaction, self.keys, wish, now())
        self._file(writer)
        self._open_cases(writer)
        reader.close()

    def start(self) -> None:
        environment = {
            **os.environ,
            "DATABASE_URL": self.database,
            "YIFAWEN_DATA_KEY": base64.b64encode(KEY).decode(),
            "YIFAWEN_DESK_KEY": DESK_KEY,
        }
        command = [sys.executable, "-m", "uvicorn", "--factory", "--port", str(self.port), "bot.desk.app:create_app"]
        with open(self.folder / "desk.log", "wb") as log:
            self._process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        for _ in range(300):
            try:
                httpx.get(f"{self.url}/healthz")
                return
            except httpx.ConnectError:
                time.sleep(0.1)
        raise TimeoutError((self.folder / "desk.log").read_text())

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(15)

    def forget_used_codes(self) -> None:
        """A phone shows a new code every half minute; tests do not wait for it."""
        reader = Reader(self.database, self.keys)
        with Writer(reader.engine, self.keys, now).transaction() as transaction:
            for row in transaction.scalars(select(StaffAccount)):
                row.last_step = 0
        reader.close()

    def _file(self, writer: Writer) -> None:
        records = Records(self.database, self.keys)
        signed = {"anonymous": False, "name": "演示姓名甲", "contact": "13800001234"}
        told = {
            "fresh": {"what_happened": "演示：路灯不亮。", "about": "演示路段", **signed},
            "same": {"what_happened": "演示：路灯还是不亮。", "about": "演示路段", **signed},
            "long": {"what_happened": LONG, "about": "演示事项很长很长" * 12, "anonymous": True},
            "late": {
                "what_happened": "演示：超期的信。",
                "anonymous": True,
                "reply_due_on": date.today() - timedelta(days=3),
            },
            "rated": {"what_happened": "演示：办过的信。", **signed},
        }
        for name, more in told.items():
            receipt = records.file_letter(NewLetter(submission=name, kind=LetterKind.PROBLEM, **more))  # type: ignore[arg-type]
            self.letters[name] = self._id(writer, receipt.number)
        clerk = Doer("s-00000001", now())
        with writer.transaction() as transaction:
            rated = (transaction, self.keys, self.letters["rated"])
            advance(*rated, LetterStep.ASSIGNED, clerk, unit="演示单位", note="演示：内部备注")
            advance(*rated, LetterStep.REPLIED, clerk, words="演示：已经修好。")
            advance(*rated, LetterStep.RATED, Doer(CITIZEN, now()), rating=1, words="演示：还是不亮")
            writer.note(transaction, "s-00000001", "letter.replied", "W-演示", "演示")
        for text in ("养狗要办证吗", "狗证在哪里办", "办狗证要钱吗"):
            records.keep_unanswered(text, ["ask/filing-deadline"])
        person = {"name": "演示姓名乙", "phone": "13800001235", "identity_number": "000000190001010000"}
        filed = NewApplication(submission="a", respondent="演示部门", requests="演示请求", rung=Rung.FILED, **person)
        records.save_application(filed)
        records.close()

    def _open_cases(self, writer: Writer) -> None:
        """One case that came in and one that is heard, both late; and complaints on their way to another platform."""
        came = date.today() - timedelta(days=90)
        known = {"respondent": "演示乡镇一", "respondent_kind": RespondentKind.TOWNSHIP, "matter": Matter.PENALTY}
        doer = Doer("s-00000001", now())
        with writer.transaction() as transaction:
            for name in ("new", "heard"):
                number = f"演示复〔{came.year}〕{name}号"
                due = came + timedelta(days=60)
                put_case(transaction, self.keys, None, {**known, "number": number, "received_on": came, "due_on": due})
                transaction.flush()
                row = transaction.scalars(select(Case).where(Case.number == number)).one()
                self.letters[name] = row.id
            accepted = CaseGiven(on=came, track=CaseTrack.ORDINARY, internal=LONG[:200])
            step_case(transaction, row, CaseEventKind.ACCEPTED, doer, accepted, due)
            problems = {"late": "refused-401", "rated": "unreachable-ConnectionError"}
            for n, (name, problem) in enumerate(problems.items()):
                sent = {"idempotency_key": name, "attempts": 12, "next_try_at": now(), "last_problem": problem}
                refused = now() if n == 0 else None
                transaction.add(Outgoing(letter_id=self.letters[name], refused_at=refused, **sent))

    @staticmethod
    def _id(writer: Writer, number: str) -> int:
        with writer.transaction() as transaction:
            return transaction.scalar(select(IssuedReceipt.letter_id).where(IssuedReceipt.number == number)) or 0


def code() -> str:
    """What the phones of the accounts show now."""
    return pyotp.TOTP(SECRET).now()
