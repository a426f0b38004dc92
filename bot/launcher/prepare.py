"""`python3 -m bot.launcher.prepare [app|tests|dialogue|web|model|all]`: does what is not up to date, nothing else.

Standard library only and Python 3.9 syntax: the Makefile calls it before any environment exists.
"""

from __future__ import annotations

import sys

from bot.launcher.environments import prepare_app, prepare_dialogue
from bot.launcher.model import prepare_model
from bot.launcher.processes import Ports
from bot.launcher.steps import Problem, say
from bot.launcher.web import prepare_web


def everything() -> None:
    """All that `make run` needs; a taken port is said before minutes are spent on the rest."""
    Ports.from_environment().check_free()
    prepare_app()
    prepare_dialogue()
    prepare_web()
    prepare_model()


TARGETS = {
    "app": prepare_app,
    "tests": lambda: prepare_app(tests=True),
    "dialogue": prepare_dialogue,
    "web": prepare_web,
    "model": prepare_model,
    "retrain": lambda: prepare_model(force=True),
    "all": everything,
}


def main(names: list[str]) -> int:
    """Prepares the named targets in order; 1 when something is missing."""
    try:
        for name in names or ["all"]:
            if name not in TARGETS:
                raise Problem(f"没有“{name}”这一项，可以写：{'、'.join(TARGETS)}。")
            TARGETS[name]()
    except Problem as problem:
        say(f"准备没有成功：{problem}")
        return 1
    except KeyboardInterrupt:
        say("\n已停止。")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
