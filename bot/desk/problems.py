"""The one place that turns what went wrong into a page: an id, its status, and Chinese words."""

from __future__ import annotations

from dataclasses import dataclass

from actions.casework.errors import DamagedRecord, RecordsUnavailable
from bot.desk.writing import NotWritten


@dataclass(frozen=True)
class Problem:
    """What the page says and what the reader can do."""

    status: int
    title: str
    text: str


FAULT = "fault"
PROBLEMS = {
    "not-found": Problem(404, "没有这一页", "地址可能写错了，或者这条记录已经不在了。"),
    "wrong-method": Problem(405, "不能这样打开", "请从工作台的页面上点进来。"),
    "malformed": Problem(400, "这次提交看不懂", "请回到上一页，再填一次。"),
    "too-large": Problem(413, "提交的内容太长", "请回到上一页，写短一些再提交。"),
    "foreign-form": Problem(403, "这次提交没有执行", "页面放得太久了，或者不是工作台的页面。请回到工作台再试一次。"),
    "records": Problem(503, "记录现在读不了", "数据库连不上，或者正忙。请过一会儿刷新；一直这样，请告诉系统管理员。"),
    "unwritten": Problem(
        503,
        "没有办成，什么也没有显示",
        "这一步要先留下记录，记录现在写不进去。请过一会儿重新做一次；一直这样，请告诉系统管理员。",
    ),
    "damaged": Problem(503, "这条记录打不开", "内容解不开：密钥不对，或者数据已经损坏。请告诉系统管理员。"),
    "not-permitted": Problem(403, "这一步不归您的岗位办", "您的账号没有这项权限。确实需要的，请系统管理员调整岗位。"),
    FAULT: Problem(500, "工作台出了故障", "这一页没有打开，故障已经记下。请过一会儿再试；一直这样，请告诉系统管理员。"),
}
# The router never says 403; a form's token does.
_BY_STATUS = {problem.status: id_ for id_, problem in PROBLEMS.items() if problem.status < 500} | {403: "foreign-form"}


def problem_of(error: Exception) -> str:
    """The id of the problem that an error is to the reader."""
    match error:
        case DamagedRecord():
            return "damaged"
        case RecordsUnavailable():
            return "records"
        case NotWritten():
            return "unwritten"
    return FAULT


def problem_of_status(status: int) -> str:
    """The id of the problem behind a status that the router chose."""
    return _BY_STATUS.get(status, "malformed")
