"""One message of every type as somebody would meet it, for looking at them at every door; all of it is practice."""

from __future__ import annotations

from typing import Any

BASIS = {"law": "行政复议法", "article": 20, "since": "2024-01-01"}
SPECIMENS: dict[str, dict[str, Any]] = {
    "text": {"type": "text", "text": "好的，我们一步一步来。不想说的可以不说。"},
    "choices": {
        "type": "choices",
        "text": "您遇到的是哪一类事情？",
        "choices": [
            {"label": "被罚款、没收、扣证", "choice": "/a"},
            {"label": "证不给办，或者一直不答复", "choice": "/b"},
            {"label": "征地拆迁补偿", "choice": "/c"},
            {"label": "别的事情", "choice": "/d"},
            {"label": "说不清楚", "choice": "/e"},
        ],
    },
    "answer": {
        "type": "answer",
        "id": "filing-deadline",
        "title": "申请行政复议的期限",
        "text": "一般是60天，从知道这个决定的第二天算起。",
        "more": "因为不可抗力耽误的，障碍消除以后接着算。",
        "basis": [BASIS],
        "choices": [{"label": "过期了怎么办", "choice": "/a"}, {"label": "我要申请复议", "choice": "/b"}],
    },
    "field": {
        "type": "field",
        "text": "您是哪天收到决定书的？",
        "field": "apply_received",
        "control": "date",
        "hint": "看送达回证上签字的日期，不能晚于今天。",
        "step": {"at": 3, "of": 8},
    },
    "deadline": {
        "type": "deadline",
        "text": "您2026年10月12日收到决定书，到今天还可以申请。",
        "state": "in_time",
        "last_day": "2026-12-11",
        "days_left": 15,
        "rows": [{"from": "2026-10-13", "to": "2026-12-11", "days": 60, "why": "从收到的第二天算起", "basis": [BASIS]}],
        "next": "越早交越好。",
        "basis": [BASIS],
    },
    "review": {
        "type": "review",
        "text": "请看看对不对。现在还没有递交。",
        "lines": [
            {"label": "申请人", "value": "演示甲", "choice": "/name"},
            {"label": "被申请人", "value": "演示镇人民政府", "choice": "/agency"},
        ],
        "choices": [{"label": "保存草稿", "choice": "/save"}, {"label": "取消", "choice": "/stop"}],
    },
    "receipt": {
        "type": "receipt",
        "text": "已经存成草稿。保存不等于递交，申请期限还在走。",
        "number": "演示-2026-0001",
        "code": "K7Q-M4X-RD9",
        "rung": "草稿",
        "lines": [{"label": "草稿保留到", "value": "2026年12月26日"}],
        "practice": True,
    },
    "file": {
        "type": "file",
        "text": "申请书写好了，请打印以后签名。",
        "file": "f_specimen",
        "page": "p_specimen",
        "name": "行政复议申请书（演示）.docx",
        "effect": "这是草稿，还没有递交。",
    },
    "status": {
        "type": "status",
        "text": "您的申请已经受理，正在审理。",
        "number": "演示-2026-0001",
        "kind": "行政复议",
        "state": "审理中",
        "timeline": [{"on": "2026-11-09", "what": "收到申请"}, {"on": "2026-11-13", "what": "决定受理"}],
        "next": "作出决定以后会送达给您。",
        "as_of": "2026-11-26",
        "practice": True,
    },
    "handoff": {
        "type": "handoff",
        "text": "您可以到窗口当面说，也可以打电话。",
        "open": False,
        "offices": [{"name": "演示窗口", "address": "演示大厅", "hours": "工作日9点到17点", "phone": None}],
        "lines": [{"label": "有危险", "value": "打110，要急救打120"}],
    },
    "progress": {"type": "progress", "text": "申请书是草稿，还没有递交。", "rung": "草稿"},
    "notice": {"type": "notice", "level": "warning", "text": "注意：这里保存不等于递交，期限不会停。"},
}
