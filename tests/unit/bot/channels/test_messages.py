"""The message union takes every message of the contract and nothing else, and signs every choice."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.channels.messages import checked, signed

BASIS = {"law": "行政复议法", "article": 20, "since": "2024-01-01"}
CHOICE = {"label": "好", "choice": "/menu"}
LINE = {"label": "姓名", "value": "某"}
SAMPLES: list[dict[str, Any]] = [
    {"type": "text", "text": "好"},
    {"type": "choices", "text": "选", "choices": [CHOICE]},
    {"type": "answer", "id": "fee", "title": "收费吗", "text": "不收", "basis": [BASIS], "choices": []},
    {"type": "answer", "id": "fee", "title": "收费吗", "text": "不收", "more": "更多", "basis": [], "choices": [CHOICE]},
    {"type": "field", "text": "谁", "field": "apply_name", "control": "text", "max": 60, "step": {"at": 1, "of": 9}},
    {"type": "field", "text": "选", "field": "a", "control": "multi", "choices": [{"label": "甲", "value": "a"}]},
    {"type": "field", "text": "选", "field": "a", "control": "choice", "hint": "h", "why": "w", "choices": [CHOICE]},
    {
        "type": "deadline", "text": "还有3天", "state": "near", "last_day": "2026-11-26", "days_left": 3,
        "rows": [{"from": "2026-09-28", "to": "2026-11-26", "days": 60, "why": "从第二天起算", "basis": [BASIS]}],
        "next": "尽快", "basis": [BASIS], "unknown": [],
    },
    {"type": "deadline", "text": "不知道", "state": "unknown", "last_day": None, "days_left": None, "rows": [], "unknown": ["哪天"]},
    {"type": "review", "text": "核对", "lines": [{**LINE, "choice": "/change"}], "choices": [CHOICE]},
    {"type": "receipt", "text": "存了", "number": "1", "code": "C", "rung": "草稿", "lines": [LINE], "practice": True},
    {"type": "file", "text": "申请书", "file": "f_1", "name": "申请书.docx", "effect": "不算递交"},
    {
        "type": "status", "text": "进度", "number": "1", "kind": "申请", "state": "草稿", "next": "递交", "practice": False,
        "timeline": [{"on": "2026-11-23", "what": "存草稿"}], "as_of": "2026-11-23 10:00",
    },
    {
        "type": "handoff", "text": "找人", "open": True, "lines": [LINE],
        "offices": [{"name": "窗口", "address": "某路", "hours": "工作日", "phone": None}],
    },
    {"type": "progress", "text": "到这里", "rung": "草稿"},
    {"type": "notice", "text": "注意：停电", "level": "warning"},
]  # fmt: skip


@pytest.mark.parametrize("message", SAMPLES, ids=lambda message: message["type"])
def test_a_message_of_the_contract_passes_unchanged(message: dict[str, Any]) -> None:
    assert checked([message]) == ([message], [])


@pytest.mark.parametrize(
    "message",
    [
        None, 7, "text", [], {}, {"type": None}, {"type": "text"}, {"type": "text", "text": ""}, {"type": "text", "text": []},
        {"type": "surprise", "text": "好"}, {"text": "好"}, {"type": "notice", "text": None, "level": "error"},
        {"type": "text", "text": "\ud800"},
    ],
)  # fmt: skip
def test_nonsense_is_named_and_left_out(message: Any) -> None:
    good, flaws = checked([message, {"type": "text", "text": "好"}])
    assert good == [{"type": "text", "text": "好"}] and len(flaws) == 1


@pytest.mark.parametrize(
    ("message", "flaw"),
    [
        ({"type": "choices", "text": "选", "choices": []}, "choices.choices: too_short"),
        ({"type": "choices", "text": "选", "choices": [{"label": "好"}]}, "choices.choices.0.choice: missing"),
        ({"type": "answer", "id": "a", "title": "t", "text": "选", "basis": [{**BASIS, "article": 0}]}, "answer.basis.0.article: greater_than_equal"),
        ({"type": "answer", "id": "a", "title": "t", "text": "选", "basis": [{**BASIS, "since": "2024"}]}, "answer.basis.0.since: string_pattern_mismatch"),
        ({"type": "field", "text": "选", "field": "a", "control": "slider"}, "field.control: literal_error"),
        ({"type": "deadline", "text": "选", "state": "soon", "last_day": None, "days_left": None, "rows": []}, "deadline.state: literal_error"),
        ({"type": "notice", "text": "选", "level": "fatal"}, "notice.level: literal_error"),
    ],
)  # fmt: skip
def test_a_message_with_a_fault_is_reduced_to_its_text(message: dict[str, Any], flaw: str) -> None:
    assert checked([message]) == ([{"type": "text", "text": "选"}], [flaw])


def test_numbers_where_words_belong() -> None:
    good, flaws = checked([{"type": "receipt", "text": "存了", "number": 20260001, "code": "C", "rung": "草稿"}])
    assert good[0]["number"] == "20260001" and flaws == []


def test_a_flaw_tells_where_and_not_what() -> None:
    _, flaws = checked([{"type": "receipt", "text": "存了", "number": "1", "code": ["XK7M2Q"], "rung": "草稿"}])
    assert flaws == ["receipt.code: string_type"]


def test_keys_of_nobody_are_left_out() -> None:
    good, _ = checked([{"type": "text", "text": "好", "debug": "slots"}])
    assert good == [{"type": "text", "text": "好"}]


def test_signing_reaches_every_depth() -> None:
    message = {
        "type": "review",
        "choice": "/a",
        "lines": [{"choice": "/b", "label": "/c"}],
        "deep": {"er": [{"choice": "/d"}]},
    }
    assert signed(message, str.upper) == {
        "type": "review", "choice": "/A", "lines": [{"choice": "/B", "label": "/c"}], "deep": {"er": [{"choice": "/D"}]}
    }  # fmt: skip


def test_signing_leaves_the_original_alone() -> None:
    message = {"choices": [{"choice": "/a"}]}
    signed(message, str.upper)
    assert message == {"choices": [{"choice": "/a"}]}


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.sampled_from(["type", "choice", "text", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_anything_at_all_is_checked_without_an_error(raw: Any) -> None:
    good, flaws = checked([raw])
    assert 1 <= len(good) + len(flaws) <= 2


@given(JSON)
def test_no_bare_choice_is_left(raw: Any) -> None:
    def bare(value: Any) -> list[str]:
        if isinstance(value, list):
            return [one for part in value for one in bare(part)]
        if isinstance(value, dict):
            own = [value["choice"]] if isinstance(value.get("choice"), str) else []
            return own + [
                one for key, part in value.items() if key != "choice" or not isinstance(part, str) for one in bare(part)
            ]
        return []

    assert all(choice.endswith("~mac") for choice in bare(signed(raw, lambda payload: f"{payload}~mac")))
