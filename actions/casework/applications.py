"""Saving an application for reconsideration."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions.casework.clock import county_day
from actions.casework.contacts import contact_hash
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, Receipt
from actions.casework.kinds import RecordKind, Rung
from actions.casework.models import Application, IssuedReceipt
from actions.casework.receipts import APPLICATION_PREFIX, give_code, next_number

DRAFT_KEPT = timedelta(days=30)
_UNFILED = (Rung.CONSULTATION, Rung.DRAFT)


def save_application(session: Session, keys: Keys, application: NewApplication, now: datetime) -> Receipt:
    """Save the application under a new number, or under the one this submission has; a filed one stays as filed."""
    known = session.execute(_known(keys, application.submission)).one_or_none()
    issued, row = known or _opened(session, keys, application.submission, now)
    if row.rung in _UNFILED:
        _fill(row, keys, application)
        row.expires_at = issued.expires_at = now + DRAFT_KEPT if row.rung in _UNFILED else None
    return Receipt(
        number=issued.number,
        code=give_code(keys, issued),
        kind=RecordKind.APPLICATION,
        rung=row.rung,
        saved_at=now,
        expires_at=issued.expires_at,
    )


def open_draft(session: Session, keys: Keys, issued: IssuedReceipt, submission: str) -> dict[str, Any] | None:
    """The answers of a draft, from now on this submission's own; None for what is filed or holds no answers."""
    row = issued.application
    if row is None or row.rung not in _UNFILED or not row.answers:
        return None
    row.submission_hash = keys.digest("application submission", submission)
    answers: dict[str, Any] = json.loads(row.answers)
    return answers


def _known(keys: Keys, submission: str) -> Select[IssuedReceipt, Application]:
    hashes = keys.digests("application submission", submission)
    both = select(IssuedReceipt, Application).join(IssuedReceipt.application)
    return both.where(Application.submission_hash.in_(hashes))


def _opened(session: Session, keys: Keys, submission: str, now: datetime) -> tuple[IssuedReceipt, Application]:
    day = county_day(now)
    submission_hash = keys.digest("application submission", submission)
    row = Application(submission_hash=submission_hash, rung=Rung.DRAFT, received_on=day)
    issued = IssuedReceipt(number=next_number(session, APPLICATION_PREFIX, day), application=row)
    session.add(issued)
    return issued, row


def _fill(row: Application, keys: Keys, application: NewApplication) -> None:
    row.rung = application.rung
    row.respondent = _storable(application.respondent)
    row.matter = _storable(application.matter)
    row.learned_how = _storable(application.learned_how)
    row.learned_on, row.last_day = application.learned_on, application.last_day
    row.requests, row.facts = application.requests, application.facts
    row.name, row.identity_number = application.name, application.identity_number
    row.phone, row.address = application.phone, application.address
    row.phone_hash = contact_hash(keys, application.phone)
    row.answers = json.dumps(dict(application.answers), ensure_ascii=False) if application.answers else None


def _storable(text: str) -> str:
    # PostgreSQL takes no NUL and neither database a lone surrogate.
    return text.replace("\0", "").encode(errors="replace").decode()
