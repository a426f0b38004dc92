import io

import pytest
from openpyxl import load_workbook

from actions.casework.report_pages import markdown, spreadsheet
from actions.casework.report_text import Line, Report, Section


@pytest.fixture
def report() -> Report:
    return Report(
        title="标题",
        practice="演示数据，不是真实案件",
        sections=(
            Section("受理情况", (Line("受理", 5, 83), Line("不予受理", None)), Line("审查完毕", 6)),
            Section("结转", (Line("上期", 0),)),
        ),
        prose="一段话。",
        notes=("说明一", "说明二"),
    )


def test_markdown_has_prose_chart_tables_and_notes(report: Report) -> None:
    page = markdown(report, "2025.svg")
    assert page.startswith("# 标题\n\n**演示数据，不是真实案件**\n\n一段话。\n")
    assert "![标题](2025.svg)" in page
    assert "| 受理 | 5 | 83% |\n| 不予受理 | 不公布 |  |\n| 审查完毕 | 6 |  |" in page
    assert "## 结转" in page and "| 上期 | 0 |  |" in page
    assert "- 说明一\n- 说明二" in page


def test_the_sheet_has_the_same_rows(report: Report) -> None:
    book = load_workbook(io.BytesIO(spreadsheet(report)))
    rows = [[cell for cell in row if cell is not None] for row in book["统计"].iter_rows(values_only=True)]
    assert rows[0] == ["标题"]
    assert rows[1] == ["演示数据，不是真实案件"]
    for expected in (["受理", 5, "83%"], ["不予受理", "不公布"], ["审查完毕", 6], ["上期", 0], ["说明二"]):
        assert expected in [[cell for cell in row if cell != ""] for row in rows]
