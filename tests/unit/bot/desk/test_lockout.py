"""Five failures close a name; success and time open it."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from limits import RateLimitItemPerSecond

from bot.desk.lockout import FIVE_IN_15_MINUTES, LockedOut, Lockout


def fail(lockout: Lockout, name: str, times: int) -> None:
    for _ in range(times):
        lockout.attempt(name)


def test_the_sixth_attempt_is_refused_and_says_how_long() -> None:
    lockout = Lockout()
    fail(lockout, "甲", 5)
    with pytest.raises(LockedOut) as refused:
        lockout.attempt("甲")
    assert 890 <= refused.value.wait <= 900


def test_the_limit_is_five_in_fifteen_minutes() -> None:
    assert (FIVE_IN_15_MINUTES.amount, FIVE_IN_15_MINUTES.get_expiry()) == (5, 15 * 60)


def test_names_are_counted_apart() -> None:
    lockout = Lockout()
    fail(lockout, "甲", 5)
    lockout.attempt("乙")


def test_success_forgets_the_failures() -> None:
    lockout = Lockout()
    fail(lockout, "甲", 4)
    lockout.succeeded("甲")
    fail(lockout, "甲", 5)


def test_attempts_while_closed_do_not_prolong_it() -> None:
    lockout = Lockout(RateLimitItemPerSecond(2, 2))
    started = time.monotonic()
    fail(lockout, "甲", 2)
    while time.monotonic() - started < 0.8:
        with pytest.raises(LockedOut):
            lockout.attempt("甲")
        time.sleep(0.05)
    time.sleep(1.5)
    lockout.attempt("甲")


def test_the_wait_is_never_nothing() -> None:
    lockout = Lockout(RateLimitItemPerSecond(1))
    lockout.attempt("甲")
    with pytest.raises(LockedOut) as refused:
        lockout.attempt("甲")
    assert refused.value.wait >= 1


def test_many_at_once_get_no_more_than_five() -> None:
    lockout = Lockout()

    def tried(_n: int) -> bool:
        try:
            lockout.attempt("甲")
        except LockedOut:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(tried, range(100))) == 5
