"""Passes that open once: sessions that were ended, links that were used; only their keyed hashes are kept."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from actions.casework.database import insert_into
from actions.casework.encryption import Keys
from actions.casework.models_feedback import SpentPass


def spend(session: Session, keys: Keys, kind: str, name: str, until: datetime) -> bool:
    """Use a pass up until it would be too old anyway; False when it was used before, also at the same moment."""
    if is_spent(session, keys, kind, name):
        return False
    row = {"pass_hash": keys.digest(f"pass {kind}", name), "expires_at": until}
    added = session.execute(
        insert_into(session, SpentPass).values(row).on_conflict_do_nothing().returning(SpentPass.pass_hash)
    )
    return added.scalar() is not None


def is_spent(session: Session, keys: Keys, kind: str, name: str) -> bool:
    """Whether a pass was used up."""
    hashes = keys.digests(f"pass {kind}", name)
    return session.scalar(select(SpentPass.pass_hash).where(SpentPass.pass_hash.in_(hashes))) is not None


def forget_passes(session: Session, now: datetime) -> int:
    """Delete passes that nobody could use any more; returns how many rows went."""
    old = delete(SpentPass).where(SpentPass.expires_at <= now)
    return int(session.connection().execute(old).rowcount)
