"""Two virtual environments from hashed lock files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.launcher import environments, steps
from bot.launcher.environments import candidates, find_python, prepare_app, prepare_dialogue, works
from bot.launcher.steps import Problem

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


class Steps:
    """Stands for `step`: notes the commands, and makes the environment as they would."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.downloads: list[bool] = []

    def __call__(self, title: str, command: Sequence[str], log: str, *args: Any, **options: Any) -> None:
        assert title.strip() and "/" not in log
        self.commands.append(list(command))
        self.downloads.append(bool(options.get("download")))


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with lock files and no environment."""
    locks = tmp_path / "requirements"
    locks.mkdir()
    for name in ("app", "test", "dialogue", "tool"):
        (locks / f"{name}.txt").write_text(f"{name}==1")
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(environments, "LOCKS", locks)
    monkeypatch.setattr(environments, "APP", tmp_path / ".venv")
    monkeypatch.setattr(environments, "DIALOGUE", tmp_path / ".venv-dialogue")
    monkeypatch.setattr(environments, "find_python", lambda versions, what: f"/usr/bin/python{versions[0]}")
    return tmp_path


@pytest.fixture
def taken(repo: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    steps_taken = Steps()
    monkeypatch.setattr(environments, "step", steps_taken)
    return steps_taken


# Finding a Python.


def test_this_python_works_as_its_own_version_only() -> None:
    assert works(sys.executable, HERE)
    assert not works(sys.executable, "2.7") and not works("no-such-python", HERE)
    assert not works("/bin/sh", HERE)


def test_the_likeliest_candidates_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for home, name in (("pyenv", "versions/3.12.4/bin"), ("home/.local/share/uv/python", "cpython-3.12.1-linux/bin")):
        (tmp_path / home / name).mkdir(parents=True)
        (tmp_path / home / name / "python3.12").touch()
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    found = list(candidates("3.12"))
    assert found[0] == "python3.12"
    assert [name for name in found if str(tmp_path) in name] == [
        str(tmp_path / "pyenv/versions/3.12.4/bin/python3.12"),
        str(tmp_path / "home/.local/share/uv/python/cpython-3.12.1-linux/bin/python3.12"),
    ]
    assert "/usr/bin/python3.12" in found
    assert not [name for name in candidates("3.10") if "3.12" in name]


def test_the_first_version_that_works_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def only_two(python: str, version: str) -> bool:
        asked.append(python)
        return python == "python3.12"

    monkeypatch.setattr(environments, "works", only_two)
    assert find_python(("3.13", "3.12", "3.11"), "主程序") == "python3.12"
    assert asked[0] == "python3.13" and "python3.11" not in asked


@pytest.mark.parametrize(("versions", "wanted"), [(("3.13", "3.11"), "3.11 或更新的版本"), (("3.10",), "3.10，")])
def test_no_python_is_a_problem_with_a_way_out(
    versions: tuple[str, ...], wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environments, "works", lambda python, version: False)
    with pytest.raises(Problem) as problem:
        find_python(versions, "对话模型")
    assert wanted in str(problem.value) and f"pyenv install {versions[0]}" in str(problem.value)


# Making the environments.


def test_an_environment_is_made_from_its_locks_with_hashes(repo: Path, taken: Steps) -> None:
    prepare_dialogue()
    create, tool, install = taken.commands
    assert create == ["/usr/bin/python3.10", "-m", "venv", "--clear", str(repo / ".venv-dialogue")]
    inside, locks = str(repo / ".venv-dialogue/bin/python"), repo / "requirements"
    hashed = ["--require-hashes", "-r"]
    assert tool == [inside, "-m", "pip", "install", "--quiet", *hashed, str(locks / "tool.txt")]
    assert install == [inside, "-m", "uv", "pip", "install", "--python", inside, *hashed, str(locks / "dialogue.txt")]
    assert (repo / ".venv-dialogue" / ".locked").is_file()
    assert taken.downloads == [False, True, True]


def test_what_is_current_is_left_alone(repo: Path, taken: Steps) -> None:
    prepare_dialogue()
    prepare_app()
    made = len(taken.commands)
    prepare_dialogue()
    prepare_app()
    assert len(taken.commands) == made == 6


@pytest.mark.parametrize("lock", ["dialogue.txt", "tool.txt"])
def test_a_changed_lock_makes_it_anew(repo: Path, taken: Steps, lock: str) -> None:
    prepare_dialogue()
    (repo / "requirements" / lock).write_text("changed==2")
    prepare_dialogue()
    assert len(taken.commands) == 6


def test_the_environment_of_the_tests_serves_the_app_but_not_the_other_way_round(repo: Path, taken: Steps) -> None:
    prepare_app(tests=True)
    prepare_app()
    assert len(taken.commands) == 3 and taken.commands[-1][-1].endswith("test.txt")


def test_the_environment_of_the_app_does_not_serve_the_tests(repo: Path, taken: Steps) -> None:
    prepare_app()
    prepare_app(tests=True)
    assert [command[-1].rpartition("/")[2] for command in (taken.commands[2], taken.commands[5])] == [
        "app.txt",
        "test.txt",
    ]


def test_a_failure_is_not_remembered_as_done(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise Problem("下载：没有成功。")

    monkeypatch.setattr(environments, "step", fail)
    for _ in range(2):
        with pytest.raises(Problem):
            prepare_app()
