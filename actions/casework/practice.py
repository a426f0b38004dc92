"""Practice data: `python -m actions.casework.practice` loads it and shows one number and code to try."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.casework.database import closing_engine, unavailable_on_error, url_from
from actions.casework.encryption import Keys, keys_from
from actions.casework.errors import CaseworkError
from actions.casework.models import Case, IssuedReceipt, Letter
from actions.casework.numbers import code_from
from actions.casework.practice_rows import Practice, case_number, practice_cases, practice_letters
from actions.casework.receipts import hash_code
from actions.content.source import ROOT, read_yaml


@dataclass(frozen=True)
class Loaded:
    """How many practice records there are, and how many of them are new."""

    cases: int
    letters: int
    added: int


def load_practice(url: str, keys: Keys) -> Loaded:
    """Add the practice records that are missing; raises RecordsUnavailable."""
    table = practice_table()
    cases, letters = list(practice_cases(table)), list(practice_letters(table))
    with unavailable_on_error(), closing_engine(url, keys) as engine, Session(engine) as session:
        known = set(session.scalars(select(IssuedReceipt.number)))
        missing = [one for one in chain(cases, letters) if one.number not in known]
        session.add_all(_receipt(keys, one) for one in missing)
        session.commit()
    return Loaded(len(cases), len(letters), len(missing))


def practice_table() -> Mapping[str, Any]:
    """knowledge/rules/practice.yml."""
    table: Mapping[str, Any] = read_yaml(ROOT / "rules" / "practice.yml")
    return table


def practice_code(keys: Keys, number: str) -> str:
    """The lookup code of a practice record: always the same under the same data key, unknown without it."""
    return code_from(keys.digest("practice code", number))


def shown_case(keys: Keys) -> tuple[str, str]:
    """Number and code of the practice case to try the status with."""
    table = practice_table()
    number = case_number(table, table["shown_case"])
    return number, practice_code(keys, number)


def _receipt(keys: Keys, one: Practice) -> IssuedReceipt:
    issued = IssuedReceipt(number=one.number, code_hash=hash_code(keys, one.number, practice_code(keys, one.number)))
    match one.record:
        case Case():
            issued.case = one.record
        case Letter():
            issued.letter = one.record
    return issued


def main() -> int:
    """Load and say in Chinese what is there; returns the exit status."""
    try:
        keys = keys_from(os.environ)
        loaded = load_practice(url_from(os.environ), keys)
    except CaseworkError as error:
        sys.stderr.write(f"演示数据没有装入：{error}\n先运行 python -m actions.casework.migrate 建好数据库。\n")
        return 1
    number, code = shown_case(keys)
    sys.stdout.write(
        f"演示数据：复议案件 {loaded.cases} 件、来信 {loaded.letters} 件（本次新增 {loaded.added} 件），"
        "全部标记为演示，不是真实案件。\n"
        f"试查进度用的演示编号：{number}　演示查询码：{code}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
