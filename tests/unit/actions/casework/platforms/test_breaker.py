import pytest

from actions.casework.platforms.breaker import FAILURES, PAUSE, Breaker
from actions.casework.platforms.failures import PlatformDown


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def opened(seconds: Seconds) -> Breaker:
    breaker = Breaker(seconds)
    for _ in range(FAILURES):
        breaker.enter()
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row(opened: Breaker) -> None:
    with pytest.raises(PlatformDown, match="circuit-open"):
        opened.enter()


def test_a_success_in_between_starts_the_count_anew(seconds: Seconds) -> None:
    breaker = Breaker(seconds)
    for _ in range(3 * FAILURES):
        breaker.enter()
        breaker.failed()
        breaker.enter()
        breaker.succeeded()
    breaker.enter()


def test_after_the_pause_one_call_tries_and_the_others_wait(opened: Breaker, seconds: Seconds) -> None:
    seconds.now += PAUSE
    opened.enter()
    with pytest.raises(PlatformDown):
        opened.enter()


def test_a_success_closes_it(opened: Breaker, seconds: Seconds) -> None:
    seconds.now += PAUSE
    opened.enter()
    opened.succeeded()
    for _ in range(5):
        opened.enter()


def test_a_failed_try_opens_it_for_another_pause(opened: Breaker, seconds: Seconds) -> None:
    seconds.now += PAUSE
    opened.enter()
    opened.failed()
    seconds.now += PAUSE - 1
    with pytest.raises(PlatformDown):
        opened.enter()
    seconds.now += 1
    opened.enter()
