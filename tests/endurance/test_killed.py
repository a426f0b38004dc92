"""kill -9 in the middle of filing and handling: every receipt shown exists once, none is without a record."""

from __future__ import annotations

import base64
from pathlib import Path

from actions.casework.migrate import upgrade
from tests.endurance.killing import endure


def test_nothing_shown_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/records.db"
    upgrade(url)
    done = endure(url, base64.b64encode(bytes(range(32))).decode(), complaints=40, every=10)
    assert done.wrong == []
    assert (len(done.shown), done.kills) == (40, 8)
