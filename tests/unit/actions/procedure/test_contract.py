"""Results of the engine as plain JSON; the pairs of engine and edge are in tests/unit/bot/channels."""

from datetime import date

import pytest

from actions.content.laws import load_laws
from actions.content.source import ContentError
from actions.procedure.clocks import Filed, clocks
from actions.procedure.contract import citations, plain
from actions.procedure.deadline import DeadlineFacts, filing_deadline
from actions.procedure.jurisdiction import Authority
from actions.procedure.tables import Basis

LAWS = load_laws()
CITED = {"law": "行政复议法", "article": 20, "since": "2024-01-01"}


def test_a_deadline_with_its_rows() -> None:
    made = plain(filing_deadline(DeadlineFacts("handed_over", date(2026, 10, 9), told=True), date(2026, 11, 23)), LAWS)
    assert (made["last_day"], made["state"], made["reasons"]) == ("2026-12-08", "in_time", [])
    assert made["rows"][2] == {
        "from": "2026-10-10",
        "to": "2026-12-08",
        "days": 60,
        "why": "申请期限60日",
        "basis": [CITED],
    }
    assert CITED in made["basis"]


def test_a_list_of_days() -> None:
    [first, *_] = plain(clocks(Filed(date(2026, 11, 2))), LAWS)
    assert (first["key"], first["on"], first["unknown"]) == ("review", "2026-11-09", [])
    assert set(first) == {"key", "on", "text", "basis", "unknown"}


def test_nothing_is_null_and_a_type_is_left_alone() -> None:
    assert plain(Authority(None, "字", ()), LAWS) == {
        "name": None,
        "text": "字",
        "basis": [],
        "others": [],
        "unknown": [],
    }
    assert plain(Authority, LAWS) is Authority


def test_articles_once_and_only_in_force() -> None:
    one, two = Basis("行政复议法", 20), Basis("行政复议法", 21)
    assert citations(LAWS, [one, two], [one]) == [CITED, {**CITED, "article": 21}]
    with pytest.raises(ContentError):
        plain([Basis("行政复议法", 91)], LAWS)
