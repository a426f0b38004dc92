from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.kinds import LetterKind
from actions.casework.models import IssuedReceipt
from actions.casework.receipts import (
    APPLICATION_PREFIX,
    LETTER_PREFIXES,
    code_matches,
    give_code,
    hash_code,
    next_number,
)

DAY = date(2026, 11, 23)
NUMBER = "T2026-000001"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


def test_numbers_count_up_by_prefix_and_year(session: Session) -> None:
    days = [("T", DAY), ("T", DAY), ("W", DAY), ("T", date(2027, 1, 1)), ("T", DAY)]
    assert [next_number(session, prefix, day) for prefix, day in days] == [
        "T2026-000001",
        "T2026-000002",
        "W2026-000001",
        "T2027-000001",
        "T2026-000003",
    ]


def test_a_number_that_was_not_committed_is_given_again(session: Session) -> None:
    assert next_number(session, "T", DAY) == NUMBER
    session.rollback()
    assert next_number(session, "T", DAY) == NUMBER


def test_every_kind_has_a_prefix_of_its_own() -> None:
    prefixes = [APPLICATION_PREFIX, *LETTER_PREFIXES.values()]
    assert set(LETTER_PREFIXES) == set(LetterKind)
    assert len(set(prefixes)) == len(prefixes)
    assert not set("".join(prefixes)) & set("0O1IL")


def test_a_code_matches_however_it_is_typed(keys: Keys) -> None:
    stored = hash_code(keys, NUMBER, "234-CDF-58V")
    assert code_matches(keys, NUMBER, "234cdf58v", stored)
    assert not code_matches(keys, NUMBER, "234-CDF-58W", stored)


def test_a_code_holds_for_its_own_number_only(keys: Keys) -> None:
    assert not code_matches(keys, "T2026-000002", "234-CDF-58V", hash_code(keys, NUMBER, "234-CDF-58V"))


def test_a_fresh_code_takes_the_place_of_the_old_one(keys: Keys) -> None:
    issued = IssuedReceipt(number=NUMBER)
    old, new = give_code(keys, issued), give_code(keys, issued)
    assert old != new
    assert code_matches(keys, NUMBER, new, issued.code_hash)
    assert not code_matches(keys, NUMBER, old, issued.code_hash)


def test_only_a_hash_of_the_code_is_kept(keys: Keys) -> None:
    issued = IssuedReceipt(number=NUMBER)
    code = give_code(keys, issued)
    assert code.replace("-", "").lower() not in issued.code_hash
