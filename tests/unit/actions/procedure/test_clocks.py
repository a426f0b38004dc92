"""What runs after an application was handed in, one row per article; 2 November 2026 is a Monday."""

from dataclasses import replace
from datetime import date as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.content.laws import load_laws
from actions.procedure.clocks import Clock, Filed, clocks, events_since
from actions.procedure.tables import Basis, cited
from actions.procedure.workdays import is_workday

LAW, RULES, SUIT, COURT = "行政复议法", "行政复议法实施条例", "行政诉讼法", "起诉期限解释"


def fresh(filed: Filed) -> Filed:
    """With words as they come from outside: equal to those of the program, but not the same objects."""
    return replace(filed, since="".join(list(filed.since)), track="".join(list(filed.track)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filed", "expected", "articles"),
    [
        # 行政复议法 30, 62, 88: five working days, silence is acceptance, sixty days from there
        (
            Filed(D(2026, 11, 2)),
            [
                ("review", D(2026, 11, 9)),
                ("deemed", D(2026, 11, 9)),
                ("decision", D(2027, 1, 8)),
                ("overdue", D(2027, 1, 25)),
                ("extended", D(2027, 2, 8)),
            ],
            [(LAW, 30), (LAW, 88), (LAW, 62)],
        ),
        # over the National Day: 30 September + 5 working days, one of them a worked Saturday
        (
            Filed(D(2026, 9, 30)),
            [
                ("review", D(2026, 10, 13)),
                ("deemed", D(2026, 10, 13)),
                ("decision", D(2026, 12, 14)),
                ("overdue", D(2026, 12, 29)),
                ("extended", D(2027, 1, 11)),
            ],
            [(LAW, 30)],
        ),
        # 行政复议法 62: a simplified case takes thirty days
        (
            Filed(D(2026, 11, 2), track="simplified"),
            [
                ("review", D(2026, 11, 9)),
                ("deemed", D(2026, 11, 9)),
                ("decision_simplified", D(2026, 12, 9)),
                ("overdue", D(2026, 12, 24)),
            ],
            [(LAW, 62)],
        ),
        # 行政复议法 32, 实施条例 38: handed to the agency that imposed the penalty
        (
            Filed(D(2026, 11, 19), by_agency=True),
            [("forward", D(2026, 11, 26)), ("self_correct", D(2026, 11, 26))],
            [(LAW, 32), (RULES, 38)],
        ),
        # 行政复议法 31: ten working days for a correction, then the review begins anew
        (
            Filed(D(2026, 11, 2), since="correction", event_on=D(2026, 11, 6)),
            [("correction", D(2026, 11, 20))],
            [(LAW, 31)],
        ),
        (
            Filed(D(2026, 11, 2), since="corrected", event_on=D(2026, 11, 13)),
            [
                ("review_again", D(2026, 11, 20)),
                ("deemed", D(2026, 11, 20)),
                ("decision", D(2027, 1, 19)),
                ("overdue", D(2027, 2, 3)),
                ("extended", D(2027, 2, 18)),
            ],
            [(LAW, 31), (LAW, 30)],
        ),
        # 行政复议法 34, 62; 行政诉讼法 45: 60 days, 90 if extended, 15 more to sue
        (
            Filed(D(2026, 8, 3), since="accepted", event_on=D(2026, 8, 10)),
            [("decision", D(2026, 10, 9)), ("overdue", D(2026, 10, 26)), ("extended", D(2026, 11, 9))],
            [(LAW, 62), (SUIT, 45), (LAW, 34)],
        ),
        # a simplified case cannot be extended
        (
            Filed(D(2026, 8, 3), since="accepted", event_on=D(2026, 8, 10), track="simplified"),
            [("decision_simplified", D(2026, 9, 9)), ("overdue", D(2026, 9, 24))],
            [(LAW, 62), (SUIT, 45)],
        ),
        # 起诉期限解释 6, 行政诉讼法 45, 行政复议法 34: fifteen days to sue
        (
            Filed(D(2026, 8, 3), since="refused", event_on=D(2026, 11, 16)),
            [("refused", D(2026, 12, 1))],
            [(LAW, 34), (COURT, 6)],
        ),
        (
            Filed(D(2026, 8, 3), since="decided", event_on=D(2026, 11, 16)),
            [("decided", D(2026, 12, 1))],
            [(SUIT, 45), (COURT, 6)],
        ),
    ],
)
def test_what_runs(filed: Filed, expected: list[tuple[str, D]], articles: list[tuple[str, int]]) -> None:
    found = clocks(fresh(filed))
    assert [(one.key, one.on) for one in found] == expected
    assert {Basis(*article) for article in articles} <= {basis for one in found for basis in one.basis}


@pytest.mark.parametrize(
    "filed",
    [
        Filed(D(2026, 11, 2), since="accepted"),  # nobody knows when
        Filed(D(2026, 11, 2), since="weather", event_on=D(2026, 11, 6)),
        Filed(D(2026, 11, 2), since="nothing", event_on=D(2026, 11, 6)),
    ],
)
def test_what_is_not_known_counts_as_nothing(filed: Filed) -> None:
    assert clocks(fresh(filed)) == clocks(Filed(D(2026, 11, 2)))


def test_what_has_to_be_checked_goes_with_the_day() -> None:
    [review, deemed, decision, *_] = clocks(Filed(D(2026, 11, 2)))
    assert (review.unknown, deemed.unknown) == ((), ())
    assert any("少于60日" in text for text in decision.unknown)
    assert any("放假安排" in text for text in decision.unknown)  # January 2027 has no notice yet


def test_a_line_as_it_is_read() -> None:
    clock = Clock("review", D(2026, 11, 9), "某机关：审查", (Basis(LAW, 30), Basis(LAW, 88)))
    assert clock.line() == "2026年11月9日（星期一）　某机关：审查（《行政复议法》第30条、《行政复议法》第88条）"


@settings(deadline=None)
@given(
    st.builds(
        Filed,
        st.dates(D(2015, 1, 1), D(2027, 6, 1)),
        st.booleans(),
        st.sampled_from([*events_since(), "weather"]),
        st.none() | st.dates(D(2015, 1, 1), D(2027, 6, 1)),
        st.sampled_from(["ordinary", "simplified"]),
    )
)
def test_every_event_has_days_in_order_and_none_before_it(filed: Filed) -> None:
    found = clocks(filed)
    begins = (
        filed.event_on
        if filed.event_on and filed.since in events_since() and filed.since != "nothing"
        else filed.received
    )
    assert found and [one.on for one in found] == sorted(one.on for one in found)
    for one in found:
        assert one.on > begins and is_workday(one.on)
        assert one.text and "{" not in one.text and cited(one.basis, load_laws())
