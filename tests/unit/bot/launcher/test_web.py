"""The web app is built with the machine's Node.js, else with the one of a Python package."""

from __future__ import annotations

import runpy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.launcher import steps, web
from bot.launcher.steps import Problem
from bot.launcher.web import npm_environment, prepare_web


class Steps:
    """Stands for `step`; `node` says whether installing the package brings npm along."""

    def __init__(self, folder: Path, node: bool = True) -> None:
        self.commands: list[list[str]] = []
        self.downloads: list[bool] = []
        self.folder, self.node = folder, node

    def __call__(self, title: str, command: Sequence[str], log: str, *args: Any, **options: Any) -> None:
        self.commands.append(list(command))
        self.downloads.append(bool(options.get("download")))
        if log == "node-install" and self.node:
            (self.folder / "bin").mkdir(parents=True, exist_ok=True)
            (self.folder / "bin" / "npm").touch()

    def done(self) -> list[str]:
        """What was done, in a word each."""
        return [command[1] if command[0].endswith("npm") else command[2] for command in self.commands]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bot" / "web"
    (folder / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "index.html", "src/main.tsx"):
        (folder / name).write_text("one")
    for module in (steps, web):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(web, "WEB", folder)
    monkeypatch.setattr(web, "NODE_ENVIRONMENT", tmp_path / "node")
    monkeypatch.setattr(web, "find_python", lambda versions, what: "/usr/bin/python3.13")
    return folder


@pytest.fixture
def taken(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    taken = Steps(tmp_path / "node")
    monkeypatch.setattr(web, "step", taken)
    monkeypatch.setattr(web, "_node_is_new_enough", lambda: True)
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/npm")
    return taken


def test_it_is_built_once(source: Path, taken: Steps) -> None:
    prepare_web()
    assert taken.done() == ["ci", "run"] and taken.commands[0][0] == "/usr/bin/npm"
    prepare_web()
    assert len(taken.commands) == 2


def test_npm_takes_what_is_locked_and_builds(source: Path, taken: Steps) -> None:
    prepare_web()
    npm = "/usr/bin/npm"
    assert taken.commands == [[npm, "ci", "--no-audit", "--no-fund"], [npm, "run", "build"]]
    assert taken.downloads == [True, False]


@pytest.mark.parametrize("name", web.SOURCES)
def test_every_source_builds_anew(source: Path, taken: Steps, name: str) -> None:
    prepare_web()
    before = len(taken.commands)
    file = source / name / "x" if name in ("src", "public") else source / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("two")
    prepare_web()
    assert len(taken.commands) > before


def test_the_sources_are_all_that_the_page_is_built_from() -> None:
    made = {"dist", "node_modules"}
    beside = {"tests", "mock", "README.md"}
    there = {path.name for path in (steps.ROOT / "bot" / "web").iterdir() if not path.name.startswith(".")}
    assert there - made - beside <= set(web.SOURCES)
    assert set(web.SOURCES) - {"public"} <= there


def test_a_changed_source_builds_anew_without_downloading_anew(source: Path, taken: Steps) -> None:
    prepare_web()
    (source / "src" / "main.tsx").write_text("two")
    prepare_web()
    assert taken.done() == ["ci", "run", "run"]


def test_a_changed_lock_downloads_anew(source: Path, taken: Steps) -> None:
    prepare_web()
    (source / "package-lock.json").write_text("two")
    prepare_web()
    assert taken.done() == ["ci", "run", "ci", "run"]


@pytest.mark.parametrize("lacking", ["npm", "new enough"])
def test_without_a_node_of_ones_own_the_packages_is_used(
    source: Path, taken: Steps, tmp_path: Path, lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if lacking == "npm":
        monkeypatch.setattr("shutil.which", lambda name: None)
    else:
        monkeypatch.setattr(web, "_node_is_new_enough", lambda: False)
    npm, env = npm_environment()
    assert npm == str(tmp_path / "node/bin/npm") and env["PATH"].startswith(str(tmp_path / "node/bin"))
    assert taken.done() == ["venv", "pip", "ci"] and taken.downloads == [False, True, True]
    assert taken.commands[0] == ["/usr/bin/python3.13", "-m", "venv", "--clear", str(tmp_path / "node")]
    locked = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(web.LOCKS / "web.txt")]
    assert taken.commands[1] == [str(tmp_path / "node/bin/python"), *locked]
    npm_environment()
    assert taken.done() == ["venv", "pip", "ci"]


def test_without_any_node_there_is_a_problem(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "step", Steps(tmp_path / "node", node=False))
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(Problem, match=r"Node\.js 20"):
        npm_environment()


@pytest.mark.parametrize(
    ("version", "new"), [("v22.1.0", True), ("v20.0.0", True), ("v18.20.1", False), ("", False), ("x", False)]
)
def test_the_age_of_node(version: str, new: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho '{version}'\n")
    node.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert web._node_is_new_enough() is new


def test_no_node_is_no_new_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert web._node_is_new_enough() is False


# The web app's own tests.


def test_the_web_apps_tests_end_as_they_ended(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "npm_environment", lambda: ("/bin/false", {}))
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("bot.launcher.webtests", run_name="__main__")
    assert ended.value.code == 1
    monkeypatch.setattr(web, "npm_environment", lambda: ("/bin/true", {}))
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("bot.launcher.webtests", run_name="__main__")
    assert ended.value.code == 0


def test_a_problem_before_the_web_apps_tests_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> tuple[str, dict[str, str]]:
        raise Problem("没有 Node.js")

    monkeypatch.setattr(web, "npm_environment", fail)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("bot.launcher.webtests", run_name="__main__")
    assert ended.value.code == 1 and capsys.readouterr().out == "没有 Node.js\n"
