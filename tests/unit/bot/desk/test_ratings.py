"""Bad ratings: letters to be followed up, grades of the service without a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from actions.casework import ratings
from actions.casework.handling import CITIZEN, Doer, advance
from actions.casework.kinds import LetterStep
from actions.casework.models import IssuedReceipt
from tests.unit.bot.desk.clerk import MONDAY, Clerk
from tests.unit.bot.desk.test_views import rows, words


def step(app: Starlette, number: str, kind: LetterStep, who: str, **given: object) -> None:
    writer = app.state.desk.writer
    with writer.transaction() as transaction:
        id_ = transaction.scalar(select(IssuedReceipt.letter_id).where(IssuedReceipt.number == number)) or 0
        advance(transaction, writer.keys, id_, kind, Doer(who, MONDAY), **given)  # type: ignore[arg-type]


@pytest.fixture
def rated(app: Starlette, file_letter: Callable[..., str]) -> Callable[[str, int], str]:
    """A letter that was answered and rated."""

    def rate(submission: str, grade: int) -> str:
        number = file_letter(submission)
        step(app, number, LetterStep.REPLIED, "s-00000001", words="已修好")
        step(app, number, LetterStep.RATED, CITIZEN, rating=grade, words="还是不亮")
        return number

    return rate


def test_bad_ratings_are_listed_until_somebody_acts(
    app: Starlette, clerk: Clerk, rated: Callable[[str, int], str]
) -> None:
    bad = rated("one", 1)
    rated("two", 5)
    page = clerk.get("/ratings").text
    assert len(rows(page)) == 1 and bad in rows(page)[0]
    assert "还是不亮" in rows(page)[0] and "还没有跟进" in rows(page)[0]
    step(app, bad, LetterStep.REOPENED, "s-00000002", reason="回访后重办")
    assert "已跟进" in rows(clerk.get("/ratings").text)[0]


def test_what_the_citizen_does_is_no_follow_up(app: Starlette, clerk: Clerk, rated: Callable[[str, int], str]) -> None:
    bad = rated("one", 2)
    step(app, bad, LetterStep.REOPENED, CITIZEN, reason="没有修好")
    assert "还没有跟进" in rows(clerk.get("/ratings").text)[0]


def test_open_ones_come_first(app: Starlette, clerk: Clerk, rated: Callable[[str, int], str]) -> None:
    open_, done = rated("one", 1), rated("two", 1)
    step(app, done, LetterStep.REOPENED, "s-00000001", reason="回访后重办")
    assert [row.split()[0] for row in rows(clerk.get("/ratings").text)] == [open_, done]


def test_the_letter_shows_its_rating(app: Starlette, clerk: Clerk, rated: Callable[[str, int], str]) -> None:
    rated("one", 1)
    page = clerk.get("/letters").text
    path = page.partition('<a href="/letters/')[2].partition('"')[0]
    assert "1 分（满分5分）：还是不亮" in words(clerk.get(f"/letters/{path}").text)


def test_grades_and_words_about_the_service(app: Starlette, clerk: Clerk) -> None:
    assert "没有人写过" in clerk.get("/ratings").text
    with app.state.desk.writer.transaction() as transaction:
        ratings.keep_rating(transaction, "web", 1, "听不懂我说的", MONDAY)
        ratings.keep_rating(transaction, "web", 5, "很好", MONDAY)
    seen = words(clerk.get("/ratings").text)
    assert "听不懂我说的" in seen and "很好" not in seen and "5 分 1 次" in seen


def test_the_page_keeps_quiet_when_there_is_nothing(clerk: Clerk) -> None:
    assert rows(clerk.get("/ratings").text) == []
