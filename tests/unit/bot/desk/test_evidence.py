"""Files that came with a letter: saved by whoever handles it, never shown in a page, each opening in the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from actions.casework.kinds import Role
from actions.casework.models import IssuedReceipt, LetterFile
from tests.unit.bot.desk.clerk import Clerk

PHOTO = b"\xff\xd8 only for tests"


@pytest.fixture
def number(file_letter: Callable[..., str]) -> str:
    return file_letter()


@pytest.fixture
def letter(app: Starlette, number: str) -> int:
    with app.state.desk.writer.transaction() as transaction:
        id_ = transaction.scalar(select(IssuedReceipt.letter_id).where(IssuedReceipt.number == number)) or 0
        transaction.add(LetterFile(id="f" * 43, letter_id=id_, media_type="image/jpeg", size=len(PHOTO), content=PHOTO))
    return id_


def test_the_page_offers_it_and_gives_it_as_a_file(
    clerk: Clerk, letter: int, number: str, audited: Callable[[], list[tuple[str, str, str, str]]]
) -> None:
    page = clerk.get(f"/letters/{letter}").text
    assert f'action="/letters/{letter}/files/{"f" * 43}"' in page and "照片" in page
    response = clerk.post(f"/letters/{letter}/files/{'f' * 43}")
    assert response.content == PHOTO
    assert response.headers["content-disposition"].startswith("attachment;")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert audited()[-1] == ("s-00000001", "letter.file_opened", number, "")


def test_an_address_alone_gives_nothing(clerk: Clerk, letter: int) -> None:
    assert clerk.get(f"/letters/{letter}/files/{'f' * 43}").status_code == 405


@pytest.mark.parametrize(
    "path", ["/letters/{other}/files/{file}", "/letters/{letter}/files/x", "/letters/999999/files/x"]
)
def test_another_letter_s_file_is_nowhere(clerk: Clerk, letter: int, path: str) -> None:
    clerk.get(f"/letters/{letter}")
    assert clerk.post(path.format(letter=letter, other=1, file="f" * 43)).status_code == 404


def test_no_row_in_the_log_no_file(app: Starlette, clerk: Clerk, letter: int) -> None:
    clerk.get(f"/letters/{letter}")
    with app.state.desk.records.engine.begin() as breaking:
        breaking.exec_driver_sql("CREATE TRIGGER f BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END")
    assert clerk.post(f"/letters/{letter}/files/{'f' * 43}").status_code == 503


def test_administrators_and_auditors_get_no_file(signed_in: Callable[[Role], Clerk], letter: int) -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        assert signed_in(role).post(f"/letters/{letter}/files/{'f' * 43}").status_code == 403
