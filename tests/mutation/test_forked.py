"""A module becomes its mutant wherever it is used, and stays itself where nothing changed."""

import sys
import types
from collections.abc import Iterator

import pytest

from tests.mutation.forked import become

SOURCE = """
from dataclasses import dataclass
from functools import cache

LIMIT = 0.5

@dataclass(frozen=True)
class Point:
    x: int = 1

    @property
    def twice(self):
        return self.x * 2

    @property
    def once(self):
        return self.x

def over(x, least=LIMIT):
    return x > least

@cache
def slow(x):
    return x + 1

def limit():
    return LIMIT
"""


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Iterator[types.ModuleType]:
    """A module that another one, `tests.user`, has taken names from."""
    made = types.ModuleType("actions.procedure.sample")
    made.__file__ = "sample.py"
    exec(compile(SOURCE, "sample.py", "exec"), made.__dict__)
    user = types.ModuleType("tests.user")
    for name in ("Point", "over", "slow", "limit", "LIMIT"):
        setattr(user, name, getattr(made, name))
    monkeypatch.setitem(sys.modules, made.__name__, made)
    monkeypatch.setitem(sys.modules, user.__name__, user)
    yield made


def results() -> list[object]:
    user = sys.modules["tests.user"]
    return [user.Point().twice, user.over(0.7), user.slow(1), user.limit(), user.LIMIT]


def test_itself_is_nothing_new(module: types.ModuleType) -> None:
    before = results()
    become(module, SOURCE)
    assert results() == before == [2, True, 2, 0.5, 0.5]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("self.x * 2", "self.x + 2", [3, True, 2, 0.5, 0.5]),
        ("x > least", "x < least", [2, False, 2, 0.5, 0.5]),
        ("least=LIMIT", "least=LIMIT + 1", [2, False, 2, 0.5, 0.5]),
        ("return x + 1", "return x - 1", [2, True, 0, 0.5, 0.5]),
        ("LIMIT = 0.5", "LIMIT = 0.9", [2, False, 2, 0.9, 0.9]),
        ("x: int = 1", "x: int = 5", [10, True, 2, 0.5, 0.5]),
    ],
)
def test_a_change_is_seen_by_everybody(module: types.ModuleType, old: str, new: str, expected: list[object]) -> None:
    assert results() == [2, True, 2, 0.5, 0.5]  # also what is remembered is asked anew
    become(module, SOURCE.replace(old, new))
    assert results() == expected


def test_a_decorator_that_is_gone_is_gone(module: types.ModuleType) -> None:
    become(module, SOURCE.replace("    @property\n    def once", "    def once"))
    assert callable(sys.modules["tests.user"].Point().once)
    become(module, SOURCE.replace("@cache\n", ""))
    assert not hasattr(sys.modules["tests.user"].slow, "cache_clear")
    become(module, SOURCE.replace("@dataclass(frozen=True)\n", ""))
    with pytest.raises(TypeError):
        sys.modules["tests.user"].Point(x=3)
