import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook

from actions.casework.kinds import Role
from tests.unit.bot.desk.clerk import Clerk

PRACTICE = {"year": "2025", "practice": "1"}


def test_the_page_shows_the_figures_of_the_practice_year(clerk: Clerk) -> None:
    page = clerk.get("/figures", **PRACTICE)
    assert page.status_code == 200
    assert "收到行政复议申请6件" in page.text
    assert "演示数据，不是真实案件" in page.text
    assert re.search(r"县政府工作部门</th><td>4</td><td>67%", page.text)
    assert 'src="/figures/chart.svg?year=2025&amp;quarter=&amp;version=&amp;practice=1"' in page.text


def test_without_a_wish_it_is_this_year_and_real(clerk: Clerk) -> None:
    for query in ({}, {"year": "x"}, {"year": "1"}, {"year": "2026", "quarter": "9"}):
        page = clerk.get("/figures", **query)
        assert "2026年，石泉县人民政府没有收到行政复议申请" in page.text
        assert "演示数据" not in page.text


def test_the_public_version_holds_no_small_count(clerk: Clerk) -> None:
    page = clerk.get("/figures", version="public", **PRACTICE).text
    assert "不公布" in page
    assert not re.search(r"<td>[12]</td>", page)
    assert "结转" not in page
    chart = clerk.get("/figures/chart.svg", version="public", **PRACTICE).text
    assert "反映问题" in chart and "乡镇政府" not in chart and "（33%）" not in chart


def test_the_chart_is_an_image_of_the_same(clerk: Clerk) -> None:
    response = clerk.get("/figures/chart.svg", quarter="2", **PRACTICE)
    assert response.headers["content-type"] == "image/svg+xml"
    assert fromstring(response.text).get("role") == "img"
    assert "第2季度" in response.text


def test_the_sheet_has_the_same_rows(clerk: Clerk) -> None:
    response = clerk.get("/figures/report.xlsx", **PRACTICE)
    assert 'filename="figures-2025-internal-practice.xlsx"' in response.headers["content-disposition"]
    rows = list(load_workbook(io.BytesIO(response.content))["统计"].iter_rows(values_only=True))
    assert ("县政府工作部门", 4, "67%") in rows


def test_a_masked_list_is_exported_and_written_down(clerk: Clerk, audited: Callable[[], list[Any]]) -> None:
    clerk.get("/figures")
    response = clerk.post("/figures/export/letters")
    assert response.status_code == 200
    assert len(list(load_workbook(io.BytesIO(response.content))["来信"].iter_rows())) == 99
    assert audited()[-1][1:] == ("letters.exported", "98 rows", "")


def test_in_full_only_the_reviewer_and_only_with_a_reason(
    clerk: Clerk, signed_in: Callable[[Role], Clerk], audited: Callable[[], list[Any]]
) -> None:
    clerk.get("/figures")
    assert clerk.post("/figures/export-full/letters", reason="演示理由一二三").status_code in (403, 404)
    reviewer = signed_in(Role.REVIEWER)
    reviewer.get("/figures")
    refused = reviewer.post("/figures/export-full/letters", reason="短")
    assert refused.status_code == 422
    assert "没有导出：请写明理由" in refused.text
    assert "letters.exported_in_full" not in [row[1] for row in audited()]
    assert reviewer.post("/figures/export-full/letters", reason="演示理由一二三").status_code == 200
    assert audited()[-1][1:] == ("letters.exported_in_full", "98 rows", "演示理由一二三")


@pytest.mark.parametrize("path", ["/figures/export/letters", "/figures/export/nothing"])
def test_an_export_needs_the_form_of_a_page_and_a_known_list(clerk: Clerk, path: str) -> None:
    assert clerk.send("POST", path, data={"token": "x"}).status_code == 403
    clerk.get("/figures")
    assert clerk.post("/figures/export/nothing").status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_others_do_not_see_it(signed_in: Callable[[Role], Clerk], role: Role) -> None:
    other = signed_in(role)
    for path in ("/figures", "/figures/chart.svg", "/figures/report.xlsx"):
        assert other.get(path).status_code in (303, 403, 404)


def test_a_stranger_is_sent_to_the_sign_in(stranger: Clerk) -> None:
    assert stranger.get("/figures/report.xlsx").status_code == 303
