"""The review card, and one name for one filling of a form."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from actions.review import choose, review_card, submission
from bot.channels.messages import checked
from tests.unit.actions.test_stage import OPENED, tracker_of

WORDS = {"text": "请看一遍。", "save": "保存", "abandon": "不要了"}
LINES = [("姓名", "演示甲", "toy_name"), ("最后一天", "2027-01-19", None)]


def opened(name: str | None = "toy_form", at: float = OPENED) -> dict[str, Any]:
    return {"event": "active_loop", "name": name, "timestamp": at}


def named(*events: dict[str, Any], sender: str = "web-1", form: str = "toy_form") -> str:
    return submission(tracker_of(events=events, sender=sender), form)


def test_the_card_is_a_message_of_the_contract() -> None:
    card = review_card("toy_review", LINES, WORDS)
    assert checked([card]) == ([card], [])
    assert (card["type"], card["text"]) == ("review", "请看一遍。")


def test_a_line_can_be_changed_where_it_names_a_slot() -> None:
    changeable, computed = review_card("toy_review", LINES, WORDS)["lines"]
    assert changeable == {"label": "姓名", "value": "演示甲", "choice": choose("toy_review", "change:toy_name")}
    assert computed == {"label": "最后一天", "value": "2027-01-19", "choice": None}


def test_the_card_may_be_saved_or_abandoned() -> None:
    assert review_card("toy_review", [], WORDS)["choices"] == [
        {"label": "保存", "choice": choose("toy_review", "save")},
        {"label": "不要了", "choice": "/abandon"},
    ]


@pytest.mark.parametrize("value", ["save", "change:toy_name", 'a"b', "{x}", "中文", "a=b"])
def test_a_choice_survives_the_way_through_rasa(value: str) -> None:
    payload = choose("toy_review", value)
    assert payload.startswith("/choose{") and payload.isascii()
    assert json.loads(payload.removeprefix("/choose")) == {"option": f"toy_review={value}"}


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
