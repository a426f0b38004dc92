"""What the rest of the house says fits the edge's message types, so that nothing is reduced or lost on the way."""

from datetime import date
from typing import Any

import pytest
import yaml

from actions.content.answers import card, load_answers
from actions.content.laws import load_laws
from actions.content.region import load_region
from actions.content.source import ROOT
from actions.content.texts import failure, load_failures, welcome
from actions.handoff import handoff_card
from actions.procedure.deadline import filing_deadline, learning_ways
from actions.procedure.deadline import message as deadline_message
from actions.procedure.deadline_facts import DeadlineFacts
from bot.channels.messages import checked

REGION = load_region("shiquan")
DOMAIN = ROOT.parent / "bot" / "dialogue" / "domain"


def domain_messages() -> list[Any]:
    found = []
    for file in sorted(DOMAIN.glob("*.yml")):
        responses = yaml.safe_load(file.read_text(encoding="utf-8")).get("responses") or {}
        found += [pytest.param(one["custom"], id=name) for name, many in responses.items() for one in many]
    return found


def as_sent(message: dict[str, Any]) -> dict[str, Any]:
    """The message as the inbox sends it: every choice carries a payload, but those of a multi field."""
    if "choices" not in message or message.get("control") == "multi":
        return message
    choices = [{"label": choice["label"], "choice": choice.get("choice", "/some")} for choice in message["choices"]]
    return {**message, "choices": choices}


@pytest.mark.parametrize("message", domain_messages())
def test_a_response_of_the_domain(message: dict[str, Any]) -> None:
    sent = as_sent(message)
    assert checked([sent]) == ([sent], [])


def test_every_reviewed_answer() -> None:
    cards = [card(answer, load_laws(), REGION) for answer in load_answers().values()]
    assert cards and checked(cards) == (cards, [])


def test_the_welcome_and_every_failure() -> None:
    said = [*welcome(REGION), *(failure(id_, REGION) for id_ in load_failures())]
    assert checked(said) == (said, [])


@pytest.mark.parametrize("day", [None, date(2026, 11, 1), date(2025, 1, 1)])
def test_a_deadline(day: date | None) -> None:
    message = deadline_message(
        filing_deadline(DeadlineFacts(way=learning_ways()[0][0], day=day), date(2026, 11, 23)), load_laws()
    )
    assert checked([message]) == ([message], [])


def test_the_offices() -> None:
    message = handoff_card(REGION, True)
    assert checked([message]) == ([message], [])
