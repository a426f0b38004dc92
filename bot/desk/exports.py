"""Lists of letters and cases as sheets: names and contacts masked, unless a reason was given and written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.casework.models import Case, IssuedReceipt, Letter
from actions.casework.sheets import Value, workbook
from bot.desk.masking import masked_contact, masked_name

MOST = 20_000  # rows; a sheet with more is no use to a person
BATCH = 500

LISTS = {"letters": "来信", "cases": "复议案件"}
_HEADS = {
    "letters": ("编号", "类别", "署名", "状态", "收到日期", "答复期限", "承办单位", "姓名", "联系方式", "演示"),
    "cases": (
        "案号",
        "被申请人",
        "被申请人类别",
        "事项",
        "状态",
        "结案方式",
        "收到日期",
        "受理日期",
        "结案日期",
        "办理期限",
        "演示",
    ),
}


def export(session: Session, name: str, *, masked: bool) -> tuple[bytes, int]:
    """The sheet of a list, the newest first, and how many rows it has; texts of letters are never in it."""
    rows = list(_ROWS[name](session, masked))
    return workbook([(LISTS[name], [_HEADS[name], *rows], 1)]), len(rows)


def _letters(session: Session, masked: bool) -> Iterator[list[Value]]:
    number = select(IssuedReceipt.number).where(IssuedReceipt.letter_id == Letter.id).scalar_subquery()
    columns = (Letter.kind, Letter.anonymous, Letter.state, Letter.received_on, Letter.reply_due_on, Letter.unit)
    asked = (
        select(number, *columns, Letter.name, Letter.contact, Letter.practice).order_by(Letter.id.desc()).limit(MOST)
    )
    for row in session.execute(asked).yield_per(BATCH):
        code, kind, anonymous, state, received_on, due_on, unit, name, contact, practice = row
        who: list[Any] = [masked_name(name or ""), masked_contact(contact or "")] if masked else [name, contact]
        signed = "匿名" if anonymous else "具名"
        yield [code, kind.label, signed, state.label, received_on, due_on, unit, *who, _mark(practice)]


def _cases(session: Session, _masked: bool) -> Iterator[list[Value]]:
    for one in session.scalars(select(Case).order_by(Case.id.desc()).limit(MOST)).yield_per(BATCH):
        what = [
            one.respondent_kind.label,
            one.matter.label,
            one.state.label,
            one.outcome.label if one.outcome else None,
        ]
        days = [one.received_on, one.accepted_on, one.closed_on, one.due_on]
        yield [one.number, one.respondent, *what, *days, _mark(one.practice)]


def _mark(practice: bool) -> str | None:
    return "演示" if practice else None


_ROWS: dict[str, Callable[[Session, bool], Iterator[list[Value]]]] = {"letters": _letters, "cases": _cases}
