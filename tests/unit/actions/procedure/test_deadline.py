"""The filing deadline, one row per article and exception; today is 23 November 2026, a Monday."""

from datetime import date as D
from datetime import timedelta

import pytest

from actions.content.laws import load_laws
from actions.procedure.deadline import (
    Deadline,
    DeadlineFacts,
    Exclusion,
    date_question,
    duties,
    exclusion_kinds,
    fact_question,
    filing_deadline,
    learning_ways,
    message,
)
from actions.procedure.tables import Basis, table

TODAY = D(2026, 11, 23)
LAW, RULES, CIVIL = "行政复议法", "行政复议法实施条例", "民事诉讼法"


def count(way: str | None, day: D | None, *, today: D = TODAY, **facts: object) -> Deadline:
    # A way as it comes from outside is no constant of the program.
    way = "".join(list(way)) if way else way
    return filing_deadline(DeadlineFacts(way, day, **{"told": True} | facts), today)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("way", "day", "last", "article"),
    [
        # 实施条例 23, paragraph 1: the event that starts the clock, one row each
        ("on_the_spot", D(2026, 9, 28), D(2026, 11, 27), (RULES, 23)),
        ("handed_over", D(2026, 9, 28), D(2026, 11, 27), (RULES, 23)),
        ("refused_to_sign", D(2026, 9, 28), D(2026, 11, 27), (RULES, 23)),
        ("post_with_receipt", D(2026, 9, 28), D(2026, 11, 27), (RULES, 23)),
        ("post_without_receipt", D(2026, 9, 28), D(2026, 11, 27), (RULES, 23)),
        ("electronic", D(2026, 9, 28), D(2026, 11, 27), (RULES, 23)),
        ("public_notice", D(2026, 9, 28), D(2026, 11, 27), (RULES, 23)),
        ("told_later", D(2026, 9, 28), D(2026, 11, 27), (RULES, 23)),
        # 实施条例 23, paragraph 2; 行政复议法 20: known or should have been known
        ("found_out", D(2026, 9, 28), D(2026, 11, 27), (LAW, 20)),
        ("refused", D(2026, 9, 28), D(2026, 11, 27), (RULES, 23)),
        # 实施条例 24: a fixed period ends; no period: 60 days after the request arrived
        ("inaction_fixed", D(2026, 9, 28), D(2026, 11, 27), (RULES, 24)),
        ("inaction_open", D(2026, 7, 30), D(2026, 11, 27), (RULES, 24)),
        ("inaction_urgent", D(2026, 9, 28), D(2026, 11, 27), (RULES, 24)),
    ],
)
def test_every_way_starts_the_clock(way: str, day: D, last: D, article: tuple[str, int]) -> None:
    deadline = count(way, day)
    assert (deadline.last_day, deadline.days_left) == (last, 4)
    assert Basis(*article) in deadline.basis
    assert Basis(LAW, 20) in deadline.basis
    assert Basis(CIVIL, 85) in deadline.basis


def test_every_way_of_the_table_has_a_row_above() -> None:
    tested = {row[0] for row in test_every_way_starts_the_clock.pytestmark[0].args[1]}
    assert tested == {key for kind in ("act", "inaction") for key, _, _ in learning_ways(kind)}


@pytest.mark.parametrize(
    ("day", "last", "why"),
    [
        (D(2026, 8, 2), D(2026, 10, 8), "国庆节"),  # 1 October
        (D(2026, 7, 27), D(2026, 9, 28), "中秋"),  # 25 September, a Friday
        (D(2026, 8, 11), D(2026, 10, 10), None),  # 10 October, a worked Saturday: no move
        (D(2026, 7, 22), D(2026, 9, 20), None),  # 20 September, a worked Sunday
        (D(2026, 9, 22), D(2026, 11, 23), "周末"),  # 21 November, a Saturday
        (D(2025, 11, 1), D(2025, 12, 31), None),
        (D(2025, 11, 2), D(2026, 1, 4), "元旦"),  # over the year's end to a worked Sunday
        (D(2023, 12, 31), D(2024, 2, 29), None),  # leap day
        (D(2025, 12, 17), D(2026, 2, 24), "春节"),
    ],
)
def test_the_last_day_moves_past_rest(day: D, last: D, why: str | None) -> None:
    deadline = count("handed_over", day, today=day)
    assert deadline.last_day == last
    moved = [row.why for row in deadline.rows if "顺延" in row.why]
    assert bool(moved) == bool(why)
    assert not why or why in moved[0]


@pytest.mark.parametrize(
    ("day", "state", "left"),
    [
        (D(2026, 11, 23), "in_time", 60),
        (D(2026, 10, 2), "in_time", 8),
        (D(2026, 10, 1), "near", 7),
        (D(2026, 9, 28), "near", 4),
        (D(2026, 9, 24), "near", 0),
        (D(2026, 9, 20), "late_reasons", None),
    ],
)
def test_states_by_what_is_left(day: D, state: str, left: int | None) -> None:
    deadline = count("handed_over", day)
    assert (deadline.state, deadline.days_left) == (state, left)


def test_the_sum_can_be_followed() -> None:
    rows = count("handed_over", D(2026, 8, 2)).rows
    assert [(row.begins, row.ends, row.days) for row in rows] == [
        (D(2026, 8, 2), D(2026, 8, 2), 0),
        (D(2026, 8, 2), D(2026, 8, 2), 0),
        (D(2026, 8, 3), D(2026, 10, 1), 60),
        (D(2026, 10, 1), D(2026, 10, 8), 0),
    ]


# 行政复议法 20, paragraph 3: not told


@pytest.mark.parametrize(
    ("day", "learned", "last"),
    [
        (D(2026, 3, 2), D(2026, 10, 8), D(2026, 12, 7)),  # 60 days from learning of the right
        (D(2026, 3, 2), None, D(2027, 1, 22)),  # learnt today, by asking
        (D(2025, 12, 15), None, D(2026, 12, 15)),  # at most one year from the content
        (D(2024, 2, 29), D(2025, 2, 20), D(2025, 2, 28)),  # the year ends on the month's last day
        (D(2026, 10, 1), D(2026, 9, 1), D(2026, 11, 30)),  # cannot know the right before the act
        (D(2026, 10, 1), D(2027, 9, 1), D(2027, 1, 22)),  # a date ahead is not believed
    ],
)
def test_not_told_of_the_right(day: D, learned: D | None, last: D) -> None:
    deadline = count("handed_over", day, told=False, learned_right=learned)
    assert deadline.last_day == last
    assert Basis(LAW, 20) in deadline.basis
    if learned is None or learned > TODAY:
        assert any("今天" in text for text in deadline.unknown)


def test_not_told_and_past_the_year_still_gets_reasons() -> None:
    deadline = count("handed_over", D(2025, 3, 2), told=False)
    assert deadline.state == "late_reasons"
    assert deadline.last_day == D(2026, 3, 2)
    assert "not_told" not in {reason.key for reason in deadline.reasons}
    assert "obstacle" in {reason.key for reason in deadline.reasons}


def test_told_later_is_bound_by_the_year_where_the_content_was_known() -> None:
    free = count("told_later", D(2026, 10, 8))
    bound = count("told_later", D(2026, 10, 8), learned_content=D(2025, 11, 24))
    assert (free.last_day, bound.last_day) == (D(2026, 12, 7), D(2026, 11, 24))
    assert any("最长1年" in text for text in bound.unknown)


def test_who_was_told_later_is_not_asked_whether_they_were_told() -> None:
    late = count("told_later", D(2026, 8, 2), told=None)
    assert "not_told" not in {reason.key for reason in late.reasons}
    [note] = late.unknown
    assert "早就知道决定的内容" in note
    assert not any(
        "补充告知以前" in text for text in count("told_later", D(2026, 8, 2), learned_content=D(2026, 8, 1)).unknown
    )


def test_not_knowing_whether_one_was_told_is_said() -> None:
    deadline = count("handed_over", D(2026, 10, 8), told=None)
    assert deadline.last_day == D(2026, 12, 7)
    assert any("文书最后一段" in text for text in deadline.unknown)


def test_the_year_is_not_applied_to_inaction() -> None:
    assert count("inaction_open", D(2026, 7, 30), told=False).last_day == D(2026, 11, 27)


# 行政复议法 20, paragraph 1: a law's longer period


@pytest.mark.parametrize(
    ("days", "last", "longer"),
    [
        (90, D(2026, 12, 31), True),
        (61, D(2026, 12, 2), True),
        (366, D(2027, 10, 4), True),  # 3 October 2027 is a Sunday
        (60, D(2026, 12, 1), False),
        (30, D(2026, 12, 1), False),
        (367, D(2026, 12, 1), False),
    ],
)
def test_only_a_longer_period_of_a_law_counts(days: int, last: D, longer: bool) -> None:
    deadline = count("handed_over", D(2026, 10, 2), law_days=days)
    assert deadline.last_day == last
    assert any("哪一部法律" in text for text in deadline.unknown) == longer
    assert any("按60日算" in text for text in deadline.unknown) == (not longer)


# 行政复议法 21: five and twenty years from the act


@pytest.mark.parametrize(
    ("acted", "real_estate", "state", "last"),
    [
        (D(2021, 11, 24), False, "near", D(2026, 11, 24)),
        (D(2021, 11, 22), False, "late", D(2026, 11, 23)),  # rolled: 22 November is a Sunday
        (D(2020, 11, 20), False, "late", D(2025, 11, 20)),
        (D(2020, 11, 20), None, "late_reasons", D(2025, 11, 20)),
        (D(2020, 11, 20), True, "in_time", D(2027, 1, 19)),
        (D(2006, 11, 20), True, "late", D(2026, 11, 20)),
        (D(2016, 2, 29), True, "in_time", D(2027, 1, 19)),
    ],
)
def test_longest_limits_from_the_act(acted: D, real_estate: bool | None, state: str, last: D) -> None:
    today = max(TODAY, last) if state == "near" else max(TODAY, D(2026, 11, 24)) if last == TODAY else TODAY
    deadline = count("found_out", D(2026, 11, 20), acted=acted, real_estate=real_estate, today=today)
    assert (deadline.state, deadline.last_day) == (state, last)
    assert (Basis(LAW, 21) in deadline.basis) == (last.year != 2027)
    if state == "late_reasons":
        assert [reason.key for reason in deadline.reasons] == ["real_estate"]


def test_an_act_after_it_was_known_is_said() -> None:
    deadline = count("found_out", D(2026, 11, 2), acted=D(2026, 11, 5))
    assert deadline.last_day == D(2027, 1, 1)
    assert any("晚于" in text for text in deadline.unknown)


# 行政复议法 20, paragraph 2; 实施条例 26, 38: time that does not count


@pytest.mark.parametrize(
    ("kind", "begins", "ends", "last", "article"),
    [
        # the clock goes on on the day the obstacle ends: 61 days out
        ("obstacle", D(2026, 9, 1), D(2026, 11, 1), D(2026, 12, 1), (LAW, 20)),
        # both ends left out: 62 days out, 2 December
        ("wrong_lawsuit", D(2026, 9, 1), D(2026, 11, 1), D(2026, 12, 2), (RULES, 26)),
        ("penalty_agency", D(2026, 9, 1), D(2026, 9, 8), D(2026, 10, 9), (RULES, 38)),
        # begun before the clock: only what lies in the period
        ("obstacle", D(2026, 7, 1), D(2026, 8, 13), D(2026, 10, 12), (LAW, 20)),
        # still lasting: up to today
        ("obstacle", D(2026, 9, 20), None, D(2026, 12, 7), (LAW, 20)),
    ],
)
def test_time_left_out(kind: str, begins: D, ends: D | None, last: D, article: tuple[str, int]) -> None:
    deadline = count("on_the_spot", D(2026, 8, 2), exclusions=(Exclusion(kind, begins, ends),))
    assert deadline.last_day == last
    assert Basis(*article) in deadline.basis


@pytest.mark.parametrize(
    ("exclusion", "words"),
    [
        (Exclusion("obstacle", D(2026, 11, 20), D(2026, 11, 21)), "不在申请期限之内"),
        (Exclusion("obstacle", D(2026, 9, 20), D(2026, 9, 2)), "开始日晚于结束日"),
        (Exclusion("obstacle", D(2026, 9, 20), D(2027, 9, 2)), "暂算到今天"),
    ],
)
def test_time_that_makes_no_sense_is_said(exclusion: Exclusion, words: str) -> None:
    deadline = count("handed_over", D(2026, 8, 2), exclusions=(exclusion,))
    assert any(words in text for text in deadline.unknown)


def test_an_unknown_kind_of_exclusion_changes_nothing_and_is_said() -> None:
    odd = count("handed_over", D(2026, 8, 2), exclusions=(Exclusion("weather", D(2026, 9, 1), None),))
    assert odd.last_day == D(2026, 10, 8)
    assert any("法律没有规定" in text for text in odd.unknown)


def test_the_longest_limit_is_not_made_longer() -> None:
    gap = Exclusion("obstacle", D(2026, 2, 1), D(2026, 11, 1))
    deadline = count("handed_over", D(2025, 12, 15), told=False, learned_right=D(2025, 12, 20), exclusions=(gap,))
    assert deadline.last_day == D(2026, 11, 18)
    longer = Exclusion("obstacle", D(2026, 1, 2), D(2026, 11, 20))
    bound = count("handed_over", D(2025, 12, 15), told=False, learned_right=D(2025, 12, 20), exclusions=(longer,))
    assert bound.last_day == D(2026, 12, 15)
    assert any("不延长算" in text for text in bound.unknown)


# 实施条例 24: inaction


def test_before_the_duty_is_over_it_is_too_early() -> None:
    deadline = count("inaction_open", D(2026, 10, 2))
    assert (deadline.state, deadline.earliest, deadline.next) == ("not_yet", D(2026, 12, 2), "wait")
    assert deadline.days_left is None
    assert deadline.last_day == D(2027, 2, 1)


def test_the_first_day_after_the_duty() -> None:
    assert count("inaction_open", D(2026, 9, 24)).state == "not_yet"  # today is the 60th day
    assert count("inaction_open", D(2026, 9, 23)).state == "in_time"


@pytest.mark.parametrize(
    ("duty", "ends", "last", "article"),
    [
        # 20 working days over two holidays, with a worked Sunday and a worked Saturday
        ("licence", D(2026, 10, 22), D(2026, 12, 21), ("行政许可法", 42)),
        ("information", D(2026, 10, 22), D(2026, 12, 21), ("政府信息公开条例", 33)),
        ("licence_joint", D(2026, 11, 26), D(2027, 1, 25), ("行政许可法", 82)),
        ("market_complaint", D(2026, 9, 29), D(2026, 11, 30), ("市场监督管理投诉举报处理办法", 15)),
        ("police_case", D(2026, 10, 18), D(2026, 12, 17), ("治安管理处罚法", 118)),  # days, not working days
    ],
)
def test_known_duties_are_counted_to_their_end(duty: str, ends: D, last: D, article: tuple[str, int]) -> None:
    deadline = count("inaction_fixed", D(2026, 9, 18), duty=duty)
    waited, starts, *_ = deadline.rows
    assert (waited.begins, waited.ends, waited.days) == (
        D(2026, 9, 19),
        ends,
        table("deadline")["duties"][duty]["days"],
    )
    assert (starts.begins, starts.days) == (ends, 0)
    assert deadline.earliest == ends + timedelta(days=1)
    assert deadline.last_day == last
    assert Basis(*article) in deadline.basis


def test_every_duty_of_the_table_has_a_row_above() -> None:
    tested = [row[0] for row in test_known_duties_are_counted_to_their_end.pytestmark[0].args[1]]
    assert sorted(tested) == sorted(key for key, _, _ in duties())


def test_a_duty_that_runs_into_a_year_without_notice_is_flagged() -> None:
    assert any("放假安排" in text for text in count("inaction_fixed", D(2026, 11, 20), duty="licence_joint").unknown)
    assert not any(
        "放假安排" in text for text in count("inaction_fixed", D(2026, 9, 18), duty="market_complaint").unknown
    )


def test_an_unknown_duty_is_taken_as_the_end_of_its_period_and_said() -> None:
    deadline = count("inaction_fixed", D(2026, 9, 28), duty="weather")
    assert deadline.last_day == D(2026, 11, 27)
    assert any("不在本助手的表里" in text for text in deadline.unknown)


def test_a_plain_refusal_is_an_act_and_may_be_answered_at_once() -> None:
    """行政复议法 11, 20: no period of the agency has to run out, and the right must have been told."""
    deadline = count("refused", TODAY)
    assert (deadline.state, deadline.earliest, deadline.last_day) == ("in_time", TODAY, D(2027, 1, 22))
    assert count("refused", D(2026, 3, 2), told=False).last_day == D(2027, 1, 22)


def test_a_fixed_period_may_end_ahead() -> None:
    deadline = count("inaction_fixed", D(2026, 12, 1))
    assert (deadline.state, deadline.earliest) == ("not_yet", D(2026, 12, 2))


def test_urgent_requests_need_not_wait() -> None:
    deadline = count("inaction_urgent", D(2026, 11, 22))
    assert (deadline.state, deadline.next) == ("in_time", "urgent")
    assert "不用再等" in deadline.text
    assert any("没有写明" in text for text in deadline.unknown)


def test_a_late_urgent_request_gets_reasons() -> None:
    deadline = count("inaction_urgent", D(2026, 8, 22))
    assert deadline.state == "late_reasons"
    assert {reason.key for reason in deadline.reasons} == {"obstacle", "wrong_lawsuit"}


# 实施条例 23, paragraph 1, item 5: the public notice


def test_a_public_notice_may_be_given_by_its_first_day() -> None:
    assert count("public_notice", D(2026, 9, 1), notice_days=30).last_day == D(2026, 11, 30)
    odd = count("public_notice", D(2026, 9, 28), notice_days=-3)
    assert odd.last_day == D(2026, 11, 27)
    assert any("天数" in text for text in odd.unknown)


def test_a_notice_that_still_runs_may_be_answered_now() -> None:
    deadline = count("public_notice", D(2026, 12, 1))
    assert deadline.state == "in_time"
    assert deadline.last_day == D(2027, 2, 1)


# late, and what is offered


def test_late_gets_every_lawful_reason_and_never_a_wall() -> None:
    deadline = count("handed_over", D(2026, 8, 2), told=None)
    assert deadline.state == "late_reasons"
    assert "过期不等于不能提交" in deadline.next_text
    assert [reason.key for reason in deadline.reasons] == [
        "not_told",
        "wrong_start",
        "obstacle",
        "told_longer",
        "wrong_lawsuit",
        "penalty_agency",
    ]
    assert all(reason.basis and reason.hint for reason in deadline.reasons)


def test_late_without_any_reason_still_shows_other_ways() -> None:
    deadline = count("handed_over", D(2026, 8, 2), no_reasons=True)
    assert (deadline.state, deadline.next, deadline.reasons) == ("late", "other_ways", ())
    assert "12348" in deadline.next_text
    assert "仍然可以提交" in deadline.next_text
    assert Basis("行政诉讼法", 46) in deadline.basis


def test_a_claimed_reason_is_not_asked_for_again() -> None:
    deadline = count("handed_over", D(2026, 8, 2), claimed="obstacle")
    assert (deadline.state, deadline.next) == ("late_reasons", "reason_given")
    assert "尽快提交" in deadline.next_text
    assert count("handed_over", D(2026, 8, 2), claimed="weather").next == "give_reason"
    assert count("handed_over", D(2026, 10, 8), claimed="obstacle").state == "in_time"


# 民事诉讼法 85: posted in time is in time


@pytest.mark.parametrize(
    ("filed", "state"),
    [(D(2026, 10, 8), "in_time"), (D(2026, 9, 1), "in_time"), (D(2026, 10, 9), "late_reasons")],
)
def test_the_day_of_posting_decides(filed: D, state: str) -> None:
    deadline = count("handed_over", D(2026, 8, 2), filed=filed)
    assert deadline.state == state
    assert deadline.last_day == D(2026, 10, 8)
    if state == "in_time":
        assert deadline.next == "filed"


def test_a_filing_of_today_is_believed() -> None:
    assert count("handed_over", D(2026, 10, 8), filed=TODAY).unknown == ()


def test_a_filing_ahead_of_today_is_not_believed() -> None:
    deadline = count("handed_over", D(2026, 10, 8), filed=D(2026, 12, 1))
    assert deadline.next == "file_now"
    assert any("提交日期" in text for text in deadline.unknown)


# what cannot be counted


@pytest.mark.parametrize(
    ("way", "day", "words"),
    [
        (None, D(2026, 10, 1), "怎么知道"),
        ("by_pigeon", D(2026, 10, 1), "怎么知道"),
        ("handed_over", None, "起算的日期"),
        ("handed_over", D(2026, 11, 24), "在今天之后"),
        ("inaction_open", D(2026, 11, 24), "在今天之后"),
    ],
)
def test_missing_or_impossible_facts_are_named(way: str | None, day: D | None, words: str) -> None:
    deadline = count(way, day)
    assert (deadline.state, deadline.last_day, deadline.days_left) == ("unknown", None, None)
    assert any(words in text for text in deadline.unknown)


def test_a_year_without_notice_is_flagged_with_a_safe_day() -> None:
    deadline = count("handed_over", D(2026, 11, 10))  # 9 January 2027, a Saturday
    assert deadline.last_day == D(2027, 1, 11)
    assert any("2027年1月9日" in text and "放假安排" in text for text in deadline.unknown)
    plain = count("handed_over", D(2026, 11, 20))
    assert any("放假安排" in text for text in plain.unknown)


# the state and its words, to the day


@pytest.mark.parametrize(
    ("facts", "state", "step", "left", "text"),
    [
        (
            {"way": "handed_over", "day": D(2026, 10, 2)},
            *("in_time", "file_now", 8),
            "申请行政复议的最后一天是2026年12月1日（星期二），还有8天。",
        ),
        (
            {"way": "handed_over", "day": D(2026, 10, 1)},
            *("near", "file_now", 7),
            "快到期了：最后一天是2026年11月30日（星期一），只剩7天。",
        ),
        (
            {"way": "handed_over", "day": D(2026, 9, 25)},
            *("near", "file_now", 1),
            "快到期了：最后一天是2026年11月24日（星期二），只剩1天。",
        ),
        (
            {"way": "handed_over", "day": D(2026, 9, 24)},
            *("near", "file_today", 0),
            "今天就是最后一天（2026年11月23日（星期一）），请今天就提交或者寄出。",
        ),
        (
            {"way": "handed_over", "day": D(2026, 9, 21)},
            *("late_reasons", "give_reason", None),
            "按您说的日期，最后一天是2026年11月20日（星期五），已经过了3天。但法律还认几种情形，请先看看有没有您的情况。",
        ),
        (
            {"way": "handed_over", "day": D(2026, 9, 21), "no_reasons": True},
            *("late", "other_ways", None),
            "按您说的情况，最后一天是2026年11月20日（星期五），已经过了3天。行政复议这条路可能走不通，但还有别的办法。",
        ),
        (
            {"way": "handed_over", "day": D(2026, 9, 21), "claimed": "obstacle"},
            *("late_reasons", "reason_given", None),
            "按您说的日期，最后一天是2026年11月20日（星期五），已经过了3天；您说有法律认可的理由，是否成立由复议机关判断。",
        ),
        (
            {
                "way": "handed_over",
                "day": D(2026, 9, 21),
                "claimed": "not_told",
                "told": False,
                "learned_right": D(2026, 9, 21),
            },
            *("late_reasons", "give_reason", None),  # what was claimed is in the sum already
            "按您说的日期，最后一天是2026年11月20日（星期五），已经过了3天。但法律还认几种情形，请先看看有没有您的情况。",
        ),
        (
            {"way": "handed_over", "day": D(2026, 9, 21), "filed": D(2026, 11, 20)},
            *("in_time", "filed", 0),
            "您在2026年11月20日（星期五）提交或者寄出，没有超过最后一天（2026年11月20日（星期五））。",
        ),
        (
            {"way": "handed_over", "day": D(2026, 10, 9), "filed": D(2026, 11, 20)},
            *("in_time", "filed", 15),  # from today, not from the day of filing
            "您在2026年11月20日（星期五）提交或者寄出，没有超过最后一天（2026年12月8日（星期二））。",
        ),
        (
            {"way": "handed_over", "day": D(2026, 9, 24), "filed": TODAY},
            *("in_time", "filed", 0),
            "您在2026年11月23日（星期一）提交或者寄出，没有超过最后一天（2026年11月23日（星期一））。",
        ),
        (
            {"way": "handed_over", "day": D(2026, 9, 20), "filed": TODAY},
            *("late_reasons", "give_reason", None),
            "按您说的日期，最后一天是2026年11月19日（星期四），已经过了4天。但法律还认几种情形，请先看看有没有您的情况。",
        ),
        (
            {"way": "handed_over", "day": D(2026, 9, 24), "filed": D(2026, 11, 24)},
            *("near", "file_today", 0),  # a filing ahead of today is not believed
            "今天就是最后一天（2026年11月23日（星期一）），请今天就提交或者寄出。",
        ),
        (
            {"way": "inaction_urgent", "day": D(2026, 10, 2)},
            *("in_time", "urgent", 8),
            "情况紧急，现在就可以申请，不用再等。最稳妥是在2026年12月1日（星期二）以前（含当天）提交。",
        ),
        (
            {"way": "inaction_urgent", "day": D(2026, 10, 1)},
            *("near", "file_now", 7),
            "快到期了：最后一天是2026年11月30日（星期一），只剩7天。",
        ),
        (
            {"way": "inaction_open", "day": D(2026, 10, 2)},
            *("not_yet", "wait", None),
            "现在还早：要先等机关的办理期限过完。从2026年12月2日（星期三）起可以申请，最后一天是2027年2月1日（星期一）。",
        ),
        (
            {"way": "inaction_fixed", "day": D(2026, 11, 22)},
            *("in_time", "file_now", 59),
            "申请行政复议的最后一天是2027年1月21日（星期四），还有59天。",
        ),
        (
            {"way": "inaction_fixed", "day": TODAY},
            *("not_yet", "wait", None),
            "现在还早：要先等机关的办理期限过完。从2026年11月24日（星期二）起可以申请，最后一天是2027年1月22日（星期五）。",
        ),
        (
            {"way": "inaction_fixed", "day": D(2026, 11, 2), "filed": D(2026, 11, 2)},
            *("not_yet", "wait", None),  # handed in on the last day of the agency's own time
            "现在还早：要先等机关的办理期限过完。从2026年11月3日（星期二）起可以申请，最后一天是2027年1月1日（星期五）。",
        ),
        (
            {"way": "public_notice", "day": D(2026, 12, 1)},
            *("in_time", "file_now", 70),
            "申请行政复议的最后一天是2027年2月1日（星期一），还有70天。",
        ),
        ({"way": "handed_over"}, "unknown", "tell_date", None, "现在还算不出最后一天，缺少或者对不上下面的信息。"),
    ],
)
def test_the_state_in_words(facts: dict[str, object], state: str, step: str, left: int | None, text: str) -> None:
    deadline = count(**{"day": None, **facts})  # type: ignore[arg-type]
    assert (deadline.state, deadline.next, deadline.days_left, deadline.text) == (state, step, left, text)
    assert deadline.next_text == table("deadline")["next"][step]
    cited = {Basis(one["law"], one["article"]) for one in table("deadline")["next_basis"].get(step, ())}
    assert cited <= set(deadline.basis)


@pytest.mark.parametrize(
    ("way", "facts", "ahead"),
    [
        ("handed_over", {}, 0),
        ("refused", {}, 0),
        ("refused_to_sign", {}, 0),
        ("told_later", {}, 0),
        ("found_out", {}, 0),
        ("inaction_open", {}, 0),
        ("inaction_urgent", {}, 0),
        ("inaction_fixed", {}, 366),
        ("inaction_fixed", {"duty": "licence"}, 0),
        ("public_notice", {}, 366),
        ("public_notice", {"notice_days": 10}, 0),
    ],
)
def test_how_far_ahead_a_date_may_lie(way: str, facts: dict[str, object], ahead: int) -> None:
    last = TODAY + timedelta(days=ahead)
    assert count(way, last, **facts).state != "unknown"
    refused = count(way, last + timedelta(days=1), **facts)
    assert refused.unknown == (table("deadline")["unknown"]["future_date"],)
    assert refused.basis == (Basis(LAW, 20),)


@pytest.mark.parametrize(
    ("facts", "keys", "estate"),
    [
        ({}, ["not_told", "wrong_start", "obstacle", "told_longer", "wrong_lawsuit", "penalty_agency"], False),
        (
            {"told": None},
            ["not_told", "wrong_start", "obstacle", "told_longer", "wrong_lawsuit", "penalty_agency"],
            False,
        ),
        (
            {"told": False, "learned_right": D(2026, 8, 2)},
            ["wrong_start", "obstacle", "told_longer", "wrong_lawsuit", "penalty_agency"],
            False,
        ),
        ({"way": "told_later"}, ["wrong_start", "obstacle", "told_longer", "wrong_lawsuit", "penalty_agency"], False),
        (
            {"exclusions": (Exclusion("obstacle", D(2026, 8, 5), D(2026, 8, 6)),)},
            ["not_told", "wrong_start", "told_longer", "wrong_lawsuit", "penalty_agency"],
            False,
        ),
        ({"way": "inaction_fixed"}, ["obstacle", "wrong_lawsuit"], False),
        # past the limit from the act nothing helps but that it is of twenty years
        ({"acted": D(2021, 7, 1)}, ["real_estate"], True),
        ({"acted": D(2021, 7, 1), "real_estate": False}, [], False),
        ({"acted": D(2006, 7, 1), "real_estate": True}, [], False),
        (
            {"acted": D(2026, 7, 1)},
            ["not_told", "wrong_start", "obstacle", "told_longer", "wrong_lawsuit", "penalty_agency"],
            False,
        ),
    ],
)
def test_the_reasons_that_are_left(facts: dict[str, object], keys: list[str], estate: bool) -> None:
    deadline = count(**{"way": "handed_over", "day": D(2026, 8, 2), **facts})  # type: ignore[arg-type]
    assert [reason.key for reason in deadline.reasons] == keys
    assert (table("deadline")["unknown"]["estate"] in deadline.unknown) is estate
    for reason in deadline.reasons:
        row = table("deadline")["reasons"][reason.key]
        assert (reason.label, reason.hint) == (row["label"], row["hint"]) and set(reason.basis) <= set(deadline.basis)


# the message


def test_the_message_is_the_contract() -> None:
    made = message(count("handed_over", D(2026, 8, 2)), load_laws())
    assert list(made) == ["type", "text", "state", "last_day", "days_left", "rows", "next", "basis", "unknown"]
    assert (made["type"], made["state"], made["last_day"], made["days_left"]) == (
        "deadline",
        "late_reasons",
        "2026-10-08",
        None,
    )
    assert {"law": "行政复议法实施条例", "article": 23, "since": "2026-07-01"} in made["basis"]
    assert made["rows"][2] == {
        "from": "2026-08-03",
        "to": "2026-10-01",
        "days": 60,
        "why": "申请期限60日",
        "basis": "《行政复议法》第20条",
    }


def test_the_message_of_an_unknown_deadline() -> None:
    made = message(filing_deadline(DeadlineFacts(), TODAY), load_laws())
    assert (made["state"], made["last_day"], made["rows"]) == ("unknown", None, [])
    assert made["basis"] and made["unknown"]


def test_what_a_form_offers() -> None:
    assert [key for key, _, _ in learning_ways()][:2] == ["on_the_spot", "handed_over"]
    assert {key for key, _, _ in learning_ways("inaction")} == {"inaction_fixed", "inaction_open", "inaction_urgent"}
    assert not {key for key, _, _ in learning_ways("act")} & {key for key, _, _ in learning_ways("inaction")}
    assert all(label and hint for _, label, hint in [*learning_ways(), *learning_ways("inaction"), *duties()])
    assert [key for key, _, _ in exclusion_kinds()] == ["obstacle", "wrong_lawsuit", "penalty_agency"]
    assert all(fact_question(key) for key in table("deadline")["questions"])
    assert "签收" in date_question("handed_over")
    assert "受理" in date_question("inaction_fixed", "licence")
