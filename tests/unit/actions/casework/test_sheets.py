import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from actions.casework.sheets import harmless, workbook


def cells(content: bytes) -> list[list[object]]:
    book = load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book[book.sheetnames[0]].iter_rows()]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 100",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        '=HYPERLINK("http://x")',
        "＝1+1",
        " =cmd|' /C calc'!A0",
    ],
)
def test_what_a_citizen_wrote_is_never_a_formula(text: str) -> None:
    assert harmless(text).startswith("'")
    content = workbook([("表", [[text]], 0)])
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert cells(content) == [[harmless(text)]]


@pytest.mark.parametrize("text", ["普通的话", "1=1", "a@b", "（2026）1号", ""])
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_what_no_cell_can_hold_is_left_out() -> None:
    assert harmless("甲\x00\x0b乙") == "甲乙"
    assert harmless("\ud800") == "?"
    assert len(harmless("字" * 40_000)) == 32_000
    assert cells(workbook([("表", [["甲\x00乙\ud800"]], 0)])) == [["甲乙?"]]


def test_numbers_and_days_stay_numbers_and_days() -> None:
    content = workbook([("表", [["头", "日"], [5, date(2026, 11, 23)], [None, "末"]], 1)])
    (head, row, last) = cells(content)
    assert head == ["头", "日"]
    assert row[0] == 5
    assert str(row[1]).startswith("2026-11-23")
    assert last == [None, "末"]


def test_headings_are_bold_and_stay_in_sight() -> None:
    sheet = load_workbook(io.BytesIO(workbook([("表", [["头"], ["行"]], 1)])))["表"]
    assert sheet["A1"].font.bold
    assert not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2"


def test_the_file_says_nothing_about_who_made_it() -> None:
    book = load_workbook(io.BytesIO(workbook([("甲", [["x"]], 0), ("乙", [], 0)])))
    assert book.sheetnames == ["甲", "乙"]
    assert not book.properties.creator
