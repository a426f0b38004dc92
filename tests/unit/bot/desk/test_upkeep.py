"""What staff read about the knowledge: answers due for review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from actions.content.laws import Law, load_laws
from bot.desk import upkeep
from tests.unit.bot.desk.clerk import Clerk


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Law]]:
    """The laws, of which tests may change some."""
    laws = dict(load_laws())
    monkeypatch.setattr(upkeep, "load_laws", lambda: laws)
    yield laws


def test_without_a_change_nothing_is_due(clerk: Clerk) -> None:
    page = clerk.get("/answers").text
    assert "没有待核对的答复" in page and "还没有由本县审定" in page


def test_after_a_change_the_answers_that_rest_on_the_law_are_listed(clerk: Clerk, changed: dict[str, Law]) -> None:
    changed["国家赔偿法"] = replace(changed["国家赔偿法"], changed=date(2099, 1, 1))
    due = upkeep.answers_due()
    assert due and all("国家赔偿法" in one.laws and not one.held for one in due)
    page = clerk.get("/answers").text
    assert all(one.answer.title in page for one in due) and "照常" in page and "已停用" not in page


def test_what_is_turned_off_comes_first(clerk: Clerk, changed: dict[str, Law]) -> None:
    for law, hold in (("国家赔偿法", False), ("税收征收管理法", True)):
        changed[law] = replace(changed[law], changed=date(2099, 1, 1), hold=hold)
    due = upkeep.answers_due()
    assert [one.held for one in due] == sorted((one.held for one in due), reverse=True) and due[0].held
    assert "已停用，等核对" in clerk.get("/answers").text
