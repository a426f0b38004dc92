"""Mutation testing of deadlines and jurisdiction: `make mutation`, or with names of modules for only these.

For every single change to a module that leaves its tests green, one line. With a file of such lines after `--only`, just
those are tried again. See docs/mutation.md.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from actions.content.source import ROOT
from tests.mutation.forked import passes, survives
from tests.mutation.mutants import mutants

TESTS = "tests/unit/actions/procedure/test_{}.py"
# Each module and the tests that are to catch its mutants, the likeliest first.
GROUPS = {
    "periods": ["periods", "office"],
    "closing": ["closing", "deadline", "lawsuit"],
    "workdays": ["workdays", "office", "deadline"],
    "deadline_start": ["deadline_start", "deadline"],
    "deadline_sum": ["deadline_sum", "deadline"],
    "deadline": ["deadline", "articles"],
    "lawsuit": ["lawsuit", "articles"],
    "office": ["office", "articles"],
    "clocks": ["clocks"],
    "respondent_rules": ["respondent_rules"],
    "elsewhere": ["elsewhere", "jurisdiction"],
    "body_words": ["body_words", "jurisdiction"],
    "jurisdiction": ["jurisdiction", "articles"],
}


def main() -> int:
    """Tries every mutant of the chosen modules; 0 if the tests pass without any."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", choices=[*GROUPS, []])
    parser.add_argument("--only", type=Path)
    asked = parser.parse_args()
    only = asked.only.read_text(encoding="utf-8").splitlines() if asked.only else None
    os.nice(10)
    for name in asked.modules or list(GROUPS):
        tests = [TESTS.format(one) for one in GROUPS[name]]
        file = ROOT.parent / "actions" / "procedure" / f"{name}.py"
        module = importlib.import_module(f"actions.procedure.{name}")
        # The tests have to pass, also where the module only becomes itself.
        if not passes(tests) or not survives(module, file.read_text(encoding="utf-8"), tests):
            sys.stderr.write(f"{name}: the tests fail without a mutant\n")
            return 1
        began, count = time.monotonic(), Counter[str]()
        for mutant in mutants(file):
            if only is not None and f"- {mutant.text()}" not in only:
                continue
            alive = survives(module, mutant.source, tests)
            count["alive" if alive else "killed"] += 1
            if alive:
                sys.stderr.write(f"- {mutant.text()}\n")
        spent = time.monotonic() - began
        sys.stderr.write(f"{name}: {count.total()} mutants, {count['alive']} survive, {spent:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
