"""The letter and its messages, out of the answers. Today is Monday, 23 November 2026."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions import context
from actions.casework.kinds import RecordKind, Rung
from actions.complaint_cards import letter, receipt_card, review_card, said
from actions.content.forms import words
from bot.channels.messages import checked
from tests.unit.actions.test_stage import Stage, receipt

VALUES: dict[str, Any] = {
    "kind": "problem",
    "named": "named",
    "about": "演示路口",
    "what": "路灯坏了三个月。",
    "name": "演示甲",
    "phone": "13800000000",
    "address": "",
}


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def test_an_address_left_blank_is_none() -> None:
    assert letter(VALUES, "s", "web-1").address is None
    assert letter(VALUES | {"address": "演示村"}, "s", "web-1").address == "演示村"


def test_what_was_answered_before_turning_anonymous_is_left_behind() -> None:
    found = letter(VALUES | {"named": "anonymous"}, "s", "web-1")
    assert (found.name, found.contact, found.address) == (None, None, None)


def test_the_countys_own_term_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    region = context.region()
    own = replace(region, mailbox=replace(region.mailbox, reply_workdays={"problem": 5}))
    monkeypatch.setattr(context, "region", lambda: own)
    found = letter(VALUES, "s", "web-1")
    assert (str(found.screen_due_on), str(found.reply_due_on)) == ("2026-11-30", "2026-11-30")


@pytest.mark.parametrize("named", ["named", "anonymous"])
@pytest.mark.parametrize("kind", ["problem", "complaint", "suggestion"])
def test_every_receipt_is_a_message(kind: str, named: str) -> None:
    filed = letter(VALUES | {"kind": kind, "named": named, "files": ["a"]}, "s", "web-1")
    card = receipt_card(receipt("W2026-000001", RecordKind.LETTER, Rung.FILED), filed)
    assert checked([card]) == ([card], []) and "{" not in "".join(one["value"] for one in card["lines"])


def test_a_review_can_be_filed_given_up_or_changed() -> None:
    card = review_card([("类别", "反映问题", "kind")])
    assert [one["choice"] for one in card["choices"]][1] == "/abandon" and "change:kind" in card["lines"][0]["choice"]
    assert checked([card]) == ([card], [])


@pytest.mark.parametrize("key", words("complaint")["said"])
def test_every_sentence_is_a_notice_and_takes_a_text_with_braces(key: str) -> None:
    card = said(key, text="{day} 花括号")
    assert checked([card]) == ([card], [])
