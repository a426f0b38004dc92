"""Keeps one process alive: `python -m bot.launcher.keep NAME LOG -- command …` starts it again when it dies.

honcho stops everything when one process ends; a citizen in the middle of a form is better served by a restart.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time

from bot.launcher.steps import say

LONGEST_PAUSE = 10.0  # seconds
HEALTHY = 30.0  # seconds of life after which the pause starts small again


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
    pause = 0.5
    while not stopping:
        started = time.monotonic()
        with open(log, "ab") as out:
            child = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
            code = child.wait()
        if stopping:
            break
        pause = 0.5 if time.monotonic() - started > HEALTHY else min(pause * 2, LONGEST_PAUSE)
        say(f"{name} 意外停止（{code}），{pause:.0f} 秒后重新启动")
        time.sleep(pause)
    return 0


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1], sys.argv[2], sys.argv[4:]))
