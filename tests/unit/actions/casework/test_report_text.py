from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.casework.database import reading
from actions.casework.encryption import Keys
from actions.casework.figures import Figures, figures_of
from actions.casework.practice import load_practice
from actions.casework.report_text import part_label, report_of, texts
from actions.casework.reporting_periods import Period
from actions.content.region import Region, load_region

PROSE = (
    "2025年，石泉县人民政府收到行政复议申请6件。审查完毕6件：受理5件、不予受理1件。"
    "从被申请人看：乡镇政府2件，占33%；县政府工作部门4件，占67%。"
    "从申请事项看：行政处罚2件，占33%；行政许可1件，占17%；行政确权2件，占33%；行政确认1件，占17%。"
    "审结5件：维持2件、调解结案2件、和解后终止1件。"
    "审结的案件在期限内办完的5件，超过期限的0件，没有登记期限或者核算不了的0件。"
    "结转下期待审查的0件、在审的0件。县长信箱收到来信98件，其中反映问题44件、投诉举报15件、建议咨询39件。"
)


@pytest.fixture
def counted(sqlite_url: str, keys: Keys, sqlite_engine: Engine) -> Callable[..., Figures]:
    load_practice(sqlite_url, keys)

    def count(*period: Any, practice: bool = True) -> Figures:
        with Session(reading(sqlite_engine)) as session:
            return figures_of(session, Period(*period), practice=practice)

    return count


@pytest.fixture
def region() -> Region:
    return load_region("shiquan")


def test_the_paragraph_of_the_practice_year(counted: Callable[..., Figures], region: Region) -> None:
    report = report_of(counted(2025), region)
    assert report.prose == PROSE
    assert report.title == "石泉县行政复议和来信统计（2025年，内部版）"
    assert report.practice == "演示数据，不是真实案件"


def test_the_public_paragraph_holds_no_small_number(counted: Callable[..., Figures], region: Region) -> None:
    prose = report_of(counted(2025), region, public=True).prose
    assert prose == (
        "2025年，石泉县人民政府收到行政复议申请6件。审结5件。"
        "县长信箱收到来信98件，其中反映问题44件、投诉举报15件、建议咨询39件。件数少的分类不单独公布。"
    )


def test_the_public_report_has_no_carry_over_and_no_small_cell(counted: Callable[..., Figures], region: Region) -> None:
    report = report_of(counted(2025), region, public=True)
    titles = [section.title for section in report.sections]
    assert not set(titles) & {words["title"] for words in texts()["flows"].values()}
    counts = [line.count for section in report.sections for line in section.lines]
    assert None in counts
    assert not {1, 2} & set(counts)
    assert texts()["notes"]["protection"] in report.notes


def test_a_public_quarter_shows_totals_only(counted: Callable[..., Figures], region: Region) -> None:
    report = report_of(counted(2025, 2), region, public=True)
    assert report.title.endswith("（2025年第2季度，公开版）")
    assert {line.count for section in report.sections for line in section.lines} == {None}
    assert all(section.whole and section.whole.count is not None for section in report.sections)
    assert "县长信箱收到来信24件。" in report.prose
    assert texts()["notes"]["quarter"] in report.notes


def test_nothing_received_is_said_and_not_marked_as_practice(counted: Callable[..., Figures], region: Region) -> None:
    report = report_of(counted(2026, practice=False), region)
    assert report.prose.startswith("2026年，石泉县人民政府没有收到行政复议申请。")
    assert report.prose.endswith("县长信箱没有收到来信。")
    assert report.practice == ""


def test_every_table_sums_to_its_whole_as_it_is_shown(counted: Callable[..., Figures], region: Region) -> None:
    for section in report_of(counted(2025), region).sections:
        if section.whole:
            assert sum(line.count or 0 for line in section.lines) == section.whole.count, section.title
        else:
            before, came, went, after = (line.count or 0 for line in section.lines)
            assert before + came == went + after, section.title


def test_every_part_has_a_word(counted: Callable[..., Figures]) -> None:
    figures = counted(2025)
    for name in texts()["sections"]:
        words = [part_label(name, part) for part in getattr(figures, name).parts]
        assert all(words) and len(set(words)) == len(words)
