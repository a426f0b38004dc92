from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from datetime import UTC, datetime

import pytest

from actions.casework.entries import NewApplication, NewLetter, Receipt, Status, StoredFile
from actions.casework.kinds import RecordKind, Rung


def test_an_anonymous_letter_is_nobodys(letter: Callable[..., NewLetter]) -> None:
    with pytest.raises(ValueError, match="anonymous"):
        letter(anonymous=True, contact=None)
    with pytest.raises(ValueError, match="anonymous"):
        letter(anonymous=True, name=None)
    assert letter(anonymous=True, name=None, contact=None).anonymous


def test_a_letter_shows_nothing_personal(letter: Callable[..., NewLetter]) -> None:
    shown = repr(letter())
    assert "演示" not in shown
    assert "10000000000" not in shown


def test_an_application_shows_nothing_personal(application: Callable[..., NewApplication]) -> None:
    shown = repr(application())
    assert not any(word in shown for word in ("姓名", "地址", "请求", "事实", "1000", "000000"))


def test_an_application_is_a_draft_unless_it_says_otherwise() -> None:
    assert NewApplication(submission="web-1/1").rung is Rung.DRAFT


def test_a_receipt_does_not_show_its_code() -> None:
    receipt = Receipt(
        number="T2026-000001",
        code="234-CDF-58V",
        kind=RecordKind.LETTER,
        rung=Rung.FILED,
        saved_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    assert "234" not in repr(receipt)


def test_a_file_does_not_show_its_name_or_content() -> None:
    file = StoredFile(name="申请书-演示.docx", media_type="text/plain", content=b"abc")
    assert "演示" not in repr(file)
    assert "abc" not in repr(file)


def test_a_status_has_no_place_for_personal_data() -> None:
    assert {field.name for field in fields(Status)} == {
        "number",
        "kind",
        "kind_code",
        "state",
        "state_code",
        "timeline",
        "next",
        "as_of",
        "practice",
        "due_on",
        "expires_at",
        "stale",
        "letter_id",
        "letter_kind",
        "steps",
    }


def test_what_was_entered_cannot_be_changed(letter: Callable[..., NewLetter]) -> None:
    with pytest.raises(FrozenInstanceError):
        letter().anonymous = True  # type: ignore[misc]
