"""The calls of the rules engine that are measured: every calculator with its documented examples, and the search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from actions.content.laws import load_laws
from actions.content.region import load_region
from actions.procedure.jurisdiction import find_respondent
from actions.procedure.triage import triage
from bot.channels import procedure_answers as answers
from bot.channels import procedure_examples as examples
from bot.channels.procedure_deadlines import ClocksBody, DeadlineBody, LawsuitBody, OfficeBody
from bot.channels.procedure_doors import triage_result
from bot.channels.procedure_questions import (
    AdmissibilityBody,
    JurisdictionBody,
    PreconditionBody,
    StandingBody,
    TrackBody,
)
from tests.speed.measured import Call

LAWS, REGION, TODAY = load_laws(), load_region("shiquan"), date(2026, 11, 23)
CALLED = ["城管", "交警", "国土所", "工商", "镇上", "派出所罚了我两百", "税务局", "汉阴县公安局", "司法局", "公安部"]
UNKNOWN = ["石泉县卫星发射中心", "李四", "他们把我的三轮车拖走了", "供暖公司罚了我", "县里的那个单位", "阿巴阿巴呜呼"]


def _calculator(named: dict[str, Any], answer: Callable[[Any], Any]) -> list[Call]:
    return [partial(answer, example["value"]) for example in named.values()]


def _search(text: str) -> object:
    return answers.jurisdiction(JurisdictionBody(text=text), REGION, LAWS)


ENGINE: dict[str, list[Call]] = {
    "deadline": _calculator(
        examples.DEADLINE, lambda body: answers.deadline(DeadlineBody.model_validate(body), TODAY, LAWS)
    ),
    "lawsuit": _calculator(
        examples.LAWSUIT, lambda body: answers.lawsuit(LawsuitBody.model_validate(body), TODAY, LAWS)
    ),
    "office": _calculator(examples.OFFICE, lambda body: answers.office(OfficeBody.model_validate(body), LAWS)),
    "clocks": _calculator(examples.CLOCKS, lambda body: answers.after_filing(ClocksBody.model_validate(body), LAWS)),
    "jurisdiction": _calculator(
        examples.JURISDICTION, lambda body: answers.jurisdiction(JurisdictionBody.model_validate(body), REGION, LAWS)
    ),
    "admissibility": _calculator(
        examples.ADMISSIBILITY, lambda body: answers.admissible(AdmissibilityBody.model_validate(body), LAWS)
    ),
    "precondition": _calculator(
        examples.PRECONDITION, lambda body: answers.first(PreconditionBody.model_validate(body), LAWS)
    ),
    "track": _calculator(examples.TRACK, lambda body: answers.likely_track(TrackBody.model_validate(body), LAWS)),
    "standing": _calculator(
        examples.STANDING, lambda body: answers.who_applies(StandingBody.model_validate(body), LAWS)
    ),
    "triage": _calculator(examples.TRIAGE, lambda body: triage_result(triage(body["answers"]), LAWS)),
    "search: a name people use": [partial(_search, text) for text in CALLED],
    "search: a name nobody knows": [partial(_search, text) for text in UNKNOWN],
    "search: a story of 2000 characters": [
        partial(find_respondent, "有人在路边把我的东西拿走了也不说是谁" * 111, REGION)
    ],
}
