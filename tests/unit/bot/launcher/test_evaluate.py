"""`make evaluate` runs in the dialogue's environment and passes its figures on."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.launcher import evaluate

TALLY: dict[str, Any] = {
    "topics": {"questions": 10, "at_1": 0.9, "at_3": 1.0, "answered": 0.95, "answered_wrong": 0.05},
    "features": {"questions": 5, "at_1": 0.8},
    "out_of_scope": {"questions": 4, "refused": 0.75, "offered": 0.25},
    "false_refusals": {"questions": 15, "refused": 0.067},
    "groups": {"filing": {"questions": 10, "at_1": 0.9, "at_3": 1.0}},
    "styles": {"typo": {"questions": 10, "at_1": 0.9, "at_3": 1.0}},
    "calibration": {"error": 0.02, "bins": [[15, 0.95, 0.9]]},
    "confusions": [["ask/fee", "ask/agent", 3], ["stop", "thanks", 1]],
}


@pytest.fixture
def result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(evaluate, "VAR", tmp_path)
    monkeypatch.setattr(evaluate, "RESULT", tmp_path / "evaluation.json")
    monkeypatch.setattr(evaluate, "DOCS", tmp_path)
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


def test_the_figures_and_what_changed_are_said_and_kept(
    result: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {**TALLY, "topics": {**TALLY["topics"], "at_1": 0.85}}
    monkeypatch.setattr(evaluate, "evaluate", lambda: TALLY)
    monkeypatch.setattr(evaluate, "committed", lambda: before)
    assert evaluate.main() == 0
    assert capsys.readouterr().out.splitlines() == [
        "topics: questions 10, at_1 0.9, at_3 1.0, answered 0.95, answered_wrong 0.05",
        "features: questions 5, at_1 0.8",
        "out_of_scope: questions 4, refused 0.75, offered 0.25",
        "false_refusals: questions 15, refused 0.067",
        "calibration: expected error 0.02",
        "  3 x ask/fee taken for ask/agent",
        "  1 x stop taken for thanks",
        "against the last commit: 1 figures changed",
        "  topics at_1: 0.85 -> 0.9 (+0.050)",
    ]
    kept = sorted(file.name for file in evaluate.DOCS.iterdir())
    assert {"evaluation.json", "evaluation.md", "evaluation.svg"} <= set(kept)


def test_without_earlier_figures_nothing_is_compared(
    result: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(evaluate, "evaluate", lambda: TALLY)
    monkeypatch.setattr(evaluate, "committed", dict)
    evaluate.main()
    assert capsys.readouterr().out.splitlines()[-1] == "no figures in the last commit"


def test_what_came_and_what_went_is_a_difference() -> None:
    before, now = {"styles": {"typo": {"at_1": 0.5}}}, {"styles": {"story": {"at_1": 0.25}}}
    assert evaluate.differences(before, now) == ["styles typo at_1: 0.5 -> –", "styles story at_1: – -> 0.25"]
    assert evaluate.differences(TALLY, TALLY) == []


def test_lists_are_no_figures() -> None:
    assert ("calibration", "bins") not in evaluate.figures(TALLY)
    assert evaluate.figures(TALLY)[("groups", "filing", "at_3")] == 1.0


def test_the_figures_of_the_last_commit_are_read_or_missed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(evaluate, "ROOT", tmp_path)
    for command in (["init", "-q"], ["config", "user.email", "a@example.invalid"], ["config", "user.name", "a"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    assert evaluate.committed() == {}
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "evaluation.json").write_text(json.dumps(TALLY), encoding="utf-8")
    assert evaluate.committed() == {}
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    subprocess.run(["git", "commit", "-qm", "x"], cwd=tmp_path, check=True)
    assert evaluate.committed() == TALLY


def test_an_old_result_is_not_taken_for_a_new_one(result: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result.write_text(json.dumps(TALLY), encoding="utf-8")
    monkeypatch.setattr(subprocess, "run", runs(result, status=1))
    with pytest.raises(subprocess.CalledProcessError):
        evaluate.evaluate()


def test_the_questions_are_there() -> None:
    assert evaluate.QUESTIONS.is_file()
