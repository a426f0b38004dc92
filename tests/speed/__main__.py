"""How quick everything is: `make bench`. Figures, no test: another machine has others.

`python -m tests.speed` prints the rules engine and the documents, and ends with 1 where a median is above its bound;
with `--stock` it also measures the whole dialogue against stock Rasa and writes docs/benchmarks.md. QUICK=1 is a short
run, EPOCHS=n trains stock for as many (100 take hours; a model that was trained once is kept in var/bench), KEPT=1 takes
the model of stock that is there, though it may have been trained with other examples. `--page` writes the page anew from
what was measured last.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import date

from bot.launcher.steps import ROOT, say
from tests.speed.documents import DOCUMENTS
from tests.speed.engine import ENGINE
from tests.speed.measured import Measured, measure
from tests.speed.stock import page, project, run
from tests.speed.stock.training import FOLDER

ENGINE_BOUND = 2.0  # milliseconds, the median of a call in the process
DOCUMENT_BOUND = 1000.0
ROUNDS = 200
DOCUMENT_ROUNDS = 20
SHORTER = 10  # times fewer in a quick run


def main(options: list[str]) -> int:
    """Measures everything; the exit code."""
    if "--page" in options:
        found = json.loads((FOLDER / "result.json").read_text("utf-8"))
        page.write(ROOT / "docs", found, found["engine"])
        return 0
    quick = bool(os.environ.get("QUICK"))
    rows = measured(SHORTER if quick else 1)
    lines = ["| call | first, ms | median, ms | p95, ms | bound of the median, ms |", "|---|---|---|---|---|"]
    lines += [_line(one, bound) for one, bound in rows]
    say("\n".join([f"{date.today()} {platform.machine()} Python {platform.python_version()}", "", *lines]))
    if "--stock" in options:
        epochs = int(os.environ.get("EPOCHS") or (project.FEW if quick else project.EPOCHS))
        found = run.compare(quick, epochs, bool(os.environ.get("KEPT")), say)
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / "result.json").write_text(json.dumps({**found, "engine": lines}, ensure_ascii=False), "utf-8")
        page.write(ROOT / "docs", found, lines)
        say("docs/benchmarks.md")
    return int(any(one.median > bound for one, bound in rows))


def measured(shorter: int) -> list[tuple[Measured, float]]:
    """The calls in the process, each with its bound."""
    rows = [(measure(name, calls, ROUNDS // shorter), ENGINE_BOUND) for name, calls in ENGINE.items()]
    rounds = DOCUMENT_ROUNDS // shorter
    return rows + [(measure(name, calls, rounds), DOCUMENT_BOUND) for name, calls in DOCUMENTS.items()]


def _line(one: Measured, bound: float) -> str:
    late = " ✗" if one.median > bound else ""
    return f"| {one.name} | {one.first:.2f} | {one.median:.2f}{late} | {one.p95:.2f} | {bound:g} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
