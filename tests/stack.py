"""The real processes on free ports with data of their own, for tests that talk to the whole thing.

`python -m tests.stack FOLDER` keeps them running; YIFAWEN_STACK=FOLDER then lets tests use them again and again (not
those that kill processes), which on a busy machine saves minutes.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from bot.launcher import secrets as keys
from bot.launcher.model import MODEL
from bot.launcher.processes import Ports, Process, stack
from bot.launcher.run import kept, migrate
from bot.launcher.steps import ROOT

PATIENCE = int(os.environ.get("YIFAWEN_PATIENCE") or 120)  # seconds
KEPT = "stack.json"
PROBE_KEPT = 6  # seconds; the edge keeps the result of a probe for five


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mark() -> str:
    """What makes a text unlike any other; without digits, for among thirty of them there may be somebody's telephone."""
    return uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))


class Stack:
    """Starts, kills and revives the processes; `folder` holds databases and logs."""

    def __init__(self, folder: Path, model: Path, running: dict[str, Any] | None = None) -> None:
        self.folder = folder
        self.ports = Ports(**running["ports"]) if running else Ports(*(free_port() for _ in range(4)))
        fresh = {key: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() for key in keys.KEYS}
        self.keys = made = running["keys"] if running else fresh
        os.environ.pop("DATABASE_URL", None)
        self.processes = {p.name: p for p in stack(self.ports, made, data=str(folder), model=str(model))}
        self._keepers: dict[str, subprocess.Popen[bytes]] = {}
        self.demo = ""

    @classmethod
    def attached(cls, folder: Path, model: Path) -> Stack:
        """The processes that `python -m tests.stack` keeps."""
        return cls(folder, model, json.loads((folder / KEPT).read_text(encoding="utf-8")))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports.channels}"

    def start(self, *names: str) -> None:
        environment = self.processes["actions"].environment
        migrate(environment)
        practice = [sys.executable, "-m", "actions.casework.practice"]
        self.demo = subprocess.run(
            practice, env=environment, cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for name in names or self.processes:
            self._keep(self.processes[name])
        self.wait_ready()

    def _keep(self, process: Process) -> None:
        command = ["/bin/sh", "-c", f"exec {kept(process, self.folder)}"]
        self._keepers[process.name] = subprocess.Popen(
            command, env=process.environment, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True
        )

    def wait_ready(self, stale: bool = False) -> float:
        """Seconds until a question would be answered; `stale`: the last probe may be older than what just happened."""
        started = time.monotonic()
        time.sleep(PROBE_KEPT if stale else 0)
        while time.monotonic() - started < PATIENCE:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=10).status_code == 200:
                    return time.monotonic() - started
            except httpx.HTTPError:
                pass
            time.sleep(0.5)
        raise TimeoutError("the stack did not get ready:\n" + self.log("rasa")[-2000:] + self.log("channels")[-2000:])

    def log(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def kill(self, name: str) -> None:
        """kill -9 of the process itself; its keeper starts it again."""
        self._signal(name, signal.SIGKILL)

    def hold(self, name: str, held: bool) -> None:
        """Freezes or thaws a process: it accepts connections and answers nothing."""
        self._signal(name, signal.SIGSTOP if held else signal.SIGCONT)

    def _signal(self, name: str, number: signal.Signals) -> None:
        keeper = str(self._keepers[name].pid)
        found = subprocess.run(["pgrep", "-P", keeper], capture_output=True, text=True, check=True).stdout.split()
        for child in found:
            os.kill(int(child), number)

    def take_down(self, name: str) -> None:
        """Stops a process with its keeper."""
        keeper = self._keepers.pop(name)
        keeper.terminate()
        keeper.wait(timeout=15)

    def bring_up(self, name: str) -> None:
        """Starts a process that was taken down; returns when a question would be answered."""
        self._keep(self.processes[name])
        self.wait_ready(stale=True)

    def stop(self) -> None:
        for keeper in self._keepers.values():
            keeper.terminate()
        for keeper in self._keepers.values():
            try:
                keeper.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(keeper.pid, signal.SIGKILL)


class Chat:
    """A citizen at the edge's API; keeps the last messages, so that choices are found by their label."""

    def __init__(self, url: str) -> None:
        # An address of its own, as if through the proxy: limits per address are tested elsewhere.
        address = f"198.51.{secrets.randbelow(256)}.{secrets.randbelow(256)}"
        self.http = httpx.Client(base_url=url, timeout=20, headers={"X-Forwarded-For": address})
        opened = self.http.post("/api/chat/sessions", json={"channel": "web"}).raise_for_status().json()
        self.token, self.messages = opened["session"], opened["messages"]
        self.receipt: dict[str, Any] = {}

    def send(self, **body: Any) -> httpx.Response:
        answer = self.http.post("/api/chat/messages", json=body, headers={"Authorization": f"Bearer {self.token}"})
        if answer.status_code == 200:
            self.messages = answer.json()["messages"]
            self.receipt = next((m for m in self.messages if m["type"] == "receipt"), self.receipt)
        return answer

    def say(self, text: str) -> list[dict[str, Any]]:
        self.send(text=text).raise_for_status()
        return self.messages

    def choose(self, label: str) -> list[dict[str, Any]]:
        kinds = ("choices", "lines", "tools")
        offered = [c for m in reversed(self.messages) for kind in kinds for c in m.get(kind) or []]
        found = [c["choice"] for c in offered if label in c["label"] and c.get("choice")]
        assert found, f"nobody offered {label!r} in {[c['label'] for c in offered]}"
        self.send(choice=found[0]).raise_for_status()
        return self.messages

    def fill(self, value: str) -> list[dict[str, Any]]:
        """Answers the newest field by its control."""
        field = self.last("field")["field"]
        self.send(text=value, field=field).raise_for_status()
        return self.messages

    def fetch(self, file: str) -> bytes:
        """One of the conversation's own files."""
        answer = self.http.get(f"/api/chat/files/{file}", headers={"Authorization": f"Bearer {self.token}"})
        return answer.raise_for_status().content

    def last(self, kind: str) -> dict[str, Any]:
        found = [m for m in self.messages if m["type"] == kind]
        assert found, f"no {kind} in {[(m['type'], m.get('text')) for m in self.messages]}"
        return found[-1]


def keep(folder: Path) -> None:
    """Runs until it is stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    running = Stack(folder, MODEL)
    try:
        running.start()
        (folder / KEPT).write_text(json.dumps({"ports": vars(running.ports), "keys": running.keys}), encoding="utf-8")
        sys.stdout.write(f"{running.url}\n")
        sys.stdout.flush()
        signal.pause()
    finally:
        running.stop()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    keep(Path(sys.argv[1]).resolve())
