"""Whether words name a body of another place or level, and what only looks like a place."""

import pytest

from actions.content.region import load_region
from actions.procedure.elsewhere import level_in, level_of, ministry_in, special_words

REGION = load_region("shiquan")


@pytest.mark.parametrize(
    ("before", "word", "after", "level"),
    [
        ("", "公安局", "", None),
        ("石泉县", "公安局", "", None),
        ("县", "公安局", "", None),
        ("安康市", "公安局", "", "city_department"),
        ("安康", "公安局", "", None),
        ("市", "公安局", "", "city_department"),
        ("我去市", "公安局", "", "city_department"),
        ("去安康市", "公安局", "", "city_department"),
        ("超市", "公安局", "", None),
        ("对超市", "公安局", "", None),
        ("老王去市", "公安局", "", "city_department"),
        ("市", "县政府", "", "city_department"),
        ("省", "公安局", "", "province_department"),
        ("陕西省", "公安局", "", "province_department"),
        ("找陕西省", "公安局", "", "province_department"),
        ("汉阴县", "公安局", "", "elsewhere"),
        ("西安市雁塔区", "公安局", "", "elsewhere"),
        ("万年县", "公安局", "", "elsewhere"),
        ("凯里市", "公安局", "", "elsewhere"),
        ("汉阴", "县政府", "", "elsewhere"),
        ("我被汉阴县", "公安局", "", "elsewhere"),
        ("去汉阴县", "公安局", "", "elsewhere"),
        ("我在汉阴县", "公安局", "", "elsewhere"),
        ("今年石泉县", "公安局", "", None),
        ("我在石泉县", "公安局", "", None),
        ("我被陕西省安康市", "公安局", "", "city_department"),
        ("对", "县政府", "", None),
        ("陕西省安康市", "石泉县公安局", "", None),
        ("", "公安", "厅", "province_department"),
        ("", "交警", "总队", "province_department"),
        ("", "交警", "支队", "city_department"),
        ("", "交警", "大队", None),
    ],
)
def test_the_level_of_a_word(before: str, word: str, after: str, level: str | None) -> None:
    assert level_of(before + word + after, len(before), word, REGION) == level


@pytest.mark.parametrize(
    "words",
    [
        "我找过县",
        "我在县",
        "昨天县",
        "去年县",
        "前年县",
        "上个月县",
        "十五号县",
        "他们县",
        "这里县",
        "工业园区",
        "小区",
        "高新区",
        "经济开发区",
        "景区",
    ],
)
def test_what_only_looks_like_a_place(words: str) -> None:
    assert level_of(f"{words}公安局", len(words), "公安局", REGION) is None
    assert level_in(f"{words}供销社", REGION) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("安康市政府", "city_government"),
        ("市政府", "city_government"),
        ("告市政府", "city_government"),
        ("城市政府", None),
        ("陕西省政府", "province_government"),
        ("省政府", "province_government"),
        ("省发展厅", "province_department"),
        ("市发展委员会", "city_department"),
        ("市场服务局", None),
        ("市民中心管理局", None),
        ("汉中市政府", "elsewhere"),
        ("安康市供销社", "city_department"),
        ("陕西省供销社", "province_department"),
        ("石泉县供销社", None),
        ("石泉县供销社和汉阴县", None),
        ("供销社", None),
    ],
)
def test_the_level_of_a_whole_text(text: str, level: str | None) -> None:
    assert level_in(text, REGION) == level


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("公安部", "公安部"),
        ("我给公安部写信", "公安部"),
        ("公安部门", None),
        ("国家发改委", "国家发展和改革委员会"),
        ("水利部长江水利委员会", "水利部"),
        ("国家税务总局", "国家税务总局"),
        ("税务总局", "国家税务总局"),
        ("国家税务总局石泉县税务局", None),
        ("国家统计局石泉调查队", None),
        ("海关总署", "海关总署"),
        ("审计署驻西安特派员办事处", None),
        ("国家金融监督管理总局安康监管分局", None),
        ("县公安局", None),
    ],
)
def test_ministries(text: str, name: str | None) -> None:
    found = ministry_in(text)
    assert (found[0] if found else None) == name


def test_words_with_a_gap() -> None:
    assert special_words("国家统计局石泉调查队", "before") == [("ministry_branch", "国家统计局石泉调查队")]
    assert special_words("国家统计局" + "很" * 13 + "调查队", "before") == []
    assert special_words("海警和高速交警", "before") == [("coast_guard", "海警"), ("other_system", "高速交警")]
    assert special_words("交警", "before") == []
