"""Grades are counted; who gave one cannot be found by link, words in the clear, or the hour."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.orm import Session

from actions.casework.models_feedback import Rating
from actions.casework.ratings import GRADES, KEPT, LONGEST, tally
from actions.casework.store import Records
from tests.unit.actions.casework.conftest import Clock


def test_grades_are_counted(records: Records, engine: Engine) -> None:
    for grade in (5, 5, 3, 1):
        records.keep_rating("kiosk", grade, None)
    with Session(engine) as session:
        assert tally(session, date(2026, 11, 23)) == {5: 2, 4: 0, 3: 1, 2: 0, 1: 1}
        assert sum(tally(session, date(2026, 11, 24)).values()) == 0


@pytest.mark.parametrize("grade", [0, 6, -1])
def test_a_grade_that_is_none(records: Records, engine: Engine, grade: int) -> None:
    with pytest.raises(ValueError, match="grade"):
        records.keep_rating("web", grade, None)
    assert grade not in GRADES


def test_nothing_leads_back_to_a_conversation(records: Records, engine: Engine) -> None:
    records.keep_rating("kiosk", 2, "演示：等得太久")
    columns = {one["name"] for one in inspect(engine).get_columns("ratings")}
    assert columns == {"id", "rated_on", "channel", "grade", "words", "created_at"}
    with Session(engine) as session:
        row = session.scalars(select(Rating)).one()
        assert row.words == "演示：等得太久"
        assert (row.created_at.hour, row.created_at.minute, row.created_at.second) == (0, 0, 0)
        assert "演示" not in str(session.execute(text("SELECT words FROM ratings")).scalar())


@pytest.mark.parametrize(("words", "kept"), [(None, None), ("  ", None), (" 好 ", "好"), ("长" * 300, "长" * LONGEST)])
def test_words_may_be_left_out_and_are_short(
    records: Records, engine: Engine, words: str | None, kept: str | None
) -> None:
    records.keep_rating("web", 4, words)
    with Session(engine) as session:
        assert session.scalars(select(Rating.words)).one() == kept


def test_ratings_are_forgotten_after_a_year(records: Records, clock: Clock) -> None:
    records.keep_rating("web", 4, None)
    assert records.forget_expired(clock() + KEPT) == 0
    assert records.forget_expired(clock() + KEPT + timedelta(days=1)) == 1
