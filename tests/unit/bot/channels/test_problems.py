"""The table of refusals is whole, and the framework's errors find their row."""

import re

import pytest

from bot.channels.problems import BY_STATUS, PROBLEMS, documented, of_validation


@pytest.mark.parametrize(("kind", "row"), PROBLEMS.items())
def test_a_row(kind: str, row) -> None:
    assert re.fullmatch(r"[a-z_]+", kind)
    assert 400 <= row.status < 600
    assert re.search("[一-鿿]", row.title)


def test_every_status_leads_to_a_row() -> None:
    assert set(BY_STATUS.values()) <= set(PROBLEMS)


@pytest.mark.parametrize(
    ("kind", "where", "problem"),
    [
        ("json_invalid", ("body", 3), "malformed"),
        ("empty_text", ("body", "text", "text"), "bad_text"),
        ("string_too_short", ("body", "text", "text"), "bad_text"),
        ("string_unicode", ("body", "text", "text"), "bad_text"),
        ("string_type", ("body", "text", "text"), "bad_request"),
        ("long_text", ("body", "text"), "too_long"),
        ("string_too_long", ("body", "choice", "choice"), "not_offered"),
        ("string_too_short", ("body", "choice", "choice"), "not_offered"),
        ("missing", ("body", "text", "text"), "bad_request"),
        ("extra_forbidden", ("body", "text", "x"), "bad_request"),
        ("string_pattern_mismatch", ("path", "file"), "bad_request"),
    ],
)
def test_a_fault_of_validation(kind: str, where: tuple, problem: str) -> None:
    assert of_validation([{"type": kind, "loc": where}]) == problem


def test_refusals_of_one_status_are_documented_together() -> None:
    found = documented("bad_token", "expired_session", "busy")
    assert set(found) == {401, 409}
    assert found[401]["description"] == "对话凭证无效；对话已结束"
    assert list(found[401]["content"]) == ["application/problem+json"]
