"""A new lookup code at the window: who may, what it takes, and that the old one is dead."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql
from starlette.applications import Starlette

from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt
from actions.casework.errors import NotRecognised
from actions.casework.kinds import LetterKind
from actions.casework.numbers import CODE_PATTERN
from actions.casework.practice import shown_case
from actions.casework.store import Records
from tests.unit.bot.desk.clerk import MONDAY, NAME, Clerk, Clock
from tests.unit.bot.desk.test_views import link, words

REASON = "本人到窗口，已核对身份证"
Rows = Callable[[], list[Any]]


@pytest.fixture
def letter(citizen: Records) -> Receipt:
    """A signed letter whose code somebody lost."""
    told = {"about": "路灯", "what_happened": "路灯不亮。", "name": "演示甲", "contact": "13800001234"}
    return citizen.file_letter(NewLetter(submission="one", kind=LetterKind.PROBLEM, anonymous=False, **told))


@pytest.fixture
def draft(citizen: Records) -> Receipt:
    """A draft whose code somebody lost."""
    return citizen.save_application(NewApplication(submission="two", name="演示乙", respondent="某局"))


def code_on(page: str) -> str:
    """The one code that a page shows."""
    (code,) = set(CODE_PATTERN.findall(words(page)))
    return str(code)


def give(clerk: Clerk, number: str, reason: str = REASON) -> Any:
    """Open the page and send its form."""
    assert clerk.get("/reissue").status_code == 200
    return clerk.post("/reissue", number=number, reason=reason)


def still_works(citizen: Records, receipt: Receipt) -> bool:
    return citizen.look_up(receipt.number, receipt.code).number == receipt.number


def test_the_old_code_fails_and_the_new_one_works(clerk: Clerk, citizen: Records, letter: Receipt) -> None:
    response = give(clerk, letter.number)
    assert response.status_code == 200 and response.headers["Cache-Control"] == "no-store"
    with pytest.raises(NotRecognised):
        citizen.look_up(letter.number, letter.code)
    assert citizen.look_up(letter.number, code_on(response.text)).state == "已收到"


def test_number_code_and_the_mask_of_the_name_are_shown(clerk: Clerk, letter: Receipt) -> None:
    page = give(clerk, letter.number).text
    seen = words(page)
    assert f"编号 {letter.number} 新的查询码 " in seen and "类别 来信" in seen and "登记的姓名 演** " in seen
    assert "演示甲" not in page and "13800001234" not in page and "路灯" not in page


def test_a_draft_gets_one_and_shows_no_more(clerk: Clerk, citizen: Records, draft: Receipt) -> None:
    page = give(clerk, draft.number).text
    assert citizen.look_up(draft.number, code_on(page)).number == draft.number
    assert "登记的姓名 演** " in words(page) and "演示乙" not in page and "某局" not in page


def test_a_draft_that_has_expired_is_not_found(clerk: Clerk, clock: Clock, draft: Receipt, reveals: Rows) -> None:
    clock.forward(days=30)
    clerk.sign_in()
    assert give(clerk, draft.number).status_code == 422
    assert reveals() == []


def test_practice_cases_get_one_too_and_are_marked(clerk: Clerk, citizen: Records, keys: Keys) -> None:
    number, old = shown_case(keys)
    page = give(clerk, number).text
    assert "演示：这是练习用的记录" in words(page) and "没有登记，没法核对" in words(page)
    assert citizen.look_up(number, code_on(page)).practice
    with pytest.raises(NotRecognised):
        citizen.look_up(number, old)


def test_the_row_says_who_when_and_why(clerk: Clerk, letter: Receipt, reveals: Rows) -> None:
    give(clerk, letter.number)
    assert reveals() == [(letter.number, "code", "s-00000001", REASON, MONDAY)]


def test_the_record_s_page_lists_it(clerk: Clerk, letter: Receipt, keys: Keys) -> None:
    case = shown_case(keys)[0]
    for number, queue in ((letter.number, "/letters"), (case, "/cases")):
        give(clerk, number)
        seen = words(clerk.get(link(clerk.get(queue).text, number)).text)
        assert f"2026-11-23 10:30 补发查询码 {NAME} 理由：{REASON}" in seen


@pytest.mark.parametrize("typed", ["W2026-000099", "", "W2026", "%", "路灯", "演示甲", "13800001234", "9" * 300])
def test_an_unknown_number_is_said_kindly(
    clerk: Clerk, citizen: Records, letter: Receipt, reveals: Rows, typed: str
) -> None:
    response = give(clerk, typed)
    assert response.status_code == 422
    assert "找不到这个编号。请对照回执再看一遍" in response.text and f'value="{typed}"' in response.text
    assert letter.number not in words(response.text) and REASON in response.text
    assert reveals() == [] and still_works(citizen, letter)


@pytest.mark.parametrize("reason", ["", "   ", "核对", "字" * 201])
def test_without_a_proper_reason_the_old_code_stays(
    clerk: Clerk, citizen: Records, letter: Receipt, reveals: Rows, reason: str
) -> None:
    response = give(clerk, letter.number, reason)
    assert response.status_code == 422
    assert "没有补发：请写明理由，5到200个字。" in response.text and f'value="{letter.number}"' in response.text
    assert reveals() == [] and still_works(citizen, letter)


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_another_site_s_form_changes_nothing(
    clerk: Clerk, citizen: Records, letter: Receipt, reveals: Rows, token: str
) -> None:
    fields = {"token": token, "number": letter.number, "reason": REASON}
    assert clerk.send("POST", "/reissue", data=fields).status_code == 403
    assert reveals() == [] and still_works(citizen, letter)


def test_a_link_changes_nothing(clerk: Clerk, citizen: Records, letter: Receipt, reveals: Rows) -> None:
    page = clerk.get("/reissue", number=letter.number, reason=REASON, token=clerk.token).text
    assert letter.number not in page
    assert reveals() == [] and still_works(citizen, letter)


def test_a_stranger_changes_nothing(
    clerk: Clerk, stranger: Clerk, citizen: Records, letter: Receipt, reveals: Rows
) -> None:
    clerk.get("/reissue")
    stranger.get("/sign-in")
    assert stranger.get("/reissue").status_code == 303
    for token in (stranger.token, clerk.token):
        fields = {"token": token, "number": letter.number, "reason": REASON}
        response = stranger.send("POST", "/reissue", data=fields)
        assert (response.status_code, response.headers["location"]) == (303, "/sign-in")
    assert reveals() == [] and still_works(citizen, letter)


@pytest.mark.usefixtures("full")
def test_without_its_row_no_code_is_given(clerk: Clerk, citizen: Records, letter: Receipt, reveals: Rows) -> None:
    response = give(clerk, letter.number)
    assert response.status_code == 503
    assert "没有办成，什么也没有显示" in response.text and not CODE_PATTERN.search(response.text)
    assert reveals() == [] and still_works(citizen, letter)


def test_counts_that_cannot_be_read_stop_it_before_anything_is_changed(
    app: Starlette, clerk: Clerk, citizen: Records, letter: Receipt, reveals: Rows
) -> None:
    clerk.get("/reissue")
    with app.state.desk.records.engine.begin() as breaking:
        breaking.execute(sql("ALTER TABLE cases RENAME COLUMN due_on TO elsewhere"))
    assert clerk.post("/reissue", number=letter.number, reason=REASON).status_code == 503
    assert reveals() == [] and still_works(citizen, letter)


def test_nothing_is_listed_or_searched(clerk: Clerk, letter: Receipt, draft: Receipt) -> None:
    page = clerk.get("/reissue").text
    assert letter.number not in page and draft.number not in page and "<table" not in page
    for part in (letter.number[:-1], draft.number[:-1], "F2026-", "W"):
        assert give(clerk, part).status_code == 422


def test_the_code_is_on_the_page_and_nowhere_else(
    clerk: Clerk, letter: Receipt, written: io.StringIO, url: str
) -> None:
    response = give(clerk, letter.number)
    code = code_on(response.text)
    assert code not in str(response.headers) and code not in str(response.url)
    for page in ("/reissue", link(clerk.get("/letters").text, letter.number)):
        assert code not in clerk.get(page).text
    stored = b"".join(file.read_bytes() for file in _files(url))
    assert code.encode() not in stored and code.replace("-", "").encode() not in stored
    assert code not in written.getvalue()


def _files(url: str) -> list[Path]:
    path = Path(url.removeprefix("sqlite:///"))
    return sorted(path.parent.glob(f"{path.name}*"))


def test_logs_tell_account_and_kind_and_nothing_personal(
    clerk: Clerk, letter: Receipt, written: io.StringIO, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    give(clerk, "W2026-000099")
    assert (logged()[-1]["event"], logged()[-1]["account"]) == ("code_not_reissued", "s-00000001")
    give(clerk, letter.number)
    assert (logged()[-1]["event"], logged()[-1]["kind"]) == ("code_reissued", "letter")
    for secret in ("演示甲", "13800001234", REASON, NAME):
        assert secret not in written.getvalue()
    assert "W2026" not in written.getvalue()
