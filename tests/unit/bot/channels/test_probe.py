"""A real question, at most once in five seconds."""

import asyncio

import pytest

from bot.channels.brain import Failure, FailureKind, Reply
from bot.channels.probe import Readiness
from bot.channels.turns import Turn

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class FakeBrain:
    """Answers what it is told, and remembers who asked."""

    def __init__(self) -> None:
        self.answer: Reply | Failure = Reply([{"type": "answer"}], [])
        self.asked: list[tuple[str, Turn]] = []

    async def ask(self, conversation: str, turn: Turn) -> Reply:
        self.asked.append((conversation, turn))
        await asyncio.sleep(0)
        if isinstance(self.answer, Failure):
            raise self.answer
        return self.answer


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_a_result_holds_for_five_seconds() -> None:
    brain, clock = FakeBrain(), Clock()
    readiness = Readiness(brain, clock)  # type: ignore[arg-type]
    assert await readiness.failure() is None
    brain.answer = Failure(FailureKind.DIALOGUE_DOWN)
    clock.now += 4.9
    assert await readiness.failure() is None
    clock.now += 0.1
    assert await readiness.failure() == "dialogue_down"
    clock.now += 4.9
    brain.answer = Reply([{"type": "answer"}], [])
    assert await readiness.failure() == "dialogue_down"
    clock.now += 0.1
    assert await readiness.failure() is None


async def test_many_cause_one_question() -> None:
    brain = FakeBrain()
    readiness = Readiness(brain, Clock())  # type: ignore[arg-type]
    assert await asyncio.gather(*(readiness.failure() for _ in range(50))) == [None] * 50
    assert len(brain.asked) == 1


async def test_the_question_is_one_of_ours_in_a_conversation_of_its_own() -> None:
    brain, clock = FakeBrain(), Clock()
    readiness = Readiness(brain, clock)  # type: ignore[arg-type]
    for _ in range(2):
        await readiness.failure()
        clock.now += 5
    (first, turn), (second, _) = brain.asked
    assert turn == Turn(text="行政复议要交钱吗") and first.startswith("probe-") and first != second


async def test_words_that_are_no_answer_are_not_enough() -> None:
    brain = FakeBrain()
    brain.answer = Reply([{"type": "choices"}, {"type": "text"}], [])
    assert await Readiness(brain).failure() == "no_answer"  # type: ignore[arg-type]
