"""A process to be killed: it files or handles letters through the same doors as the action server and the desk do.

`file` reads one submission a line and answers `submission number code` once the receipt may be shown; `handle` screens
whatever has come in, each step with its row in the audit log in one transaction.
"""

from __future__ import annotations

import os
import sys
import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.casework import audit, database
from actions.casework.clock import utc_now
from actions.casework.database import open_engine, unavailable_on_error, url_from
from actions.casework.encryption import keys_from
from actions.casework.entries import NewLetter
from actions.casework.errors import RecordsUnavailable
from actions.casework.handling import Doer, advance
from actions.casework.kinds import LetterKind, LetterState, LetterStep
from actions.casework.models import IssuedReceipt, Letter
from actions.casework.store import Records

ACCOUNT = "s-endurance"


def file() -> None:
    """File what is asked for, one after the other."""
    records = Records(url_from(os.environ), keys_from(os.environ))
    _say("ready")
    for line in sys.stdin:
        submission = line.strip()
        receipt = records.file_letter(
            NewLetter(
                submission=submission,
                kind=LetterKind.COMPLAINT,
                anonymous=False,
                about="演示单位",
                what_happened=f"演示：耐久测试 {submission}",
                name="演示姓名甲",
                contact="10000000000",
            )
        )
        _say(f"{submission} {receipt.number} {receipt.code}")


def handle() -> None:
    """Screen letters until killed."""
    keys = keys_from(os.environ)
    engine = open_engine(url_from(os.environ), keys)
    _say("ready")
    while True:
        try:
            with unavailable_on_error(), Session(engine) as session, session.begin():
                waiting = select(Letter.id, IssuedReceipt.number).join(
                    IssuedReceipt, IssuedReceipt.letter_id == Letter.id
                )
                found = session.execute(waiting.where(Letter.state == LetterState.RECEIVED).limit(1)).one_or_none()
                if found:
                    now = utc_now()
                    advance(session, keys, found.id, LetterStep.SCREENED, Doer(ACCOUNT, now))
                    audit.record(
                        session, keys, who=ACCOUNT, what="letter.screened", target=found.number, why="", at=now
                    )
        except RecordsUnavailable:
            found = None
        if not found:
            time.sleep(0.02)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    database.BUSY_SECONDS = 30  # a busy machine is no reason to fail here
    {"file": file, "handle": handle}[sys.argv[1]]()
