"""`make evaluate` runs in the dialogue's environment and passes its figures on."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.launcher import evaluate

TALLY = {
    "topics": {"questions": 10, "at_1": 0.9, "at_3": 1.0, "answered": 0.95},
    "features": {"questions": 5, "at_1": 0.8},
    "out_of_scope": {"questions": 4, "refused": 0.75},
    "confusions": [["ask/fee", "ask/agent", 3], ["stop", "thanks", 1]],
}


@pytest.fixture
def result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(evaluate, "VAR", tmp_path)
    monkeypatch.setattr(evaluate, "RESULT", tmp_path / "evaluation.json")
    monkeypatch.setattr("bot.launcher.model.VAR", tmp_path)
    return tmp_path / "evaluation.json"


def runs(result: Path, status: int = 0) -> Callable[..., Any]:
    """Stands for subprocess.run: leaves a tally where it was asked to."""

    def run(command: list[str], check: bool = False, **options: Any) -> None:
        assert ".venv-dialogue" in command[0] and command[1:3] == ["-m", "bot.dialogue.evaluate"]
        assert command[-1] == str(result) and check
        assert options["env"]["RASA_TELEMETRY_ENABLED"] == "false"
        if status:
            raise subprocess.CalledProcessError(status, command)
        result.write_text(json.dumps(TALLY), encoding="utf-8")

    return run


def test_the_tally_is_that_of_the_dialogue(result: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", runs(result))
    assert evaluate.evaluate() == TALLY


def test_the_figures_and_the_confusions_are_said(
    result: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subprocess, "run", runs(result))
    assert evaluate.main() == 0
    assert capsys.readouterr().out.splitlines() == [
        "topics: questions 10, at_1 0.9, at_3 1.0, answered 0.95",
        "features: questions 5, at_1 0.8",
        "out_of_scope: questions 4, refused 0.75",
        "  3 x ask/fee taken for ask/agent",
        "  1 x stop taken for thanks",
    ]


def test_an_old_result_is_not_taken_for_a_new_one(result: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result.write_text(json.dumps(TALLY), encoding="utf-8")
    monkeypatch.setattr(subprocess, "run", runs(result, status=1))
    with pytest.raises(subprocess.CalledProcessError):
        evaluate.evaluate()


def test_the_questions_are_there() -> None:
    assert evaluate.QUESTIONS.is_file()
