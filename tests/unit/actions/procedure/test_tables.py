"""The tables: every rule is cited, every citation is in force, every word a program fills in exists."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from actions.content.laws import load_laws
from actions.content.source import ROOT, ContentError
from actions.procedure import tables
from actions.procedure.tables import Basis, bases, choices, cited, table, unique

NAMES = sorted(path.stem for path in (ROOT / "rules").glob("*.yml"))
OLD_WORDS = ("具体行政行为", "复议前置程序", "向上一级主管部门申请复议或者")


def rows(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping anywhere in a table."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from rows(one)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


@pytest.mark.parametrize("name", NAMES)
def test_every_citation_is_in_force(name: str) -> None:
    for row in rows(table(name)):
        if isinstance(row.get("basis"), list):
            assert cited(bases(row), load_laws())


@pytest.mark.parametrize("name", ["matters", "requests"])
def test_every_row_is_cited(name: str) -> None:
    assert all(bases(row) for row in table(name).values())


@pytest.mark.parametrize("part", ["ways", "duties", "exclusions", "reasons", "rows", "periods"])
def test_every_rule_of_the_deadline_is_cited(part: str) -> None:
    assert all(bases(row) for row in table("deadline")[part].values())


@pytest.mark.parametrize("name", [name for name in NAMES if name != "photo"])  # which looks for them on paper
def test_no_words_of_the_old_law(name: str) -> None:
    for text in texts(table(name)):
        assert not any(word in text for word in OLD_WORDS)


@pytest.mark.parametrize("part", ["states", "next", "unknown"])
def test_only_known_words_are_filled_in(part: str) -> None:
    known = {"last_day", "days_left", "days_over", "earliest", "filed_on", "years", "day"}
    for text in texts(table("deadline")[part]):
        assert set(re.findall(r"{(\w+)}", text)) <= known


def test_notices_added_by_hand_are_dates() -> None:
    for year, notice in (table("deadline-holidays")["years"] or {}).items():
        assert all(isinstance(day, date) and year - 1 <= day.year <= year for day in [*notice["rest"], *notice["work"]])


def test_a_missing_table_is_an_error() -> None:
    with pytest.raises(ContentError):
        table("no-such-table")


@pytest.mark.parametrize("content", ["- 一", "", "字"])
def test_a_file_that_is_no_table_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "odd.yml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(tables, "ROOT", tmp_path)
    with pytest.raises(ContentError):
        table("odd")


def test_small_tools() -> None:
    one, two = Basis("行政复议法", 20), Basis("行政复议法", 21)
    assert str(one) == "《行政复议法》第20条"
    assert unique([one, two], [one]) == (one, two)
    assert choices({"a": {"label": "甲"}}) == [("a", "甲", "")]
    assert bases({}) == ()
    with pytest.raises(ContentError):
        cited([Basis("行政复议法", 91)], load_laws())
