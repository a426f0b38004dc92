"""Lists are narrowed, sorted, counted and paged by the database."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.kinds import CaseState, LetterKind, LetterState, Matter, RespondentKind
from actions.casework.models import Case
from bot.desk.asked import Asked
from bot.desk.queues import PAGE, Page, pages
from bot.desk.reading import Reader
from bot.desk.records import CASES, LETTERS
from tests.unit.bot.desk.clerk import CountingKeys

TODAY = date(2026, 11, 23)


@pytest.fixture
def reader(url: str, keys: Keys) -> Iterator[Reader]:
    reader = Reader(url, keys)
    yield reader
    reader.close()


@pytest.fixture
def transaction(reader: Reader) -> Iterator[Session]:
    with reader.transaction() as transaction:
        yield transaction


def every(transaction: Session, asked: Asked) -> list[Any]:
    """The rows of all pages."""
    first = LETTERS.page(transaction, asked, TODAY)
    rest = (LETTERS.page(transaction, Asked(asked.chosen, page=n), TODAY) for n in range(2, first.last + 1))
    return [*first.rows, *(row for page in rest for row in page.rows)]


def test_fifty_rows_make_a_page(transaction: Session) -> None:
    first = LETTERS.page(transaction, Asked(), TODAY)
    second = LETTERS.page(transaction, Asked(page=2), TODAY)
    assert (len(first.rows), first.total, first.last) == (50, 98, 2)
    assert (first.first_row, first.last_row) == (1, 50)
    assert (len(second.rows), second.first_row, second.last_row) == (48, 51, 98)


def test_the_pages_hold_every_row_once_newest_first(transaction: Session) -> None:
    rows = every(transaction, Asked())
    assert len({row.id for row in rows}) == 98
    assert rows == sorted(rows, key=lambda row: (row.received_on, row.id), reverse=True)


def test_a_page_beyond_the_end_is_the_last(transaction: Session) -> None:
    page = LETTERS.page(transaction, Asked(page=9_999_999), TODAY)
    assert (page.number, len(page.rows)) == (2, 48)


def test_the_database_does_the_paging(reader: Reader, transaction: Session) -> None:
    sent: list[str] = []
    event.listen(reader.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    LETTERS.page(transaction, Asked(), TODAY)
    counting, listing = (one for one in sent if one.startswith("SELECT"))
    assert "count(*)" in counting
    assert "LIMIT" in listing and "OFFSET" in listing


def test_a_list_decrypts_nothing(transaction: Session, keys: CountingKeys) -> None:
    LETTERS.page(transaction, Asked(), TODAY)
    CASES.page(transaction, Asked(), TODAY)
    assert keys.opened == 0


@pytest.mark.parametrize(("kind", "count"), [("problem", 44), ("complaint", 15), ("suggestion", 39)])
def test_letters_by_kind(transaction: Session, kind: str, count: int) -> None:
    page = LETTERS.page(transaction, Asked({"kind": LetterKind(kind)}), TODAY)
    assert page.total == count
    assert {row.kind for row in page.rows} == {LetterKind(kind)}


def test_filters_add_up(transaction: Session) -> None:
    asked = Asked({"kind": LetterKind.COMPLAINT, "state": LetterState.CLOSED}, since=date(2025, 7, 1))
    page = LETTERS.page(transaction, asked, TODAY)
    assert 0 < page.total < 15
    assert all(row.state is LetterState.CLOSED and row.received_on >= date(2025, 7, 1) for row in page.rows)


def test_days_are_included(transaction: Session) -> None:
    days = sorted({row.received_on for row in every(transaction, Asked())})
    page = LETTERS.page(transaction, Asked(since=days[3], until=days[5]), TODAY)
    assert {row.received_on for row in page.rows} == set(days[3:6])


def test_nothing_found_is_an_empty_page(transaction: Session) -> None:
    page = LETTERS.page(transaction, Asked(since=date(2030, 1, 1)), TODAY)
    assert (list(page.rows), page.total, page.number, page.last) == ([], 0, 1, 1)


def test_due_dates(file_letter: Callable[..., str], transaction: Session) -> None:
    for name, days in (("late", -1), ("today", 0), ("week", 7), ("later", 8)):
        file_letter(name, TODAY + timedelta(days=days))
    file_letter("none")
    late = LETTERS.page(transaction, Asked(due="overdue"), TODAY)
    soon = LETTERS.page(transaction, Asked(due="soon"), TODAY)
    assert [row.due_on for row in late.rows] == [TODAY - timedelta(days=1)]
    assert {row.due_on for row in soon.rows} == {TODAY, TODAY + timedelta(days=7)}


def case(number: str, state: CaseState) -> Case:
    return Case(
        number=number,
        respondent_kind=RespondentKind.TOWNSHIP,
        respondent="演示乡镇",
        matter=Matter.PENALTY,
        state=state,
        accepted=True,
        received_on=TODAY - timedelta(days=90),
        due_on=TODAY - timedelta(days=1),
    )


def test_nobody_is_late_with_a_suspended_case(reader: Reader) -> None:
    with Session(reader.engine) as writing:
        writing.add_all([case("一", CaseState.ACCEPTED), case("二", CaseState.SUSPENDED)])
        writing.commit()
    with reader.transaction() as transaction:
        late = CASES.page(transaction, Asked(due="overdue"), TODAY)
        assert [row.number for row in late.rows] == ["一"]


@pytest.mark.parametrize(("total", "count"), [(0, 1), (1, 1), (PAGE, 1), (PAGE + 1, 2), (10 * PAGE, 10)])
def test_how_many_pages(total: int, count: int) -> None:
    assert pages(total) == count
    assert Page([], total, 1).last == count
