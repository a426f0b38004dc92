"""A mutant on trial: in a forked copy of a process that has everything imported, the module becomes the mutant.

Nothing is written to disk, and importing the libraries is paid for once.
"""

from __future__ import annotations

import os
import signal
import sys
import types
from collections.abc import Sequence
from typing import Any

import pytest

SECONDS = 120
OPTIONS = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "tests.mutation.few_examples"]
OPTIONS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]


def passes(tests: Sequence[str]) -> bool:
    """Whether the tests pass in this process."""
    return pytest.main([*OPTIONS, *tests]) == 0


def survives(module: types.ModuleType, source: str, tests: Sequence[str]) -> bool:
    """Whether the tests pass with that source in the module's place."""
    child = os.fork()
    if child == 0:
        _on_trial(module, source, tests)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _on_trial(module: types.ModuleType, source: str, tests: Sequence[str]) -> None:
    """Ends the process: 0 where the tests pass, which includes that they end in time."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    signal.alarm(SECONDS)
    try:
        become(module, source)
        code = 0 if passes(tests) else 1
    except BaseException:
        code = 1
    os._exit(code)


def become(module: types.ModuleType, source: str) -> None:
    """Gives the module's functions, classes and constants what the source makes of them, wherever they are used."""
    made: dict[str, Any] = {
        **{key: getattr(module, key) for key in ("__name__", "__file__")},
        "__builtins__": __builtins__,
    }
    exec(compile(source, str(module.__file__), "exec", dont_inherit=True), made)
    for name, new in made.items():
        old = vars(module).get(name)
        if name.startswith("__") or old is new or getattr(new, "__module__", module.__name__) != module.__name__:
            continue
        if not _merge(old, new):
            _rebind(old, new)
            setattr(module, name, new)
    _forget()


def _merge(old: Any, new: Any) -> bool:
    """Makes the old object behave like the new one; False where it has to be replaced."""
    if isinstance(old, types.FunctionType) and isinstance(new, types.FunctionType):
        old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__
        return True
    if isinstance(old, type) and isinstance(new, type):
        return _merge_class(old, new)
    if isinstance(old, property) and isinstance(new, property):
        return _merge(old.fget, new.fget)
    if hasattr(old, "cache_clear") and hasattr(new, "cache_clear"):
        return _merge(old.__wrapped__, new.__wrapped__)
    return isinstance(old, dict) or bool(old == new)


def _merge_class(old: type, new: type) -> bool:
    skipped = {"__dict__", "__weakref__", "__doc__", "__annotations__", "__dataclass_fields__", "__dataclass_params__"}
    for name, value in list(vars(new).items()):
        mine = vars(old).get(name)
        if name not in skipped and mine is not value and not (name in vars(old) and _merge(mine, value)):
            setattr(old, name, value)
    for name in set(vars(old)) - set(vars(new)) - skipped:
        delattr(old, name)
    return True


def _rebind(old: Any, new: Any) -> None:
    """The new object in every module of ours that took the old one by name."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").split(".")[0] in ("actions", "bot", "tests"):
            for name, value in list(vars(module).items()):
                if value is old and not isinstance(old, int | str | type(None)):
                    setattr(module, name, new)


def _forget() -> None:
    """What the functions of the engine remember; the tables, which no mutant changes, are kept."""
    for name, module in list(sys.modules.items()):
        if name.startswith("actions.procedure.") and name != "actions.procedure.tables":
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and value.__module__ == name:
                    value.cache_clear()
