"""Sessions: signed, idle after thirty minutes, over after twelve hours, gone after a sign-out."""

import pytest

from bot.desk.sessions import Sessions
from tests.unit.bot.desk.clerk import DESK_KEY, Clock


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    return Sessions(DESK_KEY, clock)


def test_an_open_session_is_found(sessions: Sessions) -> None:
    session = sessions.find(sessions.open("甲", "stamp"))
    assert session and (session.account, session.stamp) == ("甲", "stamp")


def test_every_session_has_a_cookie_of_its_own(sessions: Sessions) -> None:
    cookies = {sessions.open("甲", "stamp") for _ in range(20)}
    assert len(cookies) == 20
    assert all(len(cookie.split(".")[0]) == 43 for cookie in cookies)


def test_a_fresh_cookie_is_ours_but_opens_nothing(sessions: Sessions) -> None:
    cookie = sessions.fresh_cookie()
    assert sessions.known_cookie(cookie)
    assert sessions.find(cookie) is None


@pytest.mark.parametrize("cookie", ["", ".", "x", "x.y", "中文", "\ud800", "a" * 5000])
def test_a_foreign_cookie_opens_nothing(sessions: Sessions, cookie: str) -> None:
    assert not sessions.known_cookie(cookie)
    assert sessions.find(cookie) is None
    sessions.end(cookie)


def test_a_changed_cookie_opens_nothing(sessions: Sessions) -> None:
    cookie = sessions.open("甲", "stamp")
    for place in (0, 20, len(cookie) - 5):
        changed = "A" if cookie[place] != "A" else "B"
        assert sessions.find(cookie[:place] + changed + cookie[place + 1 :]) is None


def test_another_key_does_not_open_it(sessions: Sessions, clock: Clock) -> None:
    cookie = Sessions("another-key-0123456789abcdef", clock).open("甲", "stamp")
    assert not sessions.known_cookie(cookie)


def test_a_restart_signs_everybody_out(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.open("甲", "stamp")
    after = Sessions(DESK_KEY, clock)
    assert after.known_cookie(cookie)
    assert after.find(cookie) is None


def test_half_an_hour_without_a_request_ends_it(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.open("甲", "stamp")
    clock.forward(minutes=30)
    assert sessions.find(cookie)
    clock.forward(minutes=30, seconds=1)
    assert sessions.find(cookie) is None
    clock.forward(minutes=-30)
    assert sessions.find(cookie) is None


def test_each_request_starts_the_half_hour_anew(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.open("甲", "stamp")
    for _ in range(10):
        clock.forward(minutes=25)
        assert sessions.find(cookie)


def test_twelve_hours_are_the_longest(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.open("甲", "stamp")
    for _ in range(36):
        clock.forward(minutes=20)
        assert sessions.find(cookie)
    clock.forward(minutes=20)
    assert sessions.find(cookie) is None


def test_the_end_is_the_end(sessions: Sessions) -> None:
    cookie, other = sessions.open("甲", "stamp"), sessions.open("甲", "stamp")
    sessions.end(cookie)
    assert sessions.find(cookie) is None
    assert sessions.find(other)


def test_dead_sessions_do_not_pile_up(sessions: Sessions, clock: Clock) -> None:
    for _ in range(50):
        sessions.open("甲", "stamp")
    clock.forward(hours=1)
    sessions.open("甲", "stamp")
    assert len(sessions._open) == 1


def test_a_form_token_belongs_to_one_cookie(sessions: Sessions) -> None:
    one, other = sessions.fresh_cookie(), sessions.fresh_cookie()
    assert sessions.token_fits(one, sessions.form_token(one))
    assert not sessions.token_fits(other, sessions.form_token(one))
    assert not sessions.token_fits(one, "")
    assert not sessions.token_fits(one, "中文")


def test_a_form_token_for_a_foreign_cookie_is_worth_nothing(sessions: Sessions) -> None:
    assert not sessions.token_fits("", sessions.form_token(""))
    assert not sessions.token_fits("planted", sessions.form_token("planted"))
