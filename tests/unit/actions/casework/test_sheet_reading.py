import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from actions.casework import sheet_reading
from actions.casework.sheet_reading import LARGEST, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, SheetRefused, read_rows

TEXT = "案号,被申请人\n演示复〔2026〕1号,演示镇\n\n演示复〔2026〕2号,演示局\n"


def xlsx(*rows: list[object]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == part else data)
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(SheetRefused) as caught:
        read_rows(content)
    return caught.value.reason


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gbk"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", ";").encode("gbk"),
        xlsx(["案号", "被申请人"], ["演示复〔2026〕1号", "演示镇"], [], ["演示复〔2026〕2号", "演示局"]),
    ],
    ids="utf8 bom gbk gb18030 utf16 crlf tabs semicolons xlsx".split(),
)
def test_the_same_table_in_every_form(content: bytes) -> None:
    rows = read_rows(content)
    assert [(row.line, list(row.cells)) for row in rows] == [
        (1, ["案号", "被申请人"]),
        (2, ["演示复〔2026〕1号", "演示镇"]),
        (4, ["演示复〔2026〕2号", "演示局"]),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\xd0\xcf\x11\xe0 old excel", "not_a_sheet"),
        (b"PK\x03\x04 nothing behind it", "broken"),
        (b"\x81\xff\xfe\xff", "encoding"),
        (b"a\0b,c", "encoding"),
        (b'"never closed, \n', "broken"),
        (b"x" * (LARGEST + 1), "too_large"),
        (b"a\n" * (MOST_ROWS + 2), "too_many"),
        (b"\n" * (2 * MOST_ROWS + 2) + b"a", "too_many"),
    ],
)
def test_what_is_no_table_is_refused_in_one_word(content: bytes, reason: str) -> None:
    assert refusal(content) == reason


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = changed(xlsx(["a"]), "xl/styles.xml", lambda _data: b"<a>" + b" " * (sheet_reading.LARGEST_UNPACKED + 1))
    assert len(bomb) < LARGEST
    assert refusal(bomb) == "bomb"


def test_too_many_parts_are_not_unpacked() -> None:
    out = io.BytesIO(xlsx(["a"]))
    with zipfile.ZipFile(out, "a") as archive:
        for n in range(sheet_reading.MOST_PARTS):
            archive.writestr(f"x{n}", b"")
    assert refusal(out.getvalue()) == "bomb"


def test_growing_entities_are_not_expanded() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert refusal(changed(xlsx(["a"]), SHEET, lambda data: laughs + data)) == "bomb"


def test_a_sheet_that_lies_about_its_size_costs_nothing() -> None:
    def lie(data: bytes) -> bytes:
        return data.replace(b'<dimension ref="A1:A1"', b'<dimension ref="A1:XFD1048576"').replace(
            b'ref="A1"', b'ref="A1:XFD1048576"'
        )

    assert [next(iter(row.cells)) for row in read_rows(changed(xlsx(["a"], ["b"]), SHEET, lie))] == ["a", "b"]


def test_a_row_far_below_ends_the_reading() -> None:
    far = changed(xlsx(["a"], ["b"]), SHEET, lambda data: data.replace(b'<row r="2"', b'<row r="1048576"'))
    assert refusal(far) == "too_many"


def test_broken_xml_is_said_and_not_raised() -> None:
    assert refusal(changed(xlsx(["a"]), SHEET, lambda data: data[: len(data) // 2])) == "broken"
    assert refusal(changed(xlsx(["a"]), "xl/workbook.xml", lambda _data: b"<x/>")) == "broken"


def test_a_damaged_archive_is_said_and_not_raised() -> None:
    content = bytearray(xlsx(["a" * 500]))
    content[200:400] = bytes(200)
    assert refusal(bytes(content)) == "broken"


def test_cells_and_columns_have_bounds() -> None:
    (row,) = read_rows(xlsx(["长" * 5000, *range(100)]))
    assert len(row.cells) == MOST_COLUMNS
    assert row.cells[-1] == MOST_COLUMNS - 2
    assert len(row.cells[0]) == LONGEST_CELL + 1


def test_the_text_of_a_formula_is_never_read() -> None:
    (row,) = read_rows(xlsx(["=1+1", "x"]))
    assert list(row.cells) == [None, "x"]
