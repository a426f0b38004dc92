"""No action is ever silent, slow or talkative in the log."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context, guard
from actions.casework.errors import DamagedRecord, DataKeyProblem, NotRecognised, RecordsUnavailable
from actions.content.region import load_region
from actions.content.source import ContentError
from actions.content.texts import failure
from actions.guard import Event, GuardedAction, off_loop
from tests.unit.actions.test_stage import Stage, run, tracker_of

SECRET = "演示甲 13800000000"
KEPT: list[Event] = [{"event": "slot", "name": "kept", "value": "yes", "timestamp": None}]


class Doing(GuardedAction):
    """Does what it is given."""

    def __init__(self, what: Callable[[CollectingDispatcher], Awaitable[list[Event]]]) -> None:
        self._what = what

    def name(self) -> str:
        return "action_doing"

    async def act(self, say: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        return await self._what(say)


class Keeping(Doing):
    """Has something to keep when it fails."""

    def after_failure(self, tracker: Tracker) -> list[Event]:
        return KEPT


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def failing(error: BaseException) -> Callable[[CollectingDispatcher], Awaitable[list[Event]]]:
    async def fail(say: CollectingDispatcher) -> list[Event]:
        raise error

    return fail


def words(id_: str) -> dict[str, str]:
    return failure(id_, load_region("shiquan"))


def test_what_succeeds_is_left_alone() -> None:
    async def speak(say: CollectingDispatcher) -> list[Event]:
        say.utter_message(json_message={"type": "text", "text": "好"})
        return KEPT

    assert run(Doing(speak)) == ([{"type": "text", "text": "好"}], KEPT)


@pytest.mark.parametrize(
    ("error", "id_"),
    [
        (RecordsUnavailable(SECRET), "records_down"),
        (DamagedRecord(SECRET), "records_down"),
        (TimeoutError(SECRET), "dialogue_slow"),
        (TimeoutError(SECRET), "dialogue_slow"),
        (RuntimeError(SECRET), "silent"),
        (KeyError(SECRET), "silent"),
        (ContentError("a.yml", SECRET, SECRET), "silent"),
        (DataKeyProblem(SECRET), "silent"),
        (NotRecognised(), "silent"),
        (OSError(SECRET), "silent"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)
def test_a_failure_is_said_in_words_and_keeps_what_there_is_to_keep(error: Exception, id_: str) -> None:
    assert run(Doing(failing(error))) == ([words(id_)], [])
    assert run(Keeping(failing(error))) == ([words(id_)], KEPT)


def test_each_kind_of_failure_has_words_of_its_own() -> None:
    assert len({words(id_)["text"] for id_ in ("records_down", "dialogue_slow", "silent")}) == 3


def test_rasa_waits_longer_than_an_action_takes() -> None:
    assert 0 < guard.SECONDS <= 3


def test_a_slow_action_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS", 0.05)

    async def sleep(say: CollectingDispatcher) -> list[Event]:
        await asyncio.sleep(60)
        return []

    began = time.monotonic()
    assert run(Keeping(sleep)) == ([words("dialogue_slow")], KEPT)
    assert time.monotonic() - began < 5


def test_a_slow_call_off_the_loop_is_given_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS", 0.05)
    released = threading.Event()

    async def wait(say: CollectingDispatcher) -> list[Event]:
        await off_loop(released.wait, 20)
        return []

    async def both() -> tuple[list[Any], float]:
        say, began = CollectingDispatcher(), time.monotonic()
        await Doing(wait).run(say, tracker_of(), {})
        taken = time.monotonic() - began
        released.set()
        return [message["custom"] for message in say.messages], taken

    said, taken = asyncio.run(both())
    assert said == [words("dialogue_slow")] and taken < 5


def test_one_slow_action_does_not_hold_up_another() -> None:
    released = threading.Event()

    async def wait(say: CollectingDispatcher) -> list[Event]:
        assert await off_loop(released.wait, 2.5)
        return []

    async def release(say: CollectingDispatcher) -> list[Event]:
        released.set()
        return []

    async def both() -> list[list[dict[str, Any]]]:
        first, second = CollectingDispatcher(), CollectingDispatcher()
        await asyncio.gather(Doing(wait).run(first, tracker_of(), {}), Doing(release).run(second, tracker_of(), {}))
        return [first.messages, second.messages]

    assert asyncio.run(both()) == [[], []]


def test_the_log_names_the_type_and_never_what_was_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    run(Doing(failing(RuntimeError(SECRET))), tracker_of({"text": SECRET}))
    logged = [record.getMessage() for record in caplog.records if record.name == guard.__name__]
    assert logged == ["action_doing failed: RuntimeError"]
    assert "演示甲" not in caplog.text and "13800000000" not in caplog.text
    assert all(record.exc_info is None and record.stack_info is None for record in caplog.records)


def test_off_loop_hands_over_arguments_results_and_errors() -> None:
    assert asyncio.run(off_loop(lambda *args, **named: (args, named), 1, two=2)) == ((1,), {"two": 2})
    with pytest.raises(ZeroDivisionError):
        asyncio.run(off_loop(lambda: 1 / 0))


def test_off_loop_is_another_thread() -> None:
    assert asyncio.run(off_loop(threading.get_ident)) != threading.get_ident()


def _no_region() -> None:
    raise ContentError("regions/shiquan.yml", "文件", "读不出来")


def test_not_even_a_broken_region_file_makes_it_silent(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(context, "region", _no_region)
    caplog.set_level(logging.DEBUG)
    assert run(Keeping(failing(RuntimeError()))) == ([{"response": "utter_failed"}], KEPT)
    assert [record.getMessage() for record in caplog.records if record.name == guard.__name__] == [
        "action_doing failed: RuntimeError",
        "no words for the failure: ContentError",
    ]


def test_what_was_said_before_the_failure_is_taken_back() -> None:
    async def half(say: CollectingDispatcher) -> list[Event]:
        say.utter_message(json_message={"type": "text", "text": "已经存好了"})
        raise RecordsUnavailable

    assert run(Doing(half))[0] == [words("records_down")]


@pytest.mark.parametrize("error", [TimeoutError(), RecordsUnavailable()])
def test_every_failure_is_logged_by_type(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    run(Doing(failing(error)))
    assert type(error).__name__ in caplog.text
