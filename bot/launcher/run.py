"""`make run`: migrates, starts the four processes under honcho, says when a question would be answered."""

from __future__ import annotations

import shlex
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from honcho.manager import Manager

from bot.launcher import secrets
from bot.launcher.environments import APP
from bot.launcher.model import MODEL
from bot.launcher.processes import HOST, Ports, Process, stack
from bot.launcher.steps import ROOT, VAR, Problem, say

LONGEST_START = 240  # seconds
STEPS = {
    "actions.casework.migrate": "建立数据表",
    "actions.casework.practice": "装入演示数据",
    "actions.casework.retention": "清除到期的草稿和文件",
}


def migrate(environment: dict[str, str]) -> None:
    """Brings the database up to date and loads the practice data; raises Problem."""
    python = str(APP / "bin" / "python")
    for module, what in STEPS.items():
        done = subprocess.run([python, "-m", module], env=environment, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise Problem(f"{what}没有成功：\n" + "\n".join((done.stderr or done.stdout).splitlines()[-6:]))
        if done.stdout.strip():
            say(done.stdout.strip())


def kept(process: Process, logs: Path) -> str:
    """The shell line that keeps a process alive with its output in a file."""
    keeper = [sys.executable, "-m", "bot.launcher.keep", process.name, str(logs / f"{process.name}.log"), "--"]
    return shlex.join([*keeper, *process.command])


def announce(ports: Ports) -> None:
    """Waits until a question would be answered, then prints the addresses."""
    started = time.monotonic()
    while time.monotonic() - started < LONGEST_START:
        if ready(ports.channels):
            say(f"\n依法问已经可以回答问题（启动用时 {time.monotonic() - started:.0f} 秒）。")
            say(f"  网页：  http://{HOST}:{ports.channels}/")
            say(f"  自助机：{enrolment(ports)}")
            say(f"  工作台：http://{HOST}:{ports.desk}/   （第一次用：make staff 建立管理员）")
            say(f"  日志：  {(VAR / 'log').relative_to(ROOT)}/   停止：按 Ctrl-C")
            return
        time.sleep(1)
    say(f"等了 {LONGEST_START} 秒还不能回答问题。请看 var/log/ 里的 rasa.log 和 channels.log。")


def enrolment(ports: Ports) -> str:
    """The address that makes the browser opening it a kiosk, once; or where to read how."""
    environment = next(one.environment for one in stack(ports, secrets.load()) if one.name == "channels")
    command = [str(APP / "bin" / "python"), "-m", "bot.channels.enrol"]
    made = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    return f"{made.stdout.strip()}   （只能打开一次，15 分钟内）" if made.returncode == 0 else "见 docs/kiosk.md"


def ready(port: int) -> bool:
    """Whether the edge says that a question would be answered."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> int:
    """Runs until Ctrl-C; returns the exit status."""
    ports = Ports.from_environment()
    ports.check_free()
    VAR.mkdir(exist_ok=True)
    logs = VAR / "log"
    logs.mkdir(exist_ok=True)
    processes = stack(ports, secrets.load())
    migrate(processes[0].environment)
    say(f"启动四个进程（模型 {MODEL.relative_to(ROOT)}）……")
    manager = Manager()
    for process in processes:
        manager.add_process(process.name, kept(process, logs), env=process.environment, cwd=str(ROOT))
    threading.Thread(target=announce, args=(ports,), daemon=True).start()
    manager.loop()
    return 0 if (manager.returncode or 0) in (0, 130, 143) else int(manager.returncode)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        say(f"启动没有成功：{problem}")
        sys.exit(1)
