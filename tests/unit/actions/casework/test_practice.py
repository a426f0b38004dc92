import subprocess
import sys

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from actions.casework import practice
from actions.casework.encryption import Keys
from actions.casework.errors import RecordsUnavailable
from actions.casework.models import Case, CaseEvent, IssuedReceipt, Letter
from actions.casework.numbers import CODE_PATTERN
from actions.casework.practice import Loaded, load_practice, practice_code, shown_case
from actions.casework.store import Records

NUMBER = "演示复〔2025〕2号"


def totals(engine: Engine) -> tuple[int, ...]:
    with Session(engine) as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Case, CaseEvent, Letter, IssuedReceipt)
        )


def test_loading_twice_adds_nothing(url: str, keys: Keys, engine: Engine) -> None:
    assert load_practice(url, keys) == Loaded(cases=6, letters=98, added=104)
    first = totals(engine)
    assert load_practice(url, keys) == Loaded(cases=6, letters=98, added=0)
    assert totals(engine) == first
    assert (first[0], first[2], first[3]) == (6, 98, 104)


def test_what_is_missing_comes_back(url: str, keys: Keys, engine: Engine) -> None:
    load_practice(url, keys)
    with Session(engine) as session, session.begin():
        session.delete(session.scalars(select(Case).where(Case.number == NUMBER)).one())
    assert load_practice(url, keys).added == 1
    assert totals(engine)[0] == 6


def test_practice_takes_no_real_number(url: str, keys: Keys, records: Records, letter: object) -> None:
    load_practice(url, keys)
    assert records.file_letter(letter()).number == "T2026-000001"  # type: ignore[operator]


def test_the_shown_case_can_be_looked_up(url: str, keys: Keys, records: Records) -> None:
    load_practice(url, keys)
    number, code = shown_case(keys)
    status = records.look_up("演示复[2025]2号", code.lower())
    assert (number, status.number) == (NUMBER, NUMBER)
    assert status.practice
    assert status.state == "已办结"
    assert [entry.event for entry in status.timeline][-2:] == ["mediated", "delivered"]
    assert all(entry.what.endswith("：演示") for entry in status.timeline)


def test_every_practice_record_can_be_looked_up(url: str, keys: Keys, records: Records, engine: Engine) -> None:
    load_practice(url, keys)
    with Session(engine) as session:
        numbers = session.scalars(select(IssuedReceipt.number)).all()
    assert all(records.look_up(number, practice_code(keys, number)).practice for number in numbers)


def test_a_practice_code_is_always_the_same_and_unknown_without_the_key(keys: Keys) -> None:
    assert practice_code(keys, NUMBER) == practice_code(keys, NUMBER)
    assert CODE_PATTERN.fullmatch(practice_code(keys, NUMBER))
    assert practice_code(keys, NUMBER) != practice_code(Keys([b"x" * 32]), NUMBER)
    assert practice_code(keys, NUMBER) != practice_code(keys, "演示复〔2025〕3号")


def test_without_tables_nothing_is_loaded(empty_sqlite_url: str, keys: Keys) -> None:
    with pytest.raises(RecordsUnavailable):
        load_practice(empty_sqlite_url, keys)


def test_the_command_shows_one_number_with_its_code(environment: dict[str, str], keys: Keys) -> None:
    command = [sys.executable, "-W", "error", "-m", "actions.casework.practice"]
    said = [
        subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout for _ in range(2)
    ]
    assert "复议案件 6 件、来信 98 件（本次新增 104 件）" in said[0]
    assert "复议案件 6 件、来信 98 件（本次新增 0 件）" in said[1]
    for words in said:
        assert f"演示编号：{NUMBER}" in words
        assert CODE_PATTERN.findall(words) == [practice_code(keys, NUMBER)]
        assert all("演示" in line for line in words.splitlines())


def test_the_command_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("YIFAWEN_DATA_KEY", raising=False)
    assert practice.main() == 1
    said = capsys.readouterr().err
    assert "YIFAWEN_DATA_KEY" in said
    assert "演示数据没有装入" in said
