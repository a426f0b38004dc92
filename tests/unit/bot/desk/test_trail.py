"""The audit pages: what auditors read, page by page, and what they learn when something was changed."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette

import bot.desk
from actions.casework.kinds import Role
from bot.desk.trail import WORDS
from tests.unit.bot.desk.clerk import NAME, Clerk
from tests.unit.bot.desk.test_views import link, rows, words


@pytest.fixture
def auditor(signed_in: Callable[[Role], Clerk]) -> Clerk:
    return signed_in(Role.AUDITOR)


def note(
    app: Starlette, who: str = "s-00000001", what: str = "letter.screened", target: str = "W1", why: str = ""
) -> None:
    with app.state.desk.writer.transaction() as transaction:
        app.state.desk.writer.note(transaction, who, what, target, why)


def test_a_row_says_who_when_what_and_why_in_words(app: Starlette, auditor: Clerk) -> None:
    note(app, why="先看现场")
    first = rows(auditor.get("/audit").text)[0]
    assert first.split()[1:] == f"2026-11-23 10:30 {NAME} 来信：登记 W1 先看现场".split()


def test_accounts_and_commands_are_named(app: Starlette, auditor: Clerk) -> None:
    note(app, "staff-command", "staff.disabled", "s-00000001")
    note(app, "unknown", "staff.sign_in_failed", "")
    seen = rows(auditor.get("/audit").text)
    assert "没有这个账号的人" in seen[0] and "登录失败" in seen[0]
    assert "服务器上的命令" in seen[1] and f"{NAME}（s-00000001）" in seen[1]


def test_what_nobody_named_is_shown_as_it_is(app: Starlette, auditor: Clerk) -> None:
    note(app, "purge-command", "purge.done", "x")
    assert "purge-command purge.done x" in rows(auditor.get("/audit").text)[0]


def test_it_is_narrowed_by_account_and_record(app: Starlette, auditor: Clerk) -> None:
    note(app, target="W1")
    note(app, "s-00000002", target="W2")
    assert [row.split()[-2] for row in rows(auditor.get("/audit", who="s-00000001").text)] == ["W1"]
    page = auditor.get("/audit", target=" W2 ").text
    assert len(rows(page)) == 1 and "符合条件的 1 条" in words(page)
    assert "没有符合条件的记录" in auditor.get("/audit", target="W3").text


def test_pages_are_turned_with_the_filters_kept(app: Starlette, auditor: Clerk) -> None:
    for n in range(60):
        note(app, target="W1", why=f"第{n}次")
    first = auditor.get("/audit", target="W1").text
    assert len(rows(first)) == 50 and "第59次" in rows(first)[0]
    second = auditor.get("/audit" + link(first, "更早的")).text
    assert len(rows(second)) == 10 and "第0次" in rows(second)[-1]
    assert link(second, "回到最新") == "?target=W1"


@pytest.mark.parametrize("before", ["x", "-1", "9" * 20, "１"])
def test_a_page_that_makes_no_sense_is_the_first(auditor: Clerk, before: str) -> None:
    assert len(rows(auditor.get("/audit", before=before).text)) == 1


def test_an_untouched_log_is_said_to_be_so(app: Starlette, auditor: Clerk) -> None:
    note(app)
    page = words(auditor.get("/audit/verification").text)
    assert "共 2 条，逐条核对，没有发现改动" in page and "锚点" in page


def test_a_row_changed_behind_our_back_is_found(app: Starlette, auditor: Clerk) -> None:
    note(app)
    with app.state.desk.records.engine.begin() as breaking:
        triggers = breaking.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        for trigger in triggers:
            breaking.exec_driver_sql(f"DROP TRIGGER {trigger}")
        breaking.exec_driver_sql("UPDATE audit_log SET who = 's-00000002' WHERE position = 2")
    page = words(auditor.get("/audit/verification").text)
    assert "发现 1 处问题" in page and "第 2 条" in page


def noted() -> set[str]:
    """Every literal that desk code puts into the log; parts of f-strings up to the first variable."""
    found = set()
    for file in Path(bot.desk.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if node.value.endswith(".html"):
                    continue
                if re.fullmatch(r"(staff|letter|application|callback|question)\.[a-z_]+", node.value):
                    found.add(node.value)
    return found


def test_every_step_of_the_desk_has_words() -> None:
    assert {"letter.file_opened", "staff.signed_out", "callback.reached"} <= noted()
    assert {one for one in noted() if not one.endswith("_")} <= set(WORDS)


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.ADMINISTRATOR])
def test_only_auditors_read_it(signed_in: Callable[[Role], Clerk], role: Role) -> None:
    assert signed_in(role).get("/audit").status_code == 403
