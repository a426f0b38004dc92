"""The periods during a case, one row per article; working days by the State Council's notices."""

from datetime import date as D
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.procedure.office import Pause, deemed_accepted, events, office_term, office_terms
from actions.procedure.tables import Basis, table
from actions.procedure.workdays import add_workdays, is_workday, workdays_before

LAW, RULES = "行政复议法", "行政复议法实施条例"


@pytest.mark.parametrize(
    ("key", "on", "last", "article"),
    [
        # over the National Day: 1–7 October off, Saturday the 10th worked
        ("review", D(2026, 9, 30), D(2026, 10, 13), (LAW, 30)),
        ("correction_notice", D(2026, 9, 30), D(2026, 10, 13), (LAW, 31)),
        ("correction", D(2026, 9, 30), D(2026, 10, 20), (LAW, 31)),
        ("review_again", D(2026, 9, 30), D(2026, 10, 13), (LAW, 31)),
        ("forward", D(2026, 9, 30), D(2026, 10, 13), (LAW, 32)),
        ("self_correct", D(2026, 9, 30), D(2026, 10, 13), (RULES, 38)),
        ("raised_files", D(2026, 9, 30), D(2026, 10, 13), (RULES, 40)),
        ("copy", D(2026, 9, 30), D(2026, 10, 15), (LAW, 48)),
        ("reply", D(2026, 9, 30), D(2026, 10, 20), (LAW, 48)),
        ("copy_simplified", D(2026, 9, 30), D(2026, 10, 10), (LAW, 54)),
        ("reply_simplified", D(2026, 9, 30), D(2026, 10, 13), (LAW, 54)),
        ("document_transfer", D(2026, 9, 30), D(2026, 10, 15), (LAW, 56)),
        ("maker_notice", D(2026, 9, 30), D(2026, 10, 10), (LAW, 58)),
        ("maker_reply", D(2026, 9, 30), D(2026, 10, 20), (LAW, 58)),
        # five full working days between the notice and the hearing
        ("hearing_notice", D(2026, 10, 14), D(2026, 9, 30), (LAW, 51)),
        ("hearing_notice", D(2026, 11, 23), D(2026, 11, 13), (LAW, 51)),
        # calendar days, the last one moved past rest
        ("decision", D(2026, 9, 1), D(2026, 11, 2), (LAW, 62)),
        ("decision_simplified", D(2026, 9, 1), D(2026, 10, 8), (LAW, 62)),
        ("document_review", D(2026, 9, 1), D(2026, 10, 8), (LAW, 57)),
        ("transfer_reply", D(2026, 9, 1), D(2026, 11, 2), (LAW, 60)),
        ("termination", D(2026, 9, 1), D(2026, 11, 2), (LAW, 41)),
        ("raised_decision", D(2026, 9, 1), D(2026, 11, 2), (RULES, 40)),
        ("opinion_report", D(2026, 9, 1), D(2026, 11, 2), (LAW, 76)),
        ("redo", D(2026, 9, 1), D(2026, 11, 2), (RULES, 58)),
    ],
)
def test_every_period(key: str, on: D, last: D, article: tuple[str, int]) -> None:
    term = office_term(key, on)
    assert term.last_day == last
    assert Basis(*article) in term.basis
    assert term.who and term.what and term.rows


def test_every_row_of_the_table_is_tested() -> None:
    tested = {row[0] for row in test_every_period.pytestmark[0].args[1]}
    assert tested == set(table("deadline-office")["terms"])


@pytest.mark.parametrize(
    ("extended", "last"), [(0, D(2026, 11, 2)), (30, D(2026, 11, 30)), (99, D(2026, 11, 30)), (-5, D(2026, 11, 2))]
)
def test_a_decision_is_put_off_by_thirty_days_at_most(extended: int, last: D) -> None:
    """行政复议法 62; the simplified track has no extension."""
    assert office_term("decision", D(2026, 9, 1), extended=extended).last_day == last
    assert office_term("decision_simplified", D(2026, 9, 1), extended=extended).last_day == D(2026, 10, 8)


@pytest.mark.parametrize(
    ("kind", "article"),
    [("suspension", (LAW, 39)), ("inspection", (RULES, 45)), ("expert", (RULES, 46)), ("raising", (RULES, 40))],
)
def test_pauses_do_not_count(kind: str, article: tuple[str, int]) -> None:
    term = office_term("decision", D(2026, 9, 1), [Pause(kind, D(2026, 9, 10), D(2026, 9, 20))])
    assert term.last_day == D(2026, 11, 10)
    assert Basis(*article) in term.basis


def test_a_pause_that_ends_before_it_begins_is_nothing() -> None:
    assert office_term("decision", D(2026, 9, 1), [Pause("expert", D(2026, 9, 10), D(2026, 9, 1))]).last_day == D(
        2026, 11, 2
    )


def test_silence_is_acceptance_after_five_working_days() -> None:
    """行政复议法 30, third paragraph."""
    assert deemed_accepted(D(2026, 9, 30)).on == D(2026, 10, 13)


def test_the_periods_of_an_event() -> None:
    assert [term.key for term in office_terms("accepted", D(2026, 11, 2))] == ["copy", "decision"]
    assert [term.key for term in office_terms("accepted", D(2026, 11, 2), "simplified")] == [
        "copy_simplified",
        "decision_simplified",
    ]
    assert office_terms("wedding", D(2026, 11, 2)) == []


def test_every_event_starts_something() -> None:
    named = {row["event"] for row in table("deadline-office")["terms"].values()}
    assert named == set(events())


def test_a_year_without_notice_is_flagged() -> None:
    term = office_term("reply", D(2026, 12, 20))
    assert any("放假安排" in text for text in term.unknown)


def test_counting_back() -> None:
    assert workdays_before(D(2026, 10, 8), 0).on == D(2026, 9, 30)
    assert workdays_before(D(2027, 2, 1), 3).unsure == (2027,)


@settings(deadline=None)
@given(st.dates(D(2015, 1, 1), D(2030, 1, 1)), st.integers(1, 15))
def test_counting_back_leaves_full_days(day: D, days: int) -> None:
    notice = workdays_before(day, days).on
    assert is_workday(notice)
    assert add_workdays(notice, days).on < day


@settings(deadline=None)
@given(st.dates(D(2015, 1, 1), D(2030, 1, 1)), st.sampled_from(sorted(table("deadline-office")["terms"])))
def test_periods_end_on_working_days_after_the_event(on: D, key: str) -> None:
    term = office_term(key, on)
    assert is_workday(term.last_day)
    assert (term.last_day > on) != (key == "hearing_notice")


def lines(key: str, on: D, *more: object) -> list[tuple[D, D, int]]:
    return [(row.begins, row.ends, row.days) for row in office_term(key, on, *more).rows]  # type: ignore[arg-type]


def test_the_sum_line_by_line() -> None:
    on = D(2026, 9, 1)
    assert lines("review", on) == [(D(2026, 9, 2), D(2026, 9, 8), 5)]
    assert lines("decision", on) == [
        (on, on, 0),
        (D(2026, 9, 2), D(2026, 10, 31), 60),
        (D(2026, 10, 31), D(2026, 11, 2), 0),  # a Saturday
    ]
    assert lines("decision", D(2026, 8, 3), (), 30) == [
        (D(2026, 8, 3), D(2026, 8, 3), 0),
        (D(2026, 8, 4), D(2026, 10, 2), 60),
        (D(2026, 10, 3), D(2026, 11, 1), 30),
        (D(2026, 11, 1), D(2026, 11, 2), 0),
    ]
    pause = Pause("expert", D(2026, 9, 10), D(2026, 9, 20))
    assert lines("decision", on, [pause]) == [
        (on, on, 0),
        (D(2026, 9, 2), D(2026, 11, 10), 60),
        (D(2026, 9, 10), D(2026, 9, 19), 0),  # the day on which it goes on counts again
    ]
    assert lines("hearing_notice", D(2026, 11, 16)) == [(D(2026, 11, 6), D(2026, 11, 15), 5)]


@pytest.mark.parametrize(("extended", "days"), [(-5, 60), (0, 60), (1, 61), (30, 90), (31, 90), (400, 90)])
def test_an_extension_is_bound(extended: int, days: int) -> None:
    """行政复议法 62."""
    term = office_term("decision", D(2026, 9, 1), (), extended)
    assert sum(row.days for row in term.rows) == days
    assert office_term("redo", D(2026, 8, 31), (), extended).last_day == D(2026, 10, 30), "where none is allowed"


def test_a_pause_of_no_day_is_nothing() -> None:
    plain = lines("decision", D(2026, 9, 1))
    assert lines("decision", D(2026, 9, 1), [Pause("expert", D(2026, 9, 10), D(2026, 9, 10))]) == plain
    assert lines("decision", D(2026, 9, 1), [Pause("expert", D(2026, 9, 20), D(2026, 9, 10))]) == plain


def test_why_is_said_with_who_and_how_long() -> None:
    term = office_term("review", D(2026, 9, 1))
    assert (term.who, term.rows[0].why) == ("复议机关", "审查并决定受不受理；到期没有不予受理的，视为受理，5个工作日")
    assert office_term("decision", D(2026, 9, 1)).rows[1].why == "作出复议决定，60日"


PAUSES = st.lists(
    st.builds(
        lambda kind, begins, days: Pause(kind, begins, begins + timedelta(days=days)),
        st.sampled_from(sorted(table("deadline-office")["pauses"])),
        st.dates(D(2026, 1, 1), D(2026, 12, 31)),
        st.integers(0, 60),
    ),
    max_size=3,
)


@settings(deadline=None)
@given(st.dates(D(2026, 1, 1), D(2026, 9, 30)), PAUSES, st.integers(0, 40))
def test_neither_a_pause_nor_an_extension_shortens_a_period(on: D, pauses: list[Pause], extended: int) -> None:
    plain = office_term("decision", on)
    longer = office_term("decision", on, pauses, extended)
    assert longer.last_day >= plain.last_day
    assert all(row.begins <= row.ends and row.basis for row in longer.rows)


@settings(deadline=None)
@given(st.dates(D(2015, 1, 1), D(2030, 1, 1)), st.sampled_from(sorted(table("deadline-office")["terms"])))
def test_a_later_event_never_ends_earlier(on: D, key: str) -> None:
    assert office_term(key, on).last_day <= office_term(key, on + timedelta(days=1)).last_day
