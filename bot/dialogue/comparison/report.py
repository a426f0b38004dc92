"""The table of docs/answer-selector.md, between its markers."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path

from bot.dialogue.comparison.measure import Figure, Result

BEGIN, END = "<!-- begin: make compare -->", "<!-- end: make compare -->"
HEAD = (
    "| method | at 1 | at 3 | against until now | out of scope recalled | falsely refused | with slips, at 1"
    " | cross-validated, at 1 | train | one question | size |"
)


def machine() -> str:
    """The kind of machine, without its name."""
    model = next((line for line in _cpu() if line.startswith("model name")), "")
    kind = model.partition(":")[2].strip() or platform.machine()
    return f"{os.cpu_count()} cores {kind}, Python {platform.python_version()}"


def _cpu() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def share(figure: Figure | None, sign: str = "") -> str:
    """A figure with its interval."""
    if figure is None:
        return "–"
    return f"{figure.value:{sign}.3f} [{figure.low:{sign}.3f}, {figure.high:{sign}.3f}]"


def line(result: Result) -> str:
    """One row."""
    folds = "–" if result.folds is None else f"{result.folds[0]:.3f} ± {result.folds[1]:.3f}"
    cells = [share(result.at_1), share(result.at_3), share(result.gain, "+"), share(result.recall)]
    cells += [share(result.refused), share(result.slips), folds, f"{result.train:.1f} s"]
    cells += [f"{result.latency:.1f} ms", f"{result.numbers * 4 / 1e6:.1f} MB"]
    return f"| {result.name} | " + " | ".join(cells) + " |"


def table(results: list[Result], counts: dict[str, int], today: date) -> str:
    """The generated part."""
    said = ", ".join(f"{count:,} {what}" for what, count in counts.items())
    load = os.getloadavg()[0]
    when = f"{today.isoformat()}, {machine()}, load {load:.1f} at the end; {said}."
    rule = "|" + "---|" * (HEAD.count("|") - 1)
    return "\n".join([when, "", HEAD, rule, *map(line, results)])


def write(file: Path, text: str) -> None:
    """Puts the table between the markers.

    Raises:
        ValueError: the file has no markers.
    """
    page = file.read_text(encoding="utf-8")
    before, found, rest = page.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        raise ValueError(f"{file.name} has no markers")
    file.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
