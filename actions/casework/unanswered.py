"""Questions that no answer fitted, kept for the staff without anything that could identify the one who asked."""

import re
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from actions.casework.models import UnansweredQuestion
from actions.casework.numbers import holds_code

KEPT = timedelta(days=180)
LONGEST = 80  # characters; a longer text tells a story, and stories name people
# Runs of digits (phones, identity numbers, plates, dates) and self-introductions.
DIGITS = re.compile(r"[0-9０-９A-Za-z]{4,}")
NAMED = re.compile(r"(我叫|我是|姓名|名字|身份证|电话|手机|住在|家住|微信|车牌)")


def keep_unanswered(session: Session, question: str, offered: list[str], now: datetime) -> bool:
    """Keep the wording of a question with the topics that were offered for it; False where it may identify somebody."""
    text = re.sub(r"\s+", " ", question).strip()
    if not text or len(text) > LONGEST or NAMED.search(text) or DIGITS.search(text) or holds_code(text):
        return False
    session.add(UnansweredQuestion(text=text, offered=",".join(offered)[:200], asked_on=now.date()))
    return True


def unanswered(session: Session, most: int = 200) -> list[tuple[str, int, str]]:
    """(wording, how often, topics offered) of the questions kept, the most frequent first."""
    rows = session.execute(select(UnansweredQuestion.text, UnansweredQuestion.offered))
    counted: dict[str, tuple[int, str]] = {}
    for text, offered in rows:
        counted[text] = (counted.get(text, (0, ""))[0] + 1, offered)
    ranked = sorted(counted.items(), key=lambda one: (-one[1][0], one[0]))
    return [(text, times, offered) for text, (times, offered) in ranked[:most]]


def forget_unanswered(session: Session, now: datetime) -> int:
    """Delete what is older than half a year; returns how many rows went."""
    old = delete(UnansweredQuestion).where(UnansweredQuestion.asked_on < (now - KEPT).date())
    return int(session.connection().execute(old).rowcount)
