"""The real processes, started by their own command lines and killed without a word.

The action server is three processes, and the one that works outlives the death of its parent and goes on answering: so
each is a group of its own, and the group dies at once, as it does when the power fails.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import httpx

from bot.launcher.processes import Process
from bot.launcher.steps import ROOT

PATIENCE = 60  # seconds to start in
ALIVE = {"actions": "/health", "desk": "/healthz"}


class Killed:
    """One process that comes back after every kill; its log grows on."""

    def __init__(self, process: Process, port: int, folder: Path, settings: dict[str, str]) -> None:
        self._process, self._environment = process, {**process.environment, **settings}
        self.url, self.log = f"http://127.0.0.1:{port}", folder / f"{process.name}.log"
        self.kills = 0
        self.start()

    def start(self) -> None:
        """Start and wait until it answers; raises TimeoutError with the end of its log."""
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self._process.command,
                env=self._environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        with httpx.Client(verify=False) as http:
            while time.monotonic() < until and self._running.poll() is None:
                try:
                    if http.get(self.url + ALIVE[self._process.name]).status_code == 200:
                        return
                except httpx.HTTPError:
                    time.sleep(0.05)
        raise TimeoutError(self.log.read_text(encoding="utf-8", errors="replace")[-2000:])

    def kill(self) -> None:
        """kill -9 in the middle of whatever it is doing."""
        self.stop()
        self.kills += 1

    def stop(self) -> None:
        """End it for good; it never gets a chance to tidy up."""
        with suppress(ProcessLookupError):  # dead already
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait()
