"""The notices of the application: to whom, whether first, in whose name."""

from __future__ import annotations

import pytest

from actions import apply_notices as notices
from actions.content.forms import words
from actions.interview.flow import Values
from actions.procedure.admissibility import outside_kinds
from bot.channels.messages import checked
from tests.unit.actions.test_stage import TODAY, Stage


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def whole(card: notices.Message | None) -> notices.Message:
    """The card, which is a message of the contract without a gap in its text."""
    assert card and checked([card]) == ([card], [])
    assert card["text"].strip() and not set("{}") & set(card["text"]) and "None" not in card["text"]
    return card


@pytest.mark.parametrize("key", ["go_on", "oral", "resumed"])
def test_a_fixed_notice(key: str) -> None:
    assert whole(notices.said(key)) == {"type": "notice", "level": "info", "text": words("apply")["notices"][key]}


def test_the_personal_notice_says_what_for_how_long_and_what_may_be_left_out() -> None:
    text = whole(notices.personal_notice())["text"]
    for needed in ("只用于这份申请书", "加密", "30 天", "自动删除", "除了姓名和单位名称"):
        assert needed in text


def test_a_bureau_of_justice_may_be_taken_to_either_of_two() -> None:
    card = whole(notices.authority_card({"respondent": "司法局", "body": "justice_bureau"}))
    assert "石泉县人民政府" in card["text"] and "安康市司法局" in card["text"]


def test_what_has_to_be_checked_stands_on_lines_of_its_own() -> None:
    lines = whole(notices.authority_card({"respondent": "国税局", "body": "tax"}))["text"].split("\n")
    assert len(lines) >= 2 and all(line.startswith(words("apply")["check"]) for line in lines[1:])


@pytest.mark.parametrize("body", ["other", None])
def test_of_an_unknown_body_it_is_said_whom_to_ask(body: str | None) -> None:
    card = whole(notices.authority_card({"respondent": "莫名其妙委员会", "body": body}))
    assert card["level"] == "warning" and "12345" in card["text"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, None),
        ({"matter": "compulsion"}, None),
        ({"matter": "penalty"}, None),
        ({"matter": "penalty", "on_the_spot": "yes"}, "要先申请复议"),
        ({"matter": "penalty", "on_the_spot": "no"}, "可以先复议，也可以直接起诉"),
        ({"matter": "information", "answer": "refused"}, None),
        ({"matter": "information", "answer": "silent"}, "要先申请复议"),
        ({"matter": "compulsion", "body": "tax", "payment_dispute": "yes"}, "先缴清税款"),
    ],
)
def test_whether_it_comes_first_is_said_when_it_is_known(values: Values, said: str | None) -> None:
    card = notices.precondition_card(values)
    if said is None:
        assert card is None
    else:
        text = whole(card)["text"]
        assert said in text and text.endswith("）") and "《" in text


@pytest.mark.parametrize("key", [one.key for one in outside_kinds()])
def test_what_is_not_reconsidered_is_said_with_its_articles_and_what_is(key: str) -> None:
    [kind] = [one for one in outside_kinds() if one.key == key]
    card = whole(notices.outside_card(key))
    assert card["text"].startswith(kind.text) and (kind.but or "") in card["text"] and "《" in card["text"]
    assert card["level"] == ("warning" if kind.verdict == "out" else "info")


def test_none_of_these_is_not_commented() -> None:
    assert notices.outside_card("none") is None and notices.sued_card("none") is None


@pytest.mark.parametrize(("key", "level"), [("sued", "warning"), ("again", "warning"), ("dismissed", "info")])
def test_what_an_earlier_case_means(key: str, level: str) -> None:
    assert whole(notices.sued_card(key))["level"] == level


def test_the_deadline_has_its_sum() -> None:
    card = whole(notices.deadline_card({"learned_how": "handed_over", "learned_on": "2026-11-20"}, TODAY))
    assert card["last_day"] == "2027-01-19" and len(card["rows"]) == 3 and card["basis"]


@pytest.mark.parametrize(
    ("values", "paper"),
    [
        ({"applicant": "business"}, "营业执照"),
        ({"applicant": "company"}, "法定代表人身份证明"),
        ({"applicant": "group"}, "身份证明"),
        ({"applicant": "incapable"}, "监护关系证明"),
        ({"applicant": "deceased"}, "亲属关系证明"),
        ({"applicant": "organisation", "organisation": "collective"}, "成员签名"),
        ({"applicant": "organisation", "organisation": "household"}, "承包"),
        ({"applicant": "organisation", "organisation": "partnership"}, "合伙人"),
        ({"applicant": "organisation", "organisation": "partners"}, "全体合伙人"),
        ({"applicant": "organisation", "organisation": "owners"}, "业主"),
        ({"applicant": "organisation", "organisation": "organisation"}, "组织的证明"),
        ({"applicant": "organisation", "organisation": "terminated"}, "承受"),
    ],
)
def test_in_whose_name_and_with_which_papers(values: Values, paper: str) -> None:
    text = whole(notices.standing_card(values))["text"]
    assert words("apply")["notices"]["papers"] in text and paper in text and "《" in text


@pytest.mark.parametrize("applicant", ["self", "organisation"])
def test_it_goes_without_saying_or_is_said_when_the_kind_is_known(applicant: str) -> None:
    assert notices.standing_card({"applicant": applicant}) is None


def test_many_applicants_choose_representatives() -> None:
    assert notices.representatives_card(10) is None
    assert "2至5名" in whole(notices.representatives_card(11))["text"]


@pytest.mark.parametrize("kind", ["collective", "owners"])
def test_whether_enough_join(kind: str) -> None:
    enough, few, unknown = (
        whole(notices.share_card({"organisation": kind, "share": one})) for one in ("yes", "no", "unsure")
    )
    assert (enough["level"], few["level"], unknown["level"]) == ("info", "warning", "warning")
    assert (
        "没有达到" in few["text"]
        and "还没有核对" in unknown["text"]
        and enough["text"] not in (few["text"], unknown["text"])
    )


def test_a_day_is_read_back() -> None:
    assert "2026年11月20日（星期五）" in whole(notices.day_card("2026-11-20"))["text"]
