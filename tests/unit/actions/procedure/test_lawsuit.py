"""Time to go to court, one row per article; today is 23 November 2026."""

from dataclasses import replace
from datetime import date as D
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.content.laws import load_laws
from actions.procedure.deadline import Deadline, message
from actions.procedure.lawsuit import LawsuitFacts, lawsuit_deadline, lawsuit_kinds
from actions.procedure.tables import Basis, table
from actions.procedure.workdays import is_workday

TODAY = D(2026, 11, 23)
SUIT, COURT, OLD_COURT, LAW = "行政诉讼法", "起诉期限解释", "行诉法解释", "行政复议法"


def count(kind: str | None, day: D | None, *, today: D = TODAY, **facts: object) -> Deadline:
    given = {"told": True, "precondition": False} | facts
    return lawsuit_deadline(LawsuitFacts(kind, day, **given), today)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "day", "last", "article"),
    [
        ("after_decision", D(2026, 11, 16), D(2026, 12, 1), (SUIT, 45)),
        ("after_decision", D(2026, 11, 16), D(2026, 12, 1), (COURT, 6)),
        ("not_accepted", D(2026, 11, 16), D(2026, 12, 1), (LAW, 34)),
        ("overdue", D(2026, 11, 16), D(2026, 12, 1), (SUIT, 45)),
        ("direct", D(2026, 6, 1), D(2026, 12, 1), (SUIT, 46)),
        ("direct", D(2026, 6, 1), D(2026, 12, 1), (COURT, 2)),
        ("direct", D(2026, 8, 31), D(2027, 3, 1), (SUIT, 46)),  # 28 February 2027 is a Sunday
        ("land_dispute", D(2026, 11, 2), D(2026, 12, 2), ("土地管理法", 14)),
        ("inaction", D(2026, 8, 24), D(2027, 4, 26), (SUIT, 47)),  # two months, then six; a Saturday rolls
        ("inaction", D(2026, 8, 24), D(2027, 4, 26), (COURT, 7)),
        ("inaction", D(2026, 8, 24), D(2027, 4, 26), (OLD_COURT, 66)),
        ("inaction_fixed", D(2026, 6, 1), D(2026, 12, 1), (OLD_COURT, 66)),
        ("inaction_fixed", D(2026, 6, 1), D(2026, 12, 1), (COURT, 7)),
        ("inaction_urgent", D(2026, 6, 1), D(2026, 12, 1), (COURT, 7)),
        ("inaction_urgent", D(2026, 6, 1), D(2026, 12, 1), (SUIT, 47)),
        ("wrong_identity", D(2026, 6, 1), D(2026, 12, 1), (COURT, 9)),
        ("false_marriage", D(2026, 6, 1), D(2026, 12, 1), (COURT, 10)),
        ("compensation", D(2026, 9, 1), D(2026, 12, 1), ("国家赔偿法", 14)),
        ("compensation_silent", D(2026, 7, 1), D(2026, 12, 1), ("国家赔偿法", 13)),
    ],
)
def test_every_way_to_court(kind: str, day: D, last: D, article: tuple[str, int]) -> None:
    deadline = count(kind, day)
    assert deadline.last_day == last
    assert Basis(*article) in deadline.basis


@pytest.mark.parametrize(
    ("kind", "day", "learned", "last", "article"),
    [
        # 行诉法解释 64, 起诉期限解释 2, 6: not told, at most one year from the content
        ("direct", D(2026, 3, 2), D(2026, 10, 8), D(2027, 3, 2), (OLD_COURT, 64)),
        ("direct", D(2026, 10, 8), D(2026, 10, 30), D(2027, 4, 30), (COURT, 2)),
        ("after_decision", D(2026, 3, 2), D(2026, 11, 20), D(2026, 12, 7), (COURT, 6)),
        ("after_decision", D(2025, 3, 3), D(2026, 11, 20), D(2026, 3, 3), (COURT, 6)),
        ("after_decision", D(2026, 3, 2), None, D(2026, 12, 8), (COURT, 6)),
    ],
)
def test_not_told_of_the_time_to_sue(kind: str, day: D, learned: D | None, last: D, article: tuple[str, int]) -> None:
    deadline = count(kind, day, told=False, learned=learned)
    assert deadline.last_day == last
    assert Basis(*article) in deadline.basis


@pytest.mark.parametrize(
    ("acted", "real_estate", "last"),
    [
        (D(2021, 11, 30), False, D(2026, 11, 30)),
        (D(2021, 11, 30), True, D(2027, 5, 20)),
        (D(2006, 12, 1), True, D(2026, 12, 1)),
        (None, None, D(2027, 5, 20)),
    ],
)
def test_longest_limits(acted: D | None, real_estate: bool | None, last: D) -> None:
    """行政诉讼法 46, 起诉期限解释 3."""
    deadline = count("direct", D(2026, 11, 20), acted=acted, real_estate=real_estate)
    assert deadline.last_day == last


def test_past_the_limit_from_the_act_no_reason_helps() -> None:
    deadline = count("direct", D(2026, 11, 2), acted=D(2020, 1, 2), real_estate=False)
    assert (deadline.state, deadline.reasons) == ("late", ())
    assert "12348" in deadline.next_text
    assert Basis(COURT, 8) in deadline.basis  # asking for a correction does not open the way to court again
    estate = count("direct", D(2026, 11, 2), acted=D(2005, 1, 4), real_estate=True)
    assert (estate.state, estate.last_day, estate.reasons) == ("late", D(2025, 1, 6), ())  # 4 January, a Saturday


def test_whether_it_is_about_real_estate_decides_past_five_years() -> None:
    """行政诉讼法 46, 起诉期限解释 3."""
    deadline = count("direct", D(2026, 11, 2), acted=D(2020, 1, 2))
    assert deadline.state == "late_reasons"
    assert [reason.key for reason in deadline.reasons] == ["real_estate"]
    assert any("5年还是20年" in text for text in deadline.unknown)
    assert not any("5年还是20年" in text for text in count("direct", D(2026, 11, 2), acted=D(2024, 1, 2)).unknown)


def test_a_false_marriage_is_not_bound_by_five_years() -> None:
    """起诉期限解释 10."""
    deadline = count("false_marriage", D(2026, 11, 2), acted=D(2010, 1, 4))
    assert deadline.last_day == D(2027, 5, 3)  # 2 May is a Sunday
    assert any("没有写明" in text for text in deadline.unknown)


def test_an_urgent_request_need_not_wait() -> None:
    deadline = count("inaction_urgent", D(2026, 11, 22))
    assert (deadline.state, deadline.earliest) == ("in_time", D(2026, 11, 22))
    assert count("inaction_fixed", D(2026, 11, 22)).earliest == D(2026, 11, 23)
    assert count("inaction_fixed", D(2026, 12, 1)).state == "not_yet"


def test_days_lost_without_fault_do_not_count() -> None:
    """行政诉讼法 48, 起诉期限解释 4."""
    deadline = count("direct", D(2026, 5, 8), delays=((D(2026, 7, 1), D(2026, 7, 30)),))
    assert deadline.last_day == D(2026, 12, 8)
    assert Basis(COURT, 4) in deadline.basis
    same = count("direct", D(2026, 5, 8), delays=((D(2026, 12, 1), D(2026, 12, 3)), (D(2026, 7, 9), D(2026, 7, 1))))
    assert same.last_day == D(2026, 11, 9)


def test_a_longer_time_told_is_trusted_a_shorter_is_not() -> None:
    """起诉期限解释 5."""
    assert count("after_decision", D(2026, 11, 2), told_last=D(2026, 12, 2)).last_day == D(2026, 12, 2)
    assert count("after_decision", D(2026, 11, 16), told_last=D(2026, 11, 20)).last_day == D(2026, 12, 1)
    assert count("after_decision", D(2026, 11, 2), told_last=D(2026, 12, 2)).unknown[-1].startswith("请带上")
    bound = count("direct", D(2026, 11, 2), acted=D(2021, 12, 1), real_estate=False, told_last=D(2027, 6, 1))
    assert bound.last_day == D(2026, 12, 1)
    assert any("不延长算" in text for text in bound.unknown)


@pytest.mark.parametrize("kind", ["direct", "land_dispute", "inaction", "inaction_fixed", "inaction_urgent"])
def test_reconsideration_first(kind: str) -> None:
    """行政复议法 23, 34."""
    deadline = count(kind, D(2026, 11, 2), precondition=True)
    assert (deadline.state, deadline.last_day) == ("not_yet", None)
    assert "先申请行政复议" in deadline.text
    assert Basis(LAW, 23) in deadline.basis


@pytest.mark.parametrize("kind", ["after_decision", "not_accepted", "overdue"])
def test_after_reconsideration_the_precondition_is_met(kind: str) -> None:
    assert count(kind, D(2026, 11, 16), precondition=True).last_day == D(2026, 12, 1)


def test_no_lawsuit_while_reconsideration_runs() -> None:
    """行政复议法 29."""
    deadline = count("direct", D(2026, 11, 2), pending=True)
    assert deadline.state == "not_yet"
    assert Basis(LAW, 29) in deadline.basis


def test_inaction_waits_two_months() -> None:
    deadline = count("inaction", D(2026, 10, 8))
    assert (deadline.state, deadline.earliest) == ("not_yet", D(2026, 12, 9))
    assert count("inaction", D(2026, 9, 22)).state == "in_time"


def test_an_unknown_precondition_is_said() -> None:
    assert any("先复议" in text for text in count("direct", D(2026, 11, 2), precondition=None).unknown)


@pytest.mark.parametrize(
    ("day", "state", "left"),
    [
        (D(2026, 11, 16), "in_time", 8),
        (D(2026, 11, 10), "near", 2),
        (D(2026, 11, 6), "near", 0),
        (D(2026, 11, 5), "late_reasons", None),
    ],
)
def test_states(day: D, state: str, left: int | None) -> None:
    deadline = count("after_decision", day)
    assert (deadline.state, deadline.days_left) == (state, left)
    if state == "late_reasons":
        assert [reason.key for reason in deadline.reasons] == ["not_told", "delay", "told_longer"]


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (None, TODAY),
        ("direct", None),
        ("direct", D(2026, 11, 24)),
        ("overdue", D(2027, 11, 25)),
        ("inaction_fixed", D(2027, 11, 25)),
        ("x", TODAY),
    ],
)
def test_missing_facts_are_named(kind: str | None, day: D | None) -> None:
    deadline = count(kind, day)
    assert (deadline.state, deadline.last_day) == ("unknown", None)
    assert deadline.unknown


@pytest.mark.parametrize("kind", table("deadline-lawsuit")["kinds"])
def test_today_is_not_ahead(kind: str) -> None:
    assert count(kind, TODAY).state != "unknown"


@pytest.mark.parametrize(
    ("today", "state", "reasons"),
    [
        (D(2026, 11, 12), "in_time", 0),
        (D(2026, 11, 13), "near", 0),
        (D(2026, 11, 20), "near", 0),
        (D(2026, 11, 21), "late_reasons", 3),
    ],
)
def test_reasons_are_for_those_who_are_late(today: D, state: str, reasons: int) -> None:
    deadline = count("after_decision", D(2026, 11, 5), today=today)  # 20 November
    assert (deadline.state, len(deadline.reasons)) == (state, reasons)


def test_an_act_ahead_of_today_is_no_limit() -> None:
    assert count("direct", D(2026, 11, 2), acted=D.max).last_day == D(2027, 5, 3)  # 2 May is a Sunday


def test_what_the_law_gives_needs_no_word_of_the_agency() -> None:
    deadline = count("after_decision", D(2026, 11, 16), told_last=D(2026, 12, 1))
    assert len(deadline.rows) == 2 and not any("请带上" in text for text in deadline.unknown)


def test_the_period_of_reconsideration_may_end_ahead() -> None:
    assert count("overdue", D(2026, 12, 1)).state == "not_yet"
    assert count("overdue", D(2027, 11, 24)).state == "not_yet"  # 366 days ahead


def test_every_kind_is_offered() -> None:
    assert [key for key, _, _ in lawsuit_kinds()] == list(table("deadline-lawsuit")["kinds"])


# the state in words, and the sum line by line


@pytest.mark.parametrize(
    ("kind", "day", "state", "step", "left", "text"),
    [
        (
            "after_decision",
            D(2026, 11, 16),
            "in_time",
            "sue_now",
            8,
            "起诉的最后一天是2026年12月1日（星期二），还有8天。",
        ),
        (
            "after_decision",
            D(2026, 11, 13),
            "near",
            "sue_now",
            7,
            "快到期了：起诉的最后一天是2026年11月30日（星期一），只剩7天。",
        ),
        (
            "after_decision",
            D(2026, 11, 9),
            "near",
            "sue_now",
            1,
            "快到期了：起诉的最后一天是2026年11月24日（星期二），只剩1天。",
        ),
        (
            *("after_decision", D(2026, 11, 8), "near", "sue_now", 0),
            "今天就是起诉的最后一天（2026年11月23日（星期一）），请今天就去立案或者寄出。",
        ),
        (
            *("after_decision", D(2026, 11, 5), "late_reasons", "give_reason", None),
            "按您说的日期，起诉的最后一天是2026年11月20日（星期五），已经过了3天。但法律还认几种情形，请先看看有没有您的情况。",
        ),
        (
            *("overdue", TODAY, "not_yet", "wait", None),
            "现在还早：从2026年11月24日（星期二）起可以起诉，最后一天是2026年12月8日（星期二）。",
        ),
        ("overdue", D(2026, 11, 22), "in_time", "sue_now", 14, "起诉的最后一天是2026年12月7日（星期一），还有14天。"),
        (
            *("inaction", D(2026, 9, 23), "not_yet", "wait", None),
            "现在还早：从2026年11月24日（星期二）起可以起诉，最后一天是2027年5月24日（星期一）。",
        ),
        ("inaction", D(2026, 9, 22), "in_time", "sue_now", 182, "起诉的最后一天是2027年5月24日（星期一），还有182天。"),
    ],
)
def test_the_state_in_words(kind: str, day: D, state: str, step: str, left: int | None, text: str) -> None:
    deadline = count(kind, day)
    assert (deadline.state, deadline.next, deadline.days_left, deadline.text) == (state, step, left, text)
    assert deadline.next_text == table("deadline-lawsuit")["next"][step]
    cited = {Basis(one["law"], one["article"]) for one in table("deadline-lawsuit")["next_basis"].get(step, ())}
    assert cited <= set(deadline.basis)


def lines(deadline: Deadline) -> list[tuple[D, D, int]]:
    return [(row.begins, row.ends, row.days) for row in deadline.rows]


def test_the_sum_line_by_line() -> None:
    day = D(2026, 11, 16)
    assert lines(count("after_decision", day)) == [(day, day, 0), (D(2026, 11, 17), D(2026, 12, 1), 15)]
    waited = D(2026, 10, 24)
    assert lines(count("inaction", D(2026, 8, 24))) == [
        (D(2026, 8, 25), waited, 61),
        (waited, waited, 0),
        (D(2026, 10, 25), D(2027, 4, 24), 182),
        (D(2027, 4, 24), D(2027, 4, 26), 0),  # a Saturday
    ]


def test_the_sum_of_one_who_was_not_told() -> None:
    learned = D(2026, 10, 30)
    deadline = count("direct", D(2026, 10, 8), told=False, learned=learned)
    assert lines(deadline) == [(learned, learned, 0), (learned, learned, 0), (D(2026, 10, 31), D(2027, 4, 30), 182)]
    assert next(row.why for row in deadline.rows) == table("deadline-lawsuit")["not_told"]["clock_why"]
    early = count("direct", D(2026, 10, 8), told=False, learned=D(2026, 10, 1))
    assert early.rows[0].begins == D(2026, 10, 8)  # not before the act was known


def test_lost_days_and_a_longer_time_told_have_lines() -> None:
    deadline = count(
        "after_decision", D(2026, 11, 2), delays=((D(2026, 11, 5), D(2026, 11, 9)),), told_last=D(2026, 11, 30)
    )
    assert lines(deadline) == [
        (D(2026, 11, 2), D(2026, 11, 2), 0),
        (D(2026, 11, 3), D(2026, 11, 22), 15),
        (D(2026, 11, 5), D(2026, 11, 9), 0),
        (D(2026, 11, 23), D(2026, 11, 30), 0),
    ]


@pytest.mark.parametrize(
    ("told_last", "last"),
    [
        (D(2026, 11, 17), D(2026, 11, 17)),  # what the law gives
        (D(2026, 11, 18), D(2026, 11, 18)),
        (D(2027, 11, 18), D(2027, 11, 18)),  # a year and a day more
        (D(2027, 11, 19), D(2026, 11, 17)),  # too long to be believed
    ],
)
def test_how_much_longer_a_time_told_may_be(told_last: D, last: D) -> None:
    assert count("after_decision", D(2026, 11, 2), told_last=told_last).last_day == last


@pytest.mark.parametrize(
    ("delays", "last"),
    [
        (((D(2026, 11, 5), D(2026, 11, 9)),), D(2026, 11, 23)),  # 22 November is a Sunday
        (((D(2026, 11, 5), D(2026, 12, 9)),), D(2026, 12, 7)),  # counted up to today only: 19 days, a Sunday
        (((TODAY, TODAY),), D(2026, 11, 17)),  # after the time was over
        (((D(2026, 11, 24), D(2026, 11, 30)),), D(2026, 11, 17)),
        (((D(2026, 11, 9), D(2026, 11, 5)),), D(2026, 11, 17)),
        (((D(2026, 11, 5), D(2026, 11, 5)),), D(2026, 11, 18)),
    ],
)
def test_which_days_are_lost(delays: tuple[tuple[D, D], ...], last: D) -> None:
    deadline = count("after_decision", D(2026, 11, 2), delays=delays)
    assert deadline.last_day == last
    assert (table("deadline-lawsuit")["delay"]["unsure"] in deadline.unknown) == (last != D(2026, 11, 17))


@pytest.mark.parametrize(
    ("kind", "facts", "said"),
    [
        ("direct", {}, []),
        ("direct", {"told": None}, ["told"]),
        ("direct", {"precondition": None}, ["precondition"]),
        ("direct", {"told": False}, ["learned"]),
        ("direct", {"told": False, "learned": D(2026, 11, 20)}, []),
        ("direct", {"told": False, "learned": TODAY}, []),
        ("direct", {"told": False, "learned": D(2026, 11, 24)}, ["learned"]),
        ("after_decision", {"told": None, "precondition": None}, ["told"]),
        ("overdue", {"told": None, "precondition": None}, []),
        ("inaction", {"told": None}, []),
    ],
)
def test_what_is_said_beside_it(kind: str, facts: dict[str, object], said: list[str]) -> None:
    words = {text: key for key, text in table("deadline-lawsuit")["unknown"].items()}
    notes = [words[text] for text in count(kind, D(2026, 11, 16), **facts).unknown if text in words]
    assert notes == said


@pytest.mark.parametrize(
    ("kind", "facts", "keys"),
    [
        ("after_decision", {}, ["not_told", "delay", "told_longer"]),
        ("after_decision", {"told": False, "learned": D(2026, 6, 1)}, ["delay", "told_longer"]),
        ("after_decision", {"delays": ((D(2026, 6, 2), D(2026, 6, 3)),)}, ["not_told", "told_longer"]),
        ("after_decision", {"told_last": D(2026, 7, 1)}, ["not_told", "delay"]),
        ("overdue", {}, ["delay", "told_longer"]),
    ],
)
def test_the_reasons_that_are_left(kind: str, facts: dict[str, object], keys: list[str]) -> None:
    deadline = count(kind, D(2026, 6, 1), **facts)
    assert [reason.key for reason in deadline.reasons] == keys
    for reason in deadline.reasons:
        row = table("deadline-lawsuit")["reasons"][reason.key]
        assert (reason.label, reason.hint) == (row["label"], row["hint"]) and set(reason.basis) <= set(deadline.basis)


def test_what_blocks_is_said_with_what_comes_first() -> None:
    for key, facts in (("precondition", {"precondition": True}), ("pending", {"pending": True})):
        deadline = count("direct", D(2026, 11, 2), **facts)
        row = table("deadline-lawsuit")["blocked"][key]
        assert (deadline.text, deadline.next, deadline.next_text) == (row["text"], "first", row["next"])
        assert {Basis(one["law"], one["article"]) for one in row["basis"]} == set(deadline.basis)
    both = count("direct", D(2026, 11, 2), pending=True, precondition=True)
    assert both.text == table("deadline-lawsuit")["blocked"]["pending"]["text"]
    assert count("after_decision", D(2026, 11, 16), pending=True).last_day == D(2026, 12, 1)


def test_nothing_known_has_an_article_all_the_same() -> None:
    deadline = lawsuit_deadline(LawsuitFacts(), TODAY)
    assert (deadline.next, deadline.rows, deadline.reasons) == ("tell_date", (), ())
    assert Basis(SUIT, 46) in deadline.basis and len(deadline.unknown) == 2


DAYS = st.dates(D(2000, 1, 1), D(2027, 6, 1))
FACTS = st.builds(
    LawsuitFacts,
    kind=st.sampled_from(sorted(table("deadline-lawsuit")["kinds"])),
    day=DAYS,
    told=st.none() | st.booleans(),
    learned=st.none() | DAYS,
    acted=st.none() | DAYS,
    real_estate=st.none() | st.booleans(),
    precondition=st.none() | st.booleans(),
    pending=st.booleans(),
    delays=st.lists(st.tuples(DAYS, DAYS), max_size=2).map(tuple),
    told_last=st.none() | DAYS,
)


@settings(deadline=None)
@given(FACTS)
def test_total_and_never_on_a_day_of_rest(facts: LawsuitFacts) -> None:
    deadline = lawsuit_deadline(facts, TODAY)
    made = message(deadline, load_laws())
    assert made["text"] and made["next"] and made["basis"]
    assert deadline.last_day is None or is_workday(deadline.last_day)


@settings(deadline=None)
@given(FACTS, st.integers(1, 100))
def test_a_later_start_never_ends_earlier(facts: LawsuitFacts, more: int) -> None:
    facts = replace(facts, told_last=None)
    assert facts.day
    one = lawsuit_deadline(facts, TODAY).last_day
    two = lawsuit_deadline(replace(facts, day=facts.day + timedelta(days=more)), TODAY).last_day
    # Months differ in length: six of them from 1 March are a day longer than from 31 March, and where lost time covers
    # both starts only the count of days is left of them; a holiday may then stand between the two ends.
    slack = timedelta(days=3 + 9 if facts.delays else 0)
    assert one is None or two is None or one <= two + slack


@settings(deadline=None)
@given(FACTS)
def test_no_day_before_the_start_and_every_line_runs_forward(facts: LawsuitFacts) -> None:
    deadline = lawsuit_deadline(replace(facts, acted=None), TODAY)
    for row in deadline.rows:
        assert row.begins <= row.ends and row.days >= 0
        assert row.why and row.basis and set(row.basis) <= set(deadline.basis)
    if deadline.last_day:
        assert facts.day and deadline.last_day > facts.day


@settings(deadline=None)
@given(FACTS)
def test_states_agree_with_the_numbers(facts: LawsuitFacts) -> None:
    deadline = lawsuit_deadline(facts, TODAY)
    if deadline.state in ("in_time", "near"):
        assert deadline.last_day and deadline.days_left == (deadline.last_day - TODAY).days >= 0
        assert (deadline.state == "near") == (deadline.days_left <= 7)
    else:
        assert deadline.days_left is None
    if deadline.state in ("late", "late_reasons"):
        assert deadline.last_day and deadline.last_day < TODAY
        assert bool(deadline.reasons) == (deadline.state == "late_reasons")


@settings(deadline=None)
@given(st.builds(LawsuitFacts, st.none() | st.text(max_size=5), st.none() | st.dates(), acted=st.none() | st.dates()))
def test_strange_facts_never_raise(facts: LawsuitFacts) -> None:
    assert lawsuit_deadline(facts, TODAY).text
