"""Filing at the action server and handling at the desk, both killed again and again, and counting what is left."""

from __future__ import annotations

import base64
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.casework.audit_check import check
from actions.casework.database import closing_engine
from actions.casework.encryption import Keys, keys_from
from actions.casework.errors import LookUpRefused
from actions.casework.kinds import LetterStep
from actions.casework.models import IssuedReceipt, Letter, LetterEvent
from actions.casework.models_audit import AuditRow
from actions.casework.store import Records
from bot.launcher import secrets as launcher
from bot.launcher.processes import Ports, stack
from tests.endurance.citizen import Citizen, Unanswered
from tests.endurance.clerk import ACCOUNT, Clerk, hire
from tests.endurance.processes import Killed
from tests.stack import free_port

LONGEST_MOMENT = 0.15  # seconds between a receipt and the death of the desk, where the clerk is about to screen it
PATIENCE = 120  # seconds for the last letters to be handled
MOST_CLICKS = 10
ANSWERS = {
    "kind": "complaint",
    "named": "named",
    "about": "演示单位",
    "name": "演示姓名甲",
    "evidence": "none",
    "phone": "13800001234",
}


@dataclass
class Endured:
    """What citizens and the clerk were shown and what the records say afterwards; `wrong` is empty when all is well."""

    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    actions_killed: int = 0
    desk_killed: int = 0
    repeated: int = 0
    interrupted: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class Fight:
    """The processes of one run, and the dice that say when they die."""

    actions: Killed
    desk: Killed
    chance: random.Random
    done: Endured
    took: float = 0.05  # seconds between the last click and its receipt

    def file(self, name: str, kill: bool) -> None:
        """One complaint, from the first question to a receipt that is shown, however often it takes."""
        text = f"演示：耐久测试，第{name}件，窗口要我多交一份材料。"
        citizen = Citizen(self.actions.url, name, {**ANSWERS, "what": text})
        citizen.begin()
        # As long as the last one took: before, within and after its transaction, as it comes.
        killer = threading.Timer(self.chance.random() * self.took, self.actions.kill)
        if kill:
            killer.start()
        for _ in range(MOST_CLICKS):
            began = time.monotonic()
            try:
                self.done.shown[name] = citizen.confirm()
                self.took = self.took if kill else time.monotonic() - began
                break
            except Unanswered:
                # The citizen saw nothing and presses the button again.
                self.done.repeated += 1
                kill = kill and not self._revive(killer)
        if kill:
            self._revive(killer)
        citizen.leave()

    def _revive(self, killer: threading.Timer) -> bool:
        killer.join()
        self.actions.start()
        return True

    def kill_desk(self) -> None:
        """Kill the desk at a moment that nobody chose."""
        time.sleep(self.chance.random() * LONGEST_MOMENT)
        self.desk.kill()
        self.desk.start()


def endure(url: str, folder: Path, complaints: int, every: int, seed: int = 1) -> Endured:
    """File so many complaints, killing the action server and the desk once each for every n of them."""
    made = {key: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() for key in launcher.KEYS}
    ports = Ports(*(free_port() for _ in range(4)))
    processes = {one.name: one for one in stack(ports, made, data=str(folder))}
    settings = {"DATABASE_URL": url, "YIFAWEN_INSECURE_COOKIES": "1"}
    keys = keys_from(made)
    hire(url, keys)
    desk = Killed(processes["desk"], ports.desk, folder, settings)
    actions = Killed(processes["actions"], ports.actions, folder, settings)
    fight, clerk = Fight(actions, desk, random.Random(seed), Endured()), Clerk(desk.url)
    try:
        clerk.start()
        for n in range(complaints):
            fight.file(f"endurance-{n}", n % every == every - 1)
            if n % every == every // 2:
                fight.kill_desk()
        _wait_for_handling(url, complaints)
        clerk.stop()
    finally:
        actions.stop()
        desk.stop()
    done = fight.done
    done.actions_killed, done.desk_killed, done.interrupted = actions.kills, desk.kills, clerk.interrupted
    done.wrong = list(_wrong(done, clerk, url, keys))
    return done


def _wait_for_handling(url: str, complaints: int) -> None:
    until = time.monotonic() + PATIENCE
    with closing_engine(url) as engine:
        while time.monotonic() < until:
            with Session(engine) as session:
                steps = select(func.count()).where(LetterEvent.kind == LetterStep.SCREENED)
                if (session.scalar(steps) or 0) >= complaints:
                    return
            time.sleep(0.2)


def _wrong(done: Endured, clerk: Clerk, url: str, keys: Keys) -> Iterator[str]:
    records = Records(url, keys)
    for number, code in done.shown.values():
        try:
            records.look_up(number, code)
        except LookUpRefused as error:
            yield f"{number} was shown and does not open: {error}"
    records.close()
    with closing_engine(url, keys) as engine, Session(engine) as session:
        yield from _miscounted(done, session)
        yield from _mishandled(done, clerk, session)
        yield from map(str, check(session, keys).findings)


def _miscounted(done: Endured, session: Session) -> Iterator[str]:
    shown = [number for number, _code in done.shown.values()]
    numbers = Counter(session.scalars(select(IssuedReceipt.number)))
    letters = session.scalar(select(func.count()).select_from(Letter)) or 0
    if session.scalar(select(func.count()).select_from(IssuedReceipt).where(IssuedReceipt.letter_id.is_(None))):
        yield "a receipt has no record"
    if len(set(shown)) != len(shown):
        yield "a number was shown for two submissions"
    if set(shown) != set(numbers) or letters != len(shown):
        yield f"{len(shown)} shown, {len(numbers)} receipts, {letters} letters"


def _mishandled(done: Endured, clerk: Clerk, session: Session) -> Iterator[str]:
    steps = select(IssuedReceipt.letter_id, IssuedReceipt.number)
    steps = steps.join(LetterEvent, LetterEvent.letter_id == IssuedReceipt.letter_id)
    rows = session.execute(steps.where(LetterEvent.kind == LetterStep.SCREENED)).all()
    screened = Counter(row.number for row in rows)
    taken = select(AuditRow.target).where(AuditRow.who == ACCOUNT, AuditRow.what == "letter.screened")
    audited = Counter(session.scalars(taken))
    if screened != audited or set(screened.values()) != {1} or len(screened) != len(done.shown):
        yield f"{len(screened)} letters screened, {len(audited)} of them in the audit log"
    if lost := set(clerk.done) - {row.letter_id for row in rows}:
        yield f"the desk said that {len(lost)} letters were screened which are not"
