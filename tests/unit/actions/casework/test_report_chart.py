import re
from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring

from actions.casework.report_chart import BAR, WIDTH, chart
from actions.casework.report_text import Line, Report, Section

NS = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def report() -> Report:
    return Report(
        title="标题<甲>",
        practice="演示数据，不是真实案件",
        sections=(
            Section("有数的", (Line("长的", 40, 80), Line("短的", 10, 20), Line("没有的", 0, 0)), Line("合计", 50)),
            Section("不公布的", (Line("藏起来的", None), Line("看得见的", 7, 70)), Line("合计", 10)),
            Section("空的", (Line("空", 0),), Line("合计", 0)),
            Section("结转", (Line("上期", 3),)),
        ),
        prose="一段话 & 更多",
        notes=(),
    )


def test_bars_are_as_long_as_their_numbers(report: Report) -> None:
    bars = [int(one.get("width")) for one in fromstring(chart(report)).iter(f"{NS}rect")][1:]
    assert bars == [BAR, BAR // 4, 0, BAR]


def test_every_bar_has_its_word_and_number_beside_it(report: Report) -> None:
    said = [one.text for one in fromstring(chart(report)).iter(f"{NS}text")]
    for words in ("有数的（合计 50）", "长的", "40（80%）", "短的", "10（20%）", "藏起来的", "不公布", "7（70%）"):
        assert words in said
    assert not {"没有的", "空", "上期"} & set(said)


def test_no_colour_carries_a_meaning(report: Report) -> None:
    bars = list(fromstring(chart(report)).iter(f"{NS}rect"))[1:]
    assert len({(bar.get("fill"), bar.get("stroke")) for bar in bars}) == 1
    # Black on white, and dark enough beside it.
    assert {bar.get("fill") for bar in bars} == {"#345"}


def test_it_is_an_image_with_a_title_and_a_description(report: Report) -> None:
    root = fromstring(chart(report))
    assert root.get("role") == "img"
    assert root.find(f"{NS}title").text == "标题<甲>"  # type: ignore[union-attr]
    assert root.find(f"{NS}desc").text == "一段话 & 更多"  # type: ignore[union-attr]
    assert "演示数据" in chart(report)


def test_everything_stands_inside_the_picture(report: Report) -> None:
    root = fromstring(chart(report))
    height = int(root.get("height"))
    assert root.get("viewBox") == f"0 0 {WIDTH} {height}"
    assert all(0 < int(one.get("y")) < height for one in root.iter(f"{NS}text"))


def test_it_runs_nothing_and_loads_nothing(report: Report) -> None:
    assert not re.search(r"<script|href|url\(|style=|on\w+=", chart(report))


def test_nothing_to_show_is_still_a_picture(report: Report) -> None:
    assert fromstring(chart(replace(report, sections=()))).get("role") == "img"
