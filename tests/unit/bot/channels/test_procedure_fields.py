"""The fields of a question: strict, named in Chinese by path, and read back as a person would say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from actions.content.region import CHINA
from bot.channels.procedure_choices import WAYS
from bot.channels.procedure_deadlines import DeadlineBody, LawsuitBody, OfficeBody
from bot.channels.procedure_fields import FIRST, LAST, given, name_of, stated
from bot.channels.procedure_questions import (
    AdmissibilityBody,
    JurisdictionBody,
    PreconditionBody,
    StandingBody,
    TrackBody,
    TriageBody,
)

BODIES: list[type[Any]] = [
    DeadlineBody,
    LawsuitBody,
    OfficeBody,
    JurisdictionBody,
    AdmissibilityBody,
    PreconditionBody,
    TrackBody,
    StandingBody,
    TriageBody,
]
TODAY = date(2026, 11, 23)


def chinese(text: str | None) -> bool:
    return any("一" <= sign <= "鿿" for sign in text or "")


def kinds(model: type[BaseModel], body: Any) -> list[str]:
    """The kinds of fault of a body."""
    with pytest.raises(ValidationError) as fault:
        model.model_validate(body)
    return [one["type"] for one in fault.value.errors()]


@pytest.mark.parametrize("model", BODIES)
def test_every_field_has_a_chinese_name_of_its_own(model: type[BaseModel]) -> None:
    titles = [field.title for field in model.model_fields.values()]
    assert all(chinese(title) for title in titles)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("model", BODIES)
def test_no_field_asks_for_a_person(model: type[BaseModel]) -> None:
    for name in model.model_fields:
        assert name not in ("name", "phone", "address", "id_number", "email")


TEXTS = ("2026-13-01", "2026-02-30", "2026-1-1", "20260101", "2026-01-01T00:00:00", " 2026-01-01", "٢٠٢٦-٠١-٠١", "")


@pytest.mark.parametrize("day", [*TEXTS, 20260101, 0, 1.5, True, [], {}])
def test_what_is_no_day(day: Any) -> None:
    assert kinds(DeadlineBody, {"day": day}) == ["day"]


def test_null_is_a_day_that_is_not_known() -> None:
    assert DeadlineBody.model_validate({"day": None}).day is None


@pytest.mark.parametrize("day", ["0001-01-01", "1949-09-30", "2100-01-01", "9999-12-31"])
def test_days_that_nobody_counts(day: str) -> None:
    assert kinds(DeadlineBody, {"day": day}) == ["day_range"]


@having(day=st.dates(FIRST, LAST))
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_every_day_between_is_a_day(day: date) -> None:
    assert DeadlineBody.model_validate({"day": day.isoformat()}).day == day


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"told": "true"}, "bool_type"),
        ({"told": 1}, "bool_type"),
        ({"way": "carrier_pigeon"}, "literal_error"),
        ({"way": ["handed_over"]}, "literal_error"),
        ({"law_days": "90"}, "int_type"),
        ({"law_days": True}, "int_type"),
        ({"law_days": 60}, "greater_than"),
        ({"law_days": 400}, "less_than_equal"),
        ({"notice_days": 0}, "greater_than_equal"),
        ({"exclusions": {}}, "list_type"),
        ({"exclusions": [{"kind": "obstacle", "begins": "2026-01-01"}] * 21}, "too_long"),
        ({"exclusions": [{"begins": "2026-01-01"}]}, "missing"),
        ({"exclusions": [{"kind": "obstacle", "begins": "2026-01-01", "x": 1}]}, "extra_forbidden"),
        ({"name": "张三"}, "extra_forbidden"),
    ],
)
def test_a_field_takes_its_own_type_only(body: dict[str, Any], expected: str) -> None:
    assert kinds(DeadlineBody, body) == [expected]


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), -1, 1e13, "200", True])
def test_what_is_no_amount(amount: Any) -> None:
    assert len(kinds(TrackBody, {"amount": amount})) == 1


@pytest.mark.parametrize("text", ["", " ", "\u200b", "城" * 61, 7])
def test_what_is_no_name_of_a_body(text: Any) -> None:
    assert len(kinds(JurisdictionBody, {"text": text})) == 1


def test_the_name_of_a_body_is_tidied() -> None:
    assert JurisdictionBody.model_validate({"text": " 城\u200b管 \t"}).text == "城管"


@pytest.mark.parametrize(
    ("model", "path", "name"),
    [
        (DeadlineBody, ("way",), "怎么知道的"),
        (DeadlineBody, ("exclusions",), "不算的时间"),
        (DeadlineBody, ("exclusions", 0, "ends"), "不算的时间（第1项）：到哪一天"),
        (DeadlineBody, ("exclusions", 3), "不算的时间（第4项）"),
        (LawsuitBody, ("delays", 1, "begins"), "耽误的时间（第2项）：从哪一天"),
        (OfficeBody, ("pauses", 0, "resumes"), "不算的时间（第1项）：哪一天接着算"),
        (TriageBody, ("answers", "whatever"), "已经答过的问题"),
        (DeadlineBody, ("whatever",), ""),
        (DeadlineBody, ("exclusions", 0, "whatever"), ""),
    ],
)
def test_the_name_of_a_field(model: type[BaseModel], path: tuple[str | int, ...], name: str) -> None:
    assert name_of(model, path) == name


def test_what_was_said_is_read_back() -> None:
    body = DeadlineBody.model_validate(
        {
            "way": "handed_over",
            "day": "2026-10-09",
            "told": False,
            "real_estate": None,
            "law_days": 90,
            "exclusions": [{"kind": "obstacle", "begins": "2026-10-10"}],
        }
    )
    lines = {line["field"]: (line["name"], line["value"], line["text"]) for line in stated(body, TODAY)}
    assert lines == {
        "way": ("怎么知道的", "handed_over", WAYS["handed_over"]),
        "day": ("起算的日期", "2026-10-09", "2026年10月9日（星期五）"),
        "told": ("有没有告知", False, "不是"),
        "law_days": ("法律规定的更长期限", 90, "90"),
        "exclusions.0.kind": ("不算的时间（第1项）：为什么不算", "obstacle", "不可抗力或者别的正当理由耽误了"),
        "exclusions.0.begins": ("不算的时间（第1项）：从哪一天", "2026-10-10", "2026年10月10日（星期六）"),
        "today": ("按哪一天算", "2026-11-23", "2026年11月23日（星期一）"),
    }


@pytest.mark.parametrize(
    ("amount", "text"), [(200, "200"), (200.0, "200"), (0.5, "0.5"), (0, "0"), (1e12, "1000000000000")]
)
def test_an_amount_is_read_back_as_one_writes_it(amount: float, text: str) -> None:
    assert stated(TrackBody.model_validate({"amount": amount}))[0]["text"] == text


def test_a_result_without_dates_rests_on_no_day() -> None:
    body = TrackBody.model_validate({"consent": True, "today": "2026-11-23"})
    assert [line["field"] for line in stated(body)] == ["consent"]


def test_the_day_is_the_one_asked_for_or_today_in_china() -> None:
    assert DeadlineBody.model_validate({"today": "2026-11-23"}).as_of() == TODAY
    before = datetime.now(CHINA).date()
    assert before <= DeadlineBody().as_of() <= before + timedelta(days=1)


def test_the_engine_gets_the_facts_without_the_day() -> None:
    body = TrackBody.model_validate({"amount": 200.0, "today": "2026-11-23"})
    assert given(body) == {
        "on_the_spot": False,
        "warning": False,
        "amount": 200.0,
        "information": False,
        "consent": False,
        "clear": None,
    }
    assert given(body, "amount") == {"amount": 200.0}
