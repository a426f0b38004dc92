"""Compiles requirements/*.txt from the groups of pyproject.toml: exact, hashed, naming no download address."""

from __future__ import annotations

import subprocess
import sys

from bot.launcher.environments import DIALOGUE_VERSIONS, LOCKS, find_python
from bot.launcher.steps import ROOT

COMMON = ["--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet"]
ANYWHERE = ["--universal", "--python-version", "3.11"]
# Rasa's pins differ by platform; the dialogue runs on Linux, x86-64.
LINUX = ["--python-version", "3.10", "--python-platform", "x86_64-manylinux_2_28"]


def compile_group(name: str, groups: list[str], options: list[str]) -> None:
    """Writes one lock file."""
    chosen = [argument for group in groups for argument in ("--group", group)]
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        *chosen,
        *COMMON,
        *options,
        "-o",
        str(LOCKS / f"{name}.txt"),
    ]
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    for group in ("app", "compare", "tool", "web"):
        compile_group(group, [group], ANYWHERE)
    compile_group("test", ["app", "test"], [*ANYWHERE, "-c", str(LOCKS / "app.txt")])
    compile_group("dialogue", ["dialogue"], [*LINUX, "--python", find_python(DIALOGUE_VERSIONS, "对话模型")])
