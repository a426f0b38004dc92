"""Bodies, doors and the mailbox as they stand in a region file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.content.places import Body, Door, LetterKind, Mailbox, read_bodies, read_doors, read_mailbox
from actions.content.source import ContentError

FILE = Path("county.yml")
BODY = {"id": "market", "name": "甲县市场监督管理局", "kind": "department", "upper": "甲县人民政府", "words": ["工商"]}
DOOR = {"id": "window", "name": "复议窗口", "does": ["咨询"], "files": True}
KIND = {"id": "problem", "label": "反映问题", "what": "说一件事"}
MAILBOX = {"name": "县长信箱", "kinds": [KIND], "not_for": ["报警"], "reply_workdays": {"problem": None}}


def test_reads_a_body() -> None:
    assert read_bodies({"departments": [BODY]}, "departments", FILE) == (
        Body("market", "甲县市场监督管理局", "department", "甲县人民政府", ("工商",)),
    )


def test_reads_a_body_with_note_and_justice() -> None:
    (body,) = read_bodies({"departments": [{**BODY, "note": "看公章", "justice": True}]}, "departments", FILE)
    assert body.note == "看公章" and body.justice


def test_only_an_unclear_body_may_lack_its_authority() -> None:
    (body,) = read_bodies({"departments": [{**BODY, "kind": "unclear", "upper": None}]}, "departments", FILE)
    assert body.upper is None
    with pytest.raises(ContentError, match=r"departments\[0\]\.upper"):
        read_bodies({"departments": [{**BODY, "upper": None}]}, "departments", FILE)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"kind": "ministry"}, "不认识“ministry”"),
        ({"words": "工商"}, "words：类型不对"),
        ({"name": ""}, "name：不能是空的"),
        ({"upper": 3}, "upper：类型不对"),
    ],
)
def test_refuses_a_faulty_body(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        read_bodies({"departments": [{**BODY, **change}]}, "departments", FILE)


def test_refuses_a_missing_list() -> None:
    with pytest.raises(ContentError, match="towns：缺少"):
        read_bodies({}, "towns", FILE)


def test_reads_a_door_whose_blank_facts_stay_blank() -> None:
    assert read_doors({"doors": [DOOR]}, "doors", FILE) == (Door("window", "复议窗口", ("咨询",), True),)


def test_reads_a_door_with_all_its_facts() -> None:
    facts = {"address": "解放路", "hours": "上午", "phone": "12348"}
    (door,) = read_doors({"doors": [{**DOOR, **facts}]}, "doors", FILE)
    assert (door.address, door.hours, door.phone) == ("解放路", "上午", "12348")


@pytest.mark.parametrize("change", [{"files": "yes"}, {"does": None}, {"phone": 12348}])
def test_refuses_a_faulty_door(change: dict[str, Any]) -> None:
    with pytest.raises(ContentError, match="类型不对"):
        read_doors({"doors": [{**DOOR, **change}]}, "doors", FILE)


def test_reads_the_mailbox() -> None:
    expected = Mailbox("县长信箱", (LetterKind("problem", "反映问题", "说一件事"),), ("报警",), {"problem": None})
    assert read_mailbox({"mailbox": MAILBOX}, FILE) == expected


def test_reads_a_published_term() -> None:
    assert read_mailbox({"mailbox": {**MAILBOX, "reply_workdays": {"problem": 5}}}, FILE).reply_workdays["problem"] == 5


@pytest.mark.parametrize(
    "change",
    [
        {"kinds": [{"id": "x"}]},
        {"reply_workdays": {"problem": "5"}},
        {"reply_workdays": {"problem": 0}},
        {"name": None},
    ],
)
def test_refuses_a_faulty_mailbox(change: dict[str, Any]) -> None:
    with pytest.raises(ContentError, match="mailbox"):
        read_mailbox({"mailbox": {**MAILBOX, **change}}, FILE)
