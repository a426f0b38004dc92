"""“Which door?”, asked in the chat: the way so far travels in the buttons."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions.content.answers import FEATURES, load_answers
from actions.content.forms import words
from actions.door import ActionDoor, answers_on, outcome_card, question_card
from actions.procedure.triage import outcomes, questions, triage
from bot.channels.messages import checked
from tests.unit.actions.test_stage import DOMAIN, Stage, clicked, parsed, run, tracker_of


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def pressed(payload: str) -> dict[str, Any]:
    """The card that answers a button, which is a message of the contract."""
    said, events = run(ActionDoor(), tracker_of(clicked(payload)))
    assert events == []
    [card] = said
    assert checked([card]) == ([card], []) and not set("{}") & set(card["text"] + card.get("more", ""))
    return card


def way_of(choice: dict[str, str]) -> str:
    _, _, entities = choice["choice"].partition("{")
    return str(json.loads("{" + entities)["option"]) if entities else ""


def test_it_begins_with_danger_and_offers_no_way_back() -> None:
    for message in (parsed("我这事该找谁", "door", 0.9), clicked("/door")):
        [card] = run(ActionDoor(), tracker_of(message))[0]
        assert card["type"] == "choices" and "有没有人正在受伤害" in card["text"] and card["text"].startswith("（1/")
        assert words("door")["back"] not in [choice["label"] for choice in card["choices"]]


def test_every_question_and_every_door_is_reached_by_pressing_buttons() -> None:
    seen: set[str] = set()
    waiting, ways = ["/door"], 0
    while waiting:
        card = pressed(waiting.pop())
        ways += 1
        if card["type"] == "answer":
            seen.add(card["id"].removeprefix("door-"))
            continue
        onward = [one for one in card["choices"] if one["label"] != words("door")["back"]]
        assert len({one["label"] for one in onward}) == len(onward)
        waiting += [one["choice"] for one in onward]
    assert seen == {one.key for one in outcomes()} and ways > 50


def test_the_steps_are_counted_and_one_can_go_back_step_by_step() -> None:
    way = "danger=none;who=agency;agency=decided"
    card = pressed("/door" + json.dumps({"option": way}))
    assert card["text"].startswith("（4/")
    *_, back = card["choices"]
    assert (back["label"], way_of(back)) == (words("door")["back"], "danger=none;who=agency")
    for step in ("danger=none;who=agency", "danger=none", ""):
        card = pressed(back["choice"])
        assert way_of(back) == step
        back = card["choices"][-1]
    assert card["text"].startswith("（1/")


def test_a_question_carries_the_whole_way_in_every_button() -> None:
    found = triage({"danger": "none"})
    card = question_card(found, "danger=none")
    assert found.question and [way_of(one) for one in card["choices"][:-1]] == [
        f"danger=none;{found.question.key}={one.key}" for one in found.question.options
    ]


@pytest.mark.parametrize(
    ("way", "answers"),
    [
        ("", {}),
        ("danger=none", {"danger": "none"}),
        ("danger=none;who=agency", {"danger": "none", "who": "agency"}),
        ("danger", {}),
        (";;=;x", {"": ""}),
        ("a=b=c", {"a": "b=c"}),
    ],
)
def test_the_way_is_read_back(way: str, answers: dict[str, str]) -> None:
    assert answers_on(way) == answers


@pytest.mark.parametrize(
    "way", ["nobody=knows", "danger=maybe", "danger=none;who=martians", "=", "apply_matter=penalty"]
)
def test_a_stale_or_strange_way_asks_the_first_question_without_an_answer(way: str) -> None:
    card = pressed("/door" + json.dumps({"option": way}))
    assert card["type"] == "choices" and len(card["choices"]) >= 3


@pytest.mark.parametrize("key", [one.key for one in outcomes()])
def test_a_door_says_where_why_what_the_wrong_one_costs_and_by_which_articles(key: str) -> None:
    [one] = [found for found in outcomes() if found.key == key]
    card = outcome_card(one)
    assert checked([card]) == ([card], [])
    assert card["title"] == one.door_label and card["basis"]
    for said in (words("door")["why"], words("door")["cost"], *([words("door")["check"]] if one.unknown else [])):
        assert said in card["more"]
    assert card["text"].count("\n") >= 1 and not set("{}") & set(card["text"] + card["more"])


@pytest.mark.parametrize("key", [one.key for one in outcomes()])
def test_what_a_door_offers_next_exists(key: str) -> None:
    [one] = [found for found in outcomes() if found.key == key]
    *steps, again = outcome_card(one)["choices"]
    assert (again["choice"], len(steps)) == ("/door", len(one.next))
    for step, choice in zip(one.next, steps, strict=True):
        if step in FEATURES:
            assert choice == {"label": FEATURES[step], "choice": f"/{step}"} and step in DOMAIN["intents"]
        else:
            assert choice["label"] == load_answers()[step].title and step in choice["choice"]


def test_it_is_called_as_the_domain_calls_it() -> None:
    assert ActionDoor().name() == "action_door" and "action_door" in DOMAIN["actions"]
    assert questions()[0].key == "danger"
