"""What the action server relies on: it imports every module below actions/ when it looks for actions."""

import importlib
import pkgutil
import sqlite3
from pathlib import Path

import psycopg
import pytest

import actions.casework

FOLDER = Path(actions.casework.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))


def test_every_module_can_be_imported_without_a_database_or_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a database was opened at import")

    monkeypatch.delenv("YIFAWEN_DATA_KEY", raising=False)
    monkeypatch.setattr(sqlite3, "connect", refuse)
    monkeypatch.setattr(psycopg, "connect", refuse)
    names = [found.name for found in pkgutil.walk_packages(actions.casework.__path__, "actions.casework.")]
    assert "actions.casework.store" in names
    assert not any("migrations" in name for name in names)
    for name in names:
        importlib.import_module(name)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_the_records_know_nothing_of_dialogue_or_channels(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert not any(word in source for word in ("rasa", "import bot", "from bot", "fastapi", "starlette"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_keeps_to_its_length(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 250


# Parts of one whole that are tested through it.
TESTED_WITH = {
    "case_standing": "figures",
    "letter_standing": "figures",
    "case_template": "case_import",
    "case_writing": "case_import",
    "outbox": "platforms/outbox",
    "wechat_messages": "wechat",
    "wechat_tickets": "wechat",
}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_has_tests_of_its_name(module: Path) -> None:
    # The tables are tested together (test_models.py).
    if module.stem != "__init__" and not module.stem.startswith("models_"):
        folder, _, name = TESTED_WITH.get(module.stem, module.stem).rpartition("/")
        assert (Path(__file__).parent / folder / f"test_{name}.py").exists()
