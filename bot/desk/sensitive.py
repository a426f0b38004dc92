"""What must not stand in a text that a citizen reads: codes never, personal data only after a second look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.casework.numbers import CODE_PATTERN

CODE = "查询码"
# No \b: beside Chinese characters it does not see the edge of a number.
_PERSONAL = {
    "身份证号": re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])"),
    "手机号": re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),
    "固定电话": re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"),
    "银行卡号": re.compile(r"(?<!\d)(?:\d{19}|\d{16,17})(?![0-9Xx])"),
    "电子邮箱": re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"),
    "门牌住址": re.compile(r"\d+(?:号楼|栋|单元|室|号院)"),
    "车牌号": re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}"),
}


def holds_code(text: str) -> bool:
    """Whether a lookup code stands in a text; whoever reads it could open the record."""
    return CODE_PATTERN.search(text.upper()) is not None


def personal(text: str, known: tuple[str, ...] = ()) -> list[str]:
    """What kinds of personal data stand in a text; `known` are the writer's own name and contact."""
    return list(dict.fromkeys(_found(text, known)))


def _found(text: str, known: tuple[str, ...]) -> Iterator[str]:
    yield from (kind for kind, pattern in _PERSONAL.items() if pattern.search(text))
    if any(len(one) > 1 and one in text for one in known):
        yield "来信人的姓名或者联系方式"
