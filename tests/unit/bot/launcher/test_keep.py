"""A process that dies is started again, and stops when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.launcher.keep import HEALTHY, LONGEST_PAUSE
from bot.launcher.steps import ROOT

PATIENCE = 30  # seconds, on a busy machine
Keeper = subprocess.Popen[str]


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[Callable[[str], Keeper]]:
    """Starts keepers of a line of Python, and ends those that are left."""
    started: list[Keeper] = []

    def start(code: str) -> Keeper:
        keeper = [sys.executable, "-m", "bot.launcher.keep", "toy", str(tmp_path / "toy.log"), "--"]
        command = [*keeper, sys.executable, "-u", "-c", code]
        started.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for one in started:
        if one.poll() is None:
            one.terminate()
            one.wait(PATIENCE)
        if one.stdout:
            one.stdout.close()


def lines(log: Path, count: int) -> list[str]:
    """The lines of a log, as soon as there are so many."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = log.read_text().splitlines() if log.exists() else []
        if len(found) >= count:
            return found
        time.sleep(0.05)
    raise AssertionError(f"only {found}")


def test_what_dies_is_started_again_and_said_to_have_died(keeping: Callable[[str], Keeper], tmp_path: Path) -> None:
    keeper = keeping("import os; print(os.getpid()); raise SystemExit(3)")
    first, second = lines(tmp_path / "toy.log", 2)[:2]
    assert first != second
    assert keeper.poll() is None
    assert keeper.stdout and keeper.stdout.readline().startswith("toy 意外停止（3），1 秒后重新启动")


def test_what_ends_well_is_started_again_too(keeping: Callable[[str], Keeper], tmp_path: Path) -> None:
    keeping("print('done')")
    assert lines(tmp_path / "toy.log", 2)[:2] == ["done", "done"]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_being_told_to_stop_stops_the_process_as_well(
    keeping: Callable[[str], Keeper], tmp_path: Path, sign: signal.Signals
) -> None:
    keeper = keeping("import os, time; print(os.getpid()); time.sleep(600)")
    [child] = lines(tmp_path / "toy.log", 1)
    keeper.send_signal(sign)
    assert keeper.wait(PATIENCE) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(child), 0)
    assert len(lines(tmp_path / "toy.log", 1)) == 1
    assert keeper.stdout and keeper.stdout.read() == "", "a wanted end is no accident"


def test_what_a_dead_process_left_behind_is_ended_before_it_is_started_again(
    keeping: Callable[[str], Keeper], tmp_path: Path
) -> None:
    worker = "[sys.executable, '-c', 'import time; time.sleep(600)']"
    keeping(f"import os, subprocess, sys; print(subprocess.Popen({worker}).pid); os.kill(os.getpid(), 9)")
    first, _second = lines(tmp_path / "toy.log", 2)[:2]
    with pytest.raises(ProcessLookupError):
        os.kill(int(first), 0)


def test_the_output_is_added_to_the_log_errors_too(keeping: Callable[[str], Keeper], tmp_path: Path) -> None:
    (tmp_path / "toy.log").write_text("before\n")
    keeping("import sys, time; print('out'); print('err', file=sys.stderr); time.sleep(600)")
    assert lines(tmp_path / "toy.log", 3) == ["before", "out", "err"]


def test_the_pauses_are_bounded() -> None:
    assert 1 <= LONGEST_PAUSE <= 30 and LONGEST_PAUSE < HEALTHY
