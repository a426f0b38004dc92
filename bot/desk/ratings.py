"""What citizens were not content with: letters rated badly, to be followed up, and grades of the service itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, func, select
from starlette.requests import Request
from starlette.responses import Response

from actions.casework import ratings
from actions.casework.kinds import LetterStep
from actions.casework.models import IssuedReceipt, Letter, LetterEvent
from actions.casework.models_feedback import Rating
from bot.desk.desk import desk_of

BAD = 2  # points of five, and fewer
PERIOD = timedelta(days=90)
MOST = 100  # rows

_rated = (
    select(func.max(LetterEvent.id))
    .where(LetterEvent.letter_id == Letter.id, LetterEvent.kind == LetterStep.RATED)
    .scalar_subquery()
)
# Whatever staff did after the rating: another reply, work taken up again, a correction with its reason.
_followed = exists().where(
    LetterEvent.letter_id == Letter.id, LetterEvent.id > _rated.correlate(Letter), LetterEvent.by.like("s-%")
)
_number = select(IssuedReceipt.number).where(IssuedReceipt.letter_id == Letter.id).scalar_subquery()
_bad = (
    select(
        Letter.id,
        _number.label("number"),
        Letter.kind,
        Letter.state,
        Letter.unit,
        Letter.rating,
        Letter.rating_words,
        _followed.label("followed"),
    )
    .where(Letter.rating <= BAD)
    .order_by(_followed, Letter.id.desc())
    .limit(MOST)
)


def show_ratings(request: Request) -> Response:
    """Bad ratings of letters, those that nobody has followed up first; grades and words about the service."""
    desk = desk_of(request)
    since = desk.today() - PERIOD
    words = select(Rating.rated_on, Rating.channel, Rating.grade, Rating.words)
    bad_words = words.where(Rating.grade <= BAD, Rating.words.is_not(None), Rating.rated_on >= since)
    with desk.records.transaction() as transaction:
        rows = transaction.execute(_bad).all()
        said = transaction.execute(bad_words.order_by(Rating.id.desc()).limit(MOST)).all()
        grades = ratings.tally(transaction, since)
        tallies = desk.tallies(transaction)
    return desk.page(request, "ratings.html", rows=rows, said=said, grades=grades, **tallies)
