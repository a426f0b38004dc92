"""What is on its way to another platform: waiting, sent, refused, given up hope of, and what to do about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.casework.models import IssuedReceipt, Letter
from actions.casework.models_platforms import Outgoing
from actions.casework.reveals import clean_reason
from bot.desk.desk import desk_of
from bot.desk.forms import Form, answering
from bot.desk.records import LARGEST_ID

MOST = 200  # rows
DEAD_AFTER = 10  # attempts; with their growing pauses that is more than half a day
NO_REASON = "没有重发：请写明理由，5到200个字。"
STANDS = {"dead": "一直送不到", "refused": "对方退回", "waiting": "等着送", "sent": "已送到"}
# What to do, by the beginning of the machine name of the problem; the longest that fits wins.
ADVICE = {
    "unreachable": "连不上对方。请系统管理员检查网络、地址和放行的地址；通了会自己再送。",
    "too-slow": "对方太慢。会自己再送；一直这样，请打电话问对方。",
    "busy": "对方说正忙。会自己再送；一直这样，请打电话问对方。",
    "cut-off": "传到一半断了。会自己再送，不会重复登记。",
    "circuit-open": "刚刚连着失败，先停一会儿。会自己再送。",
    "wrong-signature": "回来的签名对不上：密钥换了，或者有人在中间。请系统管理员跟对方核对密钥，在这以前算没有送到。",
    "wrong-form": "回来的格式不对，对方可能升级了。请系统管理员联系对方。",
    "other-number": "对方说的是另一件。请系统管理员联系对方，核对这一件登记了没有。",
    "too-large": "回来的内容太大，没有读。请系统管理员联系对方。",
    "refused": "对方不收，不会自己再送。请打电话问清楚原因；对方说可以了，再点“重发”。",
    "refused-401": "对方不认我们的身份，不会自己再送。请系统管理员检查编号和密钥，再点“重发”。",
    "refused-403": "对方不许我们送，不会自己再送。请系统管理员联系对方开通，再点“重发”。",
    "withdrawn": "写信人撤回了，不送。不用办。",
    "damaged": "这封信打不开，可能钥匙不对。请系统管理员检查数据密钥。",
}
UNKNOWN = "会自己再送；一直送不到，请系统管理员看日志。"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Sending:
    """One row as the page shows it."""

    row: Row[*tuple[Any, ...]]
    stands: str

    @property
    def label(self) -> str:
        """Where it stands, in words."""
        return STANDS[self.stands]

    @property
    def advice(self) -> str:
        """What somebody has to do, if anything."""
        problem = self.row.last_problem
        if self.stands == "sent" or not problem:
            return ""
        known = [name for name in ADVICE if problem.startswith(name)]
        return ADVICE[max(known, key=len)] if known else UNKNOWN

    @property
    def can_be_sent_again(self) -> bool:
        """Whether it makes sense to send it now."""
        return self.stands != "sent" and self.row.last_problem != WITHDRAWN


def standing(row: Any) -> str:
    """A key of STANDS."""
    if row.sent_at is not None:
        return "sent"
    if row.refused_at is not None:
        return "refused"
    return "dead" if row.attempts >= DEAD_AFTER else "waiting"


def show_forwarding(request: Request) -> Response:
    """All rows of one standing, or the newest of all; nothing of a letter is opened."""
    return _list(request)


def _again(request: Request, form: Form) -> Response:
    desk, account = desk_of(request), request.state.account
    try:
        reason = clean_reason(form.get("reason", ""))
    except ValueError:
        return _list(request, 422, NO_REASON)
    with desk.writer.transaction() as transaction:
        row = _stuck(transaction, request.path_params["id"])
        _put_back(row, desk.clock())
        number = transaction.scalar(select(IssuedReceipt.number).where(IssuedReceipt.letter_id == row.letter_id))
        desk.writer.note(transaction, account.id, "letter.forward-again", number or "", reason)
        id_ = row.id
    desk.log.info("forwarded_again", account=account.id, row=id_)
    return RedirectResponse("/forwarding?done=1", 303)


send_again = answering(_again)


def _stuck(transaction: Session, id_: int) -> Outgoing:
    row = transaction.get(Outgoing, id_, with_for_update=True) if id_ <= LARGEST_ID else None
    if row is None or row.sent_at is not None or row.last_problem == WITHDRAWN:
        raise HTTPException(404)
    return row


def _put_back(row: Outgoing, now: datetime) -> None:
    """Due at once, and with short pauses again; the key stays, so the platform recognises a repetition."""
    row.refused_at, row.attempts, row.next_try_at = None, 0, now


def _list(request: Request, status: int = 200, error: str = "") -> Response:
    desk, asked = desk_of(request), request.query_params.get("stands", "")
    columns = (Outgoing.id, Outgoing.letter_id, Outgoing.attempts, Outgoing.next_try_at, Outgoing.sent_at)
    more = (Outgoing.refused_at, Outgoing.reference, Outgoing.last_problem, Outgoing.created_at, Letter.practice)
    listed = select(*columns, *more, IssuedReceipt.number).join(Letter, Letter.id == Outgoing.letter_id)
    listed = listed.join(IssuedReceipt, IssuedReceipt.letter_id == Outgoing.letter_id)
    with desk.records.transaction() as transaction:
        chosen = listed.where(*_where(asked)).order_by(Outgoing.id.desc()).limit(MOST)
        rows = [Sending(row, standing(row)) for row in transaction.execute(chosen)]
        counts = {name: _count(transaction, name) for name in STANDS}
        tallies = desk.tallies(transaction)
    values: dict[str, Any] = {"rows": rows, "counts": counts, "stands": STANDS, "asked": asked, "error": error}
    done = request.query_params.get("done") == "1"
    return desk.page(request, "forwarding.html", status, done=done, **values, **tallies)


def _where(stands: str) -> tuple[ColumnElement[bool], ...]:
    open_rows = (Outgoing.sent_at.is_(None), Outgoing.refused_at.is_(None))
    return {
        "sent": (Outgoing.sent_at.is_not(None),),
        "refused": (Outgoing.refused_at.is_not(None),),
        "dead": (*open_rows, Outgoing.attempts >= DEAD_AFTER),
        "waiting": (*open_rows, Outgoing.attempts < DEAD_AFTER),
    }.get(stands, ())


def _count(transaction: Session, stands: str) -> int:
    return transaction.scalar(select(func.count()).select_from(Outgoing).where(*_where(stands))) or 0
