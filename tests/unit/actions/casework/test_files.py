from datetime import timedelta
from typing import Protocol

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.entries import StoredFile
from actions.casework.models import KeptFile
from actions.casework.store import Records

CONTENT = bytes(range(256)) * 400
NAME = "行政复议申请书（演示）.docx"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class StandingClock(Protocol):
    def forward(self, **span: float) -> None: ...


@pytest.fixture
def file_id(records: Records) -> str:
    return records.keep_file("web-1", NAME, TYPE, CONTENT)


def test_a_file_comes_back_to_its_own_conversation(records: Records, file_id: str) -> None:
    assert records.fetch_file(file_id, "web-1") == StoredFile(name=NAME, media_type=TYPE, content=CONTENT)


@pytest.mark.parametrize("conversation", ["web-2", "", "WEB-1", "web-1 "])
def test_another_conversation_gets_nothing(records: Records, file_id: str, conversation: str) -> None:
    assert records.fetch_file(file_id, conversation) is None


@pytest.mark.parametrize("other", ["", "x", "../etc/passwd", "%", "a" * 500])
def test_another_id_gets_nothing(records: Records, file_id: str, other: str) -> None:
    assert records.fetch_file(other, "web-1") is None


def test_ids_cannot_be_guessed(records: Records) -> None:
    ids = {records.keep_file("web-1", NAME, TYPE, b"") for _ in range(20)}
    assert len(ids) == 20
    assert all(len(one) == 43 for one in ids)


def test_a_file_expires(records: Records, file_id: str, clock: StandingClock) -> None:
    clock.forward(hours=23, minutes=59)
    assert records.fetch_file(file_id, "web-1") is not None
    clock.forward(minutes=1)
    assert records.fetch_file(file_id, "web-1") is None


def test_the_time_to_keep_can_be_chosen(records: Records, clock: StandingClock) -> None:
    file_id = records.keep_file("web-1", NAME, TYPE, b"demo", keep_for=timedelta(minutes=5))
    clock.forward(minutes=5)
    assert records.fetch_file(file_id, "web-1") is None


def test_name_content_and_conversation_are_not_stored_in_plain(records: Records, file_id: str, engine: Engine) -> None:
    with engine.connect() as connection:
        row = connection.execute(text("SELECT name, content, conversation_hash FROM files")).one()
    assert NAME not in row.name
    assert CONTENT[:50] not in bytes(row.content)
    assert "web-1" not in row.conversation_hash


def test_a_file_is_found_after_a_rotation(url: str) -> None:
    old, new = b"o" * 32, b"n" * 32
    before, after = Records(url, Keys([old])), Records(url, Keys([new, old]))
    file_id = before.keep_file("web-1", NAME, TYPE, b"demo")
    found = after.fetch_file(file_id, "web-1")
    before.close()
    after.close()
    assert found is not None
    assert found.content == b"demo"


def test_the_row_knows_until_when_it_is_kept(records: Records, file_id: str, engine: Engine) -> None:
    with Session(engine) as session:
        row = session.scalars(select(KeptFile)).one()
        assert row.id == file_id
        assert row.expires_at - row.created_at != timedelta(0)


def test_a_conversation_that_ended_leaves_no_documents(records: Records, file_id: str) -> None:
    other = records.keep_file("web-2", NAME, TYPE, CONTENT)
    assert records.forget_files("web-1") == 1
    assert records.fetch_file(file_id, "web-1") is None
    assert records.fetch_file(other, "web-2") is not None
