"""Filed applications: masked until a reason is given; drafts are nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.applications import Starlette

from actions.casework.entries import NewApplication
from actions.casework.kinds import Rung
from actions.casework.store import Records
from tests.unit.bot.desk.clerk import Clerk, CountingKeys
from tests.unit.bot.desk.test_views import link, rows, words

PERSON = {
    "name": "演示甲",
    "phone": "13800001234",
    "identity_number": "000000190001010000",
    "address": "演示地址一号",
}
REASON = "审查受理，核对身份"
Audited = Callable[[], list[tuple[str, str, str, str]]]


@pytest.fixture
def file(citizen: Records) -> Callable[..., str]:
    def filed(rung: Rung = Rung.FILED) -> str:
        new = NewApplication(
            submission=rung.value, respondent="演示部门", requests="撤销处罚", facts="没有收到通知", rung=rung, **PERSON
        )
        return citizen.save_application(new).number

    return filed


@pytest.fixture
def page(clerk: Clerk, file: Callable[..., str]) -> str:
    number = file()
    return link(clerk.get("/applications").text, number)


def test_filed_ones_are_listed_and_drafts_are_not(clerk: Clerk, file: Callable[..., str], keys: CountingKeys) -> None:
    filed, draft = file(), file(Rung.DRAFT)
    keys.opened = 0
    text = clerk.get("/applications").text
    assert filed in rows(text)[0] and draft not in text and len(rows(text)) == 1
    assert "演示甲" not in text and keys.opened == 0


def test_a_county_without_the_channel_is_told_where_drafts_are(clerk: Clerk) -> None:
    seen = words(clerk.get("/applications").text)
    assert "都只是草稿" in seen and "还没有网上递交的申请" in seen


def test_who_filed_shows_in_part(clerk: Clerk, page: str) -> None:
    text = clerk.get(page).text
    assert "撤销处罚" in text and "没有收到通知" in text and "138****1234" in text
    assert not any(value in text for value in PERSON.values())


def test_a_reason_shows_all_and_is_logged(clerk: Clerk, page: str, audited: Audited) -> None:
    clerk.get(page)
    text = clerk.post(f"{page}/person", reason=REASON).text
    assert all(value in text for value in PERSON.values())
    assert audited()[-1][1] == "application.person_shown" and audited()[-1][3] == REASON
    assert "演示甲" not in clerk.get(page).text


def test_without_a_reason_nothing_is_shown(clerk: Clerk, page: str, audited: Audited) -> None:
    clerk.get(page)
    before = audited()
    response = clerk.post(f"{page}/person", reason="看")
    assert response.status_code == 422 and "演示甲" not in response.text and audited() == before


def test_a_draft_has_no_page(app: Starlette, clerk: Clerk, file: Callable[..., str]) -> None:
    file(Rung.DRAFT)
    clerk.get("/reissue")
    for id_ in (1, 2, 999_999, 2**40):
        assert clerk.get(f"/applications/{id_}").status_code == 404
        assert clerk.post(f"/applications/{id_}/person", reason=REASON).status_code == 404
