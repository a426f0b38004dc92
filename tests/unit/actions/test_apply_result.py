"""What the citizen holds in hand at the end of an application."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from actions.apply_facts import deadline
from actions.apply_result import document, file_card, page, receipt_card
from actions.casework.kinds import RecordKind, Rung
from actions.content.interview import load_interview
from bot.channels.messages import checked
from tests.unit.actions.test_stage import TODAY, Stage, receipt

COUNTED = deadline({"learned_how": "handed_over", "learned_on": "2026-11-20"}, TODAY)
UNKNOWN = deadline({}, TODAY)


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def lines(expires_at: datetime | None = None, counted: object = COUNTED) -> dict[str, str]:
    card = receipt_card(receipt("F2026-000001", RecordKind.APPLICATION, Rung.DRAFT, expires_at), counted)  # type: ignore[arg-type]
    assert checked([card]) == ([card], [])
    return {line["label"]: line["value"] for line in card["lines"]}


def test_the_file_says_that_it_is_a_draft() -> None:
    card = file_card("file-1", "file-2")
    assert checked([card]) == ([card], [])
    assert (card["file"], card["page"], card["name"]) == ("file-1", "file-2", document()[0])
    assert "草稿" in card["name"] and card["name"].endswith(".docx") and "不等于递交" in card["effect"]


def test_the_page_is_the_same_document_to_print() -> None:
    assert page() == (document()[0].replace(".docx", ".html"), "text/html")


def test_the_media_type_is_that_of_word() -> None:
    assert document()[1] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_the_receipt_shows_number_and_code_and_that_nothing_was_filed() -> None:
    card = receipt_card(receipt("F2026-000001", RecordKind.APPLICATION, Rung.DRAFT), COUNTED)
    assert (card["number"], card["code"], card["rung"]) == ("F2026-000001", "CDF-GHJ-KMN", "草稿")
    assert "还没有递交" in card["text"] and "期限仍在计算" in card["text"]
    assert card["code"] not in card["text"]


def test_the_receipt_says_until_when_and_how_to_file() -> None:
    shown = lines(datetime(2026, 12, 23, 2, 30, tzinfo=UTC))
    assert shown["申请期限的最后一天"] == COUNTED.last_day.isoformat() == date(2027, 1, 19).isoformat()  # type: ignore[union-attr]
    assert "石泉县司法局" in shown["怎么递交"] and "{" not in shown["怎么递交"]


def test_a_draft_put_aside_says_how_to_go_on_and_not_how_to_file() -> None:
    card = receipt_card(receipt("F2026-000001", RecordKind.APPLICATION, Rung.DRAFT), COUNTED, finished=False)
    assert checked([card]) == ([card], [])
    shown = {line["label"]: line["value"] for line in card["lines"]}
    assert "接着填上次存的草稿" in shown["怎么接着填"] and "怎么递交" not in shown
    assert "填到一半" in card["text"] and "还没有递交" in card["text"] and "期限仍在计算" in card["text"]


def test_the_way_to_go_on_is_called_as_the_form_calls_it() -> None:
    option = load_interview("apply").questions["start"].options["resume"]
    assert f"“{option}”" in lines()["怎么接着填"]


def test_the_draft_is_kept_until_a_day_in_china() -> None:
    assert lines(datetime(2026, 12, 22, 15, 59, tzinfo=UTC))["草稿保存到"] == "2026-12-22"
    assert lines(datetime(2026, 12, 22, 16, 0, tzinfo=UTC))["草稿保存到"] == "2026-12-23"


def test_an_unknown_last_day_is_said_to_be_unsure() -> None:
    assert "核实" in lines(counted=UNKNOWN)["申请期限的最后一天"]
