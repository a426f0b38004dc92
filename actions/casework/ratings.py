"""好差评 (GB/T 39735): five grades with optional words; who rated can be found neither by link nor by the hour."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from actions.casework.models_feedback import Rating

KEPT = timedelta(days=365)
LONGEST = 200  # characters
GRADES = (5, 4, 3, 2, 1)


def keep_rating(session: Session, channel: str, grade: int, words: str | None, now: datetime) -> None:
    """Keep one rating; raises ValueError for a grade that is none."""
    if grade not in GRADES:
        raise ValueError("a grade is 1 to 5")
    text = (words or "").strip()[:LONGEST] or None
    # The hour would lead to the conversation that ended in the same minute.
    midnight = datetime.combine(now.date(), time(), UTC)
    session.add(Rating(rated_on=now.date(), channel=channel, grade=grade, words=text, created_at=midnight))


def tally(session: Session, since: date) -> dict[int, int]:
    """How often each grade was given since a day, the best first."""
    rows = session.execute(select(Rating.grade, func.count()).where(Rating.rated_on >= since).group_by(Rating.grade))
    counted = Counter({grade: times for grade, times in rows})
    return {grade: counted[grade] for grade in GRADES}


def forget_ratings(session: Session, now: datetime) -> int:
    """Delete ratings older than a year; returns how many rows went."""
    old = delete(Rating).where(Rating.rated_on < (now - KEPT).date())
    return int(session.connection().execute(old).rowcount)
