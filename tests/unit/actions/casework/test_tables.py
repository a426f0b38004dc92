"""No table is forgotten, whichever module declares it."""

import re
from pathlib import Path

from actions.casework import tables
from actions.casework.models import Base

MODULES = sorted(Path(tables.__file__).parent.glob("models*.py"))


def test_every_table_of_every_module_is_known() -> None:
    declared = {name for module in MODULES for name in re.findall(r'__tablename__ = "(\w+)"', module.read_text())}
    assert {"letters", "audit_log", "audit_head"} <= declared
    assert set(tables.METADATA.tables) == declared


def test_there_is_one_set_of_tables() -> None:
    assert tables.METADATA is Base.metadata


def test_tables_are_declared_in_modules_of_that_name_only() -> None:
    elsewhere = [path.name for path in MODULES[0].parent.glob("*.py") if path not in MODULES]
    assert [name for name in elsewhere if "__tablename__ =" in (MODULES[0].parent / name).read_text()] == []
