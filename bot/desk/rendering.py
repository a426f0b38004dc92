"""Pages from the templates in pages/: escaped by default, and a name that is missing is an error."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from actions.casework.clock import COUNTY_TIME
from actions.casework.kinds import LetterKind
from bot.desk.asked import DUE
from bot.desk.masking import masked_contact, masked_name
from bot.desk.problems import PROBLEMS

PAGES = Path(__file__).with_name("pages")
ASSETS = Path(__file__).with_name("assets")
# Address, label and name of each section; a reader sees those that the role may open (roles.py).
SECTIONS = (
    ("/letters", "来信", "letters"),
    ("/cases", "复议案件", "cases"),
    ("/applications", "网上申请", "applications"),
    ("/callbacks", "回电话", "callbacks"),
    ("/forwarding", "转办", "forwarding"),
    ("/ratings", "差评", "ratings"),
    ("/oral", "口头申请", "oral"),
    ("/reissue", "补发查询码", "reissue"),
    ("/questions", "没答上来的", "questions"),
    ("/answers", "核对答复", "answers"),
    ("/figures", "统计", "figures"),
    ("/import", "导入", "import"),
    ("/staff", "账号", "staff"),
    ("/audit", "操作记录", "audit"),
)


class Pages:
    """Renders templates."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(PAGES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(masked_name=masked_name, masked_contact=masked_contact, county_time=county_time)
        self._templates.globals.update(due_note=due_note, due_choices=DUE, sections=SECTIONS, kinds=list(LetterKind))

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A template as a response."""
        return HTMLResponse(self._templates.get_template(template).render(values), status)

    def problem(self, id_: str) -> HTMLResponse:
        """The page about a problem."""
        problem = PROBLEMS[id_]
        return self.page("problem.html", problem.status, problem=problem)


def county_time(moment: datetime) -> str:
    """A moment as clocks in the county show it, to the minute."""
    return moment.astimezone(COUNTY_TIME).strftime("%Y-%m-%d %H:%M")


def due_note(due_on: date, today: date) -> str:
    """How far away a due date is, in calendar days."""
    days = (due_on - today).days
    if days < 0:
        return f"已逾期{-days}天"
    return f"还有{days}天" if days else "今天到期"
