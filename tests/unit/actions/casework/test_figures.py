"""The figures against the source report, and against a second way of counting over random records."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, delete, text
from sqlalchemy.orm import Session

from actions.casework.columns import give_keys
from actions.casework.database import closing_engine, reading
from actions.casework.encryption import Keys
from actions.casework.figures import LONGEST_STATEMENT, Figures, figures_of
from actions.casework.kinds import (
    CaseEventKind,
    CaseState,
    LetterKind,
    LetterState,
    LetterStep,
    Matter,
    Outcome,
    RespondentKind,
)
from actions.casework.letter_standing import ENDS
from actions.casework.models import Base, Case, CaseEvent, Letter, LetterEvent
from actions.casework.practice import load_practice
from actions.casework.reporting_periods import Period

KEYS = Keys([bytes(range(32))])


def nonzero(parts: Any) -> dict[str, int]:
    return {part: count for part, count in parts.items() if count}


def test_the_practice_data_gives_the_figures_of_the_source_report(url: str, keys: Keys, engine: Engine) -> None:
    load_practice(url, keys)
    with Session(reading(engine)) as session:
        found = figures_of(session, Period(2025), practice=True)
    assert found.intake.came == 6
    assert found.decided.parts == {"accepted": 5, "not_accepted": 1, "abandoned": 0}
    assert nonzero(found.respondents.parts) == {"township": 2, "county_department": 4}
    assert [found.respondents.percent(one) for one in ("township", "county_department")] == [33, 67]
    assert nonzero(found.matters.parts) == {"penalty": 2, "licence": 1, "determination": 2, "confirmation": 1}
    shares = [found.matters.percent(one) for one in ("penalty", "licence", "determination", "confirmation")]
    assert shares == [33, 17, 33, 17]
    assert nonzero(found.outcomes.parts) == {"upheld": 2, "mediated": 2, "settled": 1}
    assert found.letters.total == 98
    assert found.letters.parts == {"problem": 44, "complaint": 15, "suggestion": 39}
    assert found.examined_in_time.parts == {"kept": 6, "late": 0, "unknown": 0}
    assert found.concluded_in_time.parts == {"kept": 5, "late": 0, "unknown": 0}
    assert (found.intake.after, found.handled.after) == (0, 0)


@pytest.mark.postgres
def test_the_figures_may_take_longer_than_a_citizen_waits(postgres_url: str, keys: Keys) -> None:
    with closing_engine(postgres_url, keys) as engine:
        with Session(reading(engine)) as session:
            figures_of(session, Period(2025))
            assert session.scalar(text("SHOW statement_timeout")) == f"{LONGEST_STATEMENT}s"
        with Session(reading(engine)) as session:
            assert session.scalar(text("SHOW statement_timeout")) == "2s", "of the next one nothing is changed"


def test_practice_and_real_records_are_never_counted_together(url: str, keys: Keys, engine: Engine) -> None:
    load_practice(url, keys)
    with Session(reading(engine)) as session:
        real = figures_of(session, Period(2025))
    assert (real.intake.came, real.letters.total, real.outcomes.total) == (0, 0, 0)


def test_the_quarters_of_the_practice_year_add_up_on_both_databases(url: str, keys: Keys, engine: Engine) -> None:
    load_practice(url, keys)
    year, *quarters = [_counted(engine, Period(2025, quarter), practice=True) for quarter in (None, 1, 2, 3, 4)]
    _add_up(year, quarters)
    assert [one.intake.came for one in quarters] == [1, 2, 2, 1]


def _counted(engine: Engine, period: Period, practice: bool = False) -> Figures:
    with Session(reading(engine)) as session:
        return figures_of(session, period, practice=practice)


BREAKDOWNS = (
    "decided respondents matters outcomes examined_in_time concluded_in_time letters letter_results letters_in_time"
).split()
FLOWS = ("intake", "handled", "letters_handled")


def _add_up(year: Figures, quarters: list[Figures]) -> None:
    for name in BREAKDOWNS:
        whole, parts = getattr(year, name), [getattr(one, name) for one in quarters]
        assert whole.total == sum(one.total for one in parts), name
        for part, count in whole.parts.items():
            assert count == sum(one.parts[part] for one in parts), (name, part)
    for name in FLOWS:
        whole, steps = getattr(year, name), [getattr(one, name) for one in quarters]
        assert (whole.before, whole.after) == (steps[0].before, steps[-1].after)
        assert whole.came == sum(one.came for one in steps)
        assert whole.went == sum(one.went for one in steps)
        assert [one.after for one in steps[:-1]] == [one.before for one in steps[1:]]


# Random records: whatever somebody typed, within what the database takes.

START = date(2025, 9, 1)
days = st.integers(0, 600).map(lambda n: START + timedelta(days=n))
maybe_day = st.none() | days


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    received_on = draw(days)
    accepted = draw(st.sampled_from([True, True, False, None]))
    outcome = draw(st.none() | st.sampled_from(Outcome)) if accepted else None
    closed_on = received_on + timedelta(days=draw(st.integers(0, 200))) if outcome else None
    undecided = draw(st.sampled_from([CaseState.RECEIVED, CaseState.ABANDONED]))
    state = undecided if accepted is None else CaseState.ACCEPTED if accepted else CaseState.NOT_ACCEPTED
    state = CaseState.CLOSED if outcome else state
    return {
        "respondent_kind": draw(st.sampled_from(RespondentKind)),
        "matter": draw(st.sampled_from(Matter)),
        "state": state,
        "accepted": accepted,
        "outcome": outcome,
        "received_on": received_on,
        "accepted_on": draw(maybe_day) if accepted else None,
        "closed_on": closed_on,
        "due_on": draw(maybe_day),
        "events": draw(st.lists(st.tuples(st.sampled_from(CaseEventKind), days), max_size=4)),
    }


@st.composite
def letters(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "kind": draw(st.sampled_from(LetterKind)),
        "received_on": draw(days),
        "reply_due_on": draw(maybe_day),
        "events": draw(st.lists(st.tuples(st.sampled_from(LetterStep), days), max_size=4)),
    }


@pytest.fixture(scope="module")
def memory() -> Iterator[Engine]:
    """A database in memory, for many examples one after the other."""
    engine = create_engine("sqlite://")
    give_keys(engine, KEYS)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def fill(engine: Engine, case_rows: list[dict[str, Any]], letter_rows: list[dict[str, Any]]) -> None:
    """Put these records in the place of those of the last example."""
    with Session(engine) as session, session.begin():
        for table in (CaseEvent, LetterEvent, Case, Letter):
            session.execute(delete(table))
        for n, row in enumerate(case_rows):
            events = [CaseEvent(kind=kind, happened_on=day, note="") for kind, day in row["events"]]
            session.add(Case(number=str(n), respondent="演示", **{**row, "events": events}))
        for row in letter_rows:
            steps = [LetterEvent(kind=kind, happened_on=day, note="") for kind, day in row["events"]]
            texts = {"about": "", "what_happened": "", "anonymous": True, "state": LetterState.RECEIVED}
            session.add(Letter(**{**texts, **row, "events": steps}))


@settings(max_examples=40, deadline=None)
@given(case_rows=st.lists(cases(), max_size=10), letter_rows=st.lists(letters(), max_size=10))
def test_random_records_add_up_and_carry_over(
    memory: Engine, case_rows: list[dict[str, Any]], letter_rows: list[dict[str, Any]]
) -> None:
    fill(memory, case_rows, letter_rows)
    year, *quarters = [_counted(memory, Period(2026, quarter)) for quarter in (None, 1, 2, 3, 4)]
    _add_up(year, quarters)
    _counted_by_hand(year, case_rows, letter_rows)


def _counted_by_hand(found: Figures, case_rows: list[dict[str, Any]], letter_rows: list[dict[str, Any]]) -> None:
    """The same figures by Python instead of SQL."""
    period = found.period

    def within(day: date | None) -> bool:
        return day is not None and period.first <= day <= period.last

    received = [row for row in case_rows if within(row["received_on"])]
    decided = [row for row in case_rows if within(_taken(row))]
    ended = [row for row in case_rows if row["outcome"] and within(row["closed_on"])]
    assert (found.intake.came, found.intake.went, found.handled.went) == (len(received), len(decided), len(ended))
    for kind in RespondentKind:
        assert found.respondents.parts[kind] == sum(row["respondent_kind"] == kind for row in received)
    for matter in Matter:
        assert found.matters.parts[matter] == sum(row["matter"] == matter for row in received)
    for outcome in Outcome:
        assert found.outcomes.parts[outcome] == sum(row["outcome"] == outcome for row in ended)
    assert found.decided.parts == {
        "accepted": sum(row["accepted"] is True for row in decided),
        "not_accepted": sum(row["accepted"] is False for row in decided),
        "abandoned": sum(row["state"] is CaseState.ABANDONED for row in decided),
    }
    assert found.examined_in_time.total == sum(row["accepted"] is not None for row in decided)
    assert found.handled.after == sum(
        row["accepted"] is True
        and _taken(row) <= period.last
        and not (row["outcome"] and row["closed_on"] <= period.last)
        for row in case_rows
    )
    assert found.letters.total == sum(within(row["received_on"]) for row in letter_rows)
    finished = [(row, _first_end(row)) for row in letter_rows if within(_finished(row))]
    for step in ENDS:
        assert found.letter_results.parts[step] == sum(end[0] == step for _row, end in finished)
    kept = sum(row["reply_due_on"] is not None and _finished(row) <= row["reply_due_on"] for row, _end in finished)
    assert found.letters_in_time.parts["kept"] == kept


def _taken(row: dict[str, Any]) -> Any:
    def first(kind: CaseEventKind) -> date | None:
        return min((day for one, day in row["events"] if one == kind), default=None)

    if row["state"] is CaseState.RECEIVED:
        return None
    if row["state"] is CaseState.ABANDONED:
        told = first(CaseEventKind.ABANDONED)
    elif row["accepted"]:
        told = row["accepted_on"] or first(CaseEventKind.ACCEPTED)
    else:
        told = first(CaseEventKind.NOT_ACCEPTED)
    taken = max(told or row["received_on"], row["received_on"])
    return min(taken, row["closed_on"]) if row["outcome"] else taken


def _first_end(row: dict[str, Any]) -> Any:
    ends = [(kind, day) for kind, day in row["events"] if kind in ENDS]
    return min(ends, key=lambda one: one[1]) if ends else None


def _finished(row: dict[str, Any]) -> Any:
    end = _first_end(row)
    return max(end[1], row["received_on"]) if end else None
