"""What several edge processes share about the official account, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.errors import RecordsUnavailable
from actions.casework.models_wechat import WechatLink, WechatMessage, WechatNonce, WechatPerson, WechatToken
from actions.casework.wechat import Arrival, Delivery, WechatRecords
from actions.casework.wechat_tickets import MOST_KEPT

APP = "wx1"


@pytest.fixture
def wechat(url: str, keys: Keys, clock, patient) -> Iterator[WechatRecords]:
    opened = WechatRecords(url, keys, clock)
    yield opened
    opened.close()


def delivery(clock, key: str = "id 1", openid: str = "oAnna", **changes: object) -> Delivery:
    delivery.nonces += 1  # type: ignore[attr-defined]
    usual = {"nonce": f"n{delivery.nonces}", "body": b"<xml/>", "received_at": clock()}  # type: ignore[attr-defined]
    return Delivery(openid, f"{openid} {key}", **{**usual, **changes})  # type: ignore[arg-type]


delivery.nonces = 0  # type: ignore[attr-defined]


def count(engine: Engine, table: type) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_first_delivery_takes_the_turn_and_others_attach(wechat: WechatRecords, clock) -> None:
    first, second = wechat.arrive(delivery(clock)), wechat.arrive(delivery(clock))
    assert (first.kind, first.started, first.delivery) == ("new", True, 1)
    assert (second.kind, second.id, second.delivery) == ("attached", first.id, 2)
    assert wechat.outcome(first.id) == (False, 2, None)
    assert wechat.finish(first.id, {"options": []}, "好的") == (2, False)
    assert wechat.outcome(first.id) == (True, 2, "好的")


def test_after_the_answer_a_double_gets_nothing_and_a_retry_the_answer(wechat: WechatRecords, clock) -> None:
    first = wechat.arrive(delivery(clock))
    wechat.finish(first.id, None, "好的")
    clock.forward(seconds=1)
    assert wechat.arrive(delivery(clock)).kind == "answered"
    clock.forward(seconds=4.5)
    again = wechat.arrive(delivery(clock))
    assert (again.kind, again.answer) == ("repeat", "好的")


def test_an_answer_that_did_not_get_out_is_given_however_soon(wechat: WechatRecords, clock) -> None:
    first = wechat.arrive(delivery(clock))
    wechat.finish(first.id, None, "好的")
    wechat.unsaid(first.id)
    assert wechat.arrive(delivery(clock)).kind == "repeat"
    assert wechat.arrive(delivery(clock)).kind == "answered"


def test_the_same_number_of_another_person_is_another_message(wechat: WechatRecords, clock) -> None:
    first = wechat.arrive(delivery(clock))
    wechat.finish(first.id, None, "给安娜的")
    other = wechat.arrive(delivery(clock, openid="oBen"))
    assert other.kind == "new" and other.conversation != first.conversation and other.answer is None


def test_messages_of_one_person_take_turns(wechat: WechatRecords, clock) -> None:
    first = wechat.arrive(delivery(clock, "id 1"))
    second, third = wechat.arrive(delivery(clock, "id 2")), wechat.arrive(delivery(clock, "id 3"))
    assert (second.started, third.started) == (False, False)
    assert wechat.begin(second.id, 14) is None
    wechat.finish(first.id, {"field": "apply_day"}, "一")
    assert wechat.begin(third.id, 14) is None
    begun = wechat.begin(second.id, 14)
    assert begun and begun.started and begun.state == {"field": "apply_day"}
    wechat.finish(second.id, {}, "二")
    assert wechat.begin(third.id, 14)


def test_an_abandoned_turn_holds_nobody_up_and_is_not_taken_again(wechat: WechatRecords, clock) -> None:
    first, second = wechat.arrive(delivery(clock, "id 1")), wechat.arrive(delivery(clock, "id 2"))
    assert wechat.outcome(first.id)[0] is False
    clock.forward(seconds=5)
    wechat.renew([first.id], 6)
    clock.forward(seconds=5)
    assert wechat.outcome(first.id)[0] is False and wechat.begin(second.id, 14) is None
    clock.forward(seconds=1.1)
    assert wechat.outcome(first.id)[0] is None
    assert wechat.begin(second.id, 14)
    again = wechat.arrive(delivery(clock, "id 1"))
    assert (again.kind, again.id) == ("abandoned", first.id)


def test_a_message_that_only_waited_may_be_taken_by_another_process(wechat: WechatRecords, clock) -> None:
    wechat.arrive(delivery(clock, "id 1"))
    wechat.arrive(delivery(clock, "id 2"))
    clock.forward(seconds=7)
    assert wechat.arrive(delivery(clock, "id 2")).kind == "new"


def test_a_note_keeps_the_message_open_until_the_answer_is_out(wechat: WechatRecords, clock) -> None:
    first, second = wechat.arrive(delivery(clock, "id 1")), wechat.arrive(delivery(clock, "id 2"))
    assert wechat.note(first.id, 1, "请稍等") == ("new", "请稍等")
    assert wechat.note(first.id, 1, "请稍等") == ("answered", None)
    assert wechat.finish(first.id, {}, "好的") == (1, True)
    assert wechat.begin(second.id, 14) is None
    wechat.close_message(first.id)
    assert wechat.begin(second.id, 14)
    clock.forward(seconds=5)
    retry = wechat.arrive(delivery(clock, "id 1"))
    assert (retry.kind, retry.answer) == ("repeat", "请稍等")


def test_a_note_that_comes_too_late_or_from_an_older_delivery(wechat: WechatRecords, clock) -> None:
    first = wechat.arrive(delivery(clock))
    wechat.arrive(delivery(clock))
    assert wechat.note(first.id, 1, "请稍等") == ("answered", None)
    wechat.finish(first.id, {}, "好的")
    assert wechat.note(first.id, 2, "请稍等") == ("repeat", "好的")


def test_a_signature_is_good_for_one_body_and_for_a_short_time(wechat: WechatRecords, clock) -> None:
    assert wechat.arrive(delivery(clock, nonce="same")).kind == "new"
    assert wechat.arrive(delivery(clock, nonce="same")).kind == "attached"
    assert wechat.arrive(delivery(clock, nonce="same", body=b"<xml>other</xml>")).kind == "replayed"
    clock.forward(seconds=21)
    assert wechat.arrive(delivery(clock, nonce="same")).kind == "replayed"


@pytest.mark.parametrize(
    ("window", "times", "span"), [("message", 5, timedelta(hours=48)), ("tap", 3, timedelta(minutes=1))]
)
def test_late_answers_are_counted_and_end(
    wechat: WechatRecords, clock, window: str, times: int, span: timedelta
) -> None:
    wechat.arrive(delivery(clock, window=window))
    assert [wechat.spend("oAnna") for _ in range(times + 1)] == ["oAnna"] * times + [None]
    wechat.arrive(delivery(clock, "id 2", window=window))
    clock.now += span
    assert wechat.spend("oAnna") is None


def test_a_tap_takes_nothing_away_from_what_a_message_allowed(wechat: WechatRecords, clock) -> None:
    wechat.arrive(delivery(clock, "id 1"))
    wechat.arrive(delivery(clock, "event 2", window="tap"))
    assert [wechat.spend("oAnna") for _ in range(6)].count("oAnna") == 5


def test_wechat_says_that_nothing_is_left(wechat: WechatRecords, clock) -> None:
    wechat.arrive(delivery(clock))
    wechat.exhaust("oAnna")
    assert wechat.spend("oAnna") is None and wechat.spend("oNobody") is None


def test_kept_answers_come_with_the_next_message_and_old_ones_go(wechat: WechatRecords, clock) -> None:
    first = wechat.arrive(delivery(clock, "id 1"))
    wechat.finish(first.id, {"rest": "还有"}, "好的")
    for number in range(MOST_KEPT + 2):
        wechat.keep("oAnna", f"答{number}")
    state = wechat.arrive(delivery(clock, "id 2")).state
    assert state["kept"] == [f"答{number}" for number in range(2, MOST_KEPT + 2)] and state["rest"] == "还有"


def test_a_page_opens_once_in_fifteen_minutes(wechat: WechatRecords, clock, engine: Engine) -> None:
    name, late = wechat.make_link("wechat-1", [{"type": "text"}]), wechat.make_link("wechat-2", [])
    assert wechat.link_lives(name)
    assert wechat.open_link(name) == ("wechat-1", [{"type": "text"}])
    assert wechat.open_link(name) is None and not wechat.link_lives(name)
    clock.forward(minutes=15)
    assert wechat.open_link(late) is None and wechat.open_link("another") is None
    assert count(engine, WechatLink) == 1


def test_two_who_open_a_page_at_once_open_it_once(wechat: WechatRecords) -> None:
    name = wechat.make_link("wechat-1", [])
    with ThreadPoolExecutor(4) as threads:
        opened = list(threads.map(lambda _: wechat.open_link(name), range(4)))
    assert len([one for one in opened if one]) == 1


def test_many_deliveries_at_once_make_one_turn(wechat: WechatRecords, clock) -> None:
    with ThreadPoolExecutor(6) as threads:
        found: list[Arrival] = list(threads.map(lambda _: wechat.arrive(delivery(clock)), range(6)))
    assert sorted(one.kind for one in found) == ["attached"] * 5 + ["new"]
    assert sorted(one.delivery for one in found) == [1, 2, 3, 4, 5, 6]


def test_many_messages_of_one_person_at_once_start_one(wechat: WechatRecords, clock) -> None:
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda n: wechat.arrive(delivery(clock, f"id {n}")), range(6)))
    assert [one.started for one in found].count(True) == 1 and len({one.conversation for one in found}) == 1


def test_one_process_fetches_the_token(wechat: WechatRecords, clock) -> None:
    assert wechat.token(APP) is None
    assert [wechat.may_fetch(APP, 6) for _ in range(3)] == [True, False, False]
    wechat.save_token(APP, "t1", 7200)
    assert wechat.token(APP) == "t1" and not wechat.may_fetch(APP, 6)
    clock.forward(seconds=7200)
    assert wechat.token(APP) is None and wechat.may_fetch(APP, 6)
    clock.forward(seconds=6)  # whoever fetched is gone
    assert wechat.may_fetch(APP, 6)


def test_a_token_is_dropped_only_by_its_own_name(wechat: WechatRecords) -> None:
    wechat.may_fetch(APP, 6)
    wechat.save_token(APP, "t2", 7200)
    wechat.drop_token(APP, "t1")
    assert wechat.token(APP) == "t2"
    wechat.drop_token(APP, "t2")
    assert wechat.token(APP) is None and wechat.may_fetch(APP, 6)


def test_who_leaves_is_forgotten_with_the_pages(wechat: WechatRecords, clock, engine: Engine) -> None:
    first = wechat.arrive(delivery(clock))
    wechat.make_link(first.conversation, [])
    wechat.forget("oAnna")
    wechat.forget("oNobody")
    assert count(engine, WechatPerson) == count(engine, WechatLink) == 0
    assert wechat.finish(first.id, {"options": []}, "好的") == (1, False)
    assert count(engine, WechatPerson) == 0


def test_what_is_past_its_time_goes_by_itself(wechat: WechatRecords, clock, engine: Engine) -> None:
    wechat.arrive(delivery(clock))
    wechat.make_link("wechat-1", [])
    clock.forward(hours=2)
    wechat.arrive(delivery(clock, "id 2", openid="oBen"))
    assert count(engine, WechatMessage) == count(engine, WechatNonce) == 1
    assert (count(engine, WechatLink), count(engine, WechatPerson)) == (0, 2)
    clock.forward(hours=46, seconds=1)
    wechat.arrive(delivery(clock, "id 3", openid="oBen"))
    assert count(engine, WechatPerson) == 1


def test_no_openid_stands_in_the_database(wechat: WechatRecords, clock, engine: Engine) -> None:
    first = wechat.arrive(delivery(clock, openid="oSecretPerson"))
    wechat.finish(first.id, {"rest": "秘密"}, "秘密的答复")
    with engine.connect() as connection:
        for table in (WechatPerson, WechatMessage, WechatNonce, WechatToken):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table.__tablename__}").all()
            assert "oSecretPerson" not in str(rows) and "秘密" not in str(rows)


def test_after_a_new_key_a_person_is_still_the_same(url: str, keys: Keys, clock, wechat: WechatRecords) -> None:
    before = wechat.arrive(delivery(clock))
    wechat.finish(before.id, {"field": "x"}, "好的")
    rotated = WechatRecords(url, Keys([bytes(32), bytes(range(32))]), clock)
    after = rotated.arrive(delivery(clock, "id 2"))
    assert after.conversation == before.conversation and after.state == {"field": "x"}
    assert rotated.arrive(delivery(clock)).kind == "answered"
    rotated.close()


def test_a_database_that_is_down_is_one_error(tmp_path, keys: Keys, clock) -> None:
    gone = WechatRecords(f"sqlite:///{tmp_path}/none/records.db", keys, clock)
    for call in (lambda: gone.arrive(delivery(clock)), lambda: gone.begin(1, 1), lambda: gone.token(APP)):
        with pytest.raises(RecordsUnavailable):
            call()
    gone.close()
