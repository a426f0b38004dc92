"""The report as Markdown and as a spreadsheet."""

from collections.abc import Iterator

from actions.casework.report_text import Line, Report, Section, texts
from actions.casework.sheets import Value, workbook


def markdown(report: Report, chart_file: str) -> str:
    """Title, prose, chart and tables."""
    return "\n".join([*_head(report, chart_file), *(line for one in report.sections for line in _table(one)), ""])


def spreadsheet(report: Report) -> bytes:
    """One sheet with all tables below each other."""
    columns = texts()["columns"]
    rows: list[list[Value]] = [[report.title], [report.practice or None]]
    for section in report.sections:
        rows += [[], [section.title], [columns["item"], columns["count"], columns["share"]]]
        rows += [_cells(line) for line in _lines(section)]
    rows.append([])
    rows += [[note] for note in report.notes]
    return workbook([(texts()["sheet"], rows, 1)])


def _head(report: Report, chart_file: str) -> Iterator[str]:
    yield f"# {report.title}\n"
    if report.practice:
        yield f"**{report.practice}**\n"
    yield f"{report.prose}\n"
    yield f"![{report.title}]({chart_file})\n"
    yield from (f"- {note}" for note in report.notes)


def _table(section: Section) -> Iterator[str]:
    columns = texts()["columns"]
    yield f"\n## {section.title}\n"
    yield f"| {columns['item']} | {columns['count']} | {columns['share']} |"
    yield "|---|---:|---:|"
    for line in _lines(section):
        yield "| " + " | ".join(str(cell) for cell in _cells(line)) + " |"


def _lines(section: Section) -> list[Line]:
    return [*section.lines, *([section.whole] if section.whole else [])]


def _cells(line: Line) -> list[Value]:
    count: Value = texts()["withheld"] if line.count is None else line.count
    return [line.label, count, "" if line.share is None else f"{line.share}%"]
