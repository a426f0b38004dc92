"""kill -9 in the middle of filing and handling: every receipt shown exists once, none is without a record."""

from __future__ import annotations

from pathlib import Path

from actions.casework.migrate import upgrade
from tests.endurance.killing import endure


def test_nothing_shown_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/records.db"
    upgrade(url)
    done = endure(url, tmp_path, complaints=20, every=10)
    assert done.wrong == []
    assert (len(done.shown), done.actions_killed, done.desk_killed) == (20, 2, 2)
