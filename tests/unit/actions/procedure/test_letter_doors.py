"""Which letters belong elsewhere; what does not is left alone."""

import pytest

from actions.procedure.letter_doors import MOST, letter_doors
from actions.procedure.tables import table

ELSEWHERE = [
    ("楼下有人正在打人，拿着棍子", ["police"]),
    ("我在网上被骗走两万块钱", ["police"]),
    ("城管罚款五百块，我不服，要求撤销", ["reconsideration"]),
    ("征收补偿太低，对补偿决定不服", ["reconsideration"]),
    ("法院判决下来两年了不给执行", ["court"]),
    ("老板拖欠工资三个月", ["labour"]),
    ("超市卖过期牛奶，不给退款", ["market"]),
    ("镇上干部贪污低保款", ["discipline"]),
    ("派出所所长受贿，法院又偏袒他", ["court", "discipline"]),
]
OURS = [
    "村口的路灯坏了三个月没人修",
    "办证窗口工作人员态度不好，让我跑了三趟",
    "建议在学校门口装红绿灯",
    "法院门口的井盖丢了，很危险",
    "执法人员没有出示证件",
    "想问医保怎么报销",
    "城管罚款五百块，说是占道经营",
    "镇上的饭店油烟大，天天熏人",
]


@pytest.mark.parametrize(("text", "doors"), ELSEWHERE)
def test_a_letter_for_another_door_is_recognised(text: str, doors: list[str]) -> None:
    assert [door.key for door in letter_doors(text)] == doors


@pytest.mark.parametrize("text", OURS)
def test_a_letter_for_this_door_is_left_alone(text: str) -> None:
    assert letter_doors(text) == []


def test_spaces_and_lines_hide_nothing() -> None:
    assert [door.key for door in letter_doors("超市 卖过\n期牛奶")] == ["market"]


def test_no_more_than_two_are_named_and_the_pressing_one_first() -> None:
    found = letter_doors("老板拖欠工资，超市卖过期货，干部受贿，法院判决不公，有人拿刀砍人")
    assert len(found) == MOST and found[0].key == "police"


@pytest.mark.parametrize("key", table("letter-doors"))
def test_a_door_says_where_to_go_and_on_what_ground(key: str) -> None:
    row = table("letter-doors")[key]
    assert row["label"] and row["text"].endswith("。") and all(row["words"])
    assert row.get("basis") or key == "police"
    for choice in row["choices"]:
        assert set(choice) == {"label", "choice"} and choice["choice"].startswith("/")


def test_the_sixty_days_and_the_citations_are_said() -> None:
    [door] = letter_doors("对罚款决定不服")
    assert "60日" in door.said() and "不会让期限停下来" in door.said() and "《行政复议法》第20条" in door.said()
    [market] = letter_doors("商家卖假货")
    assert "七个工作日" in market.said() and "《市场监督管理投诉举报处理办法》第15条" in market.said()
