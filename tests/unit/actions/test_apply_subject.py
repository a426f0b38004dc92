"""The application's options, wordings and readings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.apply_facts import OTHER_BODY
from actions.apply_subject import ApplySubject, names_wanted, options, phrases, shown
from actions.content.forms import words
from actions.content.interview import Question, load_interview
from actions.form import short
from actions.interview.flow import Values
from actions.procedure.tables import table
from tests.unit.actions.test_stage import TODAY, Stage

TABLE = load_interview("apply").questions
WAYS, REASONS = table("deadline")["ways"], table("deadline")["reasons"]
LATE: Values = {"learned_how": "on_the_spot", "learned_on": "2026-05-01"}


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def offered(key: str, **values: Any) -> dict[str, str]:
    return options(TABLE[key], values)


# Options.


@pytest.mark.parametrize("matter", list(table("matters")))
def test_the_ways_of_learning_are_those_of_the_matter_its_usual_case_first(matter: str) -> None:
    row, ways = table("matters")[matter], offered("learned_how", matter=matter)
    kinds = [WAYS[way]["kind"] for way in ways]
    assert list(ways.values()) == [WAYS[way]["label"] for way in ways]
    assert kinds[0] == row["kind"] and len(set(kinds)) == (2 if row.get("both") else 1)
    assert sorted(kinds, key=lambda kind: kind != row["kind"]) == kinds


@pytest.mark.parametrize(
    ("answer", "kind"), [("silent", "inaction"), ("refused", "act"), ("partly", "act"), ("decision", "act")]
)
@pytest.mark.parametrize("matter", ["inaction", "licence"])
def test_the_agencys_answer_leaves_the_ways_of_one_kind(matter: str, answer: str, kind: str) -> None:
    assert {WAYS[way]["kind"] for way in offered("learned_how", matter=matter, answer=answer)} == {kind}


def test_what_was_not_decided_on_the_spot_was_not_learned_of_there() -> None:
    assert "on_the_spot" in offered("learned_how", matter="compulsion")
    assert "on_the_spot" not in offered("learned_how", matter="penalty", on_the_spot="no")


@pytest.mark.parametrize("kind", ["act", "inaction"])
@pytest.mark.parametrize("matter", list(table("matters")))
def test_the_usual_requests_come_first_and_none_that_fits_is_lost(matter: str, kind: str) -> None:
    way = "handed_over" if kind == "act" else "inaction_open"
    keys = list(offered("requests", matter=matter, learned_how=way))
    fitting = [
        key
        for key, row in table("requests").items()
        if kind in row["kinds"] and (key != "agreement" or matter == "agreement")
    ]
    usual = [key for key in table("matters")[matter]["requests"] if key in fitting]
    assert keys[: len(usual)] == usual and sorted(keys) == sorted(fitting)


def test_the_bodies_are_those_that_the_words_may_mean_and_a_way_out() -> None:
    bodies = offered("body", respondent="镇政府")
    assert len(bodies) > 5 and list(bodies)[-1] == OTHER_BODY
    assert list(offered("body")) == [OTHER_BODY]


def test_what_is_not_reconsidered_is_named_by_the_citizens_own_words() -> None:
    found = offered("outside", story="派出所把他刑事拘留了", act_name="信访答复意见书")
    assert {"criminal", "petition"} <= set(found) and list(found)[-1] == "none" and len(found) <= 4
    assert offered("outside") == {"none": words("apply")["not_outside"]}


def test_the_late_reasons_are_those_that_may_still_help_and_none_at_all() -> None:
    found = offered("late_reason", **LATE)
    assert list(found) == [key for key, row in REASONS.items() if row["when"] in ("any", "act")] + ["none"]
    found = offered("late_reason", **LATE | {"learned_how": "inaction_open"})
    assert list(found) == [key for key, row in REASONS.items() if row["when"] == "any"] + ["none"]


@pytest.mark.parametrize("reason", ["not_told", "obstacle", "none"])
def test_a_reason_is_still_offered_once_it_was_chosen(reason: str) -> None:
    chosen = offered("late_reason", **LATE, late_reason=reason, late_from="2026-05-10", late_until="2026-11-20")
    assert chosen == offered("late_reason", **LATE)


def test_the_papers_are_those_of_a_decision_or_of_silence() -> None:
    assert offered("evidence", matter="penalty") == words("apply")["evidence"]["act"]
    assert offered("evidence", matter="inaction") == words("apply")["evidence"]["inaction"]


def test_who_may_apply_and_which_organisations() -> None:
    assert list(offered("applicant")) == [
        "self",
        "business",
        "company",
        "group",
        "incapable",
        "deceased",
        "organisation",
    ]
    assert list(offered("organisation")) == words("apply")["options"]["organisations"]
    kinds = set(table("requests-applicants")["applicants"])
    assert set(offered("organisation")) <= kinds
    assert kinds <= {*offered("organisation"), *offered("applicant")}, "nobody who may apply is forgotten"


@pytest.mark.parametrize("key", [key for key, one in TABLE.items() if one.options])
def test_fixed_options_do_not_depend_on_anything(key: str) -> None:
    assert offered(key) == offered(key, **LATE, matter="penalty") == dict(TABLE[key].options)


@pytest.mark.parametrize("key", [key for key, one in TABLE.items() if one.read in ("option", "several", "start")])
def test_no_two_options_are_called_the_same_even_without_their_explanations(key: str) -> None:
    for values in ({}, {**LATE, "respondent": "镇政府", "matter": "other"}, {"matter": "inaction", "answer": "silent"}):
        labels = list(offered(key, **values).values())
        assert len({short(label) for label in labels}) == len(labels) and all(short(label) for label in labels)


@pytest.mark.parametrize(("size", "least", "most"), [(2, 2, 2), (10, 10, 10), (11, 2, 5), (12, 2, 5), (9999, 2, 5)])
def test_more_than_ten_name_their_representatives(size: int, least: int, most: int) -> None:
    assert names_wanted({"group_size": size}) == (least, most)
    assert offered("group_names", group_size=size) == {"least": str(least), "most": str(most)}


def test_an_agent_or_two() -> None:
    assert offered("agent_name") == {"least": "1", "most": "2"}


def test_only_exact_words_confirm_the_review() -> None:
    assert offered("review") == {"确认保存": "确认保存"}


# What a reader may look at.


def test_a_reader_is_told_the_day_and_what_may_lie_ahead() -> None:
    subject = ApplySubject()
    for key, values, ahead, after in (
        ("learned_on", {"learned_how": "public_notice"}, True, None),
        ("learned_on", {"learned_how": "handed_over"}, False, None),
        ("acted", {"learned_how": "public_notice"}, False, None),
        ("late_until", {"late_from": "2026-05-10"}, False, "2026-05-10"),
        ("late_from", {"late_from": "2026-05-10"}, False, None),
    ):
        asked = subject.asked(TABLE[key], values)
        assert (asked.today, asked.ahead, asked.after) == (TODAY, ahead, after)
        assert asked.question is TABLE[key] and asked.values == values


# Wordings.


def test_every_placeholder_has_a_phrase() -> None:
    assert set(phrases({})) == {
        *("learned_on", "share_question", "group_label", "group_question", "group_invalid"),
        *("name_question", "address_question", "day_question"),
    }


@pytest.mark.parametrize("way", list(WAYS))
def test_the_question_of_the_day_is_that_of_the_way(way: str) -> None:
    assert phrases({"learned_how": way})["day_question"] == WAYS[way]["ask"]


def test_the_day_that_is_checked_is_read_with_its_weekday() -> None:
    assert phrases({"learned_on": "2026-09-26"})["learned_on"] == "2026年9月26日（星期六）"


def test_a_group_is_asked_for_all_names_or_for_its_representatives() -> None:
    few, many = phrases({"group_size": 3}), phrases({"group_size": 12})
    assert (few["group_label"], many["group_label"]) == ("申请人名单", "代表人")
    assert "3 个人" in few["group_question"] and "3 个人" in few["group_invalid"]
    assert "2至5名" in many["group_question"] and "2至5名" in many["group_invalid"]


@pytest.mark.parametrize("kind", [*words("apply")["phrases"]["name_question"]])
def test_the_question_for_the_name_is_that_of_the_applicant(kind: str) -> None:
    values = {"organisation": kind} if kind in words("apply")["options"]["organisations"] else {"applicant": kind}
    assert phrases(values)["name_question"] == words("apply")["phrases"]["name_question"][kind]


def test_others_are_asked_for_their_whole_name() -> None:
    assert phrases({"organisation": "terminated"})["name_question"] == "单位或者组织的全称？"


@pytest.mark.parametrize(
    ("values", "person"),
    [
        ({"applicant": "self"}, True),
        ({"applicant": "group"}, True),
        ({"applicant": "company"}, False),
        ({"applicant": "organisation", "organisation": "household"}, True),
        ({"applicant": "organisation", "organisation": "owners", "acts_by": "itself"}, False),
        ({"applicant": "organisation", "organisation": "owners", "acts_by": "members"}, True),
    ],
)
def test_a_person_lives_and_a_unit_is_registered(values: Values, person: bool) -> None:
    wanted = words("apply")["phrases"]["address_question"]["person" if person else "unit"]
    assert phrases(values)["address_question"] == wanted


@pytest.mark.parametrize("kind", ["collective", "owners"])
def test_the_share_is_that_of_members_or_of_owners(kind: str) -> None:
    assert phrases({"organisation": kind})["share_question"] == words("apply")["phrases"]["share_question"][kind]
    assert phrases({"organisation": "partners"})["share_question"] == ""


# The review.


def said(key: str, value: Any, **values: Any) -> str:
    return shown(TABLE[key], {**values, key: value})


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("matter", "penalty", "行政处罚"),
        ("learned_on", "2026-11-20", "2026年11月20日（星期五）"),
        ("on_the_spot", "no", "不是，过后才收到决定书"),
        ("group_size", 12, "12"),
        ("name", "{a} 一\n二 <b>", "{a} 一\n二 <b>"),
        ("act_name", "", "没有书面决定，或者现在不在手边"),
        ("evidence_more", "", "没有了"),
        ("identity", "", "打印后自己填"),
        ("learned_right", "", "说不准，先按今天算"),
    ],
)
def test_an_answer_is_shown_as_the_citizen_reads_it(key: str, value: Any, text: str) -> None:
    assert said(key, value) == text


def test_several_are_shown_with_their_labels() -> None:
    assert said("requests", ["revoke", "change"], matter="penalty") == "撤销、变更"
    assert said("evidence", ["photos"], matter="penalty") == "照片、录像"


def test_the_respondent_is_shown_by_its_name() -> None:
    assert said("respondent", "交警", body="traffic_police") == "石泉县公安局交通警察大队"
    assert said("respondent", "镇政府", body="other") == "镇政府"


@pytest.mark.parametrize("reason", [key for key, row in REASONS.items() if row["when"] != "estate"])
def test_a_reason_is_shown_in_words_though_it_is_already_in_the_sum(reason: str) -> None:
    assert said("late_reason", reason, **LATE) == REASONS[reason]["label"]


def test_what_may_be_left_blank_can_be_shown_so() -> None:
    for question in TABLE.values():
        if question.skip:
            assert shown(question, {question.key: ""}) == question.skip


def test_an_option_that_is_no_longer_offered_is_shown_by_its_key() -> None:
    assert said("matter", "telegraphy") == "telegraphy"


def test_it_is_the_application() -> None:
    subject = ApplySubject()
    assert subject.feature == "apply" and subject.interview.questions == TABLE
    values = {"matter": "penalty"}
    assert subject.shown(TABLE["matter"], values) == "行政处罚" and subject.phrases(values) == phrases(values)
    assert subject.facts(values, {})["asks"] == ("on_the_spot",)
    assert (
        date.fromisoformat("2026-11-23") == subject.asked(Question("x", "开始", "text", "text", "问", "因"), {}).today
    )
