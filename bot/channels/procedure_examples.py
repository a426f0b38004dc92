"""The examples of the OpenAPI document; each one is tried by tests/channels/test_procedure_openapi.py."""

from __future__ import annotations

from typing import Any

Examples = dict[str, Any]


def _examples(**values: tuple[str, dict[str, Any]]) -> Examples:
    return {key: {"summary": summary, "value": value} for key, (summary, value) in values.items()}


DEADLINE = _examples(
    handed_over=(
        "处罚决定送到手里，写明了可以复议",
        {"way": "handed_over", "day": "2026-10-09", "told": True, "today": "2026-11-23"},
    ),
    not_told=(
        "决定书没有写可以复议",
        {
            "way": "post_with_receipt",
            "day": "2026-05-06",
            "told": False,
            "learned_right": "2026-11-02",
            "acted": "2026-04-28",
            "today": "2026-11-23",
        },
    ),
    hospital=(
        "住院耽误了时间",
        {
            "way": "handed_over",
            "day": "2026-09-01",
            "told": True,
            "exclusions": [{"kind": "obstacle", "begins": "2026-09-20", "ends": "2026-10-20"}],
            "today": "2026-11-23",
        },
    ),
    licence=(
        "申请办证到期没有答复",
        {"way": "inaction_fixed", "duty": "licence", "day": "2026-09-14", "today": "2026-11-23"},
    ),
    nothing=("什么都还不知道：结果会说缺什么", {}),
)
LAWSUIT = _examples(
    after_decision=(
        "收到复议决定书，不服",
        {"kind": "after_decision", "day": "2026-11-16", "told": True, "today": "2026-11-23"},
    ),
    direct=(
        "没有复议，直接起诉",
        {"kind": "direct", "day": "2026-06-03", "acted": "2026-06-01", "precondition": False, "today": "2026-11-23"},
    ),
)
OFFICE = _examples(
    received=("复议机关收到了申请", {"event": "received", "on": "2026-11-02"}),
    decision=(
        "受理以后中止过一段，又延长了30日",
        {
            "event": "accepted",
            "on": "2026-08-03",
            "term": "decision",
            "pauses": [{"kind": "suspension", "begins": "2026-09-01", "resumes": "2026-09-15"}],
            "extended": 30,
        },
    ),
)
CLOCKS = _examples(
    waiting=("刚递交，还没有消息", {"received": "2026-11-02", "today": "2026-11-23"}),
    correction=(
        "收到了补正通知",
        {"received": "2026-11-02", "since": "correction", "event_on": "2026-11-06", "today": "2026-11-23"},
    ),
    accepted=(
        "受理了，普通程序",
        {"received": "2026-11-02", "since": "accepted", "event_on": "2026-11-09", "today": "2026-11-23"},
    ),
    agency=("交给了作出处罚的机关", {"received": "2026-11-19", "by_agency": True, "today": "2026-11-23"}),
)
JURISDICTION = _examples(
    plain=("平常的叫法", {"text": "城管"}),
    body=("从名单里选的单位", {"body": "traffic_police"}),
    special=("机关委托别的组织做的", {"special": "delegated"}),
)
ADMISSIBILITY = _examples(
    some=(
        "期限来得及，别的还没有填",
        {"respondent": True, "interest": True, "deadline": "in_time", "authority": True, "fresh": True},
    ),
    outside=("看起来是信访的事", {"outside": "petition"}),
)
PRECONDITION = _examples(
    spot=("当场开的罚单", {"matter": "penalty", "on_the_spot": True}),
    silent=("申请办证没有答复", {"matter": "licence", "answer": "silent"}),
    asks=("还要问一件事", {"matter": "tax"}),
)
TRACK = _examples(
    small=("罚款200元，事实清楚", {"amount": 200, "clear": True}),
    ordinary=("款额大，没有别的情形", {"amount": 50000}),
)
STANDING = _examples(
    business=("个体工商户", {"kind": "business", "interest": "addressee", "agents": 1}),
    villagers=(
        "村集体不申请，成员十二人出面",
        {"kind": "collective", "share": 0.6, "applicants": 12, "representatives": 3},
    ),
)
TRIAGE = _examples(
    begin=("从第一个问题开始", {"answers": {}}),
    fine=(
        "当场罚款，走到结果",
        {"answers": {"danger": "none", "who": "agency", "agency": "decided", "court": "neither", "decision": "spot"}},
    ),
)
