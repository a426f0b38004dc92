"""The page 统计: figures of a year or quarter as table, chart and sheet; lists of letters and cases as sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from actions.casework.figures import Figures, figures_of
from actions.casework.report_chart import chart
from actions.casework.report_pages import spreadsheet
from actions.casework.report_text import Report, report_of, texts
from actions.casework.reporting_periods import Period
from actions.casework.reveals import clean_reason
from actions.casework.sheets import MEDIA_TYPE
from actions.content.region import load_region
from bot.desk.desk import desk_of
from bot.desk.exports import LISTS, export
from bot.desk.forms import Form, answering

NO_REASON = "没有导出：请写明理由，5到200个字。"


@dataclass(frozen=True)
class Wanted:
    """What the address asks for."""

    period: Period
    public: bool
    practice: bool

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        asked = {
            "year": self.period.year,
            "quarter": self.period.quarter or "",
            "version": "public" if self.public else "",
        }
        return urlencode(asked | ({"practice": 1} if self.practice else {}))

    @property
    def stem(self) -> str:
        """How a file about it is called."""
        return f"{self.period.stem}-{'public' if self.public else 'internal'}{'-practice' if self.practice else ''}"


def show_figures(request: Request, status: int = 200, error: str = "", reason: str = "") -> Response:
    """The tables; `error` and the reason typed stand by the form that was refused."""
    desk, wanted = desk_of(request), _wanted(request)
    with desk.records.transaction() as transaction:
        report = _report(figures_of(transaction, wanted.period, practice=wanted.practice), wanted)
        tallies = desk.tallies(transaction)
    shown = {"report": report, "wanted": wanted, "words": texts(), "lists": LISTS, "error": error, "reason": reason}
    return desk.page(request, "figures.html", status, **shown, **tallies)


def show_chart(request: Request) -> Response:
    """The same as a picture."""
    return Response(chart(_counted(request)), media_type="image/svg+xml")


def show_sheet(request: Request) -> Response:
    """The same as a sheet."""
    return _download(spreadsheet(_counted(request)), f"figures-{_wanted(request).stem}.xlsx")


def _export(request: Request, _form: Form) -> Response:
    """A list with names and contacts masked."""
    return _exported(request, "", masked=True)


def _export_full(request: Request, form: Form) -> Response:
    """A list in full, after a reason and its row in the audit log."""
    try:
        reason = clean_reason(form.get("reason", ""))
    except ValueError:
        return show_figures(request, 422, NO_REASON, form.get("reason", ""))
    return _exported(request, reason, masked=False)


export_masked, export_full = answering(_export), answering(_export_full)


def _exported(request: Request, reason: str, *, masked: bool) -> Response:
    desk, account, name = desk_of(request), request.state.account.id, request.path_params["list"]
    if name not in LISTS:
        raise HTTPException(404)
    with desk.writer.transaction() as transaction:
        content, rows = export(transaction, name, masked=masked)
        what = f"{name}.exported" if masked else f"{name}.exported_in_full"
        desk.writer.note(transaction, account, what, f"{rows} rows", reason)
    desk.log.info("exported", account=account, list=name, masked=masked, rows=rows)
    return _download(content, f"{name}{'' if masked else '-full'}.xlsx")


def _counted(request: Request) -> Report:
    desk, wanted = desk_of(request), _wanted(request)
    with desk.records.transaction() as transaction:
        return _report(figures_of(transaction, wanted.period, practice=wanted.practice), wanted)


def _report(figures: Figures, wanted: Wanted) -> Report:
    return report_of(figures, load_region(), public=wanted.public)


def _wanted(request: Request) -> Wanted:
    """What is asked for; an address that asks for nonsense gets this year."""
    asked: Any = request.query_params
    try:
        quarter = int(asked["quarter"]) if asked.get("quarter") else None
        period = Period(int(asked["year"]), quarter)
    except (KeyError, ValueError):
        period = Period(desk_of(request).today().year)
    return Wanted(period, asked.get("version") == "public", asked.get("practice") == "1")


def _download(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)
