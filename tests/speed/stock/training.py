"""Trains a model in a process of its own and notes what that took; a model of the same inputs is trained once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bot.launcher.environments import DIALOGUE
from bot.launcher.model import INPUTS, dialogue_environment
from bot.launcher.steps import ROOT, Problem, fingerprint
from tests.speed.stock import project
from tests.speed.stock.servers import peak, used

FOLDER = ROOT / "var" / "bench"
NOTE = "training.json"
LOOK = 1.0  # seconds
STARTED = re.compile(r"Starting to train component '(\w+)'")
FINISHED = re.compile(r"Finished training component '(\w+)'")
EPOCHAL = ("DIETClassifier", "ResponseSelector", "TEDPolicy")


@dataclass(frozen=True)
class Trained:
    """A model, and what its training took in seconds; `learning` of them went into the `epochs`."""

    model: str
    wall: float
    processor: float
    learning: float
    memory: float
    load: float
    on: str
    epochs: int | None = None
    examples: int = 0

    @property
    def size(self) -> float:
        """Of the model's file, in MB."""
        return Path(self.model).stat().st_size / 1e6

    def seconds(self, epochs: int = project.EPOCHS) -> float:
        """Seconds of processor time that so many epochs take: measured for as many, else reckoned from those there were."""
        return self.processor + self.learning * (epochs / self.epochs - 1) if self.epochs else self.processor


class Learning:
    """How much processor time passed between the beginning and the end of each component that learns in epochs."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._since: float | None = None

    def look(self, log: str, used: float) -> None:
        """Takes the log as it is now, and the seconds used until now."""
        begun = [name for name in STARTED.findall(log) if name in EPOCHAL]
        ended = [name for name in FINISHED.findall(log) if name in EPOCHAL]
        if len(begun) > len(ended) and self._since is None:
            self._since = used
        elif len(begun) == len(ended) and self._since is not None:
            self.seconds += used - self._since
            self._since = None


def train(folder: Path, command: Sequence[str], cwd: Path, model: Path, epochs: int | None = None) -> Trained:
    """The model of `command`, by the folder's note where there is one.

    Raises:
        Problem: the training failed.
    """
    note = folder / NOTE
    if note.is_file():
        return Trained(**json.loads(note.read_text("utf-8")))
    folder.mkdir(parents=True, exist_ok=True)
    began, learning, memory = time.monotonic(), Learning(), 0.0
    with (folder / "train.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=cwd, env=dialogue_environment(), stdout=log, stderr=log)
        while (ended := os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)) is None:
            learning.look((folder / "train.log").read_text("utf-8", "replace"), used(process.pid))
            memory = max(memory, peak(process.pid))
            time.sleep(LOOK)
        processor = used(process.pid)
        learning.look((folder / "train.log").read_text("utf-8", "replace"), processor)
        process.wait()
    if ended.si_status or not model.is_file():
        raise Problem(f"training failed, see {folder / 'train.log'}")
    wall, load = time.monotonic() - began, os.getloadavg()[2]
    learned, today, many = learning.seconds, date.today().isoformat(), project.count(project.examples())
    found = Trained(str(model), wall, processor, learned, memory, load, today, epochs, many)
    note.write_text(json.dumps(asdict(found)), "utf-8")
    return found


def command(model: Path, *options: str) -> list[str]:
    """`rasa train`, always from the beginning."""
    python = str(DIALOGUE / "bin" / "python")
    named = ["--out", str(model.parent), "--fixed-model-name", model.name.removesuffix(".tar.gz")]
    return [python, "-m", "rasa", "train", "--force", *named, *options]


def ours() -> Trained:
    """Our model, as `make train` makes it."""
    folder = FOLDER / f"ours-{fingerprint(INPUTS)[:12]}"
    model = folder / "ours.tar.gz"
    options = ["--domain", "bot/dialogue/domain", "--data", "data/nlu", "data/rules", "--skip-validation"]
    return train(folder, command(model, *options), ROOT, model)


def stock(epochs: int, kept: bool) -> tuple[Path, Trained]:
    """The project of stock Rasa and its model: one of more epochs if there is one; with `kept` any there is."""
    made = [(stock_folder(files(many)), many) for many in (project.EPOCHS, epochs)]
    ready = next((one for one in made if (one[0] / NOTE).is_file()), None)
    if ready is None and kept and (notes := sorted(FOLDER.glob(f"stock-*/{NOTE}"), key=os.path.getmtime)):
        return notes[-1].parent, Trained(**json.loads(notes[-1].read_text("utf-8")))
    folder, epochs = ready or made[-1]
    project.write(folder, files(epochs))
    model = folder / "models" / "stock.tar.gz"
    return folder, train(folder, command(model, "--skip-validation"), folder, model, epochs)


def files(epochs: int) -> Mapping[str, str]:
    """The project's files for so many epochs."""
    return project.files(epochs, project.examples(), project.answered())


def stock_folder(texts: Mapping[str, str]) -> Path:
    """Where the project of these files is kept."""
    return FOLDER / f"stock-{project.fingerprint(texts)}"
