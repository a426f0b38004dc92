"""What addresses mean, also those that somebody typed or made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.casework.kinds import CaseState, LetterKind, LetterState
from bot.desk.asked import Asked, read_asked
from bot.desk.records import CASES, LETTERS


def test_nothing_asked_is_the_first_page_of_all() -> None:
    asked = read_asked({}, LETTERS.choices)
    assert asked == Asked()
    assert not asked.filtered


def test_every_filter_is_read() -> None:
    query = {
        "kind": "complaint",
        "state": "assigned",
        "since": "2025-01-01",
        "until": "2025-03-31",
        "due": "soon",
        "page": "3",
    }
    asked = read_asked(query, LETTERS.choices)
    assert asked == Asked(
        {"kind": LetterKind.COMPLAINT, "state": LetterState.ASSIGNED},
        date(2025, 1, 1),
        date(2025, 3, 31),
        "soon",
        3,
    )
    assert asked.filtered


def test_each_list_has_its_own_filters() -> None:
    query = {"state": "suspended", "kind": "complaint"}
    assert read_asked(query, CASES.choices).chosen == {"state": CaseState.SUSPENDED}
    assert read_asked(query, LETTERS.choices).misread


def test_an_empty_field_of_the_form_asks_nothing() -> None:
    query = dict.fromkeys(("kind", "state", "since", "until", "due", "page"), "")
    assert read_asked(query, LETTERS.choices) == Asked()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "KIND"),
        ("kind", "problem'--"),
        ("state", "已办结"),
        ("since", "2025-13-01"),
        ("until", "yesterday"),
        ("due", "never"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "1.5"),
        ("page", "²"),
        ("page", "٣"),
        ("page", "9" * 8),
        ("page", "x"),
    ],
)
def test_what_makes_no_sense_is_left_out_and_said(name: str, value: str) -> None:
    asked = read_asked({name: value}, LETTERS.choices)
    assert asked.misread
    assert not asked.filtered
    assert asked.page == 1


def test_an_address_keeps_the_filters_and_changes_the_page() -> None:
    query = {"kind": "complaint", "since": "2025-01-01", "due": "overdue", "page": "1"}
    asked = read_asked(query, LETTERS.choices)
    assert asked.address(2) == "?kind=complaint&since=2025-01-01&due=overdue&page=2"
    assert Asked().address(7) == "?page=7"


@given(
    st.dictionaries(
        st.sampled_from(["kind", "state", "since", "until", "due", "page"]),
        st.text() | st.sampled_from(["problem", "received", "2025-01-01", "overdue", "2"]),
    )
)
def test_no_address_breaks_it(query: dict[str, str]) -> None:
    asked = read_asked(query, LETTERS.choices)
    assert asked.page >= 1
