"""A body that does not fit is answered with the field, its Chinese name and what to do about it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from bot.channels.problems import FactsProblemDocument, FieldFault, Problem, ProblemDocument, documented
from bot.channels.procedure_deadlines import DeadlineBody, LawsuitBody, OfficeBody
from bot.channels.procedure_problems import DETAILS, LONGEST_KEY, MOST_FAULTS, WORDS, refuse, unfit
from bot.channels.procedure_questions import JurisdictionBody, StandingBody, TrackBody, TriageBody

DAY_FORM = "日期要写成 2026-01-31 这样，而且日历上要真有这一天。"


def faults(model: type[BaseModel], body: Any) -> list[FieldFault]:
    """What a citizen's client would be told."""
    with pytest.raises(ValidationError) as fault:
        model.model_validate(body)
    errors = [{**one, "loc": ("body", *one["loc"])} for one in fault.value.errors()]
    problem = unfit(model, errors)
    assert problem.kind == "bad_facts"
    return problem.errors


ROWS: list[tuple[type[BaseModel], Any, str, str, str]] = [
    (DeadlineBody, {"day": "2026-02-30"}, "day", "起算的日期", DAY_FORM),
    (DeadlineBody, {"day": "1900-01-01"}, "day", "起算的日期", "这个日期太早或者太晚，算不了。"),
    (
        DeadlineBody,
        {"duty": "x"},
        "duty",
        "办理期限的种类",
        "没有这个选项。可以选的是：licence、licence_joint、police_case、market_complaint、information。",
    ),
    (DeadlineBody, {"law_days": 60}, "law_days", "法律规定的更长期限", "这个数字太小或者太大。要大于60。"),
    (DeadlineBody, {"law_days": 367}, "law_days", "法律规定的更长期限", "这个数字太小或者太大。最大是366。"),
    (DeadlineBody, {"notice_days": 0}, "notice_days", "公告的天数", "这个数字太小或者太大。最小是1。"),
    (DeadlineBody, {"notice_days": 1.5}, "notice_days", "公告的天数", "这里要写一个整数。"),
    (DeadlineBody, {"exclusions": 1}, "exclusions", "不算的时间", "这里要写成一列。"),
    (DeadlineBody, {"exclusions": [7]}, "exclusions.0", "不算的时间（第1项）", DETAILS["whole"]),
    (
        DeadlineBody,
        {"exclusions": [{"kind": "obstacle"}]},
        "exclusions.0.begins",
        "不算的时间（第1项）：从哪一天",
        "这一项要填。",
    ),
    (DeadlineBody, {"姓名": "x"}, "姓名", "不认识的项", "没有这一项。请看接口说明里有哪些项。"),
    (
        LawsuitBody,
        {"delays": [{"begins": "2026-01-01", "ends": "明天"}]},
        "delays.0.ends",
        "耽误的时间（第1项）：到哪一天",
        DAY_FORM,
    ),
    (OfficeBody, {"on": "2026-01-01"}, "event", "发生的事", "这一项要填。"),
    (OfficeBody, {"event": "accepted"}, "on", "发生的日期", "这一项要填。"),
    (JurisdictionBody, {"text": ""}, "text", "单位的叫法", "这里要写一段文字，不能是空的。"),
    (JurisdictionBody, {"text": "\u200b"}, "text", "单位的叫法", "这里要写一段文字，不能是空的。"),
    (JurisdictionBody, {"text": "城" * 61}, "text", "单位的叫法", "写得太长了，请写短一些。"),
    (JurisdictionBody, {"body": "../etc"}, "body", "单位的代号", DETAILS["body"]),
    (TrackBody, {"amount": "200"}, "amount", "款额", "这里要写一个数字。"),
    (TrackBody, {"amount": float("inf")}, "amount", "款额", "这里要写一个数字。"),
    (TrackBody, {"clear": "yes"}, "clear", "事实清楚、争议不大", DETAILS["yes_no"]),
    (StandingBody, {"share": 1.5}, "share", "一起申请的比例", "这个数字太小或者太大。最大是1.0。"),
    (TriageBody, {"answers": []}, "answers", "已经答过的问题", DETAILS["whole"]),
    (TriageBody, {"answers": {"danger": 1}}, "answers.danger", "已经答过的问题", DETAILS["text"]),
    (DeadlineBody, [], "", "整个请求", DETAILS["whole"]),
    (DeadlineBody, None, "", "整个请求", DETAILS["whole"]),
]


@pytest.mark.parametrize(("model", "body", "field", "name", "detail"), ROWS)
def test_a_fault_is_named(model: type[BaseModel], body: Any, field: str, name: str, detail: str) -> None:
    assert faults(model, body) == [FieldFault(field=field, name=name, detail=detail)]


def test_every_fault_is_named_at_once() -> None:
    body = {"way": "x", "day": "x", "told": "x", "acted": 1}
    assert [one.name for one in faults(DeadlineBody, body)] == [
        "怎么知道的",
        "起算的日期",
        "有没有告知",
        "决定作出的日期",
    ]


def test_a_strangers_key_is_cut() -> None:
    [one] = faults(DeadlineBody, {"x" * 5000: 1})
    assert one.field == "x" * LONGEST_KEY


def test_a_key_that_no_text_can_hold_is_no_failure() -> None:
    problem = unfit(TriageBody, [{"type": "string_unicode", "loc": ("body", "answers", "\ud800", "[key]")}])
    assert problem.errors[0].field.encode("utf-8") == b"answers.?"


def test_not_more_faults_than_anyone_reads() -> None:
    assert len(faults(DeadlineBody, {f"key{at}": 1 for at in range(100)})) == MOST_FAULTS


def test_a_body_that_is_no_json_is_malformed() -> None:
    assert unfit(DeadlineBody, [{"type": "json_invalid", "loc": ("body", 1)}]).kind == "malformed"


def test_a_kind_of_fault_without_words_is_said_to_be_of_another_form() -> None:
    [one] = unfit(DeadlineBody, [{"type": "something_new", "loc": ("body", "day")}]).errors
    assert (one.name, one.detail) == ("起算的日期", DETAILS["whole"])


def test_a_contradiction_names_every_field_of_it() -> None:
    with pytest.raises(Problem) as fault:
        refuse(DeadlineBody, [(("way", "duty"), "duty"), (("exclusions.1.begins",), "future")])
    assert fault.value.kind == "bad_facts"
    assert [(one.field, one.name, one.detail) for one in fault.value.errors] == [
        ("way", "怎么知道的", DETAILS["duty"]),
        ("duty", "办理期限的种类", DETAILS["duty"]),
        ("exclusions.1.begins", "不算的时间（第2项）：从哪一天", DETAILS["future"]),
    ]


def test_a_question_of_the_triage_is_named_by_itself() -> None:
    with pytest.raises(Problem) as fault:
        refuse(TriageBody, [(("answers.who",), "unknown_value"), (("answers.x",), "unknown_key")])
    who, stranger = fault.value.errors
    assert (who.field, who.name) == ("answers.who", "这件事主要跟谁有关？")
    assert who.detail == "没有这个选项。可以选的是：agency、staff、private、nobody。"
    assert (stranger.field, stranger.name) == ("answers.x", "不认识的项")


def test_nothing_is_refused_without_a_contradiction() -> None:
    refuse(DeadlineBody, [])


def test_every_kind_of_fault_has_words_that_end_a_sentence() -> None:
    assert set(WORDS.values()) | {"whole"} <= set(DETAILS)
    assert all(text[-1] in "。：" for text in DETAILS.values())


def test_the_refusal_is_documented_with_its_errors_and_without_references() -> None:
    schema = documented("bad_facts")[422]["content"]["application/problem+json"]["schema"]
    assert (
        set(schema["properties"]) == {*ProblemDocument.model_fields, "errors"} == set(FactsProblemDocument.model_fields)
    )
    assert set(schema["properties"]["errors"]["items"]["properties"]) == {"field", "name", "detail"}
    assert "$ref" not in str(schema) and "errors" in schema["required"]


def test_other_refusals_have_no_errors() -> None:
    schema = documented("bad_request")[422]["content"]["application/problem+json"]["schema"]
    assert "errors" not in schema["properties"]
