"""Forgetting what has expired: `python -m actions.casework.retention` does it once, every night, without a key."""

import os
import sys
from datetime import datetime

from sqlalchemy.orm import Session

from actions.casework.clock import utc_now
from actions.casework.database import closing_engine, unavailable_on_error, url_from
from actions.casework.errors import CaseworkError
from actions.casework.purge import EXPIRING


def forget_expired(session: Session, now: datetime) -> int:
    """Delete what has expired (applications with their receipts); returns how many rows went."""
    return sum(forget(session, now) for forget in EXPIRING.values())


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
