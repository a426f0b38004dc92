"""The report as a chart (SVG): bars with their words and numbers beside them, so that no colour carries a meaning."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from actions.casework.report_text import Line, Report, Section, texts

WIDTH, LEFT, BAR = 760, 230, 400  # units of the picture: in all, for the words, for the longest bar
ROW, GAP, TOP = 26, 34, 64


def chart(report: Report) -> str:
    """One group of bars for each table that has parts to show; each group has a scale of its own."""
    sections = [one for one in report.sections if one.whole is not None and any(line.count for line in one.lines)]
    body, at = [], TOP
    for section in sections:
        drawn, at = _section(section, at)
        body.append(drawn)
    return "\n".join([*_frame(report, at + GAP), *body, "</svg>\n"])


def _frame(report: Report, height: int) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" font-family="sans-serif" font-size="14">'
    )
    yield f"<title>{escape(report.title)}</title>"
    yield f"<desc>{escape(report.prose)}</desc>"
    yield f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
    yield _text(12, 26, report.title, size=18)
    yield _text(12, 48, "　".join(filter(None, (report.practice, texts()["notes"]["chart"]))), size=13)


def _section(section: Section, at: int) -> tuple[str, int]:
    whole = section.whole.count if section.whole else 0
    drawn = [_text(12, at + 20, f"{section.title}（{texts()['total']} {whole}）", size=16)]
    at += GAP
    longest = max(line.count or 0 for line in section.lines)
    for line in section.lines:
        # A row of nothing says nothing; what is withheld is said.
        if line.count != 0:
            drawn += _bar(line, longest, at)
            at += ROW
    return "\n".join(drawn), at + 10


def _bar(line: Line, longest: int, at: int) -> list[str]:
    length = round(BAR * (line.count or 0) / longest)
    value = texts()["withheld"] if line.count is None else f"{line.count}{_share(line)}"
    return [
        _text(LEFT - 8, at + 16, line.label, anchor="end"),
        f'<rect x="{LEFT}" y="{at + 3}" width="{length}" height="{ROW - 8}" fill="#345" stroke="#000"/>',
        _text(LEFT + length + 8, at + 16, value),
    ]


def _share(line: Line) -> str:
    return "" if line.share is None else f"（{line.share}%）"


def _text(x: int, y: int, words: str, *, size: int = 14, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}">{escape(words)}</text>'
