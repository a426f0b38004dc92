"""The auditor's pages: who did what when and why, and whether anything in that log was changed afterwards."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from actions.casework import audit, staff
from actions.casework.audit_check import check
from actions.casework.kinds import Role
from bot.desk.case_steps import CASE_STEPS
from bot.desk.desk import desk_of
from bot.desk.steps import STEPS

# What stands in the log, as an auditor reads it; words of commands that are not here are shown as they are.
WORDS = {
    "staff.signed_in": "登录",
    "staff.signed_out": "退出",
    "staff.enrolled": "绑定手机验证器并登录",
    "staff.sign_in_failed": "登录失败：账号或密码不对",
    "staff.code_failed": "登录失败：验证码不对",
    "staff.enrolment_failed": "绑定失败：验证码不对",
    "staff.locked_out": "输错太多次，暂时不能登录",
    "staff.password_changed": "改了自己的密码",
    "staff.let_in_again": "在服务器上重设密码和验证器",
    "staff.password": "重设密码",
    "staff.factor": "重置手机验证器",
    "staff.disabled": "停用账号",
    "staff.enabled": "重新启用账号",
    "staff.signed_out_everywhere": "让账号在所有电脑上退出",
    "contact.shown": "查看来信人的联系方式",
    "code.reissued": "补发查询码",
    "letter.file_opened": "下载来信附的文件",
    "application.person_shown": "查看申请人的信息",
    "callback.phone_shown": "查看要回的电话",
    "callback.reached": "回电：打通了",
    "callback.missed": "回电：没有打通",
    "question.draft_exported": "导出新答复的草稿",
    "letter.forwarded": "来信：已送到外部平台",
    "letter.forward-refused": "来信：外部平台没有收",
    "letter.forward-again": "来信：再送一次外部平台",
    "audit.checkpoint": "日志核对点",
    "case.imported": "导入案件",
    "case.opened": "新登记案件",
    "case.correction": "案件：更正登记",
    "copy.given": "本人索取了自己的资料",
    "retention.purged": "清除到期的资料",
    "erasure.deleted": "本人要求删除：已删除",
    "erasure.restricted": "本人要求删除：不再给人看，到期删除",
    "erasure.waiting": "本人要求删除：等事情办完",
    "erasure.nothing": "本人要求删除：没有可删的",
}
WORDS |= {
    f"{name}.exported{kind}": f"导出{label}（{shown}）"
    for name, label in (("letters", "来信"), ("cases", "案件"))
    for kind, shown in (("", "遮住姓名"), ("_in_full", "完整"))
}
WORDS |= {f"letter.{step}": f"来信：{label}" for step, label in STEPS.items()}
WORDS |= {f"case.{step}": f"案件：{label}" for step, label in CASE_STEPS.items()}
WORDS |= {f"staff.added_{role}": f"新建账号：{role.label}" for role in Role}
WORDS |= {f"staff.role_{role}": f"换岗位：{role.label}" for role in Role}
COMMANDS = {
    "staff-command": "服务器上的命令",
    "unknown": "没有这个账号的人",
    "holder": "本人（凭编号和查询码）",
    "outbox": "转办程序",
    "purge": "清除程序",
}
LONGEST = 160


def show_trail(request: Request) -> Response:
    """One page of the log, the newest first, of one account or one record if asked."""
    desk, query = desk_of(request), request.query_params
    who, target = query.get("who", "")[:LONGEST], query.get("target", "").strip()[:LONGEST]
    before = query.get("before", "")
    start = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    with desk.records.transaction() as transaction:
        entries = audit.read_page(transaction, before=start, who=who or None, target=target or None)
        total = audit.count(transaction, who=who or None, target=target or None)
        people = staff.names(transaction)
    older = entries[-1].position if len(entries) == audit.PAGE else None
    kept = {name: value for name, value in (("who", who), ("target", target)) if value}
    values: dict[str, Any] = {"entries": entries, "total": total, "people": people, "who": who, "target": target}
    values |= {"older": f"?{urlencode({**kept, 'before': older})}" if older else "", "newest": f"?{urlencode(kept)}"}
    return desk.page(request, "audit.html", words=WORDS, commands=COMMANDS, paged=start is not None, **values)


def verify(request: Request) -> Response:
    """Go through the whole log and say what was found."""
    desk = desk_of(request)
    with desk.records.snapshot() as transaction:
        done = check(transaction, desk.writer.keys)
    desk.log.info("audit_verified", account=request.state.account.id, flaws=len(done.findings))
    return desk.page(request, "verified.html", done=done)
