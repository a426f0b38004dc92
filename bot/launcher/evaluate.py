"""Runs bot.dialogue.evaluate in the dialogue environment and passes its figures on."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from bot.launcher.environments import DIALOGUE
from bot.launcher.model import MODEL, dialogue_environment
from bot.launcher.steps import ROOT, VAR, say

QUESTIONS = ROOT / "tests" / "nlu" / "questions.yml"
RESULT = VAR / "evaluation.json"


def evaluate() -> dict[str, Any]:
    """The tally of the trained model on the development questions; raises CalledProcessError."""
    (VAR / "log").mkdir(parents=True, exist_ok=True)
    command = [str(DIALOGUE / "bin" / "python"), "-m", "bot.dialogue.evaluate", str(MODEL), str(QUESTIONS), str(RESULT)]
    with (VAR / "log" / "evaluate.log").open("wb") as log:
        subprocess.run(command, cwd=ROOT, env=dialogue_environment(), stdout=log, stderr=log, check=True)
    tally: dict[str, Any] = json.loads(RESULT.read_text(encoding="utf-8"))
    return tally


def main() -> int:
    """Prints the figures, one line a group, then the commonest confusions."""
    tally = evaluate()
    for group in ("topics", "features", "out_of_scope"):
        say(f"{group}: " + ", ".join(f"{name} {value}" for name, value in tally[group].items()))
    for meant, taken, count in tally["confusions"]:
        say(f"  {count} x {meant} taken for {taken}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
