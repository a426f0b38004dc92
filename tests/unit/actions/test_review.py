"""One name for one filling of a form."""

from __future__ import annotations

import re
from typing import Any

from actions.review import submission
from tests.unit.actions.test_stage import OPENED, tracker_of


def opened(name: str | None = "toy_form", at: float = OPENED) -> dict[str, Any]:
    return {"event": "active_loop", "name": name, "timestamp": at}


def named(*events: dict[str, Any], sender: str = "web-1", form: str = "toy_form") -> str:
    return submission(tracker_of(events=events, sender=sender), form)


def test_the_same_filling_has_the_same_name_however_long_it_takes() -> None:
    later = [opened(), {"event": "user", "timestamp": 9e9}, {"event": "slot", "name": "toy_form", "timestamp": 9e9}]
    assert named(opened()) == named(*later)


def test_another_filling_has_another_name() -> None:
    first = named(opened())
    names = {
        first,
        named(opened(at=OPENED + 60)),
        named(opened(), opened(None, OPENED + 30), opened(at=OPENED + 60), sender="web-3"),
        named(opened(), sender="web-2"),
        named(opened("other_form"), form="other_form"),
    }
    assert len(names) == 5
    assert named(opened(), opened(None, 9e9), opened(at=OPENED + 60)) == named(opened(at=OPENED + 60))


def test_another_form_in_between_does_not_change_it() -> None:
    assert named(opened(), opened("other_form", 9e9)) == named(opened())


def test_a_name_tells_nothing() -> None:
    name = named(opened(), sender="web-geheim")
    assert re.fullmatch(r"[0-9a-f]{64}", name) and "geheim" not in name


def test_there_is_a_name_even_when_the_opening_is_not_known() -> None:
    assert named() == named({"event": "user", "timestamp": 1.0}) != named(sender="web-2")
