"""What one answer sets off: what follows from it, and what is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.apply_accepted import AFTER, COUNTED, DECIDING, after_answer, spoken, stopped
from actions.apply_notices import authority_card, deadline_card, standing_card
from actions.content.forms import words
from actions.content.interview import load_interview
from actions.interview.flow import Progress, Values
from bot.channels.messages import checked
from tests.unit.actions.test_stage import TODAY, Stage

TABLE = load_interview("apply").questions
LATE: Values = {"learned_how": "handed_over", "learned_on": "2026-05-01", "date_check": "yes"}


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def after(key: str, text: str | None = None, **values: Any) -> tuple[Progress, list[Any]]:
    """The progress after an answer to `key`, and the messages, each a message of the contract."""
    begun = Progress(values, (key,))
    progress, messages = after_answer(key, str(values.get(key)) if text is None else text, begun)
    assert checked(messages) == (messages, [])
    assert progress.path == begun.path
    return progress, messages


def test_what_sets_something_off_is_asked() -> None:
    assert set(AFTER) <= set(TABLE)


@pytest.mark.parametrize("key", sorted(set(TABLE) - set(AFTER)))
def test_every_other_answer_is_only_kept(key: str) -> None:
    assert after(key, **{key: "x"}) == (Progress({key: "x"}, (key,)), [])


# Heard.

HEARD = {
    "respondent": "石泉县公安局",
    "body": "police",
    "matter": "penalty",
    "event_day": "2026-11-22",
    "amount": 200.0,
}


def test_what_is_confirmed_counts_as_answered() -> None:
    progress, messages = after_heard("yes")
    assert HEARD.items() <= progress.values.items() and progress.heard == {}
    assert messages == [authority_card(progress.values)]


def after_heard(answer: str, heard: Values | None = None, **values: Any) -> tuple[Progress, list[Any]]:
    begun = Progress({"heard": answer, **values}, ("heard",), heard=HEARD if heard is None else heard)
    return after_answer("heard", answer, begun)


def test_what_is_refused_is_forgotten() -> None:
    assert after_heard("no") == (Progress({"heard": "no"}, ("heard",)), [])


def test_without_a_body_nothing_is_said_of_an_authority() -> None:
    progress, messages = after_heard("yes", {"matter": "penalty"})
    assert progress.values["matter"] == "penalty" and messages == []


def test_what_was_heard_anew_takes_with_it_what_rested_on_the_old() -> None:
    known = {"respondent": "石泉县城市管理局", "body": "city_management", "matter": "compulsion", "requests": ["void"]}
    progress, _ = after_heard("yes", **known)
    assert progress.values == {"heard": "yes", **HEARD}
    progress, _ = after_heard("yes", **HEARD, requests=["revoke"])
    assert progress.values["requests"] == ["revoke"], "the same was heard again"


# The body.


def test_one_body_is_settled_and_named_with_its_authority() -> None:
    progress, [card] = after("respondent", respondent="交警")
    assert progress.values["body"] == "traffic_police" and "石泉县人民政府" in card["text"]


def test_several_bodies_are_left_to_the_next_question() -> None:
    assert after("respondent", respondent="镇政府") == (Progress({"respondent": "镇政府"}, ("respondent",)), [])


def test_an_unknown_body_is_none_of_the_list() -> None:
    progress, [card] = after("respondent", respondent="莫名其妙委员会")
    assert progress.values["body"] == "other" and card["level"] == "warning"


@pytest.mark.parametrize("key", ["respondent", "body"])
def test_a_body_that_is_known_is_not_looked_for_again(key: str) -> None:
    values = {"respondent": "镇政府", "body": "raofeng"}
    assert after(key, **values) == (Progress(values, (key,)), [authority_card(values)])


def test_facts_that_the_body_makes_needless_go_with_what_rests_on_them() -> None:
    fine = {"matter": "penalty", "on_the_spot": "yes", "learned_on": "2026-11-20", "sued": "none"}
    progress, _ = after("respondent", respondent="税务局", **{**fine, "matter": "compulsion"})
    assert progress.values == {"respondent": "税务局", "body": "tax", "matter": "compulsion", "sued": "none"}
    progress, _ = after("respondent", respondent="税务局", **fine)  # a fine on the spot comes first there, too
    assert fine.items() <= progress.values.items()
    progress, _ = after("respondent", respondent="交警", **fine)
    assert fine.items() <= progress.values.items()
    progress, _ = after("respondent", respondent="交警", matter="penalty", payment_dispute="yes")
    assert "payment_dispute" not in progress.values


# Whether it comes first, and whether it may be accepted.


@pytest.mark.parametrize("key", DECIDING)
def test_a_deciding_fact_is_answered_with_what_follows(key: str) -> None:
    known = {
        "answer": {"matter": "licence", "answer": "silent"},
        "on_the_spot": {"matter": "penalty", "on_the_spot": "yes"},
        "already_held": {"matter": "business", "already_held": "yes"},
        "withheld": {"matter": "information", "answer": "refused", "withheld": "yes", "body": "tax"},
        "payment_dispute": {"matter": "compulsion", "body": "tax", "payment_dispute": "yes"},
    }[key]
    progress, [card] = after(key, **known)
    assert progress.values == known and card["level"] == "info" and "要先" in card["text"] and "《" in card["text"]


def test_nothing_is_said_while_a_fact_is_still_to_be_asked() -> None:
    assert after("answer", matter="information", answer="refused")[1] == []


@pytest.mark.parametrize(
    ("key", "values", "level"),
    [
        ("sued", {"sued": "none"}, None),
        ("sued", {"sued": "dismissed"}, "info"),
        ("sued", {"sued": "sued"}, "warning"),
        ("sued", {"sued": "again"}, "warning"),
        ("outside", {"outside": "none"}, None),
        ("outside", {"outside": "criminal"}, "warning"),
        ("go_on", {"go_on": "go_on"}, "info"),
        ("start", {"start": "oral"}, "info"),
        ("start", {"start": "step"}, None),
        ("share", {"share": "no", "organisation": "owners"}, "warning"),
        ("share", {"share": "unsure", "organisation": "collective"}, "warning"),
        ("share", {"share": "yes", "organisation": "collective"}, "info"),
        ("group_size", {"group_size": 10}, None),
        ("group_size", {"group_size": 11}, "info"),
    ],
)
def test_what_a_choice_means_is_said(key: str, values: Values, level: str | None) -> None:
    progress, messages = after(key, **values)
    assert progress.values == values and [one["level"] for one in messages] == ([level] if level else [])


@pytest.mark.parametrize("key", ["applicant", "organisation"])
def test_who_applies_is_told_in_whose_name_and_with_what(key: str) -> None:
    values = {"applicant": "organisation", "organisation": "household"}
    assert after(key, **values)[1] == [standing_card(values)]
    assert after("applicant", applicant="self")[1] == []


# Days.


def test_a_day_in_time_is_counted() -> None:
    progress, [card] = after("learned_on", learned_how="handed_over", learned_on="2026-11-20")
    assert card == deadline_card(progress.values, TODAY)


def test_a_spoken_day_is_read_back_first() -> None:
    _, messages = after("learned_on", "上个月15号", learned_how="handed_over", learned_on="2026-10-15")
    assert [one["type"] for one in messages] == ["notice", "deadline"] and "2026年10月15日" in messages[0]["text"]


@pytest.mark.parametrize("day", ["2026-09-26", "2026-05-01"])
def test_a_pressing_day_is_counted_when_it_is_confirmed(day: str) -> None:
    known = {"learned_how": "handed_over", "learned_on": day}
    assert after("learned_on", **known)[1] == after("learned_on", "去年", **known)[1] == []
    [card] = after("date_check", **known, date_check="yes")[1]
    assert card["type"] == "deadline"


def test_a_day_that_was_wrong_is_open_again() -> None:
    progress, messages = after("date_check", **LATE | {"date_check": "change"})
    assert progress.values == {"learned_how": "handed_over"} and messages == []


def test_a_wrong_start_opens_the_day_again() -> None:
    progress, messages = after("late_reason", **LATE, late_reason="wrong_start")
    assert progress.values == {"learned_how": "handed_over"} and messages == []


@pytest.mark.parametrize("reason", ["not_told", "told_longer", "none"])
def test_a_reason_is_counted_at_once(reason: str) -> None:
    assert [one["type"] for one in after("late_reason", **LATE, late_reason=reason)[1]] == ["deadline"]


@pytest.mark.parametrize("reason", ["obstacle", "wrong_lawsuit", "penalty_agency"])
def test_lost_time_is_counted_when_its_end_is_known(reason: str) -> None:
    known = {**LATE, "late_reason": reason}
    assert after("late_reason", **known)[1] == []
    assert after("late_from", **known, late_from="2026-05-10")[1] == []
    for until in ("2026-10-20", ""):
        [card] = after("late_until", **known, late_from="2026-05-10", late_until=until)[1]
        assert card["state"] == "in_time"


def test_lost_time_without_dates_is_judged_all_the_same() -> None:
    [card] = after("late_from", "", **LATE, late_reason="obstacle", late_from="")[1]
    assert card["state"] == "late_reasons"


@pytest.mark.parametrize(("text", "read_back"), [("2026-11-21", 0), ("前天", 1), ("", 0)])
def test_the_day_on_which_the_right_was_learned_of_is_counted(text: str, read_back: int) -> None:
    known = {**LATE, "late_reason": "not_told", "learned_right": "2026-11-21" if text else ""}
    messages = after("learned_right", text, **known)[1]
    assert [one["type"] for one in messages] == ["notice"] * read_back + ["deadline"]


def test_when_it_was_decided_is_counted_where_it_is_known() -> None:
    known = {"learned_how": "found_out", "learned_on": "2026-11-02"}
    assert [one["type"] for one in after("acted", **known, acted="2021-11-01")[1]] == ["deadline"]
    assert after("acted", "", **known, acted="")[1] == []


def test_every_day_of_the_deadline_is_counted() -> None:
    days = {key for key, question in TABLE.items() if question.read == "day"}
    assert days <= set(COUNTED)


def test_the_other_ways_are_shown_to_one_who_stops() -> None:
    card = stopped()
    assert checked([card]) == ([card], []) and "12348" in card["text"] and len(card["choices"]) == 3


def test_a_day_is_spoken_with_its_weekday() -> None:
    assert spoken("2026-11-23") == "2026年11月23日（星期一）"
    assert date.fromisoformat("2026-11-23") == TODAY and words("apply")["day_heard"]
