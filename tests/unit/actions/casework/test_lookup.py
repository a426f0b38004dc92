import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt
from actions.casework.errors import LookUpRefused, NotRecognised, TooManyTries
from actions.casework.lookup import MOST_FAILURES, MOST_FROM, NOWHERE, WINDOW, Origin
from actions.casework.models import LookupTries
from actions.casework.store import Records

WRONG = "222-222-222"


class StandingClock(Protocol):
    def forward(self, **span: float) -> None: ...


@pytest.fixture
def receipt(records: Records, letter: Callable[..., NewLetter]) -> Receipt:
    return records.file_letter(letter())


def failing(records: Records, number: str, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(NotRecognised):
            records.look_up(number, WRONG)


def test_number_and_code_open_the_status(records: Records, receipt: Receipt) -> None:
    assert records.look_up(receipt.number, receipt.code).number == receipt.number


def test_both_are_read_as_people_type_them(records: Records, receipt: Receipt) -> None:
    typed = receipt.number.lower().replace("-", " — ")
    assert records.look_up(typed, f" {receipt.code.lower().replace('-', '')} ").number == receipt.number


def refusal(records: Records, number: str, code: str, origin: Origin = NOWHERE) -> LookUpRefused:
    with pytest.raises(LookUpRefused) as caught:
        records.look_up(number, code, origin=origin)
    return caught.value


def test_every_failure_is_the_same_error(
    records: Records, receipt: Receipt, application: Callable[..., NewApplication], clock: StandingClock
) -> None:
    draft = records.save_application(application())
    clock.forward(days=31)
    refusals = [
        refusal(records, receipt.number, WRONG),
        refusal(records, "T2026-000099", receipt.code),
        refusal(records, "没有这个编号", ""),
        refusal(records, "", ""),
        refusal(records, "\0\ud800", "\0\ud800"),
        refusal(records, draft.number, draft.code),
        refusal(records, draft.number, receipt.code),
    ]
    assert {(type(one), str(one), one.args) for one in refusals} == {
        (NotRecognised, "number and code not recognised", ("number and code not recognised",))
    }


def test_every_failure_asks_the_same_of_the_database(
    url: str,
    keys: Keys,
    clock: StandingClock,
    letter: Callable[..., NewLetter],
    application: Callable[..., NewApplication],
) -> None:
    records = Records(url, keys, clock)  # type: ignore[arg-type]
    receipt, draft = records.file_letter(letter()), records.save_application(application())
    clock.forward(days=31)
    asked: list[str] = []
    event.listen(records._engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    seen = []
    for number, code in ((receipt.number, WRONG), ("T2026-000099", WRONG), ("", ""), (draft.number, draft.code)):
        asked.clear()
        refusal(records, number, code, HOME)
        seen.append(tuple(asked))
    records.close()
    assert len(set(seen)) == 1


class CountingKeys(Keys):
    """Keys that count their keyed hashes."""

    hashed = 0

    def _digest(self, key_id: bytes, label: str, text: str) -> str:
        self.hashed += 1
        return super()._digest(key_id, label, text)


def test_every_failure_costs_the_same_hashing(url: str, letter: Callable[..., NewLetter]) -> None:
    keys = CountingKeys([b"k" * 32])
    records = Records(url, keys)
    receipt = records.file_letter(letter())
    counts = []
    for number in (receipt.number, "T2026-000099", ""):
        keys.hashed = 0
        refusal(records, number, WRONG, HOME)
        counts.append(keys.hashed)
    records.close()
    assert len(set(counts)) == 1


def test_after_ten_failures_even_the_right_code_waits(records: Records, receipt: Receipt) -> None:
    failing(records, receipt.number, MOST_FAILURES)
    for code in (receipt.code, WRONG):
        with pytest.raises(TooManyTries) as caught:
            records.look_up(receipt.number, code)
        assert caught.value.retry_after == WINDOW == timedelta(hours=1)


def test_the_window_begins_with_the_first_failure(records: Records, receipt: Receipt, clock: StandingClock) -> None:
    failing(records, receipt.number)
    clock.forward(minutes=50)
    failing(records, receipt.number, MOST_FAILURES - 1)
    assert refusal(records, receipt.number, receipt.code).__dict__ == {"retry_after": timedelta(minutes=10)}
    clock.forward(minutes=9, seconds=59)
    assert isinstance(refusal(records, receipt.number, receipt.code), TooManyTries)
    clock.forward(seconds=1)
    assert records.look_up(receipt.number, receipt.code).number == receipt.number


def test_waiting_in_vain_does_not_prolong_the_wait(records: Records, receipt: Receipt, clock: StandingClock) -> None:
    failing(records, receipt.number, MOST_FAILURES)
    for _ in range(20):
        clock.forward(minutes=2)
        refusal(records, receipt.number, WRONG)
    clock.forward(minutes=20)
    assert records.look_up(receipt.number, receipt.code).number == receipt.number


def test_a_number_that_does_not_exist_is_throttled_too(records: Records) -> None:
    failing(records, "T2026-000099", MOST_FAILURES)
    assert isinstance(refusal(records, "T2026-000099", WRONG), TooManyTries)


def test_other_spellings_of_a_number_count_together(records: Records) -> None:
    for spelling in ("T2026-000099", "t2026000099", "Ｔ2026-99", " T2026-000099") * 3:
        last = refusal(records, spelling, WRONG)
    assert isinstance(last, TooManyTries)


def test_numbers_are_throttled_apart(records: Records, receipt: Receipt) -> None:
    failing(records, "T2026-000099", MOST_FAILURES)
    assert records.look_up(receipt.number, receipt.code).number == receipt.number


def test_looking_up_rightly_is_never_too_often(records: Records, receipt: Receipt) -> None:
    failing(records, receipt.number, MOST_FAILURES - 1)
    for _ in range(MOST_FAILURES + 5):
        assert records.look_up(receipt.number, receipt.code).number == receipt.number
    failing(records, receipt.number)
    assert isinstance(refusal(records, receipt.number, receipt.code), TooManyTries)


@pytest.mark.usefixtures("patient")
def test_many_tries_at_once_do_not_slip_past_the_limit(records: Records, receipt: Receipt) -> None:
    refusals: list[LookUpRefused] = []

    def try_often() -> None:
        for _ in range(6):
            try:
                records.look_up(receipt.number, WRONG)
            except LookUpRefused as refused:
                refusals.append(refused)

    threads = [threading.Thread(target=try_often, daemon=True) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 30
    assert sum(isinstance(one, NotRecognised) for one in refusals) == MOST_FAILURES


# Where the tries come from.

HOME: Origin = {"address": "演示地址甲"}


def sweep(records: Records, origin: Origin, times: int, first: int = 900) -> list[LookUpRefused]:
    """Wrong tries with one secret at number after number, as somebody tries who knows a phone."""
    return [refusal(records, f"T2026-{first + at:06d}", WRONG, origin) for at in range(times)]


def test_ten_wrong_tries_from_one_address_pause_it_whatever_the_number(records: Records, receipt: Receipt) -> None:
    assert {type(one) for one in sweep(records, HOME, MOST_FAILURES)} == {NotRecognised}
    refused = refusal(records, receipt.number, receipt.code, HOME)
    assert isinstance(refused, TooManyTries) and refused.retry_after == WINDOW


def test_other_addresses_go_on(records: Records, receipt: Receipt) -> None:
    sweep(records, HOME, MOST_FAILURES + 1)
    for other in ({"address": "演示地址乙"}, {"visit": "演示地址甲"}, {}):
        assert records.look_up(receipt.number, receipt.code, origin=other).number == receipt.number


def test_a_paused_address_cannot_use_up_the_tries_of_a_number(records: Records, receipt: Receipt) -> None:
    sweep(records, HOME, MOST_FAILURES)
    for _ in range(2 * MOST_FAILURES):
        refusal(records, receipt.number, WRONG, HOME)
    assert records.look_up(receipt.number, receipt.code).number == receipt.number


def test_the_pause_of_an_address_ends_with_its_hour(records: Records, receipt: Receipt, clock: StandingClock) -> None:
    sweep(records, HOME, MOST_FAILURES + 3)
    clock.forward(seconds=WINDOW.total_seconds())
    assert records.look_up(receipt.number, receipt.code, origin=HOME).number == receipt.number


def test_right_tries_are_no_failures_of_an_address_and_forgive_none(records: Records, receipt: Receipt) -> None:
    sweep(records, HOME, MOST_FAILURES - 1)
    for _ in range(MOST_FAILURES):
        records.look_up(receipt.number, receipt.code, origin=HOME)
    sweep(records, HOME, 1, 800)
    assert isinstance(refusal(records, receipt.number, receipt.code, HOME), TooManyTries)


def test_one_visitor_does_not_close_the_kiosk_to_the_next(records: Records, receipt: Receipt) -> None:
    first, second = ({"visit": visit, "shared": "演示自助机"} for visit in ("演示甲", "演示乙"))
    sweep(records, first, MOST_FAILURES)
    assert isinstance(refusal(records, receipt.number, receipt.code, first), TooManyTries)
    assert records.look_up(receipt.number, receipt.code, origin=second).number == receipt.number


def test_a_shared_place_has_an_end_too(records: Records, receipt: Receipt) -> None:
    for at in range(MOST_FROM["shared"] // MOST_FAILURES):
        sweep(records, {"visit": f"演示{at}", "shared": "演示自助机"}, MOST_FAILURES, 100 * at + 100)
    refused = refusal(records, receipt.number, receipt.code, {"visit": "演示下一位", "shared": "演示自助机"})
    assert isinstance(refused, TooManyTries)


@pytest.mark.usefixtures("patient")
def test_many_tries_at_once_from_one_place_neither_slip_past_nor_wait_in_a_circle(records: Records) -> None:
    refusals: list[LookUpRefused] = []
    origin = {"visit": "演示甲", "shared": "演示自助机"}

    def sweep_some(first: int) -> None:
        refusals.extend(sweep(records, origin, 5, first))

    # Pairs of them try the same numbers at the same moment.
    threads = [threading.Thread(target=sweep_some, args=(first,), daemon=True) for first in (100, 200, 300) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 30
    assert sum(isinstance(one, NotRecognised) for one in refusals) == MOST_FAILURES


@pytest.mark.parametrize("opened", ["look_up", "open_draft"])
def test_every_door_counts_for_the_address(records: Records, draft: Receipt, opened: str) -> None:
    sweep(records, HOME, MOST_FAILURES)
    doors = {
        "look_up": lambda: records.look_up(draft.number, draft.code, origin=HOME),
        "open_draft": lambda: records.open_draft(draft.number, draft.code, "web-3/1", HOME),
    }
    with pytest.raises(TooManyTries):
        doors[opened]()


def test_marks_of_another_kind_are_not_counted(records: Records, receipt: Receipt, engine: Engine) -> None:
    refusal(records, receipt.number, WRONG, {"who": "演示", "address": ""})
    with Session(engine) as session:
        assert len(session.scalars(select(LookupTries)).all()) == 1


def test_the_count_names_no_place(records: Records, receipt: Receipt, engine: Engine) -> None:
    refusal(records, receipt.number, WRONG, {"address": "203.0.113.7", "visit": "web-1"})
    with Session(engine) as session:
        kept = [row.tried_hash for row in session.scalars(select(LookupTries))]
    assert len(kept) == 3 and not any(name in row for row in kept for name in ("203.0.113.7", "web-1"))


def test_the_count_names_no_number(records: Records, receipt: Receipt, engine: Engine) -> None:
    failing(records, receipt.number)
    with Session(engine) as session:
        row = session.scalars(select(LookupTries)).one()
        assert receipt.number not in row.tried_hash
        assert row.failures == 1


def test_now_can_be_given(records: Records, receipt: Receipt) -> None:
    moment = datetime(2027, 1, 1, 4, 0, tzinfo=UTC)
    assert records.look_up(receipt.number, receipt.code, moment).as_of == moment


def test_an_expired_draft_is_gone_to_the_minute(
    records: Records, application: Callable[..., NewApplication], clock: StandingClock
) -> None:
    draft = records.save_application(application())
    clock.forward(days=29, hours=23, minutes=59)
    assert records.look_up(draft.number, draft.code).state == "草稿"
    clock.forward(minutes=1)
    assert isinstance(refusal(records, draft.number, draft.code), NotRecognised)


def test_codes_hold_after_a_rotation(url: str, letter: Callable[..., NewLetter]) -> None:
    old, new = b"o" * 32, b"n" * 32
    before, after = Records(url, Keys([old])), Records(url, Keys([new, old]))
    receipt = before.file_letter(letter())
    assert after.look_up(receipt.number, receipt.code).number == receipt.number
    before.close()
    after.close()


# A draft is opened by the same two secrets.


@pytest.fixture
def draft(records: Records, application: Callable[..., NewApplication]) -> Receipt:
    return records.save_application(application(answers={"start": "step"}))


def opening(records: Records, number: str, code: str) -> LookUpRefused:
    with pytest.raises(LookUpRefused) as caught:
        records.open_draft(number, code, "web-3/1")
    return caught.value


def test_a_draft_opens_to_nobody_who_lacks_one_of_them(
    records: Records, draft: Receipt, receipt: Receipt, clock: StandingClock
) -> None:
    refusals = [
        opening(records, draft.number, WRONG),
        opening(records, draft.number, receipt.code),
        opening(records, "F2026-000099", draft.code),
        opening(records, receipt.number, receipt.code),
        opening(records, "", ""),
    ]
    clock.forward(days=31)
    refusals.append(opening(records, draft.number, draft.code))
    assert {(type(one), str(one)) for one in refusals} == {(NotRecognised, "number and code not recognised")}


def test_tries_to_open_are_counted_with_those_to_look_up(records: Records, draft: Receipt) -> None:
    failing(records, draft.number, MOST_FAILURES - 1)
    assert isinstance(opening(records, draft.number, WRONG), NotRecognised)
    refused = opening(records, draft.number, draft.code)
    assert isinstance(refused, TooManyTries)
    with pytest.raises(TooManyTries):
        records.look_up(draft.number, draft.code)


def test_after_the_pause_the_right_code_opens(records: Records, draft: Receipt, clock: StandingClock) -> None:
    for _ in range(MOST_FAILURES):
        opening(records, draft.number, WRONG)
    assert isinstance(opening(records, draft.number, draft.code), TooManyTries)
    clock.forward(seconds=WINDOW.total_seconds())
    assert records.open_draft(draft.number, draft.code, "web-3/1") == {"start": "step"}


def test_the_right_code_is_no_failure(records: Records, draft: Receipt) -> None:
    for _ in range(MOST_FAILURES + 3):
        records.open_draft(draft.number, draft.code, "web-3/1")
