"""The documents that are measured: a short application and one with every paper and a long story."""

from __future__ import annotations

from datetime import date
from functools import partial

from actions.procedure.deadline import DeadlineFacts, filing_deadline
from actions.procedure.document import application_document
from actions.procedure.document_facts import Agent, ApplicationFacts, Party
from actions.procedure.document_page import application_page
from tests.speed.measured import Call

TODAY = date(2026, 11, 23)
SHORT = ApplicationFacts(
    applicants=(Party(name="张三", address="城关镇甲路1号"),),
    respondent="石泉县城市管理局",
    authority="石泉县人民政府",
    act="《行政处罚决定书》（演示〔2026〕1号）",
    requests=("revoke", "compensate"),
    facts="事情的经过。",
    deadline=filing_deadline(DeadlineFacts("handed_over", date(2026, 8, 2), told=True), TODAY),
)
LONG = ApplicationFacts(
    applicants=tuple(Party("representative", name=f"代表{number}") for number in range(5)),
    agents=(Agent("entrusted", name="王五"),),
    respondent="石泉县自然资源局",
    authority="石泉县人民政府",
    requests=("revoke", "unlawful", "compensate", "review_document"),
    facts="\n".join("这一段写的是事情的经过。" * 20 for _ in range(40)),
    late_reason="住院耽误了。",
    evidence=tuple(f"材料{number}" for number in range(30)),
    deadline=SHORT.deadline,
    group=60,
    powers=("file", "read"),
    writer=("记录人", "城关镇司法所"),
    guide=tuple(f"第{number}步" for number in range(12)),
)

DOCUMENTS: dict[str, list[Call]] = {
    "application_document, short": [partial(application_document, SHORT, TODAY)],
    "application_document, long": [partial(application_document, LONG, TODAY)],
    "application_page, short": [partial(application_page, SHORT, TODAY)],
    "application_page, long": [partial(application_page, LONG, TODAY)],
}
