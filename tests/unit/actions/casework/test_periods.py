"""How long what is kept: the table, and that nothing is missing from it (个人信息保护法 19)."""

import json
from pathlib import Path

import pytest

from actions.casework import callbacks, ratings, unanswered
from actions.casework.applications import DRAFT_KEPT
from actions.casework.files import FILE_KEPT
from actions.casework.periods import Period, periods
from actions.casework.purge import EXPIRING, STRIPPING
from actions.casework.tables import METADATA
from actions.content.laws import load_laws

PERIODS = pytest.mark.parametrize("period", periods().values(), ids=list(periods()))


def test_article_19_no_table_is_without_a_period() -> None:
    assert set(METADATA.tables) <= {table for period in periods().values() for table in period.tables}


@PERIODS
def test_article_19_every_period_has_its_reason_and_its_law(period: Period) -> None:
    assert period.why and period.since and period.basis
    for law, article in period.basis:
        assert 1 <= article <= load_laws()[law].articles


@PERIODS
def test_what_is_cleared_has_a_time_and_what_is_kept_has_none(period: Period) -> None:
    assert period.how in ("delete", "strip", "keep")
    assert (period.days is None) == (period.how == "keep")


def test_every_period_that_ends_is_carried_out() -> None:
    ending = {name for name, period in periods().items() if period.how != "keep"}
    assert ending == set(EXPIRING) | set(STRIPPING) | {"erasures", "conversations"}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("drafts", DRAFT_KEPT),
        ("files", FILE_KEPT),
        ("questions", unanswered.KEPT),
        ("callbacks", callbacks.KEPT_AFTER_CALL),
        ("ratings", ratings.KEPT),
    ],
)
def test_the_table_says_what_the_software_does(name: str, kept: object) -> None:
    assert periods()[name].days == kept.days  # type: ignore[attr-defined]


def test_what_only_the_county_can_decide_is_not_decided_by_the_software() -> None:
    assert {name for name, period in periods().items() if not period.confirmed} == {"letters", "filed", "case_phones"}


def test_the_audit_log_is_kept_longest() -> None:
    assert periods()["audit"].days is None
    assert {"audit_log", "reveals"} <= set(periods()["audit"].tables)


def test_articles_are_cited_as_operators_read_them() -> None:
    assert periods()["audit"].cited == "个人信息保护法51、个人信息保护法54"


def test_the_law_s_own_text_is_not_copied() -> None:
    # The gathered texts stand beside the repository on some machines only.
    file = Path(__file__).parents[5] / "shared" / "laws" / "personal-information-protection-law-2021.json"
    if not file.exists():
        pytest.skip("没有法规全文可比")
    law = "".join(json.loads(file.read_text(encoding="utf-8"))["articles"].values())
    for period in periods().values():
        assert not any(period.why[at : at + 18] in law for at in range(max(0, len(period.why) - 17)))
