"""Reading a table that somebody uploads (xlsx or csv), within bounds: nothing in it is run, followed or believed.

SheetRefused(ValueError)    the whole file; `reason` is a key of `files` in knowledge/imports.yml
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from openpyxl import load_workbook

LARGEST = 2 * 1024 * 1024  # bytes, as uploaded
LARGEST_UNPACKED = 40 * 1024 * 1024  # bytes
MOST_PARTS = 200  # files inside an xlsx
MOST_ROWS = 5000
MOST_COLUMNS = 40
LONGEST_CELL = 2000  # characters
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCODINGS = ("utf-8-sig", "gb18030")
# No part of a workbook needs these; whoever puts them in wants the parser to fetch or to grow something.
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


class SheetRefused(ValueError):
    """The file as a whole is not read."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty: its line in the file and its cells."""

    line: int
    cells: Sequence[Any] = field(repr=False)


def read_rows(content: bytes) -> list[Row]:
    """The rows of the first sheet that hold anything, headings included; raises SheetRefused."""
    if len(content) > LARGEST:
        raise SheetRefused("too_large", most=f"{LARGEST // 1024 // 1024}MB")
    if content.startswith(_ZIP):
        return _bounded(_xlsx(content))
    if content.startswith(_OLD_EXCEL) or not content.strip():
        raise SheetRefused("not_a_sheet" if content.strip() else "empty")
    return _bounded(_csv(_decoded(content)))


def _bounded(rows: Iterable[Sequence[Any]]) -> list[Row]:
    found: list[Row] = []
    # Empty rows count too: a file can claim a million of them.
    for line, cells in enumerate(islice(rows, 2 * MOST_ROWS + 1), start=1):
        if line > 2 * MOST_ROWS or len(found) > MOST_ROWS:
            raise SheetRefused("too_many", most=MOST_ROWS)
        kept = [_cell(value) for value in cells[:MOST_COLUMNS]]
        while kept and kept[-1] is None:
            kept.pop()
        if kept:
            found.append(Row(line, kept))
    return found


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()[: LONGEST_CELL + 1] or None
    return value


def _xlsx(content: bytes) -> Iterator[Sequence[Any]]:
    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception:
        # The library lets the errors of zip, XML and of its own through, whatever the file makes of them.
        raise SheetRefused("broken") from None
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a file can lie about its size
        yield from sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
    except Exception:
        raise SheetRefused("broken") from None
    finally:
        book.close()


def _check_archive(content: bytes) -> None:
    """Refuse what unpacks to too much, and what no spreadsheet program writes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            # Reading a part stops at the size that it declares, so the sum holds.
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise SheetRefused("bomb")
            texts = (archive.read(part) for part in parts if part.filename.endswith((".xml", ".rels")))
            if any(sign in text for text in texts for sign in _DECLARATIONS):
                raise SheetRefused("bomb")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error):
        raise SheetRefused("broken") from None


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetRefused("encoding")


def _csv(text: str) -> Iterator[Sequence[Any]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t，", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        raise SheetRefused("broken") from None
