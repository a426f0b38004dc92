"""Runs the web app's own unit tests with the Node.js that builds it."""

from __future__ import annotations

import subprocess
import sys

from bot.launcher.steps import Problem, say
from bot.launcher.web import WEB, npm_environment

if __name__ == "__main__":
    try:
        npm, env = npm_environment()
    except Problem as problem:
        say(str(problem))
        sys.exit(1)
    sys.exit(subprocess.run([npm, "test"], cwd=WEB, env=env).returncode)
