"""An abandoned form leaves nothing behind."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import ActionAbandon
from tests.unit.actions.test_stage import DOMAIN, Stage, run, tracker_of

SLOTS = {"apply_name": "演示甲", "complaint_what": "一件事", "requested_slot": "apply_phone"}


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def test_everything_typed_is_cleared_and_said_to_be() -> None:
    said, events = run(ActionAbandon(), tracker_of(slots=SLOTS))
    assert said == [{"response": "utter_stopped"}]
    assert [event["event"] for event in events] == ["reset_slots"]


def test_everything_is_cleared_even_when_saying_so_fails(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    class Mute(CollectingDispatcher):
        """Cannot speak the response."""

        def utter_message(self, *args: object, **kwargs: object) -> None:  # type: ignore[override]
            if kwargs.get("response"):
                raise RuntimeError("演示甲")
            super().utter_message(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("tests.unit.actions.test_stage.CollectingDispatcher", Mute)
    [told], events = run(ActionAbandon(), tracker_of(slots=SLOTS))
    assert told["level"] == "error" and [event["event"] for event in events] == ["reset_slots"]


def test_no_name_of_a_slot_or_its_value_is_in_the_events() -> None:
    _, events = run(ActionAbandon(), tracker_of(slots=SLOTS))
    for one in (*SLOTS, *SLOTS.values()):
        assert one not in str(events)


def test_it_is_called_as_the_domain_calls_it() -> None:
    assert ActionAbandon().name() in DOMAIN["actions"]
    assert isinstance(tracker_of(), Tracker)


@pytest.mark.parametrize(
    ("kept", "dropped"), [(None, []), ({"values": {}}, []), ({"values": {"files": ["a"]}}, ["web-1"])]
)
def test_files_sent_for_a_letter_go_with_it(stage: Stage, kept: object, dropped: list[str]) -> None:
    run(ActionAbandon(), tracker_of(slots={"complaint_short": kept}))
    assert stage.records.dropped == dropped
