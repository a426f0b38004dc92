"""`make run`: migrate, start, and say when a question would be answered."""

from __future__ import annotations

import os
import shlex
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.launcher import run, secrets
from bot.launcher.processes import HOST, Ports, Process
from bot.launcher.run import announce, kept, main, migrate, ready
from bot.launcher.steps import Problem

KEYS = {key: "x" for key in secrets.KEYS}


@pytest.fixture
def edge() -> Iterator[Callable[[int], int]]:
    """Serves one status on a free port and returns the port."""
    servers: list[HTTPServer] = []

    def serve(status: int) -> int:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status if self.path == "/readyz" else 404)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        servers.append(HTTPServer((HOST, 0), Answer))
        threading.Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return servers[-1].server_port

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_ready_is_what_the_edge_says(edge: Callable[[int], int]) -> None:
    assert ready(edge(200)) is True
    assert ready(edge(503)) is False


def test_nothing_there_is_not_ready(edge: Callable[[int], int]) -> None:
    assert ready(1) is False


def test_the_addresses_are_said_once_a_question_would_be_answered(
    edge: Callable[[int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    port = edge(200)
    announce(Ports(channels=port, desk=18001))
    told = capsys.readouterr().out
    assert "已经可以回答问题" in told and f"http://{HOST}:{port}/" in told and f"http://{HOST}:18001/" in told


def test_after_too_long_the_logs_are_named(
    edge: Callable[[int], int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "LONGEST_START", 0.1)
    announce(Ports(channels=edge(503)))
    told = capsys.readouterr().out
    assert "还不能回答问题" in told and "rasa.log" in told and "已经可以" not in told


def test_the_line_that_keeps_a_process_is_safe_to_hand_to_a_shell(tmp_path: Path) -> None:
    awkward = Process("toy", ["python", "a b", "$(rm)", "it's"], {})
    words = shlex.split(kept(awkward, tmp_path))
    assert words[:4] == [sys.executable, "-m", "bot.launcher.keep", "toy"]
    assert words[4:] == [str(tmp_path / "toy.log"), "--", "python", "a b", "$(rm)", "it's"]


# Migrating.


@pytest.fixture
def python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An interpreter that notes its arguments, says hello, and fails where FAIL says."""
    (tmp_path / "bin").mkdir()
    file = tmp_path / "bin" / "python"
    file.write_text(
        f'#!/bin/sh\necho "$2" >> "{tmp_path}/asked"\necho "hello from $2"\n'
        'if [ "$2" = "$FAIL" ]; then seq 1 20 >&2; exit 1; fi\n'
    )
    file.chmod(0o755)
    monkeypatch.setattr(run, "APP", tmp_path)
    return tmp_path


MODULES = list(run.STEPS)


def test_tables_come_first() -> None:
    assert MODULES[:2] == ["actions.casework.migrate", "actions.casework.practice"]
    assert len(set(run.STEPS.values())) == len(MODULES)


def test_every_step_is_taken_and_what_it_says_is_passed_on(python: Path, capsys: pytest.CaptureFixture[str]) -> None:
    migrate({"PATH": os.environ["PATH"]})
    assert (python / "asked").read_text().split() == MODULES
    assert capsys.readouterr().out.splitlines() == [f"hello from {module}" for module in MODULES]


@pytest.mark.parametrize("module", MODULES)
def test_each_step_that_fails_is_named(python: Path, module: str) -> None:
    with pytest.raises(Problem, match=run.STEPS[module]):
        migrate({"PATH": os.environ["PATH"], "FAIL": module})


def test_a_migration_that_fails_stops_everything_and_shows_its_end(python: Path) -> None:
    with pytest.raises(Problem) as problem:
        migrate({"PATH": os.environ["PATH"], "FAIL": "actions.casework.migrate"})
    assert str(problem.value).splitlines() == ["建立数据表没有成功：", *map(str, range(15, 21))]
    assert (python / "asked").read_text().split() == ["actions.casework.migrate"]


# All together.


class Starter:
    """Stands for honcho's manager."""

    ending: int | None = 0

    def __init__(self) -> None:
        self.added: list[tuple[str, str, dict[str, str]]] = []
        self.returncode: int | None = None
        Starter.last = self

    last: Starter

    def add_process(self, name: str, command: str, env: dict[str, str], cwd: str) -> None:
        """Notes it."""
        self.added.append((name, command, env))

    def loop(self) -> None:
        """Ends at once."""
        self.returncode = Starter.ending


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that `main` calls, noted in order."""
    order: list[str] = []
    monkeypatch.setattr(run, "VAR", tmp_path / "var")
    monkeypatch.setattr(run, "Manager", Starter)
    monkeypatch.setattr(Ports, "check_free", lambda self: order.append("check"))
    monkeypatch.setattr(run, "migrate", lambda environment: order.append("migrate"))
    monkeypatch.setattr(secrets, "load", lambda: order.append("keys") or KEYS)
    monkeypatch.setattr(run, "announce", lambda ports: order.append("announce"))
    return order


def test_the_ports_are_checked_before_anything_is_written(house: list[str], tmp_path: Path) -> None:
    assert main() == 0
    assert house[:3] == ["check", "keys", "migrate"] and "announce" in house
    assert [name for name, _, _ in Starter.last.added] == ["actions", "rasa", "channels", "desk"]
    assert (tmp_path / "var" / "log").is_dir()


def test_each_process_gets_its_own_environment_and_is_kept(house: list[str]) -> None:
    main()
    for name, command, env in Starter.last.added:
        assert "bot.launcher.keep" in command and f"{name}.log" in command
        assert ("YIFAWEN_DATA_KEY" in env) is (name != "rasa")


@pytest.mark.parametrize(("ending", "status"), [(None, 0), (0, 0), (130, 0), (143, 0), (1, 1), (137, 137)])
def test_being_stopped_is_no_failure_and_a_failure_is_one(
    house: list[str], ending: int | None, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Starter, "ending", ending)
    assert main() == status


def test_a_taken_port_starts_nothing(house: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(self: Ports) -> None:
        raise Problem("端口 8000 已被别的程序占用")

    monkeypatch.setattr(Ports, "check_free", taken)
    with pytest.raises(Problem):
        main()
    assert house == []
