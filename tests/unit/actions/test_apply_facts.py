"""What the answers of an application amount to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions import apply_facts
from actions.apply_facts import GAPS, OTHER_BODY, PRESSING
from actions.content.region import Region, load_region
from actions.interview.flow import Values
from actions.procedure.jurisdiction import find_respondent
from actions.procedure.tables import table
from tests.unit.actions.test_stage import TODAY

WAYS = table("deadline")["ways"]
LATE: Values = {"learned_how": "handed_over", "learned_on": "2026-05-01"}


@pytest.fixture
def region() -> Region:
    return load_region("shiquan")


def facts(**values: Any) -> dict[str, Any]:
    return apply_facts.facts(values, {}, TODAY, load_region("shiquan"))


def counted(**values: Any) -> Any:
    return apply_facts.deadline({**LATE, **values}, TODAY)


# Nothing done, or something decided.


@pytest.mark.parametrize("matter", list(table("matters")))
def test_a_matter_is_usually_inaction_when_its_row_says_so(matter: str) -> None:
    assert apply_facts.is_inaction({"matter": matter}) is (table("matters")[matter]["kind"] == "inaction")


@pytest.mark.parametrize("matter", ["inaction", "licence", None])
@pytest.mark.parametrize(
    ("answer", "inaction"), [("silent", True), ("refused", False), ("partly", False), ("decision", False)]
)
def test_the_agencys_answer_decides_before_the_usual_case(matter: str | None, answer: str, inaction: bool) -> None:
    assert apply_facts.is_inaction({"matter": matter, "answer": answer}) is inaction


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("matter", ["penalty", "information", "inaction", None])
def test_the_way_decides_once_it_is_known(matter: str | None, way: str) -> None:
    values = {"matter": matter, "learned_how": way, "answer": "refused"}
    assert apply_facts.is_inaction(values) is (WAYS[way]["kind"] == "inaction")


def test_what_is_not_in_the_tables_is_no_inaction() -> None:
    assert not any(apply_facts.is_inaction({"matter": matter}) for matter in ("nothing", None, 7))
    assert apply_facts.is_inaction({"learned_how": "somehow"}) is False


def test_what_was_decided_on_the_spot_was_learned_of_there() -> None:
    assert apply_facts.way({"on_the_spot": "yes", "learned_how": "handed_over"}) == "on_the_spot"
    assert apply_facts.way({"on_the_spot": "no", "learned_how": "handed_over"}) == "handed_over"
    assert apply_facts.way({}) is None


# Whether reconsideration must come first.

ASKS = [
    ({"matter": "penalty"}, ("on_the_spot",)),
    ({"matter": "determination"}, ("already_held",)),
    ({"matter": "business"}, ("already_held",)),
    ({"matter": "licence"}, ("answer",)),
    ({"matter": "inaction"}, ("answer",)),
    ({"matter": "benefits"}, ("answer",)),
    ({"matter": "information"}, ("answer",)),
    ({"matter": "information", "answer": "silent"}, ("answer",)),
    ({"matter": "information", "answer": "refused"}, ("answer", "withheld")),
    ({"matter": "compulsion"}, ()),
    ({}, ()),
    ({"matter": "penalty", "body": "tax"}, ("payment_dispute", "on_the_spot")),
    ({"matter": "compulsion", "body": "tax"}, ("payment_dispute",)),
    ({"matter": "information", "body": "tax"}, ("answer",)),
    ({"matter": "inaction", "body": "tax"}, ("answer",)),
    ({"body": "tax"}, ("payment_dispute",)),
]


@pytest.mark.parametrize(("values", "asked"), ASKS)
def test_only_facts_that_decide_are_asked_for(values: Values, asked: tuple[str, ...]) -> None:
    assert apply_facts.asks(values) == asked == facts(**values)["asks"]


@pytest.mark.parametrize(
    ("values", "key", "answer"),
    [
        ({"matter": "penalty", "on_the_spot": "yes"}, "on_the_spot_penalty", "must"),
        ({"matter": "penalty", "on_the_spot": "no"}, "ordinary", "free"),
        ({"matter": "penalty"}, "need_fact", "check"),
        ({"matter": "compulsion"}, "ordinary", "free"),
        ({"matter": "determination", "already_held": "yes"}, "natural_resources", "must"),
        ({"matter": "determination", "already_held": "unsure"}, "natural_resources_check", "check"),
        ({"matter": "licence", "answer": "silent"}, "inaction_silent", "must"),
        ({"matter": "licence", "answer": "refused"}, "inaction_refused", "free"),
        ({"matter": "licence", "answer": "decision"}, "ordinary", "free"),
        ({"matter": "information", "answer": "refused", "withheld": "yes"}, "information_withheld", "must"),
        ({"matter": "information", "answer": "refused", "withheld": "no"}, "information_other", "check"),
        ({"matter": "penalty", "body": "tax", "payment_dispute": "yes"}, "tax_payment", "must"),
        ({"matter": "penalty", "body": "tax", "payment_dispute": "no"}, "tax_penalty", "free"),
        ({"matter": "penalty", "body": "tax", "payment_dispute": "unsure"}, "need_fact", "check"),
        ({"matter": "inaction", "body": "tax", "answer": "silent"}, "inaction_silent", "must"),
    ],
)
def test_whether_reconsideration_comes_first(values: Values, key: str, answer: str) -> None:
    found = apply_facts.must_come_first(values)
    assert (found.key, found.answer) == (key, answer)


@pytest.mark.parametrize(
    ("values", "doubtful"),
    [
        ({}, False),
        ({"sued": "none"}, False),
        ({"sued": "dismissed"}, False),
        ({"sued": "sued"}, True),
        ({"sued": "again"}, True),
        ({"outside": "none"}, False),
        ({"outside": "petition"}, True),
        ({"share": "unsure"}, False),
        ({"share": "no"}, True),
    ],
)
def test_what_will_hardly_be_accepted(values: Values, doubtful: bool) -> None:
    assert apply_facts.is_doubtful(values) is doubtful is facts(**values)["doubtful"]


# The facts that the table names.


def test_the_answers_are_facts_themselves() -> None:
    assert {"start": "tell", "agent": "none"}.items() <= facts(start="tell", agent="none").items()


@pytest.mark.parametrize(
    ("fact", "values", "holds"),
    [
        ("several_bodies", {"respondent": "镇政府"}, True),
        ("several_bodies", {"respondent": "镇政府", "body": "raofeng"}, True),
        ("several_bodies", {"respondent": "交警"}, False),
        ("several_bodies", {}, False),
        ("outside_words", {"story": "派出所把他刑事拘留了"}, True),
        ("outside_words", {"act_name": "信访答复意见书"}, True),
        ("outside_words", {"story": "交警罚了我", "act_name": ""}, False),
        ("gap", {"late_reason": "obstacle"}, True),
        ("gap", {"sued": "dismissed"}, True),
        ("gap", {"late_reason": "not_told"}, False),
        ("reason_named", {"late_reason": "obstacle"}, True),
        ("reason_named", {"late_reason": "none"}, False),
        ("reason_named", {}, False),
        ("needs_acted", {"learned_how": "found_out"}, True),
        ("needs_acted", {"learned_how": "handed_over"}, False),
        ("wants_review", {"requests": ["revoke", "review_document"]}, True),
        ("wants_review", {}, False),
        ("wants_damages", {"requests": ["compensate"]}, True),
        ("wants_damages", {"requests": ["revoke"]}, False),
        ("writes_facts", {}, True),
        ("writes_facts", {"story": ""}, True),
        ("writes_facts", {"story": "说过了", "facts_how": "story"}, False),
        ("writes_facts", {"story": "说过了", "facts_how": "new"}, True),
        ("names_applicant", {"applicant": "self"}, True),
        ("names_applicant", {"applicant": "group"}, False),
        ("sex_unknown", {"identity": ""}, True),
        ("sex_unknown", {"identity": "11010519491231002X"}, False),
        ("sex_unknown", {}, False),
    ],
)
def test_a_fact_follows_from_the_answers(fact: str, values: Values, holds: bool) -> None:
    assert facts(**values)[fact] is holds


def test_something_was_heard_or_not(region: Region) -> None:
    assert apply_facts.facts({}, {"amount": 3}, TODAY, region)["heard_something"] is True
    assert facts()["heard_something"] is False


@pytest.mark.parametrize(
    ("applicant", "more", "registered", "head", "person"),
    [
        ("self", {}, False, False, True),
        ("business", {}, True, False, True),
        ("company", {}, True, True, False),
        ("group", {}, False, False, False),
        ("incapable", {}, False, False, True),
        ("deceased", {}, False, False, True),
        ("organisation", {"organisation": "collective"}, True, True, False),
        ("organisation", {"organisation": "household"}, False, False, True),
        ("organisation", {"organisation": "partnership"}, True, True, False),
        ("organisation", {"organisation": "partners"}, False, False, True),
        ("organisation", {"organisation": "owners", "acts_by": "members"}, False, False, True),
        ("organisation", {"organisation": "owners", "acts_by": "itself"}, True, True, False),
        ("organisation", {"organisation": "organisation"}, True, True, False),
        ("organisation", {"organisation": "terminated"}, False, True, False),
    ],
)
def test_who_applies_decides_what_is_asked_about_them(
    applicant: str, more: Values, registered: bool, head: bool, person: bool
) -> None:
    found = facts(applicant=applicant, **more)
    assert (found["registered"], found["has_head"], found["person"]) == (registered, head, person)


# The deadline.


def test_the_deadline_without_its_facts_is_unknown() -> None:
    for values in ({}, {"learned_how": "handed_over"}, {"learned_on": "2026-11-20"}):
        assert apply_facts.deadline(values, TODAY).state == "unknown"


@pytest.mark.parametrize(
    ("day", "state", "pressing", "late"),
    [
        ("2026-11-20", "in_time", False, False),
        ("2026-09-26", "near", True, False),
        ("2026-05-01", "late_reasons", True, True),
    ],
)
def test_the_deadline_counts_from_the_day(day: str, state: str, pressing: bool, late: bool) -> None:
    assert counted(learned_on=day).state == state
    found = facts(learned_how="handed_over", learned_on=day)
    assert (found["pressing"], found["late"]) == (pressing, late)


def test_the_pressing_states_are_those_in_which_a_day_decides() -> None:
    assert set(PRESSING) == {"near", "late_reasons", "late"}


def test_a_reason_changes_the_verdict_as_the_law_has_it() -> None:
    plain = counted()
    assert counted(late_reason="not_told").last_day == date(2027, 1, 22)
    assert counted(late_reason="not_told", learned_right="2026-11-21").last_day == date(2027, 1, 20)
    assert counted(late_reason="not_told", learned_right="").last_day == date(2027, 1, 22)
    assert counted(late_reason="none").state == "late" and not counted(late_reason="none").reasons
    for reason in ("obstacle", "told_longer", "wrong_lawsuit", "penalty_agency"):
        claimed = counted(late_reason=reason)
        assert (claimed.last_day, claimed.state) == (plain.last_day, "late_reasons")
        assert "由复议机关判断" in claimed.text and claimed.text != plain.text


def test_whether_it_is_late_is_asked_without_the_reason_that_was_given() -> None:
    """Else the question for the reason would vanish with its answer."""
    given = {**LATE, "late_reason": "obstacle", "late_from": "2026-05-10", "late_until": "2026-11-20"}
    assert apply_facts.deadline(given, TODAY).state == "in_time" and facts(**given)["late"] is True


@pytest.mark.parametrize("kind", sorted(GAPS))
def test_time_that_does_not_count_is_taken_out(kind: str) -> None:
    lost = counted(late_reason=kind, late_from="2026-05-11", late_until="2026-06-10")
    assert lost.last_day in (date(2026, 7, 30), date(2026, 7, 31))
    assert counted(late_reason=kind, late_from="", late_until="").last_day == counted().last_day
    assert counted(late_reason=kind, late_from="2026-05-11", late_until="").state == "in_time"


def test_a_dismissed_lawsuit_takes_its_time_out_without_being_late() -> None:
    found = apply_facts.deadline(
        {
            "learned_how": "handed_over",
            "learned_on": "2026-11-10",
            "sued": "dismissed",
            "late_from": "2026-11-11",
            "late_until": "2026-11-20",
        },
        TODAY,
    )
    assert found.last_day == date(2027, 1, 19)


def test_of_two_reasons_for_lost_time_the_one_that_was_chosen_counts() -> None:
    assert apply_facts.gap_kind({"late_reason": "obstacle", "sued": "dismissed"}) == "obstacle"
    assert apply_facts.gap_kind({"late_reason": "not_told", "sued": "dismissed"}) == "wrong_lawsuit"
    assert apply_facts.gap_kind({"late_reason": "none", "sued": "none"}) is None


def test_the_longest_limit_counts_from_the_act() -> None:
    found = {"learned_how": "found_out", "learned_on": "2026-11-02", "acted": "2021-11-01"}
    assert apply_facts.deadline(found, TODAY).state == "late_reasons"
    assert apply_facts.deadline({**found, "late_reason": "real_estate"}, TODAY).state == "in_time"
    assert apply_facts.deadline({**found, "acted": ""}, TODAY).state == "in_time"


@pytest.mark.parametrize("way", list(WAYS))
def test_only_an_end_that_is_known_beforehand_may_lie_ahead(way: str) -> None:
    ahead = apply_facts.deadline({"learned_how": way, "learned_on": "2026-12-10"}, TODAY)
    assert apply_facts.day_may_lie_ahead({"learned_how": way}) is (ahead.state != "unknown")


# The body and the authority.


@pytest.mark.parametrize(
    ("words", "body", "name", "authority"),
    [
        ("交警", "traffic_police", "石泉县公安局交通警察大队", "石泉县人民政府"),
        ("镇上", "raofeng", "石泉县饶峰镇人民政府", "石泉县人民政府"),
        ("县政府", "county", "石泉县人民政府", "安康市人民政府"),
        ("地税", "tax", "国家税务总局石泉县税务局", "上一级税务机关"),
        ("烟草局", "tobacco", "石泉县烟草专卖局", None),
        ("安康市公安局", "city_department", "安康市公安局", "安康市人民政府"),
        ("市公安局", "city_department", "市公安局", "安康市人民政府"),
        ("银监局", "financial", "银监局", "上一级金融监督管理机关"),
        ("某某局", OTHER_BODY, "某某局", None),
        ("某某局", None, "某某局", None),
        ("交警", OTHER_BODY, "交警", None),
    ],
)
def test_who_is_complained_of_and_to_whom(
    words: str, body: str | None, name: str, authority: str | None, region: Region
) -> None:
    values = {"respondent": words, "body": body}
    assert apply_facts.respondent_name(values, region) == name
    assert apply_facts.authority(values, region).name == authority


def test_no_body_is_named_where_nothing_is_known(region: Region) -> None:
    assert apply_facts.respondent({}, region) is None and apply_facts.respondent_name({}, region) == ""


def test_no_body_is_called_like_the_way_out(region: Region) -> None:
    assert OTHER_BODY not in {body.id for body in region.bodies} | set(table("respondents")["above"])


def test_only_a_name_of_its_own_stands_in_a_document(region: Region) -> None:
    named = {
        body.id for body in region.bodies if any(map(apply_facts.is_named, find_respondent(body.name, region)[:1]))
    }
    unnamed = {body.id for body in region.bodies} - named
    assert unnamed == {body.id for body in region.bodies if "（" in body.name}
