"""The four pages behind the sign-in, as a clerk reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from sqlalchemy import text as sql
from starlette.applications import Starlette

from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication
from actions.casework.store import Records
from tests.unit.bot.desk.clerk import Clerk, CountingKeys

LISTS = ["/letters", "/cases"]
RECORDS = ["/letters/1", "/cases/1"]
FORMS = ["/reissue", "/oral", "/answers", "/questions"]


def words(page: str) -> str:
    """What a reader sees of a page, in one line."""
    body = re.sub(r"<(head|select)\b.*?</\1>", " ", page, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def rows(page: str) -> list[str]:
    """The lines of the table."""
    return [words(row) for row in re.findall(r"<tr>(.*?)</tr>", page, flags=re.S)[1:]]


def link(page: str, label: str) -> str:
    """Where a link leads."""
    found = re.search(rf'<a href="([^"]+)"[^>]*>{re.escape(label)}</a>', page)
    assert found, label
    return unescape(found[1])


def test_the_start_is_the_letters(clerk: Clerk) -> None:
    assert clerk.get("/").headers["location"] == "/letters"


def test_letters_are_listed_with_what_a_clerk_sorts_by(clerk: Clerk) -> None:
    page = clerk.get("/letters").text
    assert len(rows(page)) == 50
    assert rows(page)[0].split() == "演示信〔2025〕98号 演示 反映问题 具名 已转办 2025-12-29 — 没有登记".split()
    assert "共 98 件，这里是第 1 到 50 件" in words(page)


def test_a_list_shows_no_text_name_or_contact(clerk: Clerk, file_letter: Callable[..., str]) -> None:
    file_letter(anonymous=False, name="演示甲", contact="13800001234", what_happened="路灯不亮。")
    page = clerk.get("/letters").text
    assert "W2026-000001" in page
    assert "演示甲" not in page and "1234" not in words(page) and "路灯" not in page


def test_every_practice_row_is_marked(clerk: Clerk, file_letter: Callable[..., str]) -> None:
    file_letter()
    for path in LISTS:
        for row in rows(clerk.get(path).text):
            assert ("演示 " in row) == ("W2026" not in row)


def test_pages_are_turned_with_the_filters_kept(clerk: Clerk) -> None:
    first = clerk.get("/letters", since="2025-01-01").text
    assert "上一页</a>" not in first
    second = clerk.get("/letters" + link(first, "下一页")).text
    assert len(rows(second)) == 48
    assert 'value="2025-01-01"' in second and "下一页</a>" not in second
    assert link(second, "上一页") == "?since=2025-01-01&page=1"


@pytest.mark.parametrize(
    ("path", "query", "count"),
    [
        ("/letters", {"kind": "complaint"}, 15),
        ("/letters", {"kind": "complaint", "state": "not_accepted"}, 4),
        ("/letters", {"until": "2025-01-03"}, 1),
        ("/cases", {"state": "closed"}, 5),
        ("/cases", {"matter": "penalty"}, 2),
        ("/cases", {"respondent_kind": "township"}, 2),
        ("/cases", {"respondent_kind": "township", "matter": "penalty"}, 0),
        ("/cases", {"due": "overdue"}, 0),
    ],
)
def test_filters_narrow_and_stay_visible(clerk: Clerk, path: str, query: dict[str, str], count: int) -> None:
    page = clerk.get(path, **query).text
    assert len(rows(page)) == count
    assert "没有符合条件的记录" in page if not count else f"符合条件的 {count} 件" in words(page)
    for value in query.values():
        assert re.search(rf'value="{value}"( selected)?>', page)
    assert link(page, "清除筛选") == path


def test_a_condition_that_makes_no_sense_is_said(clerk: Clerk) -> None:
    page = clerk.get("/letters", kind="<script>").text
    assert "看不懂的条件" in page and "<script" not in page
    assert len(rows(page)) == 50


def test_due_dates_are_said_in_words(clerk: Clerk, file_letter: Callable[..., str]) -> None:
    file_letter("late", date(2026, 11, 20))
    file_letter("soon", date(2026, 11, 25))
    page = clerk.get("/letters").text
    assert "2026-11-25 还有2天" in rows(page)[0]
    assert "2026-11-20 已逾期3天" in rows(page)[1]
    assert "已逾期 1" in words(page)
    assert len(rows(clerk.get("/letters", due="overdue").text)) == 1
    file_letter("later", date(2026, 11, 21))
    overdue = clerk.get("/letters", due="overdue").text
    assert "2026-11-20" in rows(overdue)[0] and "2026-11-21" in rows(overdue)[1] and "最早到期的在前" in overdue


@pytest.mark.parametrize("path", LISTS + RECORDS)
def test_the_counts_stand_on_every_page(clerk: Clerk, path: str) -> None:
    seen = words(clerk.get(path).text)
    assert "来信 98 件 待办 0 已逾期 0 其中演示 98 件" in seen
    assert "复议案件 6 件 在办 0 已逾期 0 其中演示 6 件" in seen
    assert "数据截至 2026-11-23 10:30" in seen


def test_a_letter_is_shown_with_text_and_timeline(clerk: Clerk) -> None:
    seen = words(clerk.get("/letters/1").text)
    assert "演示信〔2025〕1号" in seen and "不是真实来信" in seen
    assert "演示来信，没有真实内容。" in seen
    assert re.search("办理经过 2025-01-02 已收到 (来信人 )?公开 演示 ", seen)


def test_name_and_contact_are_masked(clerk: Clerk, file_letter: Callable[..., str]) -> None:
    file_letter(anonymous=False, name="演示甲", contact="13800001234")
    page = clerk.get(link(clerk.get("/letters").text, "W2026-000001")).text
    assert "姓名 演** " in words(page) and "联系方式 138****1234 " in words(page)
    assert "13800001234" not in page and "演示甲" not in page
    assert "只显示一部分" in page and "演示：" not in page


def test_an_anonymous_letter_says_so(clerk: Clerk, file_letter: Callable[..., str]) -> None:
    file_letter()
    seen = words(clerk.get(link(clerk.get("/letters").text, "W2026-000001")).text)
    assert "署名 匿名" in seen and "联系方式" not in seen


def test_what_a_citizen_wrote_is_text_and_never_markup(clerk: Clerk, file_letter: Callable[..., str]) -> None:
    file_letter(what_happened="<script>alert(1)</script>\n第二行", about="<img src=x>")
    page = clerk.get(link(clerk.get("/letters").text, "W2026-000001")).text
    assert "<script" not in page and "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n第二行" in page


def test_cases_are_listed(clerk: Clerk) -> None:
    lines = rows(clerk.get("/cases").text)
    assert len(lines) == 6
    assert (
        lines[1].split()
        == "演示复〔2025〕5号 演示 演示乡镇二 乡镇政府 行政确权 已办结 维持 2025-08-25 没有登记".split()
    )


def test_a_case_is_shown_with_its_timeline(clerk: Clerk) -> None:
    seen = words(clerk.get(link(clerk.get("/cases").text, "演示复〔2025〕5号")).text)
    assert "被申请人 演示乡镇二" in seen and "结案日期 2025-10-31" in seen and "不是真实案件" in seen
    order = [seen.index(step) for step in ("2025-08-25 收到申请", "2025-09-10 受理", "2025-11-04 送达文书")]
    assert order == sorted(order)


def test_drafts_are_nowhere(clerk: Clerk, url: str, keys: Keys) -> None:
    records = Records(url, keys)
    receipt = records.save_application(NewApplication(submission="one", name="演示乙", respondent="某局"))
    records.close()
    for path in [*LISTS, *RECORDS, *FORMS, "/applications"]:
        page = clerk.get(path).text
        assert receipt.number not in page and "某局" not in page and "申请书" not in page.replace("申请书副本", "")
    assert clerk.get("/applications/1").status_code == 404


@pytest.mark.parametrize("path", ["/letters/999999", "/cases/999999", "/letters/0", "/letters/" + "9" * 30, "/cases/x"])
def test_what_is_not_there_is_a_plain_page(clerk: Clerk, path: str) -> None:
    response = clerk.get(path)
    assert response.status_code == 404
    assert "没有这一页" in response.text and 'lang="zh-CN"' in response.text


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_eight_queries_and_decrypts_nothing(
    clerk: Clerk, queries: list[str], keys: CountingKeys, path: str
) -> None:
    keys.opened = 0
    clerk.get(path)
    sent = [one for one in queries if one.startswith("SELECT") and "staff_sessions" not in one]
    assert len(sent) == 8  # two for the list, three for each kind's counts; besides them one for who asks
    assert len([one for one in queries if "staff_sessions" in one]) == 1
    assert all("count(*)" in one or "LIMIT" in one for one in sent)
    assert keys.opened == 0


@pytest.mark.parametrize(("path", "count"), [("/letters/1", 15), ("/cases/1", 13)])
def test_a_record_takes_few_queries(clerk: Clerk, queries: list[str], path: str, count: int) -> None:
    clerk.get(path)
    assert len([one for one in queries if one.startswith("SELECT")]) == count


@pytest.mark.parametrize("path", [*LISTS, *RECORDS, *FORMS])
def test_a_page_never_takes_the_right_to_write(clerk: Clerk, queries: list[str], path: str) -> None:
    clerk.get(path)
    assert [one for one in queries if not one.startswith("SELECT")] == ["BEGIN", "BEGIN"]


@pytest.mark.parametrize("path", [*LISTS, *RECORDS])
def test_records_that_cannot_be_read_are_said(
    app: Starlette, clerk: Clerk, logged: Callable[[], list[dict[str, Any]]], path: str
) -> None:
    with app.state.desk.records.engine.begin() as breaking:
        breaking.execute(sql("ALTER TABLE letters RENAME TO elsewhere"))
        breaking.execute(sql("ALTER TABLE cases RENAME TO elsewhere_too"))
    response = clerk.get(path)
    assert response.status_code == 503
    assert "记录现在读不了" in response.text and "elsewhere" not in response.text and "SELECT" not in response.text
    assert logged()[-1]["event"] == "unavailable" and logged()[-1]["problem"] == "records"


def test_a_damaged_record_closes_its_own_page_only(app: Starlette, clerk: Clerk) -> None:
    with app.state.desk.records.engine.begin() as breaking:
        breaking.execute(sql("UPDATE letters SET about = 'AAAA' WHERE id = 1"))
    response = clerk.get("/letters/1")
    assert response.status_code == 503
    assert "这条记录打不开" in response.text
    assert clerk.get("/letters").status_code == clerk.get("/letters/2").status_code == 200


@pytest.mark.parametrize("path", [*LISTS, *RECORDS, *FORMS])
def test_every_page_can_be_used_by_everybody(clerk: Clerk, path: str) -> None:
    page = clerk.get(path).text
    assert '<html lang="zh-CN">' in page and "· 依法问工作台</title>" in page
    assert page.count("<h1>") == 1 and '<a class="skip" href="#content">' in page and 'id="content"' in page
    assert page.count('aria-current="page"') == 1
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    labelled = set(re.findall(r'<label for="([^"]+)"', page))
    assert set(re.findall(r'<(?:select|input type="(?:date|text)"(?: class="long")?) id="([^"]+)"', page)) == labelled
    assert page.count("<th>") == 0


@pytest.mark.parametrize("path", [*LISTS, *RECORDS, *FORMS])
def test_no_english_word_of_the_code_reaches_a_reader(clerk: Clerk, path: str) -> None:
    assert re.findall(r"[A-Za-z_]{2,}", words(clerk.get(path).text)) == []


def test_an_oral_application_is_written_down_in_the_chat_window(clerk: Clerk) -> None:
    page = clerk.get("/oral").text
    assert re.search(r'href="http://127\.0\.0\.1:8000/\?start=oral" target="_blank" rel="noopener noreferrer"', page)
    assert "《行政复议法》第22条" in page and "查询码" in page
