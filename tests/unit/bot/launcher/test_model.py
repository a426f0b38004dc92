"""The dialogue model is trained when anything it is made of changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.launcher import model, steps
from bot.launcher.model import INPUTS, dialogue_environment, prepare_model
from bot.launcher.steps import ROOT, Problem


class Training:
    """Stands for `step`: leaves a model where Rasa would."""

    def __init__(self, made: Path) -> None:
        self.made, self.commands = made, list[list[str]]()

    def __call__(self, title: str, command: Sequence[str], log: str, env: Any = None, **options: Any) -> None:
        self.commands.append(list(command))
        self.made.write_bytes(b"model")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return tmp_path / "models" / "yifawen.tar.gz"


@pytest.fixture
def training(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Training:
    for name in ("config.yml", "data/nlu/fee.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    made.parent.mkdir()
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(model, "INPUTS", (tmp_path / "config.yml", tmp_path / "data"))
    monkeypatch.setattr(model, "VAR", tmp_path / "var")
    training = Training(made)
    monkeypatch.setattr(model, "step", training)
    return training


def test_a_model_is_trained_once(training: Training, made: Path) -> None:
    prepare_model(model=made)
    prepare_model(model=made)
    assert len(training.commands) == 1


@pytest.mark.parametrize("name", ["config.yml", "data/nlu/fee.yml", "data/nlu/new.yml"])
def test_a_changed_input_trains_anew(training: Training, made: Path, tmp_path: Path, name: str) -> None:
    prepare_model(model=made)
    (tmp_path / name).write_text("two")
    prepare_model(model=made)
    assert len(training.commands) == 2


def test_a_model_that_is_gone_or_forced_is_trained_anew(training: Training, made: Path) -> None:
    prepare_model(model=made)
    made.unlink()
    prepare_model(model=made)
    prepare_model(force=True, model=made)
    assert len(training.commands) == 3


def test_rasa_is_told_to_forget_its_cache_and_where_to_put_the_model(training: Training, made: Path) -> None:
    prepare_model(model=made)
    [command] = training.commands
    assert command == [
        str(model.DIALOGUE / "bin" / "python"),
        *["-m", "rasa", "train", "--force", "--domain", "bot/dialogue/domain", "--data", "data/nlu", "data/rules"],
        *["--out", str(made.parent), "--fixed-model-name", "yifawen", "--skip-validation"],
    ]


def test_a_training_that_fails_is_not_remembered_as_done(
    training: Training, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        made.write_bytes(b"half")
        raise Problem("训练：没有成功。")

    monkeypatch.setattr(model, "step", fail)
    with pytest.raises(Problem):
        prepare_model(model=made)
    monkeypatch.setattr(model, "step", training)
    prepare_model(model=made)
    assert len(training.commands) == 1


def test_everything_a_model_is_made_of_is_an_input() -> None:
    assert all(path.exists() for path in INPUTS)
    inputs = {str(path.relative_to(ROOT)) for path in INPUTS}
    assert {"config.yml", "data/nlu", "data/rules", "bot/dialogue/domain", "bot/dialogue/nlu"} <= inputs
    folders = {f"data/{path.name}" for path in (ROOT / "data").iterdir()}
    assert folders <= inputs, "a folder of data/ that no training notices"


def test_rasa_is_quiet_reports_nothing_and_has_its_own_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "VAR", tmp_path)
    found = dialogue_environment(ADDED="1")
    assert (found["RASA_TELEMETRY_ENABLED"], found["CUDA_VISIBLE_DEVICES"], found["ADDED"]) == ("false", "", "1")
    assert Path(found["TMPDIR"]).is_dir() and found["PYTHONPATH"] == str(ROOT)
    assert "VIRTUAL_ENV" not in found
