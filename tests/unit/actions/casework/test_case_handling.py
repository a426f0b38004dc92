"""The life of a case: each step from each state, what it needs, what it leaves behind, and moving a wrong day."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.casework.case_handling import (
    CaseGiven,
    advance,
    case_rules,
    closing_event,
    correct,
    milestones,
    most_days,
    possible,
)
from actions.casework.case_writing import put_case
from actions.casework.database import open_engine
from actions.casework.encryption import Keys
from actions.casework.errors import StepRefused
from actions.casework.handling import Doer
from actions.casework.kinds import CaseEventKind as Step
from actions.casework.kinds import CaseState as State
from actions.casework.kinds import CaseTrack, Matter, Outcome, RespondentKind
from actions.casework.models import Case, CaseEvent
from actions.procedure.tables import bases, table
from tests.unit.actions.casework.conftest import MONDAY

TODAY = date(2026, 11, 23)
RECEIVED, LATER, DUE = date(2026, 11, 2), date(2026, 11, 10), date(2027, 1, 8)
DOER = Doer("s-1", MONDAY)
# By which articles of 行政复议法 each step is made, read in the law.
ARTICLES = {
    "correction_requested": (31,),
    "corrected": (31,),
    "abandoned": (31,),
    "accepted": (30,),
    "not_accepted": (30,),
    "copy_sent": (48, 54),
    "respondent_replied": (48, 54),
    "opinions_heard": (49,),
    "hearing": (50,),
    "suspended": (39,),
    "resumed": (39,),
    "extended": (62,),
    "settled": (74,),
    "decided": (62, 75),
    "mediated": (73,),
    "terminated": (41, 74),
    "delivered": (75,),
}
# The steps from each state; only once each are marked elsewhere.
FROM = {
    State.RECEIVED: "correction_requested accepted not_accepted",
    State.CORRECTION: "corrected abandoned",
    State.ACCEPTED: (
        "copy_sent respondent_replied opinions_heard hearing suspended extended settled decided mediated terminated"
    ),
    State.SUSPENDED: "resumed settled terminated",
    State.NOT_ACCEPTED: "delivered",
    State.ABANDONED: "corrected",
    State.CLOSED: "delivered",
}
PARTS: dict[str, dict[str, Any]] = {
    "reason": {"reason": "演示理由"},
    "track": {"track": CaseTrack.ORDINARY},
    "days": {"days": 10},
}


@pytest.fixture
def session(url: str, keys: Keys) -> Iterator[Session]:
    engine = open_engine(url, keys)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def case(session: Session, keys: Keys) -> Case:
    """A case that came in and has had no step yet."""
    row = {"number": "演示复〔2026〕1号", "respondent": "演示单位", "received_on": RECEIVED}
    put_case(session, keys, None, {**row, "respondent_kind": RespondentKind.TOWNSHIP, "matter": Matter.PENALTY})
    session.flush()
    return session.scalars(select(Case)).one()


def given(step: Step, **more: Any) -> CaseGiven:
    """What the table says that a step needs."""
    rule = case_rules()[step]
    parts: dict[str, Any] = {"on": LATER}
    for name in rule.needs:
        parts |= PARTS.get(name, {})
    if rule.outcomes:
        parts["outcome"] = rule.outcomes[0]
    return CaseGiven(**(parts | more))


@pytest.fixture
def take(session: Session, case: Case) -> Callable[..., None]:
    def step(name: Step, due: date | None = DUE, **more: Any) -> None:
        advance(session, case, name, DOER, given(name, **more), due)

    return step


def test_every_state_and_step_stands_in_the_table() -> None:
    assert set(FROM) == set(State)
    assert set(case_rules()) == set(Step) - {Step.RECEIVED}
    assert {one for rule in case_rules().values() for one in rule.outcomes} == set(Outcome)


def test_every_step_names_its_article() -> None:
    steps = table("case-handling")["steps"]
    said = {step: tuple(basis.article for basis in bases(row)) for step, row in steps.items()}
    assert said == ARTICLES
    assert {basis.law for row in steps.values() for basis in bases(row)} == {"行政复议法"}


@pytest.mark.parametrize("state", State)
def test_every_step_from_every_state(session: Session, case: Case, state: State) -> None:
    put_into(case, state)
    session.flush()
    assert {one.value for one in possible(case)} == set(FROM[state].split())
    for step in set(Step) - set(possible(case)):
        with pytest.raises(StepRefused) as refused:
            asked = given(step) if step in case_rules() else CaseGiven(on=LATER)
            advance(session, case, step, DOER, asked, DUE)
        assert (refused.value.step, refused.value.state, refused.value.wrong) == (step, state, None)
    assert session.scalar(select(func.count()).select_from(CaseEvent)) == 1


def put_into(case: Case, state: State) -> None:
    """A state as a case of the office's books has it."""
    case.state = state
    undecided = (State.RECEIVED, State.CORRECTION, State.ABANDONED)
    case.accepted = None if state in undecided else state is not State.NOT_ACCEPTED
    if state is State.CLOSED:
        case.outcome, case.closed_on = Outcome.UPHELD, LATER


def test_nobody_has_given_up_before_the_time_is_over(take: Callable[..., None], case: Case) -> None:
    last = date(2026, 11, 16)
    take(Step.CORRECTION_REQUESTED, last, on=RECEIVED)
    with pytest.raises(StepRefused) as refused:
        take(Step.ABANDONED, last, on=last)
    assert (refused.value.wrong, case.state) == ("early", State.CORRECTION)
    take(Step.ABANDONED, last, on=date(2026, 11, 17))
    assert (case.state, case.accepted, case.events[-1].note) == (State.ABANDONED, None, "演示理由")


def test_whoever_had_a_good_reason_is_examined_after_all(take: Callable[..., None], case: Case) -> None:
    take(Step.CORRECTION_REQUESTED, LATER, on=RECEIVED)
    take(Step.ABANDONED, LATER, on=date(2026, 11, 17))
    take(Step.CORRECTED, on=date(2026, 11, 18))
    assert case.state is State.RECEIVED
    take(Step.ACCEPTED, on=date(2026, 11, 19))
    assert (case.state, case.accepted) == (State.ACCEPTED, True)


NEEDED = [(step, part) for step, rule in case_rules().items() for part in rule.needs if part != "on"]


@pytest.mark.parametrize(("step", "part"), NEEDED)
def test_a_step_without_what_it_needs_is_refused_and_changes_nothing(
    session: Session, case: Case, step: Step, part: str
) -> None:
    state = sorted(case_rules()[step].start)[0]
    put_into(case, state)
    with pytest.raises(StepRefused) as refused:
        advance(session, case, step, DOER, given(step, **{part: "" if part == "reason" else None}), DUE)
    assert refused.value.wrong == part
    assert case.state is state and len(case.events) == 1 and case.due_on is None


@pytest.mark.parametrize(
    ("step", "parts", "wrong"),
    [
        (Step.ACCEPTED, {"on": date(2026, 11, 24)}, "on"),
        (Step.ACCEPTED, {"on": date(2026, 11, 1)}, "on"),
        (Step.ACCEPTED, {"internal": "长" * 2001}, "internal"),
        (Step.CORRECTION_REQUESTED, {"reason": "长" * 501}, "reason"),
    ],
)
def test_what_does_not_fit_is_refused(
    take: Callable[..., None], case: Case, step: Step, parts: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(StepRefused) as refused:
        take(step, **parts)
    assert refused.value.wrong == wrong and case.state is State.RECEIVED


def test_a_whole_life_from_the_window_to_the_delivery(take: Callable[..., None], case: Case) -> None:
    take(Step.CORRECTION_REQUESTED, on=date(2026, 11, 3), due=date(2026, 11, 17))
    assert (case.state, case.due_on) == (State.CORRECTION, date(2026, 11, 17))
    take(Step.CORRECTED, on=date(2026, 11, 5))
    take(Step.ACCEPTED, on=date(2026, 11, 6))
    assert (case.state, case.accepted, case.accepted_on, case.track) == (
        State.ACCEPTED,
        True,
        date(2026, 11, 6),
        "ordinary",
    )
    take(Step.COPY_SENT)
    take(Step.SUSPENDED, on=date(2026, 11, 11), internal="给局长看过")
    take(Step.RESUMED, on=date(2026, 11, 13))
    take(Step.EXTENDED, on=date(2026, 11, 14), days=most_days())
    assert case.extended_days == 30
    take(Step.DECIDED, on=date(2026, 11, 20), outcome=Outcome.REVOKED)
    assert (case.state, case.outcome, case.closed_on) == (State.CLOSED, Outcome.REVOKED, date(2026, 11, 20))
    take(Step.DELIVERED, on=TODAY)
    assert [one.kind for one in case.events][-2:] == [Step.DECIDED, Step.DELIVERED]
    assert {one.by for one in case.events[1:]} == {"s-1"}
    assert closing_event(case) is case.events[-2]


def test_the_applicant_reads_the_reason_only_where_the_table_shows_it(take: Callable[..., None], case: Case) -> None:
    take(Step.ACCEPTED)
    take(Step.SUSPENDED, reason="演示：等别的案子", internal="演示：内部")
    told = case.events[-1]
    assert (told.note, told.reason, told.internal) == ("演示：等别的案子", None, "演示：内部")
    take(Step.RESUMED, on=date(2026, 11, 12), reason="演示：可以不写")
    assert (case.events[-1].note, case.events[-1].reason) == ("", "演示：可以不写")


def test_an_outcome_of_another_step_is_refused(take: Callable[..., None], case: Case) -> None:
    take(Step.ACCEPTED)
    with pytest.raises(StepRefused) as refused:
        take(Step.DECIDED, outcome=Outcome.MEDIATED)
    assert refused.value.wrong == "outcome" and case.outcome is None


def test_only_the_ordinary_track_is_extended_and_only_once(take: Callable[..., None], case: Case) -> None:
    take(Step.ACCEPTED, track=CaseTrack.SIMPLIFIED)
    assert Step.EXTENDED not in possible(case)
    case.track = CaseTrack.ORDINARY
    with pytest.raises(StepRefused) as refused:
        take(Step.EXTENDED, days=31)
    assert refused.value.wrong == "days"
    take(Step.EXTENDED)
    assert Step.EXTENDED not in possible(case)


def test_a_case_is_not_asked_twice_for_what_is_missing(take: Callable[..., None], case: Case) -> None:
    take(Step.CORRECTION_REQUESTED)
    take(Step.CORRECTED)
    assert Step.CORRECTION_REQUESTED not in possible(case)


def test_a_wrong_day_is_moved_and_the_old_one_stays_for_staff(
    session: Session, take: Callable[..., None], case: Case
) -> None:
    take(Step.ACCEPTED, on=date(2026, 11, 6), internal="演示：原来的备注")
    event = case.events[-1]
    correct(session, case, event, DOER, date(2026, 11, 5), "演示：看错了", date(2027, 1, 4))
    assert (case.accepted_on, event.happened_on, case.due_on) == (
        date(2026, 11, 5),
        date(2026, 11, 5),
        date(2027, 1, 4),
    )
    assert event.internal
    first, second = event.internal.split("\n")
    assert first == "演示：原来的备注"
    for part in ("2026-11-23", "s-1", "2026-11-06", "2026-11-05", "演示：看错了"):
        assert part in second


def test_the_days_of_receipt_and_end_follow(session: Session, take: Callable[..., None], case: Case) -> None:
    take(Step.ACCEPTED)
    take(Step.DECIDED, on=date(2026, 11, 20))
    take(Step.DELIVERED, on=TODAY)
    correct(session, case, case.events[0], DOER, date(2026, 11, 3), "演示", DUE)
    end = closing_event(case)
    assert end
    correct(session, case, end, DOER, date(2026, 11, 19), "演示", DUE)
    assert (case.received_on, case.closed_on) == (date(2026, 11, 3), date(2026, 11, 19))


def test_another_track_is_written_down_as_well(session: Session, take: Callable[..., None], case: Case) -> None:
    take(Step.ACCEPTED, track=CaseTrack.SIMPLIFIED)
    correct(session, case, case.events[-1], DOER, LATER, "演示：转程序", DUE, CaseTrack.ORDINARY)
    assert case.track is CaseTrack.ORDINARY
    assert "简易程序" in str(case.events[-1].internal) and "普通程序" in str(case.events[-1].internal)


@pytest.mark.parametrize(
    ("at", "on", "reason", "wrong"),
    [
        (0, date(2026, 11, 11), "演示", "on"),  # received after it was accepted
        (1, date(2026, 11, 1), "演示", "on"),  # accepted before it came in
        (1, date(2026, 11, 24), "演示", "on"),  # ahead
        (2, date(2026, 11, 1), "演示", "on"),  # a copy sent before the application came
        (1, LATER, "", "reason"),
        (1, LATER, "长" * 501, "reason"),
    ],
)
def test_a_day_cannot_pass_another_step(
    session: Session, take: Callable[..., None], case: Case, at: int, on: date, reason: str, wrong: str
) -> None:
    take(Step.ACCEPTED)
    take(Step.COPY_SENT)
    before = [one.happened_on for one in case.events]
    with pytest.raises(StepRefused) as refused:
        correct(session, case, case.events[at], DOER, on, reason, None)
    assert refused.value.wrong == wrong
    assert [one.happened_on for one in case.events] == before


def test_what_merely_happened_is_no_milestone(take: Callable[..., None], case: Case) -> None:
    take(Step.ACCEPTED)
    take(Step.HEARING)
    assert [one.kind for one in milestones(case)] == [Step.RECEIVED, Step.ACCEPTED]


def test_the_day_is_the_county_s(session: Session, case: Case) -> None:
    late = Doer("s-1", datetime(2026, 11, 9, 17, 0, tzinfo=UTC))  # the tenth in China
    advance(session, case, Step.ACCEPTED, late, given(Step.ACCEPTED), DUE)
    assert case.accepted_on == LATER
