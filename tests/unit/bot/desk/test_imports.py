import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from starlette.applications import Starlette

from actions.casework.kinds import Role
from actions.casework.models import Case, KeptFile
from actions.casework.sheet_reading import LARGEST
from actions.casework.store import Records
from tests.unit.bot.desk.clerk import Clerk

HEAD = "案号,被申请人,被申请人类别,事项,收到日期,申请人电话"
NUMBER, PHONE = "演示复〔2026〕1号", "10000000001"
LINE = f"{NUMBER},演示镇<b>,乡镇政府,行政处罚,2026-11-02,{PHONE}"


def table(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode("gbk")


@pytest.fixture
def reviewer(signed_in: Callable[[Role], Clerk]) -> Clerk:
    reviewer = signed_in(Role.REVIEWER)
    reviewer.get("/import")
    return reviewer


def upload(who: Clerk, content: bytes, **fields: str) -> Any:
    return who.send("POST", "/import", data={"token": who.token, **fields}, files={"file": ("表.csv", content)})


def hidden(page: str) -> dict[str, str]:
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("kept", "digest")}  # type: ignore[index]


@pytest.fixture
def real_cases(app: Starlette) -> Iterator[Callable[[], int]]:
    def count() -> int:
        with app.state.desk.records.transaction() as transaction:
            return transaction.scalar(select(func.count()).where(Case.practice.is_(False))) or 0

    yield count


def test_a_table_is_checked_shown_and_imported(
    reviewer: Clerk,
    real_cases: Callable[[], int],
    audited: Callable[[], list[Any]],
    citizen: Records,
) -> None:
    checked = upload(reviewer, table(LINE))
    assert checked.status_code == 200
    assert "新增1件" in checked.text and "什么也没有写入" in checked.text
    assert PHONE not in checked.text
    assert real_cases() == 0
    done = reviewer.post("/import/confirm", reason="演示理由一二三", **hidden(checked.text))
    assert "已导入" in done.text
    assert real_cases() == 1
    assert audited()[-1][1] == "case.imported"
    assert audited()[-1][3] == "演示理由一二三"
    assert citizen.look_up(NUMBER, PHONE).number == NUMBER


def test_a_refused_line_is_explained_and_offers_no_button(reviewer: Clerk, real_cases: Callable[[], int]) -> None:
    page = upload(reviewer, table(LINE, LINE.replace("行政处罚", "<i>什么"))).text
    assert "整张表都没有导入" in page
    assert "不在可选的范围：&lt;i&gt;什么" in page
    assert "跟第2行的案号重复" in page
    assert "/import/confirm" not in page
    assert real_cases() == 0


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "请先选一个表格文件"), (b"\xd0\xcf\x11\xe0", "旧的 xls"), (b"a,b\n1,2", "不认识的列")]
)
def test_what_is_no_table_is_said(reviewer: Clerk, content: bytes, said: str) -> None:
    page = upload(reviewer, content)
    assert page.status_code == 422
    assert said in page.text


def test_a_reason_is_needed_and_nothing_has_to_be_uploaded_again(
    reviewer: Clerk, real_cases: Callable[[], int]
) -> None:
    checked = upload(reviewer, table(LINE)).text
    page = reviewer.post("/import/confirm", reason="短", **hidden(checked))
    assert page.status_code == 422 and "请写明理由" in page.text
    assert real_cases() == 0
    assert "已导入" in reviewer.post("/import/confirm", reason="演示理由一二三", **hidden(page.text)).text


def test_only_what_was_shown_is_done(reviewer: Clerk, real_cases: Callable[[], int]) -> None:
    first = upload(reviewer, table(LINE)).text
    second = upload(reviewer, table(LINE.replace("演示镇", "演示二镇"))).text
    reviewer.post("/import/confirm", reason="演示理由一二三", **hidden(second))
    stale = reviewer.post("/import/confirm", reason="演示理由一二三", **hidden(first))
    assert stale.status_code == 422
    assert "请重新预检" in stale.text
    assert "演示二镇&lt;b&gt; → 演示镇&lt;b&gt;" in stale.text
    assert real_cases() == 1


def test_the_table_of_somebody_else_cannot_be_imported(
    reviewer: Clerk, app: Starlette, real_cases: Callable[[], int]
) -> None:
    found = hidden(upload(reviewer, table(LINE)).text)
    with app.state.desk.writer.transaction() as transaction:
        for file in transaction.scalars(select(KeptFile)):
            file.conversation_hash = "0" * 72
    page = reviewer.post("/import/confirm", reason="演示理由一二三", **found)
    assert page.status_code == 422 and "请重新上传" in page.text
    assert real_cases() == 0


def test_the_empty_sheet_can_be_filled_in(reviewer: Clerk) -> None:
    book = load_workbook(io.BytesIO(reviewer.get("/import/empty.xlsx").content))
    book["案件"].append([NUMBER, "演示镇", "乡镇政府", "行政处罚", "2026年11月2日"])
    out = io.BytesIO()
    book.save(out)
    reviewer.get("/import")
    assert "新增1件" in upload(reviewer, out.getvalue()).text


def test_an_upload_without_the_token_of_the_page_or_too_large_is_refused(reviewer: Clerk) -> None:
    assert reviewer.send("POST", "/import", data={"token": "x"}, files={"file": table(LINE)}).status_code == 403
    assert reviewer.send("POST", "/import", content=b"x", headers={"Content-Type": "text/plain"}).status_code == 403
    assert upload(reviewer, b"x" * (LARGEST + 20_000)).status_code == 413


@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMINISTRATOR, Role.AUDITOR])
def test_others_do_not_import(signed_in: Callable[[Role], Clerk], role: Role) -> None:
    other = signed_in(role)
    assert other.get("/import").status_code in (303, 403, 404)
    assert upload(other, table(LINE)).status_code in (303, 403, 404)
