"""What `make bench` measures exists and covers every calculator; how long it takes is no test."""

import pytest
from fastapi.routing import APIRoute

from bot.channels.procedure import router
from tests.speed.documents import DOCUMENTS
from tests.speed.engine import ENGINE
from tests.speed.measured import Call, measure

CALLS = [(name, call) for named in (ENGINE, DOCUMENTS) for name, calls in named.items() for call in calls]


@pytest.mark.parametrize(("name", "call"), CALLS)
def test_every_call_has_a_result(name: str, call: Call) -> None:
    assert call() or name.startswith("search")


def test_every_calculator_is_measured() -> None:
    routes = {
        one.path.rpartition("/")[2] for one in router.routes if isinstance(one, APIRoute) and "POST" in one.methods
    }
    assert routes <= set(ENGINE)
    assert len(routes) == 10


def test_the_figures_are_of_all_calls_but_the_first() -> None:
    made: list[str] = []
    found = measure("two", [lambda: made.append("a"), lambda: made.append("b")], 3)
    assert "".join(made) == "aababab"
    assert 0 <= found.median <= found.p95
