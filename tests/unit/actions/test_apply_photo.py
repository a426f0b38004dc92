"""Findings as proposed answers, and the card that asks whether they are right."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from actions.apply_photo import answers, card, imposed, lines, payload, refusal
from actions.content.interview import load_interview
from actions.letter.found import Findings, Found, Penalty, decoded
from actions.procedure.tables import table
from bot.channels.messages import checked

TODAY = date(2026, 11, 23)
WHOLE = Findings(
    fields={
        "agency": Found("石泉县市场监督管理局", 0.98),
        "document": Found("行政处罚决定书", 0.99),
        "number": Found("石市监罚决〔2026〕第118号", 0.7),
        "decided_on": Found("2026-10-12", 0.97),
        "told": Found("whole", 0.95),
        "told_authority": Found("石泉县人民政府", 0.95),
        "told_days": Found("六十日", 0.95),
    },
    penalties=(Penalty("confiscation", "1260", 0.99), Penalty("fine", "5000", 0.98), Penalty("detention", "5", 0.9)),
)


def changed(**fields: str | None) -> Findings:
    """The whole letter with some fields else, or without them."""
    kept = {key: one for key, one in WHOLE.fields.items() if key not in fields}
    return Findings({**kept, **{key: Found(value, 0.9) for key, value in fields.items() if value}}, WHOLE.penalties)


def shown(findings: Findings) -> dict[str, str]:
    return dict(lines(findings, TODAY))


# Answers.


def test_what_is_read_becomes_the_answer_to_its_question() -> None:
    assert answers(WHOLE, TODAY) == {
        "respondent": "石泉县市场监督管理局",
        "matter": "penalty",
        "act_name": "行政处罚决定书（石市监罚决〔2026〕第118号）",
    }
    assert answers(changed(number=None), TODAY)["act_name"] == "行政处罚决定书"


def test_the_day_of_the_decision_is_not_the_day_it_became_known() -> None:
    """Counting from an earlier day would turn people away; from a later one it would make them late."""
    found = answers(WHOLE, TODAY)
    assert not {"learned_on", "learned_how", "event_day"} & set(found)


@pytest.mark.parametrize("document", ["当场行政处罚决定书", "公安交通管理简易程序处罚决定书"])
def test_a_decision_on_the_spot_is_known_at_once(document: str) -> None:
    found = answers(changed(document=document), TODAY)
    assert (found["on_the_spot"], found["learned_on"]) == ("yes", "2026-10-12")


def test_a_printed_service_date_is_proposed_without_the_way_of_service() -> None:
    found = answers(changed(received_on="2026-10-15"), TODAY)
    assert found["event_day"] == "2026-10-15" and not {"learned_on", "learned_how"} & set(found)


@pytest.mark.parametrize("day", ["2026-11-24", "2027-01-01", "1998-05-05"])
def test_a_day_that_cannot_be_is_neither_answered_nor_shown(day: str) -> None:
    findings = changed(decided_on=day, document="当场行政处罚决定书")
    assert not {"on_the_spot", "learned_on", "event_day"} & set(answers(findings, TODAY))
    assert day not in str(shown(findings))
    assert "作出决定的日期" in shown(findings)["没有读出来，请自己填"]


@pytest.mark.parametrize(
    ("document", "matter"),
    [("不予行政许可决定书", "licence"), ("查封扣押决定书", "compulsion"), ("责令改正通知书", None), (None, None)],
)
def test_the_matter_follows_from_the_title_where_it_is_plain(document: str | None, matter: str | None) -> None:
    assert answers(changed(document=document), TODAY).get("matter") == matter


def test_of_a_refused_letter_nothing_is_proposed() -> None:
    assert answers(Findings(refused="dark"), TODAY) == {}


def test_the_answers_are_to_questions_of_the_application() -> None:
    found = answers(changed(document="当场行政处罚决定书", received_on="2026-10-15"), TODAY)
    assert set(found) - {"event_day"} <= set(load_interview("apply").questions)


# The card.


def test_the_card_shows_every_line_and_asks_to_check_each() -> None:
    message = card(WHOLE, TODAY, form_open=True)
    assert checked([message]) == ([message], [])
    assert message["type"] == "review" and "核对" in message["text"]
    assert [line["label"] for line in message["lines"]] == [
        "作出决定的单位（请核对）",
        "文书名称（请核对）",
        "文号（编号）（没有读清，请仔细核对）",
        "作出决定的日期（请核对）",
        "处罚内容（请核对）",
        "有没有告诉您可以申请复议（请核对）",
        "告诉您向谁申请（请核对）",
        "告诉您多长时间内申请（请核对）",
    ]
    assert all(line["choice"] is None for line in message["lines"])


def test_what_is_confirmed_is_what_was_shown() -> None:
    yes, no = card(WHOLE, TODAY, form_open=True)["choices"]
    assert yes["label"].startswith("都对") and no["label"].startswith("不对")
    intent, _, entities = yes["choice"].partition("{")
    assert intent == "/photo_use"
    again = decoded(json.loads("{" + entities)["findings"])
    assert answers(again, TODAY) == answers(WHOLE, TODAY) and lines(again, TODAY) == lines(WHOLE, TODAY)


@pytest.mark.parametrize(("form_open", "by_hand"), [(True, "/continue"), (False, "/apply")])
def test_whoever_says_no_goes_on_by_hand(form_open: bool, by_hand: str) -> None:
    assert card(WHOLE, TODAY, form_open)["choices"][1]["choice"] == by_hand


def test_what_is_missing_is_named_and_not_guessed() -> None:
    found = shown(changed(number=None, agency=None))
    assert found["没有读出来，请自己填"] == "作出决定的单位、文号（编号）"
    assert shown(WHOLE).get("没有读出来，请自己填") is None


def test_the_least_sure_penalty_makes_the_line_doubtful() -> None:
    unsure = Findings(WHOLE.fields, (Penalty("fine", "5000", 0.99), Penalty("fine", "300", 0.5)))
    assert shown(unsure)["处罚内容（没有读清，请仔细核对）"] == "罚款5000元；罚款300元"
    assert imposed((Penalty("warning", None, 1.0), Penalty("fine", None, 1.0))) == "警告；罚款"


@pytest.mark.parametrize("note", list(table("photo")["notes"]))
def test_what_to_watch_out_for_is_said_with_its_article(note: str) -> None:
    row = table("photo")["notes"][note]
    said = shown(Findings(WHOLE.fields, (), (note,)))["请留心"]
    assert said.startswith(row["text"])
    assert ("》第" in said) == ("basis" in row)


def test_several_notes_share_a_line() -> None:
    assert len(shown(Findings(WHOLE.fields, (), ("upper", "old_words")))["请留心"].split("\n")) == 2


@pytest.mark.parametrize("why", list(table("photo")["refusals"]))
def test_a_refusal_says_why_and_goes_on_by_hand(why: str) -> None:
    message = card(Findings(refused=why), TODAY, form_open=True)
    assert checked([message]) == ([message], [])
    assert (message["type"], message["level"], message["text"]) == ("notice", "warning", refusal(why))
    assert "填" in message["text"]
    tips: Any = table("photo")["refusals"][why].get("tips")
    assert (table("photo")["tips"] in message["text"]) == bool(tips)


def test_the_longest_payload_is_a_choice_that_the_edge_takes_back() -> None:
    long = Findings(
        {**{key: Found("石" * 60, 0.9) for key in ("agency", "document", "number", "told_authority", "told_days")}},
        (Penalty("confiscation", "123456789012.25", 0.9),) * 12,
        tuple(table("photo")["notes"]),
    )
    assert len(payload("photo_use", long)) < 1900
