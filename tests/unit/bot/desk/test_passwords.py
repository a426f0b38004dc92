"""What a password must be, and that only the right one fits."""

import threading
import time

import pytest
from argon2 import PasswordHasher

from bot.desk.passwords import AT_ONCE, PasswordRefused, Passwords

GOOD = "correct horse"


def test_a_hash_is_argon2id_and_salted(passwords: Passwords) -> None:
    one, other = passwords.hashed(GOOD), passwords.hashed(GOOD)
    assert one.startswith("$argon2id$")
    assert one != other
    assert GOOD not in one


def test_only_the_right_password_fits(passwords: Passwords) -> None:
    kept = passwords.hashed(GOOD)
    assert passwords.fits(kept, GOOD)
    assert not passwords.fits(kept, GOOD + " ")
    assert not passwords.fits(kept, "")


def test_nobody_has_a_password_that_fits(passwords: Passwords) -> None:
    assert not passwords.fits(None, "nobody has this password")
    assert not passwords.fits(None, GOOD)


class CountingHasher(PasswordHasher):
    """Remembers which hashes it was asked about."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.asked: list[str | bytes] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        """Check, and remember."""
        self.asked.append(hash)
        return bool(super().verify(hash, password))


def test_without_a_hash_it_works_as_hard() -> None:
    hasher = CountingHasher()
    passwords = Passwords(hasher)
    passwords.fits(None, "a wrong one")
    passwords.fits(passwords.hashed(GOOD), "a wrong one")
    one, other = (str(hash_).split("$")[1:4] for hash_ in hasher.asked)
    assert one == other  # the algorithm and its cost


@pytest.mark.parametrize("kept", ["", "not a hash", "$argon2id$v=19$broken"])
def test_a_damaged_hash_fits_nothing(passwords: Passwords, kept: str) -> None:
    assert not passwords.fits(kept, GOOD)


@pytest.mark.parametrize("password", ["", "123456789", "九个字的密码不够长", "a" * 201])
def test_the_length_is_bounded(passwords: Passwords, password: str) -> None:
    with pytest.raises(PasswordRefused, match="10 到 200 个字符"):
        passwords.hashed(password)


@pytest.mark.parametrize("password", ["1" * 10, "1212121212", "aabbccddaabb"])
def test_a_plain_one_is_refused(passwords: Passwords, password: str) -> None:
    with pytest.raises(PasswordRefused, match="太简单"):
        passwords.hashed(password)


def test_ten_characters_are_enough(passwords: Passwords) -> None:
    assert passwords.fits(passwords.hashed("十个字的密码就够长了"), "十个字的密码就够长了")


def test_keyboards_may_compose_characters_differently(passwords: Passwords) -> None:
    kept = passwords.hashed("café-１２３４５")
    assert passwords.fits(kept, "cafe\u0301-12345")


def test_a_lone_surrogate_breaks_nothing(passwords: Passwords) -> None:
    assert not passwords.fits(passwords.hashed(GOOD), "\ud800" * 12)


class SlowHasher(PasswordHasher):
    """Takes its time, and knows how many checks ran at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.running = self.most = 0
        self._lock = threading.Lock()

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        """Check slowly."""
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
        time.sleep(0.02)
        with self._lock:
            self.running -= 1
        return bool(super().verify(hash, password))


def test_a_crowd_waits_its_turn() -> None:
    hasher = SlowHasher()
    passwords = Passwords(hasher)
    crowd = [threading.Thread(target=passwords.fits, args=(None, "a wrong one"), daemon=True) for _ in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert hasher.most == AT_ONCE
