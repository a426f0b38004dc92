"""The two sides as running processes: ours and stock Rasa, each a dialogue server and an action server."""

from __future__ import annotations

import base64
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot.launcher import secrets as keys
from bot.launcher.environments import DIALOGUE
from bot.launcher.model import dialogue_environment
from bot.launcher.processes import HOST, Ports, Process, stack
from bot.launcher.run import migrate
from bot.launcher.steps import ROOT
from tests.stack import free_port

PATIENCE = 900  # seconds, on a busy machine
TICKS = os.sysconf("SC_CLK_TCK")
ENDPOINTS = """action_endpoint:
  url: http://{host}:{actions}/webhook
tracker_store:
  type: SQL
  dialect: sqlite
  db: {database}
"""


@dataclass
class Side:
    """One of the two: where it listens, how it is asked, and which processes answer."""

    name: str
    processes: list[Process]
    url: str
    health: str
    headers: dict[str, str] = field(default_factory=dict)
    folder: Path = Path()
    seconds: float = 0.0
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def body(self, conversation: str, text: str) -> dict[str, str]:
        """The request for a text or a payload."""
        if self.name == "stock":
            return {"sender": conversation, "message": text}
        return {"conversation": conversation, "choice" if text.startswith("/") else "text": text}

    def said(self, answer: Any) -> list[Any]:
        """The bot's messages in a response's content."""
        return list(answer if self.name == "stock" else answer["messages"])

    def memory(self) -> float:
        """Resident memory of all processes, in MB."""
        return sum(_resident(process) for one in self.running for process in _with_children(one.pid)) / 1024

    def cpu(self) -> float:
        """Seconds of processor time that the processes have used."""
        return sum(used(process) for one in self.running for process in _with_children(one.pid))

    def start(self) -> None:
        """Returns when a message would be answered; raises TimeoutError."""
        began = time.monotonic()
        self.running = [self._launched(process) for process in self.processes]
        with httpx.Client(headers=self.headers, timeout=5, trust_env=False, verify=False) as client:
            while time.monotonic() - began < PATIENCE:
                if self._answers(client):
                    self.seconds = time.monotonic() - began
                    return
                self._revive()
                time.sleep(0.1)
        raise TimeoutError(f"{self.name} did not get ready, see {self.folder}")

    def _launched(self, process: Process) -> subprocess.Popen[bytes]:
        with (self.folder / f"{self.name}-{process.name}.log").open("ab") as log:
            # In a session of its own: Sanic ends its whole process group.
            return subprocess.Popen(
                process.command,
                env=process.environment,
                cwd=self.folder_of(process),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _revive(self) -> None:
        """Starts again what died: on a busy machine Sanic gives a worker up after 30 seconds."""
        for place, (one, process) in enumerate(zip(self.running, self.processes, strict=True)):
            if one.poll() is not None:
                self.running[place] = self._launched(process)

    def folder_of(self, process: Process) -> str:
        """Stock runs in its project, ours in the repository."""
        return process.environment.get("BENCH_FOLDER", str(ROOT))

    def _answers(self, client: httpx.Client) -> bool:
        try:
            return client.get(self.url + self.health).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        """Ends the processes that were started."""
        for one in self.running:
            one.send_signal(signal.SIGTERM)
        for one in self.running:
            try:
                one.wait(timeout=20)
            except subprocess.TimeoutExpired:
                one.kill()
        self.running.clear()


def ours(folder: Path, model: Path) -> Side:
    """The dialogue and action server of `make run`, on free ports with data of their own."""
    ports = Ports(*(free_port() for _ in range(4)))
    made = {key: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() for key in keys.KEYS}
    wanted = [one for one in stack(ports, made, data=str(folder), model=str(model)) if one.name in ("actions", "rasa")]
    migrate(wanted[0].environment)
    headers = {"X-Inbox-Secret": made["YIFAWEN_INBOX_SECRET"]}
    return Side("ours", wanted, f"http://{HOST}:{ports.rasa}/webhooks/inbox", "/health", headers, folder)


def stock(folder: Path, project: Path, model: Path) -> Side:
    """`rasa run` and `python -m rasa_sdk` as the documentation has them."""
    rasa, actions = free_port(), free_port()
    database = folder / "stock.db"
    (folder / "endpoints.yml").write_text(ENDPOINTS.format(host=HOST, actions=actions, database=database), "utf-8")
    python, environment = str(DIALOGUE / "bin" / "python"), dialogue_environment(BENCH_FOLDER=str(project))
    environment["SANIC_HOST"] = HOST
    serve = [python, "-m", "rasa", "run", "-i", HOST, "-p", str(rasa), "-m", str(model)]
    serve += ["--endpoints", str(folder / "endpoints.yml"), "--credentials", "credentials.yml"]
    act = [python, "-m", "rasa_sdk", "--actions", "stock_actions", "-p", str(actions)]
    processes = [Process("actions", act, environment), Process("rasa", serve, environment)]
    return Side("stock", processes, f"http://{HOST}:{rasa}/webhooks/rest", "/", {}, folder)


@contextmanager
def running(*sides: Side) -> Iterator[None]:
    """Starts the sides one after the other and ends them."""
    try:
        for side in sides:
            side.start()
        yield
    finally:
        for side in sides:
            side.stop()


def _with_children(pid: int) -> list[int]:
    """A process and those it started (the newer SDK has a worker)."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return [pid]
    return [pid, *(process for child in listed for process in _with_children(int(child)))]


def _resident(pid: int, kind: str = "VmRSS") -> float:
    status = dict(line.split(":", 1) for line in _proc(pid, "status").splitlines() if ":" in line)
    return float(status.get(kind, "0").split()[0])


def used(pid: int) -> float:
    """Seconds of processor time of a process."""
    fields = _proc(pid, "stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / TICKS if fields else 0.0


def peak(pid: int) -> float:
    """The most memory that a process ever had resident, in MB; 0 once it has ended."""
    return _resident(pid, "VmHWM") / 1024


def _proc(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text("utf-8")
    except OSError:
        return ""
