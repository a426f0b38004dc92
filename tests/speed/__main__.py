"""How quick the rules engine and the documents are: `make bench`. Figures, no test: another machine has others.

Prints one row for each call and ends with 1 where a median is above its bound.
"""

from __future__ import annotations

import platform
import sys
from datetime import date

from tests.speed.documents import DOCUMENTS
from tests.speed.engine import ENGINE
from tests.speed.measured import Measured, measure

ENGINE_BOUND = 2.0  # milliseconds, the median of a call in the process
DOCUMENT_BOUND = 1000.0
ROUNDS = 200
DOCUMENT_ROUNDS = 20


def main() -> int:
    """Measures everything; the exit code."""
    rows = [(measure(name, calls, ROUNDS), ENGINE_BOUND) for name, calls in ENGINE.items()]
    rows += [(measure(name, calls, DOCUMENT_ROUNDS), DOCUMENT_BOUND) for name, calls in DOCUMENTS.items()]
    lines = [f"{date.today()} {platform.machine()} Python {platform.python_version()}", ""]
    lines += ["| call | first, ms | median, ms | p95, ms | bound of the median, ms |", "|---|---|---|---|---|"]
    lines += [_line(one, bound) for one, bound in rows]
    sys.stdout.write("\n".join(lines) + "\n")
    return int(any(one.median > bound for one, bound in rows))


def _line(one: Measured, bound: float) -> str:
    late = " ✗" if one.median > bound else ""
    return f"| {one.name} | {one.first:.2f} | {one.median:.2f}{late} | {one.p95:.2f} | {bound:g} |"


if __name__ == "__main__":
    sys.exit(main())
