"""docs/benchmarks.md: what was measured, on what, and what it means; its picture is docs/benchmarks.svg."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.speed.stock import chart
from tests.speed.stock.figures import Figures, Target, number, ratios, spread, targets

MILLISECONDS = ("p50", "p95", "turn ", "an action", "processor time")
INTRODUCTION = """# How quick it is

Written by `make bench` on {date}; do not edit. Ours against stock Rasa for Chinese, in one run, on one machine, with the
same {examples:,} training examples{but} and {answers} answers. Why a figure cannot be better, with the profiles it was read
from: [benchmarks-floor.md](benchmarks-floor.md).

{machine}; {system}. {versions}. Load average {before} before and {after} after the run{busy}
"""
STOCK = """Stock is what the documentation advises: JiebaTokenizer, CountVectorsFeaturizer for words and for `char_wb` 1–4,
DIETClassifier and ResponseSelector (retrieval intent `ask`, {epochs} epochs), MemoizationPolicy, RulePolicy, TEDPolicy;
`rasa run` with the `rest` channel and the SQL tracker store on SQLite, `python -m rasa_sdk` with one custom action. Ours
are the dialogue and the action server of `make run`; the edge is not in between on either side. The project is made from
our examples and answers by `tests/speed/stock/project.py`.
"""
HOW = """Both servers run at once and take turns at every message, so that whatever else the machine does meets both; ratios
are more trustworthy than milliseconds. A figure is the median over {rounds} rounds, in brackets the least and the most.
“Turn 5” is the median of the turns 3–7 of one conversation, “turn 50” of 47–53,
“turn 150” of 147–153. With many at once each conversation waits for its reply before it goes on. “An action over a plain
turn” is the difference of two payloads of one conversation, so that understanding plays no part. Every question is answered
by an action with ours, and without one by stock; so ours carries the call in every row.
"""


def page(found: Mapping[str, Any], engine: Sequence[str]) -> str:
    """The page in Markdown; `engine` are the lines of the table of calculations and documents."""
    ours, stock = (found["sides"][side]["figures"] for side in ("ours", "stock"))
    trained = found["sides"]["ours"]["training"]
    goals = targets(ours, stock, trained["wall"])
    return (
        "\n".join(
            [
                INTRODUCTION.format(**found, busy=_busy(found), but=_but(found)),
                STOCK.format(epochs=found["sides"]["stock"]["training"]["epochs"]),
                HOW.format(**found),
                "## Targets\n",
                *_targets(goals),
                "\n![Median time of a message, ours and stock](benchmarks.svg)\n",
                "## Messages\n",
                *table(["", "ours", "stock", "ours / stock"], _compared(ours, stock)),
                "\nMilliseconds; throughput in messages a second.\n",
                "## Models and processes\n",
                *table(["", "ours", "stock", "ours / stock"], _models(found["sides"])),
                *_reckoned(found["sides"]["stock"]["training"]),
                "\n## Calculations and documents\n",
                "In the process, without a server: the rules engine by its documented examples, and the application's document.\n",
                *engine,
            ]
        )
        + "\n"
    )


def write(folder: Path, found: Mapping[str, Any], engine: Sequence[str]) -> None:
    """Writes the page and its picture."""
    (folder / "benchmarks.md").write_text(page(found, engine), encoding="utf-8")
    ours, stock = (found["sides"][side]["figures"] for side in ("ours", "stock"))
    (folder / "benchmarks.svg").write_text(chart.picture(ours, stock), encoding="utf-8")


def table(head: Sequence[str], body: Iterable[Sequence[str]]) -> list[str]:
    """A table in Markdown."""
    return ["| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *body)]


def _but(found: Mapping[str, Any]) -> str:
    many = found["sides"]["stock"]["training"]["examples"]
    return "" if many == found["examples"] else f" (stock: an earlier state of them, {many:,})"


def _busy(found: Mapping[str, Any]) -> str:
    if max(found["before"], found["after"]) <= found["processors"]:
        return "."
    return ": the machine was **not idle**, so milliseconds and messages a second are too bad on both sides; read the ratios."


def _targets(goals: Iterable[Target]) -> list[str]:
    return ["| target | goal | reached | met |", "| --- | --- | --- | --- |", *(goal.line() for goal in goals)]


def _compared(ours: Figures, stock: Figures) -> list[list[str]]:
    def divided(name: str) -> str:
        return str(ratios(ours, stock, name)) if min(stock[name]) > 0 else "–"

    return [[name, str(spread(ours[name])), str(spread(stock[name])), divided(name)] for name in ours]


def _models(sides: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """Training, size, start and memory of both."""
    ours, stock = sides["ours"], sides["stock"]
    rows = []
    for name, key in (
        ("training, s", "wall"),
        ("training, processor s", "processor"),
        ("training, peak memory, MB", "memory"),
        ("model, MB", "size"),
    ):
        mine, theirs = float(ours["training"][key]), float(stock["training"][key])
        known = [number(theirs), number(mine / theirs)] if theirs else ["not measured", "–"]
        rows.append([name, number(mine), *known])
    for name, key in (
        ("start to ready, s", "start"),
        ("first message after a start, ms", "cold"),
        ("memory when ready, MB", "idle"),
        ("memory after the run, MB", "after"),
    ):
        mine, theirs = float(ours[key]), float(stock[key])
        rows.append([name, number(mine), number(theirs), number(mine / theirs)])
    return rows


def _reckoned(training: Mapping[str, Any]) -> list[str]:
    """What must be said about the training of stock."""
    said = f"\nStock was trained on {training['on']} with {training['examples']:,} examples, at a load average of"
    said += f" {training['load']:.1f}, and kept since."
    if training["epochs"] < training["wanted"]:
        said += (
            f" It was trained for {training['epochs']} epochs only, which changes neither the size of the model nor the time"
            f" of a message. By the processor time of these epochs ({number(training['learning'])} s of all), "
            f"{training['wanted']} of them take **{number(training['reckoned'] / 60)} minutes** of a processor: "
            f"{number(training['reckoned'] / training['ours'])} times as much as the training of ours."
        )
    return [said]
