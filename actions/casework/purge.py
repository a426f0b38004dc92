"""Clearing what is kept no longer: `python -m actions.casework.purge` reports, `--yes` does it.

The report is the same work rolled back, so it can promise exactly what would go. What the county has not decided
(`confirmed: false` in knowledge/rules/retention.yml) is counted and never touched.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from actions.casework import audit, erasure, wechat
from actions.casework.callbacks import forget_callbacks
from actions.casework.clock import county_day, utc_now
from actions.casework.database import closing_engine, unavailable_on_error, url_from
from actions.casework.encryption import Keys, keys_from
from actions.casework.errors import CaseworkError
from actions.casework.evidence import forget_evidence
from actions.casework.lookup import WINDOW
from actions.casework.models import Application, Case, KeptFile, LookupTries
from actions.casework.passes import forget_passes
from actions.casework.periods import Period, periods
from actions.casework.ratings import forget_ratings
from actions.casework.unanswered import forget_unanswered

WHO = "purge"
EVENTS = "conversations"
TRACKER = "TRACKER_URL"


@dataclass(frozen=True, slots=True)
class Line:
    """How many rows of one period are due, and whether they went (or would)."""

    name: str
    rows: int
    done: bool


def _drafts(session: Session, now: datetime) -> int:
    return _gone(session, delete(Application).where(Application.expires_at <= now))


def _files(session: Session, now: datetime) -> int:
    return _gone(session, delete(KeptFile).where(KeptFile.expires_at <= now))


def _tries(session: Session, now: datetime) -> int:
    return _gone(session, delete(LookupTries).where(LookupTries.window_start <= now - WINDOW))


def _gone(session: Session, statement: object) -> int:
    return int(session.connection().execute(statement).rowcount)  # type: ignore[call-overload]


# What ends by its own date and needs no key; the nightly run (actions/casework/retention.py) does no more than this.
EXPIRING: Mapping[str, Callable[[Session, datetime], int]] = {
    "drafts": _drafts,
    "files": _files,
    "tries": _tries,
    "evidence": forget_evidence,
    "questions": forget_unanswered,
    "callbacks": forget_callbacks,
    "passes": forget_passes,
    "ratings": forget_ratings,
    "followers": wechat.purge,
}


def _strip_letters(session: Session, until: date, really: bool) -> int:
    due = list(session.scalars(erasure.ended_letters(until)))
    return erasure.strip_letters(session, due) if really else len(due)


def _strip_applications(session: Session, until: date, really: bool) -> int:
    due = list(session.scalars(erasure.ended_applications(until)))
    return erasure.strip_applications(session, due) if really else len(due)


def _strip_phones(session: Session, until: date, really: bool) -> int:
    due = erasure.ended_case(until) & Case.phone_hash.is_not(None)
    if really:
        return _gone(session, update(Case).where(due).values(phone_hash=None))
    return session.scalar(select(func.count()).select_from(Case).where(due)) or 0


STRIPPING: Mapping[str, Callable[[Session, date, bool], int]] = {
    "letters": _strip_letters,
    "filed": _strip_applications,
    "case_phones": _strip_phones,
}


def purge(session: Session, keys: Keys, now: datetime) -> list[Line]:
    """Clear everything that is due, in the caller's transaction, and leave a row in the audit log."""
    lines = [Line(name, forget(session, now), True) for name, forget in EXPIRING.items()]
    lines.append(Line("erasures", erasure.settle(session, now), True))
    for name, strip in STRIPPING.items():
        period = periods()[name]
        until = county_day(now) - timedelta(days=period.days or 0)
        lines.append(Line(name, strip(session, until, period.confirmed), period.confirmed))
    counted = " ".join(f"{line.name}={line.rows}" for line in lines if line.done and line.rows)
    audit.record(session, keys, who=WHO, what="retention.purged", target="", why=counted, at=now)
    return lines


def purge_conversations(url: str, days: int, really: bool) -> Line:
    """Clear events of conversations that are older; needs no key, for it reads none."""
    with unavailable_on_error(), closing_engine(url) as engine, engine.connect() as connection:
        old = {"before": time.time() - days * 86400}
        rows = connection.execute(text("DELETE FROM events WHERE timestamp < :before"), old).rowcount
        (connection.commit if really else connection.rollback)()
    return Line(EVENTS, int(rows), True)


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Report or clear, and say it in Chinese; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m actions.casework.purge", description="清除过了保存期限的记录。")
    parser.add_argument("--yes", action="store_true", help="真的清除；不写就只报告会清除什么")
    really = parser.parse_args(arguments).yes
    try:
        keys = keys_from(environment)
        with unavailable_on_error(), closing_engine(url_from(environment), keys) as engine, Session(engine) as session:
            lines = purge(session, keys, utc_now())
            (session.commit if really else session.rollback)()
        if environment.get(TRACKER):
            lines.append(purge_conversations(environment[TRACKER], periods()[EVENTS].days or 0, really))
    except CaseworkError as error:
        sys.stderr.write(f"没有清除：{error}\n")
        return 1
    sys.stdout.writelines(_report(lines, really, bool(environment.get(TRACKER))))
    return 0


def _report(lines: Sequence[Line], really: bool, conversations: bool) -> Iterator[str]:
    counted = {line.name: line for line in lines}
    for name, period in periods().items():
        yield f"{period.what}：{_what(counted.get(name), period, really)}（{period.cited}）\n"
    if not conversations:
        yield "没有设 TRACKER_URL，对话的库没有看。\n"
    yield "已清除。\n" if really else "以上只是报告，什么也没有动。真的清除：make purge YES=1\n"


def _what(line: Line | None, period: Period, really: bool) -> str:
    if line is None:
        return "不清除" if period.how == "keep" else "没有看"
    if not line.done:
        return f"{line.rows} 件满 {period.days} 天；县里还没有确认保管期限，不动"
    verb = ("已" if really else "会") + ("删除" if period.how == "delete" else "抹去个人信息")
    return f"{verb} {line.rows} 条"


if __name__ == "__main__":
    sys.exit(main())
