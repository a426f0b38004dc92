"""What every action reads: built once, on first use, from the environment."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from actions import context
from actions.casework.errors import DataKeyProblem
from actions.casework.migrate import upgrade
from actions.content.region import CHINA
from actions.content.source import ROOT, ContentError

KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No records before and none after."""
    context.records.cache_clear()
    yield
    context.records.cache_clear()


def test_importing_every_action_opens_nothing_and_needs_no_setting(tmp_path: Path) -> None:
    names = [f"actions.{file.stem}" for file in sorted((ROOT.parent / "actions").glob("*.py"))]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "error", "-c", f"import {', '.join(names)}"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_the_records_are_those_of_the_environment_and_opened_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/records.db"
    upgrade(url)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("YIFAWEN_DATA_KEY", KEY)
    records = context.records()
    try:
        records.ping()
        assert context.records() is records
    finally:
        records.close()


@pytest.mark.parametrize("key", ["", "short", "*" * 44])
def test_without_a_key_there_are_no_records_and_the_setting_is_named(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/records.db")
    monkeypatch.setenv("YIFAWEN_DATA_KEY", key)
    with pytest.raises(DataKeyProblem, match="YIFAWEN_DATA_KEY"):
        context.records()
    monkeypatch.delenv("YIFAWEN_DATA_KEY")
    with pytest.raises(DataKeyProblem, match="YIFAWEN_DATA_KEY"):
        context.records()


def test_the_default_database_is_a_file_of_this_installation() -> None:
    assert context.url_from({}) == "sqlite:///var/yifawen.db"


def test_the_county_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YIFAWEN_REGION", raising=False)
    assert context.region().id == "shiquan"
    monkeypatch.setenv("YIFAWEN_REGION", "nowhere")
    with pytest.raises(ContentError, match="nowhere"):
        context.region()


def test_the_content_is_read_once() -> None:
    assert context.answers() is context.answers() and context.laws() is context.laws()
    assert "fee" in context.answers() and "行政复议法" in context.laws()


def test_the_time_is_that_of_china() -> None:
    assert context.now().utcoffset() == timedelta(hours=8)
    assert abs(datetime.now(CHINA) - context.now()) < timedelta(minutes=1)


@pytest.mark.parametrize(("hour", "day"), [(23, date(2026, 11, 23)), (24, date(2026, 11, 24)), (0, date(2026, 11, 23))])
def test_today_is_the_day_in_china_whatever_it_is_elsewhere(
    hour: int, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 11, 23, tzinfo=CHINA) + timedelta(hours=hour)
    monkeypatch.setattr(context, "now", lambda: moment)
    assert context.today() == day
