"""The action server's composition root: what every action reads, built once, on first use.

Nothing is opened at import, so that the action server starts in a second and tests can set the environment first.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import cache

from sqlalchemy import Engine

from actions.casework.database import open_engine, url_from
from actions.casework.encryption import keys_from
from actions.casework.entries import Status
from actions.casework.lookup import NOWHERE, Origin
from actions.casework.platforms.link import Link
from actions.casework.platforms.settings import platform_from
from actions.casework.platforms.statuses import Statuses
from actions.casework.store import Records
from actions.content.answers import Answer, load_answers
from actions.content.laws import Law, load_laws
from actions.content.region import CHINA, Region, load_region


@cache
def records() -> Records:
    """The records; DATABASE_URL names the database, YIFAWEN_DATA_KEY the key."""
    return Records(url_from(os.environ), keys_from(os.environ))


@cache
def platform() -> tuple[Link, Engine] | None:
    """The superior's platform and where its last words are kept, if YIFAWEN_PLATFORM_URL names one."""
    peer = platform_from(os.environ)
    return (Link(peer), open_engine(url_from(os.environ), keys_from(os.environ))) if peer else None


def look_up(number: str, code: str, moment: datetime, origin: Origin = NOWHERE) -> Status:
    """Where a record stands; raises LookUpRefused, RecordsUnavailable, StatusUnavailable."""
    outside = platform()
    if outside is None:
        return records().look_up(number, code, moment, origin)
    link, engine = outside
    return Statuses(records(), engine, link).look_up(number, code, moment, origin)


def region() -> Region:
    """The county served."""
    return load_region()


def laws() -> dict[str, Law]:
    """Laws in force by short title."""
    return load_laws()


def answers() -> dict[str, Answer]:
    """Reviewed answers by id."""
    return load_answers()


def now() -> datetime:
    """The time in China, which every deadline is counted in."""
    return datetime.now(CHINA)


def today() -> date:
    """Today in China."""
    return now().date()
