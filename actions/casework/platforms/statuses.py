"""Where a record stands, from whoever knows: our own records, or for cases the superior's platform where one is set.

The two secrets are always checked here, and the platform is asked only afterwards and outside the transaction.
"""

from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.casework.database import insert_into, reading, unavailable_on_error
from actions.casework.entries import Status, TimelineEntry
from actions.casework.errors import DamagedRecord
from actions.casework.kinds import RecordKind
from actions.casework.lookup import NOWHERE, Origin
from actions.casework.models_platforms import PlatformState
from actions.casework.numbers import OURS
from actions.casework.platforms.contract import CaseStatus
from actions.casework.platforms.failures import PlatformFailed, StatusUnavailable
from actions.casework.platforms.link import Link
from actions.casework.store import Records
from actions.casework.words import next_step


class Statuses:
    """Answers a look-up; `engine` keeps what the platform last said."""

    def __init__(self, records: Records, engine: Engine, link: Link | None) -> None:
        self._records, self._engine, self._link = records, engine, link

    def look_up(self, number: str, code: str, now: datetime, origin: Origin = NOWHERE) -> Status:
        """The status behind number and code.

        Raises:
            LookUpRefused, RecordsUnavailable: as `Records.look_up`.
            StatusUnavailable: the platform cannot be read, and nothing is kept from before.
        """
        found = self._records.look_up(number, code, now, origin)
        # A practice case, and a number that we gave out ourselves, are unknown to the platform.
        foreign = found.kind_code is RecordKind.CASE and not found.practice and not OURS.fullmatch(found.number)
        return self._from_platform(self._link, found.number, now) if self._link and foreign else found

    def _from_platform(self, link: Link, number: str, now: datetime) -> Status:
        try:
            document = link.case_status(number)
        except PlatformFailed:
            last = self._last(number)
            if last is None:
                raise StatusUnavailable from None
            return status_from(number, last, stale=True)
        self._keep(number, document, now)
        return status_from(number, document)

    def _keep(self, number: str, document: CaseStatus, now: datetime) -> None:
        body = document.model_dump_json()
        with unavailable_on_error(), Session(self._engine) as session, session.begin():
            fresh = insert_into(session, PlatformState).values(number=number, body=body, read_at=now, created_at=now)
            session.execute(fresh.on_conflict_do_update(index_elements=["number"], set_={"body": body, "read_at": now}))

    def _last(self, number: str) -> CaseStatus | None:
        with unavailable_on_error(), Session(reading(self._engine)) as session:
            kept = session.get(PlatformState, number)
            if kept is None:
                return None
            try:
                return CaseStatus.model_validate_json(kept.body)
            except ValidationError:
                raise DamagedRecord("what a platform said before cannot be read") from None


def status_from(number: str, document: CaseStatus, *, stale: bool = False) -> Status:
    """The platform's document as the one kind of status that citizens read."""
    steps = sorted(document.timeline, key=lambda step: step.on)
    return Status(
        number=number,
        kind=RecordKind.CASE.label,
        kind_code=RecordKind.CASE,
        state=document.state.label,
        state_code=document.state.value,
        timeline=tuple(TimelineEntry(on=step.on, what=step.event.label, event=step.event.value) for step in steps),
        next=next_step(RecordKind.CASE, document.state),
        as_of=document.as_of,
        practice=False,
        due_on=document.due_on,
        stale=stale,
    )
