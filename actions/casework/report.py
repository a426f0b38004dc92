"""The report of a period: `python -m actions.casework.report 2026 [--quarter 2] [--public] [--practice]`."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from actions.casework.database import closing_engine, reading, unavailable_on_error, url_from
from actions.casework.errors import CaseworkError
from actions.casework.figures import Figures, figures_of
from actions.casework.report_chart import chart
from actions.casework.report_pages import markdown, spreadsheet
from actions.casework.report_text import report_of, texts
from actions.casework.reporting_periods import Period
from actions.content.region import load_region

FOLDER = Path("var/reports")


def write_report(figures: Figures, folder: Path, *, public: bool = False) -> list[Path]:
    """Write table (.md), chart (.svg), sheet (.xlsx) and paragraph (.txt) and return their paths; raises OSError."""
    report = report_of(figures, load_region(), public=public)
    stem = "-".join(
        filter(None, (figures.period.stem, "public" if public else "internal", "practice" if figures.practice else ""))
    )
    contents = {
        f"{stem}.md": markdown(report, f"{stem}.svg").encode(),
        f"{stem}.svg": chart(report).encode(),
        f"{stem}.xlsx": spreadsheet(report),
        f"{stem}.txt": "".join(f"{line}\n" for line in (report.practice, report.prose) if line).encode(),
    }
    # The internal report is nobody else's business.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m actions.casework.report")
    parser.add_argument("year")
    parser.add_argument("--quarter")
    parser.add_argument("--public", action="store_true")
    parser.add_argument("--practice", action="store_true")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    return parser


def _period(year: str, quarter: str | None) -> Period:
    """The period asked for; raises ValueError with the key of what to say."""
    try:
        whole = Period(int(year))
    except ValueError:
        raise ValueError("year") from None
    try:
        return Period(whole.year, int(quarter)) if quarter else whole
    except ValueError:
        raise ValueError("quarter") from None


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Write the files and say where; returns the exit status."""
    options, said = _parser().parse_args(arguments), texts()["errors"]
    try:
        period = _period(options.year, options.quarter)
    except ValueError as error:
        sys.stderr.write(f"{said[str(error)]}\n")
        return 2
    try:
        with unavailable_on_error(), closing_engine(url_from(environment)) as engine:
            with Session(reading(engine)) as session:
                figures = figures_of(session, period, practice=options.practice)
        written = write_report(figures, options.folder, public=options.public)
    except (CaseworkError, OSError) as error:
        sys.stderr.write(f"{said['failed'].format(why=error)}\n")
        return 1
    sys.stdout.write(f"{said['done'].format(files='、'.join(map(str, written)))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
