"""Builds the web app with the machine's Node.js, else with the one that a Python package carries."""

from __future__ import annotations

import os
import shutil
import subprocess

from bot.launcher.environments import APP_VERSIONS, LOCKS, find_python
from bot.launcher.steps import ROOT, VAR, Problem, fingerprint, is_current, mark_done, plain_environment, step

WEB = ROOT / "bot" / "web"
OLDEST_NODE = 20
NODE_ENVIRONMENT = VAR / "node"
SOURCES = (
    "package.json",
    "package-lock.json",
    "index.html",
    "kiosk.html",
    "vite.config.ts",
    "tsconfig.json",
    "src",
    "public",
)


def prepare_web() -> None:
    """Builds bot/web/dist when its sources changed.

    Raises:
        Problem: no usable Node.js, or the build failed.
    """
    mark = fingerprint([WEB / name for name in SOURCES if (WEB / name).exists()])
    stamp = WEB / "dist" / ".built-from"
    if is_current(stamp, mark):
        return
    npm, env = npm_environment()
    step("  生成网页", [npm, "run", "build"], "web-build", env, WEB)
    mark_done(stamp, mark)


def install_packages(npm: str, env: dict[str, str]) -> None:
    """npm ci, when the lock file changed."""
    mark = fingerprint([WEB / "package-lock.json"])
    stamp = WEB / "node_modules" / ".locked"
    if not is_current(stamp, mark):
        step("  下载网页用的软件包", [npm, "ci", "--no-audit", "--no-fund"], "web-install", env, WEB, download=True)
        mark_done(stamp, mark)


def npm_environment() -> tuple[str, dict[str, str]]:
    """npm and the environment to call it in, packages installed."""
    npm, path = _npm()
    env = plain_environment(PATH=path, CI="true")
    install_packages(npm, env)
    return npm, env


def _npm() -> tuple[str, str]:
    """The npm command and the PATH it needs."""
    path = os.environ.get("PATH", "")
    npm = shutil.which("npm")
    if npm and _node_is_new_enough():
        return npm, path
    inside = NODE_ENVIRONMENT / "bin"
    if not (inside / "npm").exists():
        _install_node()
    return str(inside / "npm"), f"{inside}{os.pathsep}{path}"


def _node_is_new_enough() -> bool:
    try:
        out = subprocess.run(["node", "--version"], capture_output=True, text=True, timeout=20).stdout
        return int(out.strip().lstrip("v").split(".")[0]) >= OLDEST_NODE
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False


def _install_node() -> None:
    python = find_python(APP_VERSIONS, "网页")
    step("  建立网页的环境", [python, "-m", "venv", "--clear", str(NODE_ENVIRONMENT)], "node-create")
    inside = NODE_ENVIRONMENT / "bin" / "python"
    lock = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCKS / "web.txt")]
    step("  下载 Node.js", [str(inside), *lock], "node-install", plain_environment(), download=True)
    if not (NODE_ENVIRONMENT / "bin" / "npm").exists():
        raise Problem(f"这台机器上没有 Node.js {OLDEST_NODE}，软件包里也没有。请安装 Node.js 后再运行一次。")
