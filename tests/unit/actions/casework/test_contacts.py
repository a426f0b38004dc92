import pytest

from actions.casework.contacts import contact_hash, contact_hashes
from actions.casework.encryption import Keys


@pytest.mark.parametrize(
    "typed", ["10000000000", "100 0000 0000", "100-0000-0000", "+86 10000000000", "１００００００００００"]
)
def test_one_number_has_one_hash(keys: Keys, typed: str) -> None:
    assert contact_hash(keys, typed) == contact_hash(keys, "10000000000")


def test_other_numbers_have_other_hashes(keys: Keys) -> None:
    assert contact_hash(keys, "10000000000") != contact_hash(keys, "10000000001")


@pytest.mark.parametrize("typed", [None, "", "  ", "—"])
def test_nothing_has_no_hash(keys: Keys, typed: str | None) -> None:
    assert contact_hash(keys, typed) is None


def test_a_mail_address_has_a_hash_too(keys: Keys) -> None:
    assert contact_hash(keys, "Demo@example.org") == contact_hash(keys, "demo@example.org ")


def test_a_contact_is_found_under_an_old_key() -> None:
    old, new = b"o" * 32, b"n" * 32
    assert contact_hash(Keys([old]), "10000000000") in contact_hashes(Keys([new, old]), "100 0000 0000")
