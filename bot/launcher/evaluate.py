"""Runs bot.dialogue.evaluate in the dialogue environment, says what changed, and writes docs/evaluation.*."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.launcher import evaluation_page
from bot.launcher.environments import DIALOGUE
from bot.launcher.model import MODEL, dialogue_environment
from bot.launcher.steps import ROOT, VAR, say

QUESTIONS = ROOT / "tests" / "nlu" / "questions.yml"
ANSWERS = ROOT / "knowledge" / "answers"
RESULT = VAR / "evaluation.json"
DOCS = ROOT / "docs"
KEPT = "docs/evaluation.json"
SUMS = ("topics", "features", "out_of_scope", "false_refusals")


def evaluate() -> dict[str, Any]:
    """The tally of the trained model on the development questions; raises CalledProcessError."""
    (VAR / "log").mkdir(parents=True, exist_ok=True)
    command = [str(DIALOGUE / "bin" / "python"), "-m", "bot.dialogue.evaluate"]
    command += [str(MODEL), str(QUESTIONS), str(ANSWERS), str(RESULT)]
    with (VAR / "log" / "evaluate.log").open("wb") as log:
        subprocess.run(command, cwd=ROOT, env=dialogue_environment(), stdout=log, stderr=log, check=True)
    tally: dict[str, Any] = json.loads(RESULT.read_text(encoding="utf-8"))
    return tally


def committed() -> dict[str, Any]:
    """The tally of the last commit; empty where there is none."""
    shown = subprocess.run(["git", "show", f"HEAD:{KEPT}"], cwd=ROOT, capture_output=True, text=True)
    tally: dict[str, Any] = json.loads(shown.stdout) if shown.returncode == 0 else {}
    return tally


def figures(tally: dict[str, Any]) -> dict[tuple[str, ...], float]:
    """Every figure by its path, confusions and bins left out."""

    def walk(part: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
        if isinstance(part, dict):
            for name, inner in part.items():
                yield from walk(inner, (*path, name))
        elif isinstance(part, int | float):
            yield path, part

    return dict(walk(tally, ()))


def differences(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """A line for each figure that changed, came or went."""
    old, new = figures(before), figures(now)
    lines = []
    for path in dict.fromkeys((*old, *new)):
        first, second = old.get(path), new.get(path)
        if first != second:
            change = f" ({second - first:+.3f})" if first is not None and second is not None else ""
            lines.append(f"{' '.join(path)}: {_said(first)} -> {_said(second)}{change}")
    return lines


def _said(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def main() -> int:
    """Prints the figures and what changed, and writes the page, the picture and the figures."""
    tally = evaluate()
    for group in SUMS:
        say(f"{group}: " + ", ".join(f"{name} {value}" for name, value in tally[group].items()))
    say(f"calibration: expected error {tally['calibration']['error']}")
    for meant, taken, count in tally["confusions"]:
        say(f"  {count} x {meant} taken for {taken}")
    before = committed()
    changed = differences(before, tally) if before else []
    say(f"against the last commit: {len(changed)} figures changed" if before else "no figures in the last commit")
    for line in changed:
        say(f"  {line}")
    evaluation_page.write(DOCS, tally, date.today())
    return 0


if __name__ == "__main__":
    sys.exit(main())
