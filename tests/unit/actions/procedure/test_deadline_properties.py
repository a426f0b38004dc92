"""What must hold for every deadline whatever the facts: nothing raises, nothing runs backwards, nobody meets a wall."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.content.laws import load_laws
from actions.procedure.deadline import DeadlineFacts, Exclusion, filing_deadline, message
from actions.procedure.tables import table
from actions.procedure.workdays import is_workday

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(1996, 1, 1), date(2027, 12, 31))
WAYS = sorted(table("deadline")["ways"])
EXCLUSIONS = st.builds(Exclusion, st.sampled_from(sorted(table("deadline")["exclusions"])), DAYS, st.none() | DAYS)
FACTS = st.builds(
    DeadlineFacts,
    way=st.sampled_from(WAYS),
    day=DAYS,
    told=st.none() | st.booleans(),
    learned_right=st.none() | DAYS,
    learned_content=st.none() | DAYS,
    acted=st.none() | DAYS,
    real_estate=st.none() | st.booleans(),
    duty=st.none() | st.sampled_from(sorted(table("deadline")["duties"])),
    law_days=st.none() | st.integers(-5, 500),
    notice_days=st.none() | st.integers(-5, 500),
    exclusions=st.lists(EXCLUSIONS, max_size=3).map(tuple),
    no_reasons=st.booleans(),
    filed=st.none() | DAYS,
)
ODD = st.builds(
    DeadlineFacts,
    way=st.none() | st.sampled_from(WAYS) | st.text(max_size=5),
    day=st.none() | st.dates(),
    told=st.none() | st.booleans(),
    learned_right=st.none() | st.dates(),
    learned_content=st.none() | st.dates(),
    acted=st.none() | st.dates(),
    law_days=st.none() | st.integers(),
    notice_days=st.none() | st.integers(),
    duty=st.none() | st.text(max_size=5),
    filed=st.none() | st.dates(),
    exclusions=st.lists(
        st.builds(Exclusion, st.just("obstacle") | st.text(max_size=3), st.dates(), st.none() | st.dates()), max_size=2
    ).map(tuple),
)
EASY = settings(deadline=None)


@EASY
@given(ODD)
def test_strange_facts_never_raise(facts: DeadlineFacts) -> None:
    assert filing_deadline(facts, TODAY).text


@EASY
@given(FACTS)
def test_total_over_the_tables(facts: DeadlineFacts) -> None:
    deadline = filing_deadline(facts, TODAY)
    made = message(deadline, load_laws())
    assert made["text"] and made["next"] and made["basis"]
    assert "{" not in made["text"] + made["next"] + "".join(made["unknown"])
    assert "None" not in repr(made["text"])
    if deadline.state == "unknown":
        assert deadline.unknown and deadline.last_day is None
    else:
        assert deadline.last_day and deadline.rows


@EASY
@given(FACTS)
def test_the_last_day_is_never_a_rest_day(facts: DeadlineFacts) -> None:
    last = filing_deadline(facts, TODAY).last_day
    assert last is None or is_workday(last)


@EASY
@given(FACTS)
def test_the_last_day_is_never_before_the_start(facts: DeadlineFacts) -> None:
    facts = replace(facts, acted=None, learned_content=None)
    deadline = filing_deadline(facts, TODAY)
    assert deadline.last_day is None or (facts.day and deadline.last_day > facts.day)


@EASY
@given(FACTS)
def test_every_line_of_the_sum_runs_forward_and_is_cited(facts: DeadlineFacts) -> None:
    deadline = filing_deadline(facts, TODAY)
    for row in deadline.rows:
        assert row.begins <= row.ends and row.days >= 0
        assert row.why and set(row.basis) <= set(deadline.basis) and row.basis
    if deadline.last_day:
        assert deadline.last_day == max(row.ends for row in deadline.rows if row.ends <= deadline.last_day)


@EASY
@given(FACTS, st.integers(61, 366))
def test_a_longer_law_never_shortens_the_time(facts: DeadlineFacts, days: int) -> None:
    one = filing_deadline(replace(facts, law_days=None), TODAY).last_day
    two = filing_deadline(replace(facts, law_days=days), TODAY).last_day
    assert one is None or (two and one <= two)


@EASY
@given(FACTS)
def test_real_estate_never_shortens_the_time(facts: DeadlineFacts) -> None:
    one = filing_deadline(replace(facts, real_estate=False), TODAY).last_day
    two = filing_deadline(replace(facts, real_estate=True), TODAY).last_day
    assert one is None or (two and one <= two)


@EASY
@given(FACTS, st.integers(1, 400))
def test_a_later_start_never_ends_earlier(facts: DeadlineFacts, more: int) -> None:
    assert facts.day
    later = replace(facts, day=facts.day + timedelta(days=more))
    one, two = filing_deadline(facts, TODAY).last_day, filing_deadline(later, TODAY).last_day
    assert one is None or two is None or one <= two


@EASY
@given(FACTS)
def test_being_told_of_nothing_never_shortens_the_time(facts: DeadlineFacts) -> None:
    facts = replace(facts, acted=None, exclusions=(), learned_content=None, law_days=None)
    told = filing_deadline(replace(facts, told=True), TODAY).last_day
    not_told = filing_deadline(replace(facts, told=False), TODAY).last_day
    assert told is None or (not_told and told <= not_told)


@EASY
@given(FACTS, EXCLUSIONS)
def test_time_left_out_never_shortens_the_time(facts: DeadlineFacts, exclusion: Exclusion) -> None:
    more = replace(facts, exclusions=(*facts.exclusions, exclusion))
    one, two = filing_deadline(facts, TODAY).last_day, filing_deadline(more, TODAY).last_day
    assert one is None or (two and one <= two)


@EASY
@given(FACTS)
def test_states_agree_with_the_numbers(facts: DeadlineFacts) -> None:
    deadline = filing_deadline(replace(facts, filed=None), TODAY)
    if deadline.state in ("in_time", "near"):
        assert deadline.last_day and deadline.days_left == (deadline.last_day - TODAY).days >= 0
        assert (deadline.state == "near") == (deadline.days_left <= 7)
    else:
        assert deadline.days_left is None
    if deadline.state in ("late", "late_reasons"):
        assert deadline.last_day and deadline.last_day < TODAY
        assert bool(deadline.reasons) == (deadline.state == "late_reasons")
    if deadline.state == "not_yet":
        assert deadline.earliest and deadline.earliest > TODAY


@EASY
@given(FACTS)
def test_a_citizen_who_is_late_is_never_left_alone(facts: DeadlineFacts) -> None:
    deadline = filing_deadline(facts, TODAY)
    if deadline.state == "late":
        assert "12348" in deadline.next_text
    if deadline.state == "late_reasons":
        assert all(reason.label and reason.basis for reason in deadline.reasons)


@EASY
@given(FACTS)
def test_the_same_facts_give_the_same_answer(facts: DeadlineFacts) -> None:
    assert filing_deadline(facts, TODAY) == filing_deadline(facts, TODAY)
