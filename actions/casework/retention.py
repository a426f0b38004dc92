"""Forgetting what has expired; `python -m actions.casework.retention` does it once, for a daily timer."""

import os
import sys
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from actions.casework.callbacks import forget_callbacks
from actions.casework.clock import utc_now
from actions.casework.database import closing_engine, unavailable_on_error, url_from
from actions.casework.errors import CaseworkError
from actions.casework.evidence import forget_evidence
from actions.casework.lookup import WINDOW
from actions.casework.models import Application, KeptFile, LookupTries
from actions.casework.passes import forget_passes
from actions.casework.ratings import forget_ratings
from actions.casework.unanswered import forget_unanswered


def forget_expired(session: Session, now: datetime) -> int:
    """Delete expired applications (with their receipts), files and tries; returns how many rows went."""
    expired = (
        delete(Application).where(Application.expires_at <= now),
        delete(KeptFile).where(KeptFile.expires_at <= now),
        delete(LookupTries).where(LookupTries.window_start <= now - WINDOW),
    )
    gone = sum(session.connection().execute(statement).rowcount for statement in expired)
    later = (forget_evidence, forget_unanswered, forget_callbacks, forget_passes, forget_ratings)
    return gone + sum(forget(session, now) for forget in later)


def main() -> int:
    """Forget once and say how many rows went; returns the exit status."""
    try:
        with unavailable_on_error(), closing_engine(url_from(os.environ)) as engine, Session(engine) as session:
            gone = forget_expired(session, utc_now())
            session.commit()
    except CaseworkError as error:
        sys.stderr.write(f"没有清除过期数据：{error}\n")
        return 1
    sys.stdout.write(f"已清除过期的草稿、文件和查询记录共 {gone} 条。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
