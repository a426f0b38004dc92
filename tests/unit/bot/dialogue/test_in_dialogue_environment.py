"""What needs Rasa is tested in Rasa's own environment: one process for all of tests/unit/bot/dialogue/inside/.

Importing Rasa takes ten seconds, and that environment has no pytest, so those tests are unittest's.
"""

from __future__ import annotations

import ast
import json
import subprocess
from pathlib import Path

import pytest

from bot.launcher.environments import DIALOGUE
from bot.launcher.model import dialogue_environment
from bot.launcher.steps import ROOT

INSIDE = Path(__file__).parent / "inside"
PYTHON = DIALOGUE / "bin" / "python"
LONGEST = 240  # seconds, on a busy machine
pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="没有 .venv-dialogue（make test 会建立它）")


def written() -> list[str]:
    """The names of the tests as they stand in the files, read without importing them."""
    found = []
    for file in sorted(INSIDE.glob("inside_*.py")):
        for case in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(case, ast.ClassDef):
                found += [f"{file.stem}.{case.name}.{name}" for name in methods(case)]
    return found


def methods(case: ast.ClassDef) -> list[str]:
    functions = (one for one in case.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))
    return [function.name for function in functions if function.name.startswith("test_")]


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[str, str]]:
    """How each test ended, by name; everything that could not even be loaded is under its own name."""
    done = subprocess.run(
        [str(PYTHON), "-W", "ignore", str(INSIDE / "run.py")],
        cwd=ROOT,
        env=dialogue_environment(),
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    last = [line for line in done.stdout.splitlines() if line.startswith("OUTCOMES ")]
    assert done.returncode == 0 and last, done.stderr[-4000:]
    return {name: (outcome, details) for name, outcome, details in json.loads(last[-1].removeprefix("OUTCOMES "))}


@pytest.mark.parametrize("name", written())
def test_inside(name: str, outcomes: dict[str, tuple[str, str]]) -> None:
    outcome, details = outcomes[name] if name in outcomes else ("did not run", str(sorted(outcomes)))
    if outcome == "expected failure":
        pytest.xfail(details or "unittest.expectedFailure")
    assert outcome == "passed", f"{outcome}\n{details}"


def test_nothing_ran_that_is_not_listed_and_nothing_is_listed_twice(outcomes: dict[str, tuple[str, str]]) -> None:
    assert sorted(outcomes) == sorted(written())
    assert len(written()) == len(set(written())) > 50
