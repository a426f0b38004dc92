from actions.casework.models import Base as Same
from actions.casework.models_base import HASH, Base


def test_there_is_one_base_and_all_tables_are_on_it() -> None:
    assert Same is Base
    assert {"letters", "letter_events", "letter_files", "receipts", "cases"} <= set(Base.metadata.tables)


def test_a_constraint_is_named_after_its_table() -> None:
    names = {str(one.name) for one in Base.metadata.tables["letters"].constraints if one.name}
    assert {"pk_letters", "ck_letters_rating", "fk_letters_duplicate_of", "uq_letters_submission_hash"} <= names


def test_a_keyed_hash_fits_its_column() -> None:
    assert HASH.length == 8 + 64
