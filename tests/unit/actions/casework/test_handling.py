from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.entries import NewLetter
from actions.casework.errors import NoSuchLetter, StepRefused
from actions.casework.handling import CITIZEN, Doer, advance, merged_into, overdue, possible, rules
from actions.casework.kinds import LetterKind, LetterState, LetterStep
from actions.casework.letters import file_letter
from actions.casework.models import Letter

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CLERK, WRITER = Doer("s-1", NOW), Doer(CITIZEN, NOW)
State, Step = LetterState, LetterStep
# What each step needs to be allowed at all.
PARTS: dict[LetterStep, dict[str, Any]] = {
    Step.ASSIGNED: {"unit": "演示部门"},
    Step.EXTENDED: {"reason": "演示：情况复杂", "due": date(2026, 12, 20)},
    Step.REPLIED: {"words": "演示：已经处理"},
    Step.TRANSFERRED: {"unit": "演示机关", "reason": "演示：不归本级管"},
    Step.NOT_ACCEPTED: {"reason": "演示：已经在复核以后"},
    Step.CLOSED: {"resolved": True},
    Step.REOPENED: {"reason": "演示：没有解决"},
    Step.ADDITION: {"words": "演示：补充一句"},
    Step.CORRECTION: {"reason": "演示：选错了类别"},
    Step.RATED: {"rating": 5},
}
# The whole table, written out: what staff, and what the citizen, may do from each state. `(a)`: of anonymous ones only.
TABLE: dict[LetterState, tuple[str, str]] = {
    State.RECEIVED: (
        "screened assigned replied transferred not_accepted merged correction",
        "withdrawn addition",
    ),
    State.SCREENED: (
        "assigned extended replied transferred not_accepted merged correction closed(a)",
        "withdrawn addition",
    ),
    State.ASSIGNED: (
        "assigned extended replied transferred not_accepted merged correction closed(a)",
        "withdrawn addition",
    ),
    State.REPLIED: ("replied closed reopened correction", "reopened withdrawn addition rated"),
    State.TRANSFERRED: ("correction", ""),
    State.NOT_ACCEPTED: ("reopened correction", "reopened rated"),
    State.CLOSED: ("reopened correction", "reopened rated"),
    State.WITHDRAWN: ("", ""),
    State.MERGED: ("replied correction closed(a)", "withdrawn addition"),
}


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened, opened.begin():
        yield opened


@pytest.fixture
def put(session: Session, keys: Keys, letter: Callable[..., NewLetter]) -> Callable[..., int]:
    """Files a letter, puts it into a state, and returns its id."""

    def make(state: LetterState = State.RECEIVED, **changes: Any) -> int:
        count = len(session.scalars(select(Letter.id)).all())
        if changes.get("anonymous"):
            changes |= {"name": None, "contact": None}
        due = {"screen_due_on": date(2026, 12, 8), "reply_due_on": date(2027, 1, 22)}
        file_letter(session, keys, letter(**({"submission": f"web-1/{count}"} | due | changes)), NOW)
        of_letter = session.scalars(select(Letter.id).order_by(Letter.id.desc()).limit(1)).one()
        session.execute(update(Letter).where(Letter.id == of_letter).values(state=state))
        return of_letter

    return make


def allowed(state: LetterState, role: str, anonymous: bool) -> set[str]:
    named = TABLE[state][0 if role == "staff" else 1].split()
    return {one.removesuffix("(a)") for one in named if anonymous or not one.endswith("(a)")}


def test_every_state_stands_in_the_table() -> None:
    assert set(TABLE) == set(LetterState)
    assert set(rules()) == set(LetterStep) - {Step.RECEIVED}


@pytest.mark.parametrize("anonymous", [False, True], ids=["named", "anonymous"])
@pytest.mark.parametrize("doer", [CLERK, WRITER], ids=["staff", "citizen"])
@pytest.mark.parametrize("state", LetterState)
def test_every_step_from_every_state(
    session: Session, keys: Keys, put: Callable[..., int], state: State, doer: Doer, anonymous: bool
) -> None:
    right = allowed(state, doer.role, anonymous)
    assert set(possible(state, doer.role, anonymous)) == right
    main = put()
    of_letter = put(state, anonymous=anonymous)
    row = session.get_one(Letter, of_letter)
    for step in LetterStep:
        row.state, row.duplicate_of, row.reply_due_on = state, None, date(2027, 1, 22)
        parts = PARTS.get(step, {}) | ({"main": main} if step is Step.MERGED else {})
        if step.value in right:
            advance(session, keys, of_letter, step, doer, **parts)
            assert row.state == (rules()[step].to or state)
            continue
        with pytest.raises(StepRefused) as refused:
            advance(session, keys, of_letter, step, doer, **parts)
        assert (refused.value.step, refused.value.state, refused.value.wrong) == (step, state, None)


NEEDED = [(step, part) for step, rule in rules().items() for part in rule.needs]


@pytest.mark.parametrize(("step", "part"), NEEDED)
def test_a_step_without_what_it_needs_is_refused_and_changes_nothing(
    session: Session, keys: Keys, put: Callable[..., int], step: Step, part: str
) -> None:
    rule = rules()[step]
    state = sorted(rule.start)[0]
    doer = WRITER if rule.by == {CITIZEN} else CLERK
    of_letter = put(state)
    parts = {**PARTS.get(step, {}), **({"main": put()} if step is Step.MERGED else {})}
    parts[part] = " " if isinstance(parts[part], str) else None
    with pytest.raises(StepRefused) as refused:
        advance(session, keys, of_letter, step, doer, **parts)
    assert refused.value.wrong == part
    row = session.get_one(Letter, of_letter)
    assert row.state == state and len(row.events) == 1


@pytest.mark.parametrize(
    ("step", "state", "parts", "wrong"),
    [
        (Step.RATED, State.CLOSED, {"rating": 6}, "rating"),
        (Step.RATED, State.CLOSED, {"rating": 0}, "rating"),
        (Step.ADDITION, State.RECEIVED, {"words": "长" * 2001}, "words"),
        (Step.REOPENED, State.CLOSED, {"reason": "长" * 501}, "reason"),
    ],
)
def test_what_does_not_fit_is_refused(
    session: Session,
    keys: Keys,
    put: Callable[..., int],
    step: Step,
    state: State,
    parts: dict[str, Any],
    wrong: str,
) -> None:
    with pytest.raises(StepRefused) as refused:
        advance(session, keys, put(state), step, WRITER, **parts)
    assert refused.value.wrong == wrong


def test_who_when_and_why_are_kept_and_the_internal_note_apart(
    session: Session, keys: Keys, put: Callable[..., int]
) -> None:
    of_letter = put()
    at = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # already the 25th in the county
    event = advance(
        session,
        keys,
        of_letter,
        Step.TRANSFERRED,
        Doer("s-7", at),
        reason=" 演示：不归本级管 ",
        note="演示：已经打过电话",
        unit="演示机关",
    )
    row = session.get_one(Letter, of_letter)
    assert (event.by, event.happened_on, event.reason) == ("s-7", date(2026, 11, 25), "演示：不归本级管")
    # Where it went is for the writer, who called whom is not.
    assert (event.note, event.internal) == ("演示机关", "演示：已经打过电话")
    assert (row.unit, row.handler) == ("演示机关", "s-7")


def test_the_first_step_is_the_citizens(session: Session, put: Callable[..., int]) -> None:
    [first] = session.get_one(Letter, put()).events
    assert (first.kind, first.by) == (Step.RECEIVED, CITIZEN)


def test_closed_and_resolved_are_two_things_and_reopening_forgets_both(
    session: Session, keys: Keys, put: Callable[..., int]
) -> None:
    of_letter = put(State.REPLIED)
    advance(session, keys, of_letter, Step.CLOSED, CLERK, resolved=False)
    row = session.get_one(Letter, of_letter)
    assert (row.state, row.resolved) == (State.CLOSED, False)
    advance(session, keys, of_letter, Step.REOPENED, WRITER, reason="演示：没有解决", due=date(2027, 5, 20))
    assert (row.state, row.resolved, row.reply_due_on) == (State.SCREENED, None, date(2027, 5, 20))
    assert row.handler == "s-1", "the citizen is no handler"


def test_a_letter_is_reopened_three_times_at_most(session: Session, keys: Keys, put: Callable[..., int]) -> None:
    of_letter = put(State.CLOSED)
    for _ in range(3):
        advance(session, keys, of_letter, Step.REOPENED, WRITER, reason="演示：没有解决")
        advance(session, keys, of_letter, Step.REPLIED, CLERK, words="演示：再答复")
    with pytest.raises(StepRefused) as refused:
        advance(session, keys, of_letter, Step.REOPENED, WRITER, reason="演示：没有解决")
    assert refused.value.wrong == "most"


def test_an_extension_is_thirty_days_at_most_and_one(session: Session, keys: Keys, put: Callable[..., int]) -> None:
    """信访工作条例 34."""
    of_letter = put(State.ASSIGNED)
    with pytest.raises(StepRefused) as refused:
        advance(session, keys, of_letter, Step.EXTENDED, CLERK, reason="演示：复杂", due=date(2027, 2, 22))
    assert refused.value.wrong == "due"
    advance(session, keys, of_letter, Step.EXTENDED, CLERK, reason="演示：复杂", due=date(2027, 2, 21))
    assert session.get_one(Letter, of_letter).reply_due_on == date(2027, 2, 21)
    with pytest.raises(StepRefused):
        advance(session, keys, of_letter, Step.EXTENDED, CLERK, reason="演示：复杂", due=date(2027, 2, 22))


def test_a_duplicate_is_merged_into_a_live_letter_and_still_gets_its_reply(
    session: Session, keys: Keys, put: Callable[..., int]
) -> None:
    main, copy, gone = put(), put(), put(State.MERGED)
    for wrong in (copy, gone, 999_999):
        with pytest.raises(StepRefused) as refused:
            advance(session, keys, copy, Step.MERGED, CLERK, main=wrong)
        assert refused.value.wrong == "main"
    advance(session, keys, copy, Step.MERGED, CLERK, main=main)
    assert merged_into(session, main) == [copy]
    advance(session, keys, copy, Step.REPLIED, CLERK, words="演示：合在一起办完了")
    assert session.get_one(Letter, copy).state == State.REPLIED


def test_a_correction_changes_the_kind_and_keeps_the_state(
    session: Session, keys: Keys, put: Callable[..., int]
) -> None:
    of_letter = put(State.ASSIGNED)
    advance(
        session, keys, of_letter, Step.CORRECTION, CLERK, reason="演示：选错了", kind=LetterKind.PROBLEM, unit="演示二"
    )
    row = session.get_one(Letter, of_letter)
    assert (row.kind, row.unit, row.state) == (LetterKind.PROBLEM, "演示二", State.ASSIGNED)


def test_a_rating_is_kept_with_its_words_and_without_a_handler(
    session: Session, keys: Keys, put: Callable[..., int]
) -> None:
    of_letter = put(State.CLOSED)
    advance(session, keys, of_letter, Step.RATED, WRITER, rating=2, words=" 演示：等得太久 ")
    row = session.get_one(Letter, of_letter)
    assert (row.rating, row.rating_words, row.state, row.handler) == (2, "演示：等得太久", State.CLOSED, None)


@pytest.mark.parametrize(
    ("state", "day", "late"),
    [
        (State.RECEIVED, date(2026, 12, 8), False),
        (State.RECEIVED, date(2026, 12, 9), True),
        (State.SCREENED, date(2026, 12, 9), False),
        (State.ASSIGNED, date(2027, 1, 22), False),
        (State.ASSIGNED, date(2027, 1, 23), True),
        (State.REPLIED, date(2027, 1, 23), False),
        (State.TRANSFERRED, date(2027, 1, 23), False),
        (State.MERGED, date(2027, 1, 23), False),
    ],
)
def test_what_is_overdue_is_found_by_a_query(
    session: Session, put: Callable[..., int], state: State, day: date, late: bool
) -> None:
    of_letter = put(state)
    assert (session.scalars(select(Letter.id).where(overdue(day))).all() == [of_letter]) is late


def test_what_has_no_day_is_never_overdue(session: Session, put: Callable[..., int]) -> None:
    put(screen_due_on=None, reply_due_on=None)
    assert session.scalars(select(Letter.id).where(overdue(date(2099, 1, 1)))).all() == []


def test_there_must_be_a_letter(session: Session, keys: Keys) -> None:
    with pytest.raises(NoSuchLetter):
        advance(session, keys, 4711, Step.SCREENED, CLERK)


def test_nothing_that_was_said_shows_in_a_refusal_or_a_repr(
    session: Session, keys: Keys, put: Callable[..., int]
) -> None:
    with pytest.raises(StepRefused) as refused:
        advance(session, keys, put(State.WITHDRAWN), Step.ADDITION, WRITER, words="演示：秘密")
    assert "秘密" not in str(refused.value) + repr(refused.value.args)
