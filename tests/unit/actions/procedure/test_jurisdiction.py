"""Which body plain words mean, and where to apply against it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.content.laws import load_laws
from actions.content.region import load_region
from actions.procedure.jurisdiction import Respondent, authority_for, find_respondent, level_names, respondent_by_id
from actions.procedure.tables import Basis, cited

REGION = load_region("shiquan")
LAW, RULES = "行政复议法", "行政复议法实施条例"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("城管", "city_management"),
        ("我要告城管局", "city_management"),
        ("交警", "traffic_police"),
        ("被交警队的电子警察拍了", "traffic_police"),
        ("县公安局交警大队开的罚单", "traffic_police"),
        ("派出所", "police"),
        ("国土所", "natural_resources"),
        ("自然资源和规划局", "natural_resources"),
        ("工商所", "market"),
        ("石泉县市场监管局", "market"),
        ("社保", "human_resources"),
        ("石泉县熨斗镇人民政府", "yundou"),
        ("熨斗镇人民政府", "yundou"),  # 人民政府 holds the word 民政
        ("熨斗", "yundou"),
        ("县政府", "county"),
        ("石泉县人民政府", "county"),
        ("陕西省安康市石泉县公安局", "police"),
        ("公安部门", "police"),
        ("税务局", "tax"),
        ("安康市生态环境局石泉分局", "environment"),
        ("　城 管，", "city_management"),
        ("市监管理局", "market"),  # misspelt
        ("房产局", "housing"),
    ],
)
def test_plain_words_find_the_body(text: str, found: str) -> None:
    assert find_respondent(text, REGION)[0].id == found


def test_two_bodies_are_both_offered_the_more_exact_first() -> None:
    assert [one.id for one in find_respondent("城关镇城管局", REGION)] == ["city_management", "chengguan"]


@pytest.mark.parametrize("text", ["镇上", "镇政府", "村委会", "乡里"])
def test_the_town_means_all_towns(text: str) -> None:
    assert [one.id for one in find_respondent(text, REGION)] == [town.id for town in REGION.towns]


def test_the_village_committee_comes_with_a_word_of_caution() -> None:
    found = find_respondent("村委会", REGION)[0]
    assert found.note and "委托" in found.note
    assert found.note in authority_for(found, REGION).unknown
    assert find_respondent("镇上", REGION)[0].note is None


@pytest.mark.parametrize("text", ["", "  ", "李四", "我要申请行政复议", "农商银行", "县里", "{}", "(", "\\"])
def test_nothing_like_it_finds_nothing(text: str) -> None:
    assert find_respondent(text, REGION) == []


@pytest.mark.parametrize(
    ("text", "level", "name", "authority", "article"),
    [
        # 行政复议法 2, 24, 25, 26; 实施条例 21, 22, 75
        ("安康市公安局", "city_department", "安康市公安局", "安康市人民政府", (LAW, 24)),
        ("去市人社局办事", "city_department", None, "安康市人民政府", (LAW, 24)),
        ("市卫健委", "city_department", None, "安康市人民政府", (LAW, 24)),
        ("安康市政府", "city_government", "安康市人民政府", "陕西省人民政府", (LAW, 24)),
        ("市政府", "city_government", "安康市人民政府", "陕西省人民政府", (LAW, 24)),
        ("陕西省人社厅", "province_department", "陕西省人社厅", "陕西省人民政府", (LAW, 24)),
        ("省自然资源厅", "province_department", None, "陕西省人民政府", (LAW, 24)),
        ("省政府", "province_government", "陕西省人民政府", "陕西省人民政府", (LAW, 26)),
        ("公安部", "ministry", "公安部", "公安部", (LAW, 25)),
        ("去人社部反映", "ministry", "人力资源和社会保障部", "人力资源和社会保障部", (LAW, 25)),
        ("国家税务总局", "ministry", "国家税务总局", "国家税务总局", (LAW, 26)),
        ("海关总署", "ministry", "海关总署", "海关总署", (LAW, 25)),
        ("国务院", "ministry", None, "国务院部门（名称以决定书上的章为准）", (LAW, 25)),
        ("国家统计局石泉调查队", "ministry_branch", None, None, (LAW, 25)),
        ("海警", "coast_guard", None, None, (RULES, 75)),
        ("公安厅", "province_department", None, "陕西省人民政府", (LAW, 24)),
        ("交警支队", "city_department", None, "安康市人民政府", (LAW, 24)),
        ("交警总队", "province_department", None, "陕西省人民政府", (LAW, 24)),
        ("高速交警", "other_system", None, None, (LAW, 25)),
        ("森林公安", "other_system", None, None, (LAW, 24)),
        ("街道办", "subdistrict", None, "石泉县人民政府", (LAW, 24)),
        ("向阳街道办", "subdistrict", "向阳街道办事处", "石泉县人民政府", (LAW, 24)),
        ("社区居委会", "subdistrict", None, "石泉县人民政府", (LAW, 24)),
        ("开发区管委会", "development_zone", "开发区管委会", None, (RULES, 21)),
        ("石泉县工业园区管理委员会", "development_zone", "石泉县工业园区管理委员会", None, (RULES, 22)),
        ("高新区", "development_zone", None, None, (LAW, 24)),
        ("拆迁指挥部", "command", "设立这个机构的机关（名称要核实）", None, (RULES, 21)),
        ("石泉中学", "organisation", None, None, (RULES, 22)),
        ("供电局", "organisation", None, None, (RULES, 22)),
        ("县法院", "not_agency", None, None, (LAW, 2)),
        ("安康市汉滨区老城街道办事处", "elsewhere", "安康市汉滨区老城街道办事处", None, (LAW, 24)),
        ("汉阴县公安局", "elsewhere", "汉阴县公安局", None, (LAW, 24)),
        ("汉阴县政府", "elsewhere", "汉阴县人民政府", None, (LAW, 24)),
        ("西安市雁塔区公安局", "elsewhere", "西安市雁塔区公安局", None, (LAW, 24)),
        ("汉中市政府", "elsewhere", None, None, (LAW, 24)),
    ],
)
def test_bodies_that_are_not_the_countys_own(
    text: str, level: str, name: str | None, authority: str | None, article: tuple[str, int]
) -> None:
    found = find_respondent(text, REGION)[0]
    assert found.id == found.level == level
    assert name is None or found.name == name
    answer = authority_for(found, REGION)
    assert answer.name == authority
    assert Basis(*article) in answer.basis
    assert authority is not None or answer.unknown


@pytest.mark.parametrize(
    "text",
    [
        "小区门口的城管",
        "城市管理局在市区",
        "石泉县城管局",
        "县城管局",
        "对县政府",
        "公安部门",
        "住建部门的人",
        "我找过县政府信访局",
        "我在县城开店，市监局来检查",
        "昨天县公安局的人",
        "前年县城管局罚我",
        "上个月县政府",
        "国家税务总局石泉县税务局",
        "国家金融监督管理总局安康监管分局",
    ],
)
def test_the_countys_own_bodies_stay_its_own(text: str) -> None:
    assert find_respondent(text, REGION)[0].level is None


@pytest.mark.parametrize(
    ("body", "authority", "others", "article"),
    [
        ("city_management", "石泉县人民政府", (), 24),  # 24, paragraph 1, item 1
        ("yundou", "石泉县人民政府", (), 24),  # item 2
        ("county", "安康市人民政府", (), 24),  # item 2
        ("environment", "安康市人民政府", ("石泉县人民政府",), 24),  # paragraph 4
        ("tax", "上一级税务机关", (), 27),
        ("customs", "上一级海关", (), 27),
        ("state_security", "上一级国家安全机关", (), 27),
        ("financial", "上一级金融监督管理机关", (), 27),
        ("justice_bureau", "石泉县人民政府", ("安康市司法局",), 28),
        ("tobacco", None, (), 27),
    ],
)
def test_where_to_apply(body: str, authority: str | None, others: tuple[str, ...], article: int) -> None:
    answer = authority_for(respondent_by_id(body, REGION), REGION)
    assert (answer.name, answer.others) == (authority, others)
    assert Basis(LAW, article) in answer.basis
    assert (answer.name or "核对") in answer.text


def test_every_body_has_an_answer_without_gaps() -> None:
    for body in REGION.bodies:
        answer = authority_for(body, REGION)
        assert answer.text and "{" not in answer.text and "None" not in answer.text
        assert cited(answer.basis, load_laws())
        assert answer.name or answer.unknown, "what is not known is said"


def test_the_tax_office_of_the_city_keeps_its_own_name() -> None:
    found = find_respondent("国家税务总局安康市税务局", REGION)[0]
    assert (found.name, authority_for(found, REGION).name) == ("国家税务总局安康市税务局", "上一级税务机关")


@pytest.mark.parametrize(
    ("text", "body", "name"),
    [
        ("石泉县公安局城关派出所", "police", "石泉县公安局城关派出所"),
        ("石泉县市场监督管理局城关市场监督管理所", "market", "石泉县市场监督管理局城关市场监督管理所"),
        ("国家税务总局石泉县税务局城关税务所", "tax", "国家税务总局石泉县税务局城关税务所"),
        ("石泉县自然资源局城关自然资源所", "natural_resources", "石泉县自然资源局"),  # no branch of its own name
        ("城关派出所", "police", "石泉县公安局"),
        ("石泉县公安局", "police", "石泉县公安局"),
    ],
)
def test_a_branch_that_acts_in_its_own_name_keeps_it(text: str, body: str, name: str) -> None:
    """行政复议法 24, paragraph 4; 实施条例 21, 22."""
    found = find_respondent(text, REGION)[0]
    assert (found.id, found.name, found.level) == (body, name, None)
    assert Basis(LAW, 27 if body == "tax" else 24) in authority_for(found, REGION).basis


def test_a_ministry_beside_a_body_of_the_county_are_both_offered() -> None:
    found = find_respondent("公安部规定了，县公安局不管", REGION)
    assert [one.id for one in found] == ["police", "ministry"]


def test_what_is_only_spelt_alike_is_not_sure() -> None:
    assert find_respondent("城管", REGION)[0].sure
    assert find_respondent("公安部", REGION)[0].sure
    assert not find_respondent("市监管理局", REGION)[0].sure
    assert not find_respondent("银行", REGION)[0].sure  # 人民银行 holds it
    assert not find_respondent("街道办", REGION)[0].sure
    assert not find_respondent("镇上", REGION)[0].sure
    assert not find_respondent("县法院", REGION)[0].sure
    assert not find_respondent("开发区", REGION)[0].sure
    by_id = respondent_by_id("police", REGION)
    assert by_id and by_id.score == 1.0


@pytest.mark.parametrize(("score", "sure"), [(1.0, True), (2.0, True), (0.999, False), (0.9, False), (0.0, False)])
def test_sure_is_what_was_named(score: float, sure: bool) -> None:
    assert Respondent(REGION.bodies[0], "县政府", score).sure is sure


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("交警和城管", ["city_management", "traffic_police"]),  # of two as long, the later
        ("城管和交警", ["traffic_police", "city_management"]),
        ("城管和交警大队", ["traffic_police", "city_management"]),  # the longer
        ("交警大队和城管", ["traffic_police", "city_management"]),
        ("城管和城管局", ["city_management"]),  # each once
    ],
)
def test_the_likeliest_comes_first(text: str, ids: list[str]) -> None:
    assert [one.id for one in find_respondent(text, REGION)] == ids


def test_six_at_most_are_offered() -> None:
    seven = "城管、交警、民政、人社局、医保、林业局、水利局"
    assert len(find_respondent(seven, REGION)) == 6
    assert len(find_respondent("镇上", REGION)) == len(REGION.towns) > 6, "of the towns all"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("石泉县拆迁指挥部服务中心", "设立这个机构的机关（名称要核实）"),  # not the one to name, whatever it is called
        ("石泉县向阳街道办事处", "石泉县向阳街道办事处"),
        ("省税务局", "国家税务总局石泉县税务局"),  # no full name
        ("安康市税务局", "安康市税务局"),
        ("找向阳街道办", "向阳街道办事处"),
        ("我被汉阴县公安局", "汉阴县公安局"),
        ("去安康市税务局", "安康市税务局"),
        ("被石泉县公安局城关派出所", "石泉县公安局城关派出所"),
    ],
)
def test_what_is_written_becomes_the_name_where_it_is_one(text: str, name: str) -> None:
    assert find_respondent(text, REGION)[0].name == name


@pytest.mark.parametrize("text", ["", " ", "我要告的"])
def test_noise_alone_is_nothing(text: str) -> None:
    assert find_respondent(text, REGION) == []


def test_every_level_has_a_name_and_an_answer() -> None:
    for level, name in level_names(REGION).items():
        found = respondent_by_id(level, REGION)
        assert found and found.name == name and "{" not in name
        answer = authority_for(found, REGION)
        assert answer.text and "{" not in answer.text and cited(answer.basis, load_laws())
        assert answer.name or answer.unknown


def test_no_body_is_said_to_be_unknown() -> None:
    answer = authority_for(None, REGION)
    assert answer.name is None
    assert "章" in answer.text


def test_bodies_by_id() -> None:
    assert respondent_by_id("nobody", REGION) is None
    above = respondent_by_id("city_department", REGION)
    assert above and authority_for(above, REGION).name == "安康市人民政府"
    assert "以决定书上的章为准" in above.name


@pytest.mark.parametrize(
    ("body", "text", "name"),
    [
        ("city_department", "安康市公安局", "安康市公安局"),
        ("tax", "国家税务总局安康市税务局", "国家税务总局安康市税务局"),
        ("police", "派出所", "石泉县公安局"),
        ("police", "城管", "石泉县公安局"),
        ("police", "交警", "石泉县公安局"),  # the words mean another body
    ],
)
def test_a_body_by_id_keeps_the_name_that_was_written(body: str, text: str, name: str) -> None:
    found = respondent_by_id(body, REGION, text)
    assert found and found.name == name


def test_every_word_of_the_region_finds_its_body() -> None:
    for body in REGION.bodies:
        for word in (body.name, *body.words):
            assert body.id in [one.id for one in find_respondent(word, REGION)], word


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    for found in find_respondent(text, REGION):
        assert authority_for(found, REGION).text
