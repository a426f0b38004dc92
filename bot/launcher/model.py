"""Trains the dialogue model when anything it is made of changed.

Always with --force: Rasa's cache does not notice an edited component and would ship the old model (docs/rasa.md).
"""

from __future__ import annotations

from pathlib import Path

from bot.launcher.environments import DIALOGUE
from bot.launcher.steps import ROOT, VAR, fingerprint, is_current, mark_done, plain_environment, step

MODELS = ROOT / "models"
MODEL = MODELS / "yifawen.tar.gz"
INPUTS = (
    ROOT / "config.yml",
    ROOT / "data" / "nlu",
    ROOT / "data" / "rules",
    ROOT / "bot" / "dialogue" / "domain",
    ROOT / "bot" / "dialogue" / "nlu",
    ROOT / "bot" / "dialogue" / "reading.py",
    ROOT / "requirements" / "dialogue.txt",
)


def dialogue_environment(**changes: str) -> dict[str, str]:
    """The environment of every Rasa process: quiet, no telemetry, own temporary folder, CPU only.

    One thread for linear algebra: the matrices are small, and threads that wait for each other took four fifths of the
    training's processor time.
    """
    temporary = VAR / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    return plain_environment(
        RASA_TELEMETRY_ENABLED="false",
        CUDA_VISIBLE_DEVICES="",
        TF_CPP_MIN_LOG_LEVEL="3",
        OMP_NUM_THREADS="1",
        OPENBLAS_NUM_THREADS="1",
        SQLALCHEMY_SILENCE_UBER_WARNING="1",
        PYTHONPATH=str(ROOT),
        PYTHONWARNINGS="ignore",
        TMPDIR=str(temporary),
        **changes,
    )


def prepare_model(force: bool = False, model: Path = MODEL) -> None:
    """Trains models/yifawen.tar.gz if its inputs changed since the last training."""
    stamp, mark = model.with_suffix(".inputs"), fingerprint(INPUTS)
    if model.is_file() and is_current(stamp, mark) and not force:
        return
    train = [str(DIALOGUE / "bin" / "python"), "-m", "rasa", "train", "--force", "--domain", "bot/dialogue/domain"]
    train += ["--data", "data/nlu", "data/rules", "--out", str(model.parent), "--fixed-model-name", model.name[:-7]]
    # What Rasa validates, and more, tests/content/test_dialogue.py does; Rasa reads all the data once more for it.
    train.append("--skip-validation")
    step("训练对话模型（约一两分钟）", train, "train", dialogue_environment())
    mark_done(stamp, mark)
