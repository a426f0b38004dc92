"""Facts about time that cannot be true together, a row each; and that what is merely unknown is never refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.procedure.deadline import filing_deadline
from actions.procedure.lawsuit import lawsuit_deadline
from actions.procedure.office import office_term, office_terms
from actions.procedure.tables import table
from bot.channels.procedure_checks import (
    Contradiction,
    clocks_contradictions,
    deadline_contradictions,
    lawsuit_contradictions,
    office_contradictions,
)
from bot.channels.procedure_choices import EVENTS, EXCLUSIONS, LAWSUITS, TERMS, WAYS
from bot.channels.procedure_deadlines import ClocksBody, DeadlineBody, LawsuitBody, OfficeBody
from bot.channels.procedure_fields import FIRST, LAST
from bot.channels.procedure_problems import DETAILS

TODAY = date(2026, 11, 23)
Found = set[tuple[tuple[str, ...], str]]


def found(contradictions: Iterable[Contradiction]) -> Found:
    return set(contradictions)


def deadline(**facts: Any) -> Found:
    return found(deadline_contradictions(DeadlineBody.model_validate(facts), TODAY))


def lawsuit(**facts: Any) -> Found:
    return found(lawsuit_contradictions(LawsuitBody.model_validate(facts), TODAY))


def office(**facts: Any) -> Found:
    return found(office_contradictions(OfficeBody.model_validate(facts)))


def gap(begins: str, ends: str | None = None, kind: str = "obstacle") -> list[dict[str, Any]]:
    return [{"kind": kind, "begins": begins} | ({"ends": ends} if ends else {})]


DEADLINES: list[tuple[dict[str, Any], Found]] = [
    ({"way": "handed_over", "day": "2026-11-24"}, {(("day",), "future")}),
    ({"way": "on_the_spot", "day": "2027-11-24"}, {(("day",), "future")}),
    ({"day": "2026-11-24"}, {(("day",), "future")}),
    ({"learned_right": "2026-11-24"}, {(("learned_right",), "future")}),
    ({"learned_content": "2026-11-24"}, {(("learned_content",), "future")}),
    ({"acted": "2026-11-24"}, {(("acted",), "future")}),
    ({"filed": "2026-11-24"}, {(("filed",), "future")}),
    ({"way": "public_notice", "day": "2027-11-25"}, {(("day",), "future")}),
    ({"way": "public_notice", "day": "2026-11-24", "notice_days": 30}, {(("day",), "future")}),
    ({"way": "inaction_fixed", "day": "2026-11-24", "duty": "licence"}, {(("day",), "future")}),
    ({"way": "inaction_open", "day": "2026-11-24"}, {(("day",), "future")}),
    ({"way": "handed_over", "day": "2026-10-01", "acted": "2026-10-02"}, {(("day", "acted"), "before_act")}),
    (
        {"day": "2026-10-20", "learned_content": "2026-10-01", "acted": "2026-10-02"},
        {(("learned_content", "acted"), "before_act")},
    ),
    ({"filed": "2026-10-01", "acted": "2026-10-02"}, {(("filed", "acted"), "before_act")}),
    ({"way": "found_out", "day": "2026-10-09", "filed": "2026-10-08"}, {(("day", "filed"), "filed_early")}),
    ({"way": "on_the_spot", "day": "2026-10-09", "filed": "2026-10-08"}, {(("day", "filed"), "filed_early")}),
    (
        {"way": "told_later", "day": "2026-10-09", "learned_content": "2026-10-10"},
        {(("day", "learned_content"), "content_late")},
    ),
    ({"way": "inaction_open", "duty": "licence"}, {(("way", "duty"), "duty")}),
    ({"way": "handed_over", "duty": "information"}, {(("way", "duty"), "duty")}),
    ({"way": "inaction_urgent", "duty": "licence"}, {(("way", "duty"), "duty")}),
    ({"way": "electronic", "notice_days": 30}, {(("way", "notice_days"), "notice")}),
    ({"way": "inaction_open", "acted": "2026-10-01"}, {(("way", "acted"), "no_act")}),
    ({"way": "inaction_urgent", "acted": "2026-10-01"}, {(("way", "acted"), "no_act")}),
    ({"way": "inaction_fixed", "acted": "2026-10-01"}, {(("way", "acted"), "no_act")}),
    ({"way": "refused", "day": "2026-10-09", "filed": "2026-10-08"}, {(("day", "filed"), "filed_early")}),
    ({"way": "inaction_fixed", "duty": "licence", "acted": "2026-10-01"}, {(("way", "acted"), "no_act")}),
    ({"told": True, "learned_right": "2026-10-01"}, {(("told", "learned_right"), "told")}),
    ({"told": True, "way": "told_later"}, {(("way", "told"), "told")}),
    ({"told": True, "claimed": "not_told"}, {(("told", "claimed"), "told")}),
    ({"no_reasons": True, "claimed": "obstacle"}, {(("no_reasons", "claimed"), "reasons")}),
    ({"way": "inaction_open", "claimed": "wrong_start"}, {(("way", "claimed"), "other_kind")}),
    ({"exclusions": gap("2026-10-05", "2026-10-01")}, {(("exclusions.0.begins", "exclusions.0.ends"), "order")}),
    ({"exclusions": gap("2026-11-24", "2026-11-25")}, {(("exclusions.0.begins",), "future")}),
    (
        {"way": "inaction_open", "exclusions": gap("2026-10-01", kind="penalty_agency")},
        {(("exclusions.0.kind", "way"), "other_kind")},
    ),
    (
        {"told": True, "way": "told_later", "day": "2026-12-01"},
        {(("day",), "future"), (("way", "told"), "told")},
    ),
]


@pytest.mark.parametrize(("facts", "expected"), DEADLINES)
def test_facts_that_no_deadline_can_have(facts: dict[str, Any], expected: Found) -> None:
    assert deadline(**facts) == expected


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"way": "handed_over", "day": "2026-11-23"},
        {"way": "public_notice", "day": "2027-11-01"},
        {"way": "inaction_fixed", "day": "2026-12-01"},
        {"way": "inaction_fixed", "duty": "licence", "day": "2026-11-01"},
        {"way": "refused", "day": "2026-10-10", "acted": "2026-10-09"},
        {"way": "handed_over", "day": "2026-10-02", "acted": "2026-10-02", "filed": "2026-10-02"},
        {"way": "handed_over", "day": "2026-10-09", "filed": "2026-10-08"},
        {"way": "told_later", "day": "2026-10-09", "learned_content": "2026-10-09", "told": False},
        {"told": False, "learned_right": "2026-10-01", "claimed": "obstacle"},
        {"told": None, "learned_right": "2026-10-01"},
        {"exclusions": gap("2026-11-23", "2026-12-31")},
        {"exclusions": gap("2026-10-01", "2026-10-01")},
        {"way": "inaction_open", "exclusions": gap("2026-10-01"), "claimed": "wrong_lawsuit"},
        {"claimed": "real_estate", "real_estate": True},
        {"no_reasons": True},
    ],
)
def test_facts_that_may_be(facts: dict[str, Any]) -> None:
    assert deadline(**facts) == set()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, set()),
        ({"since": "accepted", "event_on": "2026-11-02"}, set()),  # on the day it was received
        ({"since": "accepted"}, set()),  # merely not known
        ({"since": "decided", "event_on": "2026-11-23"}, set()),
        ({"since": "accepted", "event_on": "2026-11-01"}, {(("received", "event_on"), "event_early")}),
        ({"since": "accepted", "event_on": "2026-11-24"}, {(("event_on",), "future")}),
        ({"event_on": "2026-11-10"}, {(("since", "event_on"), "no_event")}),
        ({"received": "2026-11-24"}, {(("received",), "future")}),
    ],
)
def test_facts_that_no_application_handed_in_can_have(facts: dict[str, Any], expected: Found) -> None:
    body = ClocksBody.model_validate({"received": "2026-11-02", **facts})
    assert set(clocks_contradictions(body, TODAY)) == expected


@pytest.mark.parametrize("way", WAYS)
def test_a_duty_or_a_notice_belongs_to_one_way(way: str) -> None:
    assert (not deadline(way=way, duty="licence")) == (way == "inaction_fixed")
    assert (not deadline(way=way, notice_days=30)) == (way == "public_notice")


@pytest.mark.parametrize("kind", EXCLUSIONS)
def test_time_that_only_an_act_can_lose(kind: str) -> None:
    refused = deadline(way="inaction_open", exclusions=gap("2026-10-01", kind=kind))
    assert bool(refused) == (table("deadline")["reasons"][kind]["when"] == "act")


LAWSUIT_ROWS: list[tuple[dict[str, Any], Found]] = [
    ({"kind": "direct", "day": "2026-11-24"}, {(("day",), "future")}),
    ({"day": "2026-11-24"}, {(("day",), "future")}),
    ({"kind": "overdue", "day": "2027-11-25"}, {(("day",), "future")}),
    ({"learned": "2026-11-24"}, {(("learned",), "future")}),
    ({"acted": "2026-11-24"}, {(("acted",), "future")}),
    ({"told": True, "learned": "2026-10-01"}, {(("told", "learned"), "told")}),
    ({"told": False, "told_last": "2026-12-01"}, {(("told", "told_last"), "told")}),
    ({"kind": "inaction", "acted": "2026-10-01"}, {(("kind", "acted"), "no_act")}),
    ({"kind": "direct", "day": "2026-10-01", "acted": "2026-10-02"}, {(("day", "acted"), "before_act")}),
    ({"kind": "after_decision", "pending": True}, {(("kind", "pending"), "pending")}),
    ({"kind": "not_accepted", "pending": True}, {(("kind", "pending"), "pending")}),
    ({"day": "2026-10-02", "told_last": "2026-10-01"}, {(("day", "told_last"), "order")}),
    (
        {"delays": [{"begins": "2026-10-02", "ends": "2026-10-01"}]},
        {(("delays.0.begins", "delays.0.ends"), "order")},
    ),
    ({"delays": [{"begins": "2026-11-24", "ends": "2026-11-24"}]}, {(("delays.0.begins",), "future")}),
]


@pytest.mark.parametrize(("facts", "expected"), LAWSUIT_ROWS)
def test_facts_that_no_lawsuit_can_have(facts: dict[str, Any], expected: Found) -> None:
    assert lawsuit(**facts) == expected


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"kind": "overdue", "day": "2027-01-01", "pending": True},
        {"kind": "direct", "day": "2026-10-02", "acted": "2026-10-02", "pending": True},
        {"told": True, "told_last": "2027-01-01", "day": "2026-10-01"},
        {"told": False, "learned": "2026-10-01"},
        {"delays": [{"begins": "2026-11-23", "ends": "2026-12-23"}]},
    ],
)
def test_lawsuits_that_may_be(facts: dict[str, Any]) -> None:
    assert lawsuit(**facts) == set()


PAUSE = {"kind": "suspension", "begins": "2026-09-01", "resumes": "2026-09-15"}
ON = {"event": "accepted", "on": "2026-08-03"}
OFFICE_ROWS: list[tuple[dict[str, Any], Found]] = [
    ({"term": "review"}, {(("event", "term"), "term")}),
    ({"term": "decision", "track": "simplified"}, {(("track", "term"), "term")}),
    ({"pauses": [PAUSE]}, {(("term", "pauses"), "term_only")}),
    ({"extended": 30, "pauses": [PAUSE]}, {(("term", "pauses", "extended"), "term_only")}),
    ({"term": "copy", "pauses": [PAUSE]}, {(("term", "pauses"), "no_pause")}),
    ({"term": "decision", "extended": 31}, {(("term", "extended"), "extended")}),
    ({"term": "decision_simplified", "extended": 1}, {(("term", "extended"), "extended")}),
    (
        {"term": "decision", "pauses": [PAUSE | {"resumes": "2026-08-31"}]},
        {(("pauses.0.begins", "pauses.0.resumes"), "order")},
    ),
]


@pytest.mark.parametrize(("facts", "expected"), OFFICE_ROWS)
def test_facts_that_no_office_can_have(facts: dict[str, Any], expected: Found) -> None:
    assert office(**ON, **facts) == expected


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"track": "simplified"},
        {"term": "decision", "extended": 30, "pauses": [PAUSE]},
        {"term": "decision_simplified"},
        {"term": "decision_simplified", "track": "simplified", "pauses": [PAUSE | {"resumes": "2026-09-01"}]},
    ],
)
def test_office_facts_that_may_be(facts: dict[str, Any]) -> None:
    assert office(**ON, **facts) == set()


@pytest.mark.parametrize("rows", [DEADLINES, LAWSUIT_ROWS, OFFICE_ROWS])
def test_every_contradiction_has_words(rows: list[tuple[Any, Found]]) -> None:
    assert {words for _, expected in rows for _, words in expected} <= set(DETAILS)


day = st.dates(FIRST, LAST).map(date.isoformat)
flag = st.booleans() | st.none()
gaps = st.lists(
    st.fixed_dictionaries({"kind": st.sampled_from(list(EXCLUSIONS)), "begins": day}, optional={"ends": day}),
    max_size=3,
)
deadlines = st.fixed_dictionaries(
    {"way": st.sampled_from(list(WAYS)), "day": day, "today": day},
    optional={
        "told": flag,
        "learned_right": day,
        "learned_content": day,
        "acted": day,
        "real_estate": flag,
        "duty": st.sampled_from(["licence", "information"]),
        "law_days": st.integers(61, 366),
        "notice_days": st.integers(1, 366),
        "exclusions": gaps,
        "filed": day,
    },
)


@given(facts=deadlines)
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_the_engine_counts_whatever_is_let_through(facts: dict[str, Any]) -> None:
    body = DeadlineBody.model_validate(facts)
    refused = list(deadline_contradictions(body, body.as_of()))
    found = filing_deadline(body.facts(), body.as_of())
    assert refused or found.state != "unknown"


lawsuits = st.fixed_dictionaries(
    {"kind": st.sampled_from(list(LAWSUITS)), "day": day, "today": day},
    optional={"told": flag, "learned": day, "acted": day, "pending": st.booleans(), "precondition": flag}
    | {"delays": st.lists(st.fixed_dictionaries({"begins": day, "ends": day}), max_size=3), "told_last": day},
)


@given(facts=lawsuits)
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_the_lawsuit_is_counted_whatever_is_let_through(facts: dict[str, Any]) -> None:
    body = LawsuitBody.model_validate(facts)
    refused = list(lawsuit_contradictions(body, body.as_of()))
    found = lawsuit_deadline(body.facts(), body.as_of())
    assert refused or found.state != "unknown"


@pytest.mark.parametrize("at", [FIRST, LAST])
@pytest.mark.parametrize("event", EVENTS)
def test_the_office_is_counted_to_the_edges_of_the_calendar(event: str, at: date) -> None:
    rows = table("deadline-office")["terms"]
    counted = {term.key for track in ("ordinary", "simplified") for term in office_terms(event, at, track)}
    assert counted == {key for key in TERMS if rows[key]["event"] == event}
    for key in counted:
        assert abs(office_term(key, at).last_day - at) <= timedelta(days=100)
