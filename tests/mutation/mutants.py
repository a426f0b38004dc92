"""The mutants of a module: every single change that Cosmic Ray's operators can make to it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

# What is left out: | stands in type annotations, which nobody runs; the other operations on dates raise at once.
LEFT_OUT = re.compile(r"core/ReplaceBinaryOperator_(BitOr_|(Add|Sub)_(?!Add|Sub)|(Mul|Div|Pow)_(?!Add|Mul|Div))")


@dataclass(frozen=True)
class Mutant:
    """One changed module; `line` is where it changes."""

    module: str
    operator: str
    line: int
    before: str
    after: str
    source: str

    def text(self) -> str:
        """As a row of the report."""
        return f"{self.module}.py:{self.line} {self.operator.removeprefix('core/')}: `{self.before}` → `{self.after}`"


def mutants(file: Path) -> Iterator[Mutant]:
    """Every mutant of that file, each different from the file."""
    code = file.read_text(encoding="utf-8")
    for name in sorted(operator_names()):
        cls = get_operator(name)
        if cls.arguments() or LEFT_OUT.match(name):
            continue
        places = sum(1 for node in ast_nodes(get_ast(code)) for _ in cls().mutation_positions(node))
        for occurrence in range(places):
            changed = mutate_code(code, cls(), occurrence)
            if changed is not None and changed != code:
                yield Mutant(file.stem, name, *_difference(code, changed), changed)


def _difference(code: str, changed: str) -> tuple[int, str, str]:
    old, new = code.splitlines(), changed.splitlines()
    for kind, at, end, start, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            return at + 1, " ".join(map(str.strip, old[at:end])), " ".join(map(str.strip, new[start:stop]))
    return 0, "", ""
