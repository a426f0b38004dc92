"""Putting a line of a table into the records: a new case with its steps and receipt, or what changes of a known one.

A blank cell says nothing: it neither changes nor deletes.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from actions.casework.case_lines import ACCEPTED, NOT_ACCEPTED, Reason, column_name, out_of_order, words
from actions.casework.contacts import contact_hash, contact_matches
from actions.casework.encryption import Keys
from actions.casework.kinds import CaseEventKind, CaseState, Kind, Outcome
from actions.casework.models import Case, CaseEvent, IssuedReceipt
from actions.casework.receipts import give_code

_ENDING = {
    Outcome.MEDIATED: CaseEventKind.MEDIATED,
    Outcome.SETTLED: CaseEventKind.TERMINATED,
    Outcome.TERMINATED: CaseEventKind.TERMINATED,
}
# The columns of the table that are columns of the records under the same name.
_SAME = ("respondent", "respondent_kind", "matter", "received_on", "outcome", "closed_on", "due_on")


def changes_of(case: Case, values: Mapping[str, Any], keys: Keys) -> list[str]:
    """What the line would change of a known case, in Chinese; the phone is never shown."""
    shown = _shown(case)
    text = words()["change"]
    found = [
        text.format(column=column_name(key), old=_said(shown[key]), new=_said(values[key]))
        for key in shown
        if values.get(key) is not None and values[key] != shown[key]
    ]
    phone = values.get("phone")
    if phone and not contact_matches(keys, phone, case.phone_hash or ""):
        old = words()["secret" if case.phone_hash else "blank"]
        found.append(text.format(column=column_name("phone"), old=old, new=words()["secret"]))
    return found


def regress(case: Case, values: Mapping[str, Any]) -> list[Reason]:
    """Why a known case cannot become what the line says: a decision is not unmade by an import, days stay in order."""
    shown = _shown(case)
    for key in ("decision", "outcome"):
        if shown[key] and values.get(key) and values[key] != shown[key]:
            return [Reason("regress", {"old": _said(shown[key]), "new": _said(values[key])})]
    return list(out_of_order(shown | {key: value for key, value in values.items() if value is not None}))


def put_case(session: Session, keys: Keys, known: Case | None, values: Mapping[str, Any]) -> None:
    """Add the case with a receipt, or change the known one."""
    case = known or _opened(session, keys, str(values["number"]))
    for key in _SAME:
        if values.get(key) is not None:
            setattr(case, key, values[key])
    if decision := values.get("decision"):
        case.accepted = decision == ACCEPTED
        case.accepted_on = values["decided_on"] if case.accepted else None
    case.state = _state(case)
    for kind, day in _steps(values):
        _put_step(case, kind, day)
    if phone := values.get("phone"):
        case.phone_hash = contact_hash(keys, phone)


def _opened(session: Session, keys: Keys, number: str) -> Case:
    case = Case(number=number, practice=False, state=CaseState.RECEIVED, events=[])
    issued = IssuedReceipt(number=number, case=case)
    give_code(keys, issued)
    # Nobody learned that code: until the window gives one out, the phone is the second secret.
    case.code_given = False
    session.add(issued)
    return case


def _state(case: Case) -> CaseState:
    if case.accepted is False:
        return CaseState.NOT_ACCEPTED
    if case.outcome is not None:
        return CaseState.CLOSED
    # What the desk knows better than the table stays.
    if case.accepted:
        return CaseState.SUSPENDED if case.state is CaseState.SUSPENDED else CaseState.ACCEPTED
    return case.state if case.state in (CaseState.CORRECTION, CaseState.ABANDONED) else CaseState.RECEIVED


def _steps(values: Mapping[str, Any]) -> Iterator[tuple[CaseEventKind, date]]:
    yield CaseEventKind.RECEIVED, values["received_on"]
    if decision := values.get("decision"):
        yield CaseEventKind(decision), values["decided_on"]
    if outcome := values.get("outcome"):
        if outcome is Outcome.SETTLED:
            yield CaseEventKind.SETTLED, values["closed_on"]
        yield _ENDING.get(outcome, CaseEventKind.DECIDED), values["closed_on"]


def _put_step(case: Case, kind: CaseEventKind, day: date) -> None:
    """One step of each kind: its day is moved, or it is added."""
    for event in case.events:
        if event.kind is kind:
            event.happened_on = day
            return
    case.events.append(CaseEvent(kind=kind, happened_on=day, note=""))


def _shown(case: Case) -> dict[str, Any]:
    """A known case in the columns of the table."""
    refused = (event.happened_on for event in case.events if event.kind is CaseEventKind.NOT_ACCEPTED)
    decided_on = case.accepted_on if case.accepted else next(refused, None)
    return {key: getattr(case, key) for key in _SAME} | {"decision": _decision(case), "decided_on": decided_on}


def _decision(case: Case) -> str | None:
    return None if case.accepted is None else ACCEPTED if case.accepted else NOT_ACCEPTED


def _said(value: Any) -> str:
    if value is None:
        return str(words()["blank"])
    if isinstance(value, Kind):
        return value.label
    return str(words()["says"].get(value, value)) if isinstance(value, str) else str(value)
