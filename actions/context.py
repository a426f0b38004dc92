"""The action server's composition root: what every action reads, built once, on first use.

Nothing is opened at import, so that the action server starts in a second and tests can set the environment first.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import cache

from actions.casework.database import url_from
from actions.casework.encryption import keys_from
from actions.casework.store import Records
from actions.content.answers import Answer, load_answers
from actions.content.laws import Law, load_laws
from actions.content.region import CHINA, Region, load_region


@cache
def records() -> Records:
    """The records; DATABASE_URL names the database, YIFAWEN_DATA_KEY the key."""
    return Records(url_from(os.environ), keys_from(os.environ))


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
