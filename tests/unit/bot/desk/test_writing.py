"""The steps that write: they are recorded under the account that asks, or they do not happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from starlette.applications import Starlette

from actions.casework.encryption import Keys
from actions.casework.errors import DamagedRecord
from actions.casework.models import IssuedReceipt
from actions.casework.store import Records
from bot.desk.writing import NotWritten, Writer
from tests.unit.bot.desk.clerk import MONDAY, Clock

SIGNED = {"anonymous": False, "name": "演示甲", "contact": "13800001234"}


@pytest.fixture
def writer(app: Starlette) -> Writer:
    found: Writer = app.state.desk.writer
    return found


def letter_id(app: Starlette, number: str) -> int:
    with app.state.desk.records.transaction() as transaction:
        return transaction.scalar(select(IssuedReceipt.letter_id).where(IssuedReceipt.number == number)) or 0


def test_a_look_is_recorded_with_account_reason_and_time(
    app: Starlette, writer: Writer, file_letter: Callable[..., str], reveals: Callable[[], list[Any]]
) -> None:
    number = file_letter(**SIGNED)
    found = writer.show_contact(letter_id(app, number), "s-1", "打电话核实")
    assert found and (found.name, found.contact) == ("演示甲", "13800001234")
    assert reveals() == [(number, "contact", "s-1", "打电话核实", MONDAY)]


def test_a_new_code_is_recorded_with_account_reason_and_time(
    writer: Writer, file_letter: Callable[..., str], reveals: Callable[[], list[Any]], citizen: Records, clock: Clock
) -> None:
    number = file_letter(**SIGNED)
    clock.forward(hours=1)
    done = writer.reissue_code(number, "s-1", "已核对身份证")
    assert done and citizen.look_up(number, done.code).number == number
    assert reveals() == [(number, "code", "s-1", "已核对身份证", clock.now)]


def test_what_is_not_there_gives_nothing_and_no_row(writer: Writer, reveals: Callable[[], list[Any]]) -> None:
    assert writer.show_contact(999_999, "s-1", "打电话核实") is None
    assert writer.reissue_code("T2026-000099", "s-1", "已核对身份证") is None
    assert reveals() == []


@pytest.mark.usefixtures("full")
def test_no_row_no_step(app: Starlette, writer: Writer, file_letter: Callable[..., str]) -> None:
    number = file_letter(**SIGNED)
    with pytest.raises(NotWritten) as refused:
        writer.show_contact(letter_id(app, number), "s-1", "打电话核实")
    assert "打电话" not in str(refused.value) and "13800001234" not in str(refused.value)
    with pytest.raises(NotWritten):
        writer.reissue_code(number, "s-1", "已核对身份证")


def test_another_writer_at_work_for_long_is_not_written(
    app: Starlette, keys: Keys, clock: Clock, url: str, file_letter: Callable[..., str]
) -> None:
    number, engine = file_letter(**SIGNED), app.state.desk.records.engine
    with engine.connect() as other:
        other.execute(text("UPDATE letters SET practice = practice"))
        with pytest.raises(NotWritten, match="locked"):
            Writer(engine, keys, clock).reissue_code(number, "s-1", "已核对身份证")


def test_what_does_not_decrypt_is_damaged_and_leaves_no_row(
    app: Starlette, writer: Writer, file_letter: Callable[..., str], reveals: Callable[[], list[Any]]
) -> None:
    id_ = letter_id(app, file_letter(**SIGNED))
    with app.state.desk.records.engine.begin() as breaking:
        breaking.execute(text("UPDATE letters SET contact = 'AAAA' WHERE name IS NOT NULL AND NOT practice"))
    with pytest.raises(DamagedRecord):
        writer.show_contact(id_, "s-1", "打电话核实")
    assert reveals() == []
