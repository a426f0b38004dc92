"""The lock files, and how they are made."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.launcher import lock
from bot.launcher.lock import ANYWHERE, LINUX, compile_group
from bot.launcher.steps import ROOT

FILES = sorted((ROOT / "requirements").glob("*.txt"))
GROUPS: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[\w,-]+\])?==([^\s;]+)", re.MULTILINE)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(file: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in PINNED.findall(file.read_text(encoding="utf-8")):
        found.setdefault(plain(name), set()).add(version)
    return found


class Runs:
    """Notes the commands that would be run."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.checked: list[bool] = []

    def __call__(self, command: list[str], cwd: Path, check: bool = False, **options: Any) -> None:
        assert cwd == ROOT
        self.commands.append(command)
        self.checked.append(check)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    runs = Runs()
    monkeypatch.setattr(subprocess, "run", runs)
    return runs


def test_a_lock_file_is_hashed_and_names_no_address(runs: Runs) -> None:
    compile_group("test", ["app", "test"], ANYWHERE)
    [command] = runs.commands
    assert runs.checked == [True]
    assert {"--generate-hashes", "--no-emit-index-url", "--universal"} <= set(command)
    assert [command[at + 1] for at, word in enumerate(command) if word == "--group"] == ["app", "test"]
    assert command[-2:] == ["-o", str(ROOT / "requirements" / "test.txt")]


def test_every_group_is_compiled_and_the_tests_agree_with_the_app(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.launcher.environments.find_python", lambda versions, what: "/usr/bin/python3.10")
    monkeypatch.delitem(sys.modules, "bot.launcher.lock")  # runpy warns of a module that is imported already
    runpy.run_module("bot.launcher.lock", run_name="__main__")
    made = [Path(command[-1]).name for command in runs.commands]
    assert sorted(made) == sorted(file.name for file in FILES) and all(runs.checked)
    test = runs.commands[made.index("test.txt")]
    assert test[test.index("-c") + 1].endswith("app.txt") and made.index("app.txt") < made.index("test.txt")
    assert set(LINUX) <= set(runs.commands[made.index("dialogue.txt")])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_package_is_exact_and_hashed(file: Path) -> None:
    text = re.sub(r"\\\n\s*", " ", file.read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert PINNED.match(line) and "--hash=sha256:" in line, line[:80]
    assert "://" not in text and "--index" not in text and "--find-links" not in text


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_every_dependency_of_a_group_is_in_its_lock_file(group: str) -> None:
    found = pinned(ROOT / "requirements" / f"{group}.txt")
    for dependency in GROUPS[group]:
        name = re.match(r"[\w.-]+", dependency)
        assert name and plain(name[0]) in found, dependency


def test_the_tests_run_with_the_versions_of_the_app() -> None:
    app, test = pinned(ROOT / "requirements" / "app.txt"), pinned(ROOT / "requirements" / "test.txt")
    assert {name: test.get(name) for name in app} == app


def test_the_old_and_the_new_are_apart() -> None:
    dialogue, app = pinned(ROOT / "requirements" / "dialogue.txt"), pinned(ROOT / "requirements" / "app.txt")
    assert dialogue["rasa"] == {"3.6.21"} and "rasa" not in app
    assert "fastapi" not in dialogue and "rasa-sdk" in app


def test_the_groups_are_those_that_are_compiled() -> None:
    assert set(GROUPS) == {file.stem for file in FILES}
    assert lock.LOCKS == ROOT / "requirements"
