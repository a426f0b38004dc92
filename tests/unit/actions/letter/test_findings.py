"""What every letter has in common: nothing breaks the reading, nothing unclean comes out of it, nothing is concluded."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis.strategies import floats, integers, lists, sampled_from, text, tuples

from actions.letter.days import believable
from actions.letter.findings import findings
from actions.letter.found import FIELDS, clean
from actions.letter.heading import compiled, kind, rules
from actions.letter.lines import Letter, Line, tidied
from actions.procedure.tables import table

PIECES = [
    "石泉县水利局",
    "行政处罚决定书",
    "石水罚〔2026〕7号",
    "决定给予罚款五百元",
    "如不服本决定，可以在六十日内向石泉县人民政府申请行政复议",
    "2026年5月6日",
    "送达日期：2026年5月9日",
    "（印章）",
    "向",
    "元",
    "〔2026〕",
]


def lines_of(*texts: str, score: float = 0.98) -> list[Line]:
    return [Line(text, score) for text in texts]


@given(lists(tuples(sampled_from(PIECES) | text(max_size=40), floats(0, 1)), max_size=12))
def test_no_paper_breaks_it_and_nothing_unclean_comes_out(raw: list[tuple[str, float]]) -> None:
    found = findings([Line(text, score) for text, score in raw])
    assert found.refused is None or not found.fields
    for key, one in found.fields.items():
        assert key in FIELDS and clean(one.value) == one.value and 0 <= one.confidence <= 1
    assert all(0 <= one.confidence <= 1 for one in found.penalties)


@pytest.mark.parametrize(
    "sign", ["一", "向", "罚款", "决定", "1", "(", "〔2026〕", "可以", "局", "年", "向一", "六十日内"]
)
def test_a_wall_of_text_is_read_in_no_time(sign: str) -> None:
    wall = lines_of(*[(sign * 200)[:200]] * 400)
    began = time.process_time()
    findings(wall)
    assert time.process_time() - began < 3


HEAD = lines_of(
    "石泉县水利局",
    "行政处罚决定书",
    "石水罚〔2026〕7号",
    "当事人：甲，经查在河道内堆放弃土，违反了有关规定，现予处罚如下文所写。",
)


def test_a_letter_that_tells_of_nothing_proves_nothing() -> None:
    """The sentence may stand on the back; whoever concluded “not told” would promise a year too many."""
    found = findings(HEAD)
    assert found.value("told") is None and found.notes == ("not_told",)


@pytest.mark.parametrize(
    ("sentence", "told", "who", "days"),
    [
        ("可以在收到之日起六十日内向石泉县人民政府申请行政复议。", "whole", "石泉县人民政府", "六十日"),
        ("可以依法向石泉县人民政府申请行政复议。", "part", "石泉县人民政府", None),
        ("可以依法申请行政复议或者提起行政诉讼。", "part", None, None),
        ("行政复议期间不停止执行。", None, None, None),
        ("可以在六个月内提起行政诉讼。", "lawsuit", None, None),
        (
            "可自收到之日起60日内，以书面形式向石泉县人民政府（演示路1号）提出行政复议申请",
            "whole",
            "石泉县人民政府",
            "60日",
        ),
    ],
)
def test_what_is_told(sentence: str, told: str | None, who: str | None, days: str | None) -> None:
    found = findings([*HEAD, Line(sentence)])
    assert (found.value("told"), found.value("told_authority"), found.value("told_days")) == (told, who, days)


@pytest.mark.parametrize(
    ("agency", "who", "old"),
    [
        ("石泉县水利局", "石泉县人民政府", False),
        ("石泉县水利局", "石泉县人民政府或者安康市水利局", True),
        ("石泉县水利局", "上一级主管部门", True),
        ("石泉县水利局", "安康市水利局", True),
        ("石泉县水利局", "陕西省水利厅", True),
        ("石泉县公安局城关派出所", "石泉县公安局", True),
        ("石泉县人民政府", "上一级人民政府", False),
        ("石泉县人民政府", "安康市人民政府", False),
        ("安康市生态环境局石泉分局", "安康市人民政府或者石泉县人民政府", False),
        ("国家税务总局石泉县税务局", "国家税务总局安康市税务局", False),
        ("石泉县司法局", "石泉县人民政府或者安康市司法局", False),
    ],
)
def test_authorities_of_the_superseded_law_are_noticed(agency: str, who: str, old: bool) -> None:
    sentence = f"可以在六十日内向{who}申请行政复议。"
    found = findings([Line(agency), *HEAD[1:], Line(sentence), Line(agency), Line("2026年5月6日")])
    assert found.value("told_authority") == who
    assert ("upper" in found.notes) == old


@pytest.mark.parametrize(
    ("period", "short"),
    [("六十日", False), ("15日", True), ("三十日", True), ("两个月", False), ("一个月", True), ("90日", False)],
)
def test_a_period_that_is_too_short_is_noticed(period: str, short: bool) -> None:
    found = findings([*HEAD, Line(f"可以在{period}内向石泉县人民政府申请行政复议。")])
    assert ("short_period" in found.notes) == short


def test_a_service_before_the_decision_is_a_mistake() -> None:
    found = findings([*HEAD, *lines_of("石泉县水利局", "2026年5月6日", "送达日期：2026年5月3日")])
    assert found.value("decided_on") == "2026-05-06" and found.value("received_on") is None


def test_dates_of_the_story_are_not_those_of_the_decision() -> None:
    found = findings([*HEAD, Line("当事人于2026年4月1日至2026年4月3日期间违法。"), Line("石泉县水利局")])
    assert found.value("decided_on") is None


def test_an_impossible_day_is_not_read() -> None:
    assert findings([*HEAD, Line("石泉县水利局"), Line("2026年2月30日")]).value("decided_on") is None


@pytest.mark.parametrize(
    ("operative", "penalties"),
    [
        ("决定给予警告，并处五百元罚款。", [("warning", None), ("fine", "500")]),
        ("决定处以罚款五百元；罚款三百元，合计罚款八百元。", [("fine", "500"), ("fine", "300"), ("fine", "800")]),
        ("决定给予罚款的行政处罚。", [("fine", None)]),
        ("决定吊销营业执照。逾期每日加处罚款。", [("revocation", None)]),
        ("决定责令停产停业。", [("suspension", None)]),
        ("决定处行政拘留十日。", [("detention", "10")]),
        ("决定处三日行政拘留。", [("detention", "3")]),
        ("决定没收违法所得人民币1,260.50元。", [("confiscation", "1260.5")]),
        ("经研究，依法办理。罚款五百元是上次的事。", []),
    ],
)
def test_penalties(operative: str, penalties: list[tuple[str, str | None]]) -> None:
    found = findings([*HEAD[:3], Line("当事人：甲，经查在河道内堆放弃土，违反了有关规定，应予处理。"), Line(operative)])
    assert [(one.kind, one.amount) for one in found.penalties] == penalties


def test_several_sums_are_doubted() -> None:
    found = findings(
        [*HEAD[:3], Line("当事人：甲，经查在河道内堆放弃土。决定罚款五百元；罚款三百元，合计罚款八百元。")]
    )
    assert all(one.confidence < rules_sure() for one in found.penalties)


def rules_sure() -> float:
    return float(table("photo")["sure"])


@pytest.mark.parametrize("hint", ["dark", "small"])
def test_an_unreadable_picture_says_why(hint: str) -> None:
    assert findings(lines_of("行政"), hints=[hint]).refused == hint
    assert findings([]).refused == "unclear"


def test_many_doubtful_lines_are_unclear() -> None:
    assert findings([Line(one.text, 0.6) for one in HEAD]).refused == "unclear"


def test_a_hint_alone_refuses_nothing() -> None:
    assert findings(HEAD, hints=["dark", "small"]).refused is None


@pytest.mark.parametrize(
    ("title", "expected", "matter"),
    [
        ("行政处罚决定书", "decision", "penalty"),
        ("当场行政处罚决定书", "decision", "penalty"),
        ("不予行政处罚决定书", "decision", "other"),
        ("行政处罚事先告知书", "before", None),
        ("拟行政处罚听证告知书", "before", None),
        ("询问通知书", "before", None),
        ("行政复议决定书", "elsewhere", None),
        ("行政复议不予受理决定书", "elsewhere", None),
        ("刑事判决书", "elsewhere", None),
        ("仲裁裁决书", "elsewhere", None),
        ("认定工伤决定书", "decision", "work_injury"),
        ("不予行政许可决定书", "decision", "licence"),
        ("强制拆除决定书", "decision", "compulsion"),
        ("政府信息公开告知书", "decision", "information"),
        ("林地权属争议处理决定书", "decision", "determination"),
        ("举报不予立案告知书", "decision", None),
        ("责令改正通知书", "decision", None),
    ],
)
def test_kinds_of_papers(title: str, expected: str, matter: str | None) -> None:
    row = kind(title)
    assert (row["kind"], row.get("matter")) == (expected, matter)


def test_every_pattern_of_the_table_can_be_compiled_and_every_word_is_there() -> None:
    rows = table("photo")
    for row in [*rows["document"]["kinds"], *rows["number"]["patterns"], *rows["penalty"]["kinds"].values()]:
        compiled(row["pattern"])
    assert set(rows["fields"]) == {*FIELDS, "penalty"}
    assert {row["kind"] for row in rows["document"]["kinds"]} == {"decision", "before", "elsewhere"}
    assert {"before", "elsewhere", "unclear", "dark", "small", "sample", "no_letter"} == set(rows["refusals"])
    matters = {row["matter"] for row in rows["document"]["kinds"] if "matter" in row}
    assert matters <= set(table("matters"))
    assert rules("sample")["mark"].split("|")[0] == table("practice")["mark"]


@given(integers(min_value=0, max_value=3))
def test_believable_days(years: int) -> None:
    from datetime import date

    today = date(2026, 11, 26)
    assert believable(date(2026 - years, 1, 1).isoformat(), today)
    assert not believable(date(2027 + years, 1, 1).isoformat(), today)
    assert not believable("1999-01-01", today)


def test_lines_are_tidied_and_empty_ones_left_out() -> None:
    letter = Letter.of(lines_of(" 行 政 处 罚 ", "", "　", "罚款５００元（大写）"))
    assert [line.text for line in letter.lines] == ["行政处罚", "罚款500元(大写)"]
    assert letter.text == "行政处罚罚款500元(大写)"
    assert tidied("￥１") == "¥1"


def test_a_piece_is_as_sure_as_its_least_sure_line() -> None:
    letter = Letter.of([Line("一二", 0.9), Line("三四", 0.5), Line("五六", 0.8)])
    assert [letter.score(0, 2), letter.score(1, 3), letter.score(4, 6), letter.score(0, 6)] == [0.9, 0.5, 0.8, 0.5]
    assert letter.score(9, 10) == 0.0
