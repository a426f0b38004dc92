"""Two virtual environments from hashed lock files: the app on Python 3.11 or later, the dialogue on 3.10.

Standard library only and Python 3.9 syntax: this runs before any environment exists.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bot.launcher.steps import ROOT, Problem, fingerprint, is_current, mark_done, plain_environment, say, step

APP = ROOT / ".venv"
DIALOGUE = ROOT / ".venv-dialogue"
APP_VERSIONS = ("3.13", "3.12", "3.11")
DIALOGUE_VERSIONS = ("3.10",)
LOCKS = ROOT / "requirements"


def candidates(version: str) -> Iterator[str]:
    """Commands and paths under which a Python version may be found, likeliest first."""
    yield f"python{version}"
    for home in (os.environ.get("PYENV_ROOT"), os.path.expanduser("~/.pyenv")):
        if home:
            yield from (
                str(p) for p in sorted(Path(home).glob(f"versions/{version}.*/bin/python{version}"), reverse=True)
            )
    local = Path(os.path.expanduser("~/.local/share/uv/python"))
    yield from (str(p) for p in sorted(local.glob(f"cpython-{version}*/bin/python{version}"), reverse=True))
    yield from (f"{folder}/python{version}" for folder in ("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"))


def works(python: str, version: str) -> bool:
    """Whether a command is a Python of that version that can make environments."""
    test = f"import sys, venv, ssl; raise SystemExit('%d.%d' % sys.version_info[:2] != '{version}')"
    try:
        return subprocess.run([python, "-c", test], capture_output=True, timeout=20, cwd="/").returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def find_python(versions: tuple[str, ...], what: str) -> str:
    """The first working Python of the versions.

    Raises:
        Problem: there is none.
    """
    for version in versions:
        for python in candidates(version):
            if works(python, version):
                return python
    wanted = versions[-1] if len(versions) == 1 else f"{versions[-1]} 或更新的版本"
    raise Problem(
        f"这台机器上没有 Python {wanted}，{what}需要它。请先安装，例如运行 pyenv install {versions[0]} "
        f"或 uv python install {versions[0]}，再运行一次。"
    )


def prepare_app(tests: bool = False) -> None:
    """Makes or updates .venv; with `tests` the checkers and test libraries too."""
    locks = [LOCKS / ("test.txt" if tests else "app.txt"), LOCKS / "tool.txt"]
    prepare(APP, APP_VERSIONS, "主程序", locks, also=None if tests else [LOCKS / "test.txt", LOCKS / "tool.txt"])


def prepare_dialogue() -> None:
    """Makes or updates .venv-dialogue."""
    prepare(DIALOGUE, DIALOGUE_VERSIONS, "对话模型", [LOCKS / "dialogue.txt", LOCKS / "tool.txt"])


def prepare(
    folder: Path, versions: tuple[str, ...], what: str, locks: list[Path], also: list[Path] | None = None
) -> None:
    """Makes or updates an environment from lock files; one made from `also`, a larger set, serves too."""
    stamp, mark = folder / ".locked", fingerprint(locks)
    if is_current(stamp, mark) or (also and is_current(stamp, fingerprint(also))):
        return
    python = find_python(versions, what)
    clean = plain_environment()
    say(f"准备{what}的环境（{python}）")
    step(f"  建立环境 {folder.name}", [python, "-m", "venv", "--clear", str(folder)], folder.name + "-create", clean)
    inside = str(folder / "bin" / "python")
    tool = [inside, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCKS / "tool.txt")]
    step("  下载安装工具", tool, folder.name + "-tool", clean, download=True)
    install = [inside, "-m", "uv", "pip", "install", "--python", inside, "--require-hashes", "-r", str(locks[0])]
    step(f"  下载并安装{what}的软件包（第一次要几分钟）", install, folder.name + "-install", clean, download=True)
    mark_done(stamp, mark)
