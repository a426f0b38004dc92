"""Writing spreadsheets that do nothing but show: no cell is ever a formula, whatever a citizen wrote."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet program takes a text that begins like this for a formula, also after a detour through CSV.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST = 32_000  # characters; Excel holds 32,767 in a cell
_WIDTHS = (8, 60)
Value = str | int | date | None


def workbook(sheets: Iterable[tuple[str, Sequence[Sequence[Value]], int]]) -> bytes:
    """An xlsx file of (title, rows, how many of the first rows are headings)."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for title, rows, headings in sheets:
        _fill(book.create_sheet(title), rows, headings)
    # The file says nothing about who made it.
    book.properties.creator, book.properties.created = "", datetime(2000, 1, 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet program takes for a formula and that a cell can hold."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", text.encode(errors="replace").decode())[:_LONGEST]
    return f"'{plain}" if plain.lstrip(" ").startswith(_FORMULA) else plain


def _fill(sheet: Worksheet, rows: Sequence[Sequence[Value]], headings: int) -> None:
    widths: dict[int, int] = {}
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            if isinstance(cell, Cell):
                _put(cell, value, at <= headings)
            widths[column] = max(widths.get(column, 0), 2 * len(str(value or "")))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width, _WIDTHS[0]), _WIDTHS[1])
    if headings:
        sheet.freeze_panes = f"A{headings + 1}"


def _put(cell: Cell, value: Value, heading: bool) -> None:
    cell.value = harmless(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font = Font(bold=heading)
