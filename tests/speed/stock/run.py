"""Measures ours against stock in several rounds, in which both are started anew."""

from __future__ import annotations

import asyncio
import importlib.metadata
import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.launcher.environments import DIALOGUE
from bot.launcher.steps import ROOT
from tests.speed.stock import project, servers, talk, training
from tests.speed.stock.figures import by_round

ROUNDS, QUICK_ROUNDS = 3, 1
QUICK = talk.Size(first=6, longest=53, actions=8, parallel=(1, 8), messages=16)
QUESTIONS = ROOT / "tests" / "nlu" / "questions.yml"
Say = Callable[[str], None]


def questions(known: Sequence[str], file: Path = QUESTIONS) -> list[str]:
    """What is asked: development questions about topics that both know, neighbours of one topic apart."""
    texts = [row["text"] for row in yaml.safe_load(file.read_text("utf-8")) if row["topic"] in set(known)]
    return [text for start in range(7) for text in texts[start::7]]


def compare(quick: bool, epochs: int, kept: bool, say: Say) -> dict[str, Any]:
    """Everything that the page says about the two."""
    say("training of ours, unless it is kept")
    ours = training.ours()
    say(f"training of stock ({epochs} epochs), unless it is kept")
    folder, stock = training.stock(epochs, kept)
    texts, before = questions(list(project.answered())), os.getloadavg()[0]
    rounds = [
        one_round(
            quick, folder, Path(ours.model), Path(stock.model), texts, lambda what, n=n: say(f"round {n + 1}: {what}")
        )
        for n in range(QUICK_ROUNDS if quick else ROUNDS)
    ]
    return {
        **about(before),
        "rounds": len(rounds),
        "sides": {
            "ours": {**side([one["ours"] for one in rounds]), "training": described(ours, ours)},
            "stock": {**side([one["stock"] for one in rounds]), "training": described(stock, ours)},
        },
    }


def one_round(quick: bool, folder: Path, ours: Path, stock: Path, texts: Sequence[str], say: Say) -> dict[str, Any]:
    """Both started, measured and stopped."""
    with tempfile.TemporaryDirectory() as data:
        pair = (servers.ours(Path(data), ours), servers.stock(Path(data), folder, stock))
        say("start")
        with servers.running(*pair):
            found: dict[str, dict[str, Any]] = {one.name: {"start": one.seconds, "idle": one.memory()} for one in pair}
            for name, figures in asyncio.run(talked(pair, texts, QUICK if quick else talk.Size(), say)).items():
                found[name] |= figures
            for one in pair:
                found[one.name]["after"] = one.memory()
    return found


async def talked(
    pair: Sequence[servers.Side], texts: Sequence[str], size: talk.Size, say: Say
) -> dict[str, dict[str, Any]]:
    """The figures of one round, and the time of the first message after the start."""
    talkers = [talk.Talker(one, texts) for one in pair]
    try:
        cold = await talk.warm(talkers)
        figures = await talk.one_round(talkers, size, say)
    finally:
        for talker in talkers:
            await talker.http.aclose()
    return {name: {"cold": cold[name], "figures": figures[name]} for name in cold}


def side(rounds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One side's rounds, a list for each figure."""
    single = {key: [one[key] for one in rounds] for key in ("start", "idle", "after", "cold")}
    return {**single, "figures": by_round([one["figures"] for one in rounds])}


def described(trained: training.Trained, ours: training.Trained) -> dict[str, Any]:
    """What the page says about a training."""
    reckoned = {"wanted": project.EPOCHS, "reckoned": trained.seconds(), "ours": ours.processor}
    return {**asdict(trained), "size": trained.size, **reckoned}


def about(before: float) -> dict[str, Any]:
    """Day, machine, load and versions."""
    rows = project.only_known(project.examples(), project.answered())
    return {
        "date": date.today().isoformat(),
        "examples": project.count(rows),
        "answers": len(project.answered()),
        "machine": machine(Path("/proc/cpuinfo")),
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()} and 3.10",
        "processors": os.cpu_count() or 1,
        "before": round(before, 1),
        "after": round(os.getloadavg()[0], 1),
        "versions": versions(),
    }


def machine(file: Path) -> str:
    """Number and name of the processors, and memory."""
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} × {name}, {memory:.0f} GB"


def versions() -> str:
    """Of the libraries that count: those of the dialogue by its environment."""
    path = [str(found) for found in (DIALOGUE / "lib").glob("python3.*/site-packages")]
    old = {one.name.lower(): one.version for one in importlib.metadata.distributions(path=path) if one.name}
    said = [f"{name} {old[name]}" for name in ("rasa", "tensorflow", "scikit-learn", "sanic", "aiohttp") if name in old]
    return ", ".join(
        [*said, f"rasa-sdk {importlib.metadata.version('rasa-sdk')} (ours) and {old.get('rasa-sdk')} (stock)"]
    )
