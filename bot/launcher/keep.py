"""Keeps one process alive: `python -m bot.launcher.keep NAME LOG -- command …` starts it again when it dies.

honcho stops everything when one process ends; a citizen in the middle of a form is better served by a restart.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.launcher.steps import say

LONGEST_PAUSE = 10.0  # seconds
HEALTHY = 30.0  # seconds of life after which the pause starts small again
PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


def keep(name: str, log: str, command: list[str]) -> int:
    """Runs the command, its output appended to the file `log`, until this process is told to stop; returns 0."""
    stopping = False
    child: subprocess.Popen[bytes] | None = None

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True
        if child and child.poll() is None:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    pause = 0.5
    while not stopping:
        started = time.monotonic()
        with open(log, "ab") as out:
            child = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
            code = child.wait()
        _end_orphans()
        if stopping:
            break
        pause = 0.5 if time.monotonic() - started > HEALTHY else min(pause * 2, LONGEST_PAUSE)
        say(f"{name} 意外停止（{code}），{pause:.0f} 秒后重新启动")
        time.sleep(pause)
    return 0


def _end_orphans() -> None:
    """Kills what a dead process left behind: its workers would hold the port and answer with a state nobody keeps."""
    for orphan in _children():
        with suppress(OSError):  # gone by itself
            os.kill(orphan, signal.SIGKILL)
            os.waitpid(orphan, 0)


def _children() -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = stat.read_text("utf-8", "replace").rpartition(")")[2].split()[1]
            if int(parent) == os.getpid():
                yield int(stat.parent.name)


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1], sys.argv[2], sys.argv[4:]))
