"""Sessions: signed, idle after a quarter of an hour, over after twelve hours, shared by processes, gone at sign-out."""

import pytest
from sqlalchemy import func, select, text
from starlette.applications import Starlette

from actions.casework import staff
from actions.casework.models_staff import StaffSession
from actions.casework.staff import Account
from bot.desk.sessions import Sessions
from tests.unit.bot.desk.clerk import DESK_KEY, Clock


@pytest.fixture
def sessions(app: Starlette) -> Sessions:
    found: Sessions = app.state.desk.sessions
    return found


@pytest.fixture
def account(app: Starlette) -> Account:
    with app.state.desk.records.transaction() as transaction:
        found = staff.find_id(transaction, "s-00000001")
    assert found
    return found


def another(app: Starlette, key: str = DESK_KEY) -> Sessions:
    """What a second desk process has."""
    return Sessions(key, app.state.desk.records, app.state.desk.writer)


def test_an_open_session_is_found(sessions: Sessions, account: Account) -> None:
    found = sessions.find(sessions.open(account, proved=True))
    assert found and (found.account.id, found.account.name, found.proved) == (account.id, account.name, True)


def test_a_session_without_the_second_factor_says_so(sessions: Sessions, account: Account) -> None:
    found = sessions.find(sessions.open(account, proved=False))
    assert found and not found.proved


def test_every_session_has_a_cookie_of_its_own(sessions: Sessions, account: Account) -> None:
    cookies = {sessions.open(account, proved=True) for _ in range(20)}
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


def test_a_changed_cookie_opens_nothing(sessions: Sessions, account: Account) -> None:
    cookie = sessions.open(account, proved=True)
    for place in (0, 20, len(cookie) - 5):
        changed = "A" if cookie[place] != "A" else "B"
        assert sessions.find(cookie[:place] + changed + cookie[place + 1 :]) is None


def test_another_key_does_not_open_it(app: Starlette, sessions: Sessions, account: Account) -> None:
    cookie = another(app, "another-key-0123456789abcdef").open(account, proved=True)
    assert not sessions.known_cookie(cookie)


def test_a_restart_ends_nothing_and_a_second_process_knows_it(
    app: Starlette, sessions: Sessions, account: Account
) -> None:
    cookie = sessions.open(account, proved=True)
    assert another(app).find(cookie)
    another(app).end(cookie)
    assert sessions.find(cookie) is None


def test_the_table_does_not_give_the_cookie_away(app: Starlette, sessions: Sessions, account: Account) -> None:
    cookie = sessions.open(account, proved=True)
    with app.state.desk.records.transaction() as transaction:
        stored = str(transaction.execute(text("SELECT * FROM staff_sessions")).all())
    assert cookie.split(".")[0] not in stored and cookie not in stored


def test_a_quarter_of_an_hour_without_a_request_ends_it(sessions: Sessions, account: Account, clock: Clock) -> None:
    cookie = sessions.open(account, proved=True)
    clock.forward(minutes=15)
    assert sessions.find(cookie)
    clock.forward(minutes=15, seconds=1)
    assert sessions.find(cookie) is None
    clock.forward(minutes=-15)
    assert sessions.find(cookie) is None


def test_each_request_starts_the_quarter_anew(sessions: Sessions, account: Account, clock: Clock) -> None:
    cookie = sessions.open(account, proved=True)
    for _ in range(10):
        clock.forward(minutes=14)
        assert sessions.find(cookie)


def test_requests_within_a_minute_write_nothing(
    sessions: Sessions, account: Account, clock: Clock, queries: list[str]
) -> None:
    cookie = sessions.open(account, proved=True)
    queries.clear()
    clock.forward(seconds=59)
    assert sessions.find(cookie)
    assert not any(one.startswith("UPDATE") for one in queries)
    clock.forward(seconds=1)
    assert sessions.find(cookie)
    assert any(one.startswith("UPDATE staff_sessions") for one in queries)


def test_twelve_hours_are_the_longest(sessions: Sessions, account: Account, clock: Clock) -> None:
    cookie = sessions.open(account, proved=True)
    for _ in range(72):
        clock.forward(minutes=10)
        assert sessions.find(cookie)
    clock.forward(minutes=10)
    assert sessions.find(cookie) is None


def test_the_end_is_the_end(sessions: Sessions, account: Account) -> None:
    cookie, other = sessions.open(account, proved=True), sessions.open(account, proved=True)
    sessions.end(cookie)
    assert sessions.find(cookie) is None
    assert sessions.find(other)


def test_a_new_session_takes_the_place_of_the_browser_s_old_one(sessions: Sessions, account: Account) -> None:
    half = sessions.open(account, proved=False)
    whole = sessions.open(account, proved=True, instead_of=half)
    assert sessions.find(half) is None
    assert sessions.find(whole)


def test_dead_sessions_do_not_pile_up(app: Starlette, sessions: Sessions, account: Account, clock: Clock) -> None:
    for _ in range(50):
        sessions.open(account, proved=True)
    clock.forward(hours=1)
    sessions.open(account, proved=True)
    with app.state.desk.records.transaction() as transaction:
        assert transaction.scalar(select(func.count()).select_from(StaffSession)) == 1


def test_signing_in_is_remembered_at_the_account(app: Starlette, sessions: Sessions, account: Account) -> None:
    sessions.open(account, proved=False)
    with app.state.desk.records.transaction() as transaction:
        assert staff.find_id(transaction, account.id) == account
    sessions.open(account, proved=True)
    with app.state.desk.records.transaction() as transaction:
        found = staff.find_id(transaction, account.id)
    assert found and found.seen_at == app.state.desk.clock()


def test_a_form_token_belongs_to_one_cookie(sessions: Sessions) -> None:
    one, other = sessions.fresh_cookie(), sessions.fresh_cookie()
    assert sessions.token_fits(one, sessions.form_token(one))
    assert not sessions.token_fits(other, sessions.form_token(one))
    assert not sessions.token_fits(one, "")
    assert not sessions.token_fits(one, "中文")


def test_a_form_token_for_a_foreign_cookie_is_worth_nothing(sessions: Sessions) -> None:
    assert not sessions.token_fits("", sessions.form_token(""))
