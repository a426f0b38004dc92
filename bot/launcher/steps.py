"""A long step with visible progress, and the one error that a person setting up the machine reads.

Standard library only and Python 3.9 syntax: this runs before any environment exists.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
TICK = 10  # seconds between signs of life where the output is no terminal


class Problem(Exception):
    """What stops the set-up, as one Chinese sentence."""


def say(text: str) -> None:
    """One line to the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def step(
    title: str,
    command: Sequence[str],
    log: str,
    env: dict[str, str] | None = None,
    cwd: Path = ROOT,
    download: bool = False,
) -> None:
    """Runs a command with its output in var/log/<log>.log, showing the seconds that pass.

    `download`: it needs a network, which a failure is then likely about.

    Raises:
        Problem: the command failed; the last lines of its output are shown.
    """
    path = VAR / "log" / f"{log}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with path.open("wb") as out:
        try:
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=cwd, env=env)
        except OSError as error:
            raise Problem(f"{title.strip()}：没有成功，运行不了 {command[0]}（{error.strerror}）。") from None
        try:
            _watch(title, process, started)
        except BaseException:
            process.terminate()
            raise
    if process.returncode:
        tail = path.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
        where = f"完整记录在 {path.relative_to(ROOT)}。"
        if download and _is_about_the_network(tail):
            raise Problem(f"{title.strip()}：连不上软件源，请检查网络后再运行一次。{where}")
        raise Problem(f"{title.strip()}：没有成功。{where}\n" + "\n".join(tail))
    say(("\r" if sys.stdout.isatty() else "") + f"{title} …… 完成，用时 {time.monotonic() - started:.0f} 秒")


def _watch(title: str, process: subprocess.Popen[bytes], started: float) -> None:
    live = sys.stdout.isatty()
    shown = 0.0
    while process.poll() is None:
        passed = time.monotonic() - started
        if live or passed - shown >= TICK:
            sys.stdout.write(f"\r{title} …… {passed:.0f} 秒" if live else f"{title} …… {passed:.0f} 秒\n")
            sys.stdout.flush()
            shown = passed
        time.sleep(0.5)


# What pip, uv and npm print when they reach no registry.
NETWORK = (
    *("from versions: none", "failed to fetch", "client error (connect)", "dns error", "network", "enotfound"),
    *("eai_again", "econnrefused", "etimedout", "connection refused", "timed out", "name resolution", "unreachable"),
)


def _is_about_the_network(tail: Iterable[str]) -> bool:
    text = "\n".join(tail).lower()
    return any(word in text for word in NETWORK)


def fingerprint(paths: Iterable[Path], extra: str = "") -> str:
    """One hash of the names and contents of files, and of all files below folders."""
    digest = hashlib.sha256(extra.encode())
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if "__pycache__" not in file.parts and "node_modules" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def is_current(stamp: Path, mark: str) -> bool:
    """Whether a step was last done for the same inputs."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == mark


def mark_done(stamp: Path, mark: str) -> None:
    """Remembers for which inputs a step was done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark, encoding="utf-8")


def plain_environment(**changes: str) -> dict[str, str]:
    """This process's environment without traces of another virtual environment."""
    kept = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "PYTHONHOME")}
    return {**kept, **changes}
