"""`python3 -m bot.launcher.prepare`: runs before any environment exists."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from bot.launcher import prepare
from bot.launcher.prepare import TARGETS, everything, main
from bot.launcher.processes import Ports
from bot.launcher.steps import ROOT, Problem


def needed(module: str, seen: set[Path] | None = None) -> set[Path]:
    """The files of this package that a module imports, itself included."""
    seen = set() if seen is None else seen
    file = ROOT / f"{module.replace('.', '/')}.py"
    if file in seen or not file.exists():
        return seen
    seen.add(file)
    for name in imported(file):
        needed(name, seen)
    return seen


def imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 9))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


FILES = sorted(needed("bot.launcher.prepare"))


def test_the_files_were_found() -> None:
    assert {"prepare.py", "environments.py", "steps.py", "model.py", "web.py"} <= {file.name for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_it_needs_nothing_but_an_old_python(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "from __future__ import annotations" in text
    for name in imported(file):
        first = name.partition(".")[0]
        assert first in sys.stdlib_module_names or name.startswith("bot"), name
    assert "strict=" not in text and "slots=True" not in text and "match " not in text


def test_every_target_of_the_makefile_is_known() -> None:
    for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines():
        if "$(PREPARE)" in line and "=" not in line:
            words = line.partition("$(PREPARE)")[2].partition("&&")[0].split()
            assert words and set(words) <= set(TARGETS)


def test_the_targets_are_prepared_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(prepare, "TARGETS", {name: (lambda name=name: done.append(name)) for name in TARGETS})
    assert main(["dialogue", "app"]) == 0 and done == ["dialogue", "app"]
    assert main([]) == 0 and done[2:] == ["all"]


def test_everything_is_the_two_environments_the_web_app_and_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(Ports, "check_free", lambda self: done.append("ports"))
    for name in ("prepare_app", "prepare_dialogue", "prepare_web", "prepare_model"):
        monkeypatch.setattr(prepare, name, lambda name=name: done.append(name))
    everything()
    assert done == ["ports", "prepare_app", "prepare_dialogue", "prepare_web", "prepare_model"]


def test_a_problem_is_told_in_words_and_ends_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise Problem("没有网络")

    later: list[str] = []
    monkeypatch.setattr(prepare, "TARGETS", {"app": fail, "web": lambda: later.append("web")})
    assert main(["app", "web"]) == 1
    assert capsys.readouterr().out == "准备没有成功：没有网络\n" and later == []


def test_stopping_it_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(prepare, "TARGETS", {"all": stop})
    assert main([]) == 130 and "已停止" in capsys.readouterr().out


def test_an_unknown_target_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["everything"]) == 1
