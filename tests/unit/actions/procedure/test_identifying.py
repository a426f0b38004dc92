"""Where an anonymous text says who wrote it. All names and numbers are made up."""

import pytest

from actions.procedure.identifying import details_in, without_details
from actions.procedure.tables import table

FOUND = [
    ("我叫张演示，家住城关镇", [("name", "张演示")]),
    ("本人王演，电话13800000000", [("name", "王演"), ("phone", "13800000000")]),
    ("举报人：李演示", [("name", "李演示")]),
    ("我是赵演示，请查一查", [("name", "赵演示")]),
    ("情况就是这样。姓名：周演", [("name", "周演")]),
    ("请打 138 0000 0000 找我", [("phone", "138 0000 0000")]),
    ("座机0915-1234567", [("phone", "0915-1234567")]),
    ("身份证11010519491231002X请核对", [("identity", "11010519491231002X")]),
    ("１３８００００００００", [("phone", "１３８００００００００")]),
    ("我微信是demo_12345", [("account", "demo_12345")]),
    ("请回 demo@example.com", [("account", "demo@example.com")]),
    ("我家住演示镇演示村三组，路烂了", [("address", "演示镇演示村三组")]),
]
NOTHING = [
    "我叫他们停下来，他们不听",
    "我叫了三次都没人应",
    "我叫人来修，没人来",
    "我是村里的老人，眼睛不好",
    "我是来反映路灯的",
    "本人常年在外打工",
    "本人认为罚得太重",
    "罚款300000元，文号是石政罚〔2026〕12号",
    "编号 T2026-000123，日期 2026-11-23",
    "他家住在河边",
    "路灯坏了，晚上很黑。",
    "我是高中老师",
]


@pytest.mark.parametrize(("text", "details"), FOUND)
def test_what_tells_who_wrote_it_is_found(text: str, details: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.text) for one in details_in(text)] == details


@pytest.mark.parametrize("text", NOTHING)
def test_what_tells_nobody_is_left_alone(text: str) -> None:
    assert details_in(text) == [] and without_details(text) == text


def test_everything_found_is_taken_out_and_the_rest_stays() -> None:
    text = "镇上乱收费。我叫张演示，电话13800000000，请查。"
    assert without_details(text) == "镇上乱收费。我叫［已删去］，电话［已删去］，请查。"
    assert details_in(without_details(text)) == []


def test_places_in_the_text_are_right_beside_wide_signs() -> None:
    text = "号码１３８００００００００，谢谢"
    [one] = details_in(text)
    assert text[one.start : one.end] == one.text


def test_what_overlaps_is_named_once() -> None:
    assert [one.kind for one in details_in("11010519491231002X")] == ["identity"]


def test_a_detail_does_not_show_in_a_log() -> None:
    assert "张演示" not in repr(details_in("我叫张演示"))


@pytest.mark.parametrize("kind", table("identifying")["kinds"])
def test_every_kind_has_a_word_and_is_found_somewhere(kind: str) -> None:
    assert table("identifying")["kinds"][kind]["label"]
    assert any(kind == name for _, details in FOUND for name, _ in details)
