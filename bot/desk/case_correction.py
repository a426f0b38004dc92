"""Correcting what was wrongly entered of a case: the day of one step, or the track; the last day is counted anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.casework.case_handling import correct
from actions.casework.errors import StepRefused
from actions.casework.handling import Doer
from actions.casework.kinds import CaseTrack
from actions.casework.models import Case, CaseEvent
from actions.procedure.office import Term
from bot.desk.case_due import course_of, term_of
from bot.desk.case_handling import STALE, case_asked
from bot.desk.case_steps import WRONG, last_event, read_day
from bot.desk.desk import desk_of
from bot.desk.forms import Form, answering

FIELDS = ("event", "on", "track", "reason", "newest")


def show_correction(request: Request) -> Response:
    """The empty form: the steps of the case with their days."""
    return _form(request, {})


@dataclass(frozen=True)
class Typed:
    """What was typed, as values; the event as it is stored."""

    event: CaseEvent | None
    on: date | None
    track: CaseTrack | None
    reason: str

    @property
    def wrong(self) -> dict[str, str]:
        """What is missing or makes no sense, by field."""
        given = {"event": self.event, "on": self.on, "reason": self.reason}
        return {name: WRONG[name] for name, value in given.items() if not value}


def _read(case: Case, typed: Form) -> Typed:
    event = next((one for one in case.events if str(one.id) == typed.get("event")), None)
    track = next((one for one in CaseTrack if one.value == typed.get("track")), None)
    reason = typed.get("reason", "").replace("\r\n", "\n").strip()
    return Typed(event, read_day(typed.get("on", "")), track, reason)


def _correct(request: Request, typed: Form) -> Response:
    desk = desk_of(request)
    if typed.get("stage") == "back":
        return _form(request, typed)
    with desk.records.transaction() as transaction:
        case = case_asked(transaction, request)
        newest, wrong = str(last_event(transaction, case.id)), _read(case, typed).wrong
    if wrong:
        return _form(request, typed, 422, wrong)
    if typed.get("newest") != newest:
        return _form(request, typed, 409, {"": STALE})
    return _done(request, typed) if typed.get("stage") == "do" else _preview(request, typed)


correct_case = answering(_correct)


def _done(request: Request, typed: Form) -> Response:
    desk, account = desk_of(request), request.state.account
    try:
        with desk.writer.transaction() as transaction:
            case = case_asked(transaction, request, lock=True)
            given = _read(case, typed)
            assert given.event and given.on  # steps are never taken out
            why = f"{given.event.kind.label} {given.event.happened_on} → {given.on}：{given.reason}"
            due, doer = _due(case, given), Doer(account.id, desk.clock())
            correct(transaction, case, given.event, doer, given.on, given.reason, due, given.track)
            desk.writer.note(transaction, account.id, "case.correction", case.number, why)
            id_ = case.id
    except StepRefused as refused:
        wrong = refused.wrong or ""
        return _form(request, typed, 422, {wrong: WRONG.get(wrong, STALE)})
    desk.log.info("case_corrected", account=account.id, case=id_)
    return RedirectResponse(f"/cases/{id_}?done=correction", 303)


def _term(case: Case, given: Typed) -> Term | None:
    """The period with the correction, where that moves its last day."""
    before = course_of(case)
    moved = [(one.kind, given.on if one is given.event and given.on else one.happened_on) for one in case.events]
    old, new = term_of(before), term_of(replace(before, happened=tuple(moved), track=given.track or before.track))
    return None if old is None or new is None or old.last_day == new.last_day else new


def _due(case: Case, given: Typed) -> date | None:
    term = _term(case, given)
    return term.last_day if term else case.due_on


def _form(request: Request, typed: Form, status: int = 200, wrong: Mapping[str, str] | None = None) -> Response:
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        case = case_asked(transaction, request)
        values: dict[str, Any] = {"row": case, "events": list(case.events), "typed": typed, "wrong": wrong or {}}
        values |= {"newest": last_event(transaction, case.id), "tracks": list(CaseTrack), **desk.tallies(transaction)}
        return desk.page(request, "case_correction.html", status, look=None, **values)


def _preview(request: Request, typed: Form) -> Response:
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        case = case_asked(transaction, request)
        given = _read(case, typed)
        look: dict[str, Any] = {"given": given, "term": _term(case, given), "due": _due(case, given)}
        look["kept"] = {name: typed.get(name, "") for name in FIELDS}
        values: dict[str, Any] = {"row": case, "events": [], "typed": typed, "wrong": {}, "newest": 0, "tracks": []}
        return desk.page(request, "case_correction.html", look=look, **values, **desk.tallies(transaction))
