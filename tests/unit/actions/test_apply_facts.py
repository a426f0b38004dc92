"""What the answers of an application amount to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions import apply_facts
from actions.apply_facts import OTHER_BODY, PRESSING, Values
from actions.casework.kinds import Rung
from actions.content.region import Region, load_region
from actions.procedure.document import application_lines
from actions.procedure.tables import table
from tests.unit.actions.test_stage import TODAY

WAYS = table("deadline")["ways"]
REASONS = table("deadline")["reasons"]
COMPLETE: Values = {
    "apply_respondent": "交警",
    "apply_body": "traffic_police",
    "apply_matter": "penalty",
    "apply_learned_how": "on_the_spot",
    "apply_learned_on": "2026-11-20",
    "apply_applicant_kind": "citizen",
    "apply_requests": ["revoke", "change"],
    "apply_facts": "那天我没有违章。\n罚单写错了车牌。",
    "apply_name": "演示甲",
    "apply_phone": "13800000000",
    "apply_address": "某镇某村某组",
}


@pytest.fixture
def region() -> Region:
    return load_region("shiquan")


def counted(**values: Any) -> Any:
    known = {"apply_learned_how": "on_the_spot", "apply_learned_on": "2026-05-01"}
    return apply_facts.deadline(known | values, TODAY)


# Nothing done, or something decided.


@pytest.mark.parametrize("matter", list(table("matters")))
def test_a_matter_is_usually_inaction_when_its_row_says_so(matter: str) -> None:
    assert apply_facts.is_inaction({"apply_matter": matter}) is (table("matters")[matter]["kind"] == "inaction")


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("matter", ["penalty", "information", "inaction", None])
def test_the_way_decides_once_it_is_known(matter: str | None, way: str) -> None:
    values = {"apply_matter": matter, "apply_learned_how": way}
    assert apply_facts.is_inaction(values) is (WAYS[way]["kind"] == "inaction")


def test_what_is_not_in_the_tables_is_no_inaction() -> None:
    assert not any(apply_facts.is_inaction({"apply_matter": matter}) for matter in ("nothing", None, 7))
    assert apply_facts.is_inaction({"apply_learned_how": "somehow"}) is False


# Options.


def kinds_of_ways(matter: str, region: Region) -> list[str]:
    ways = apply_facts.options("apply_learned_how", {"apply_matter": matter}, TODAY, region)
    assert list(ways.values()) == [WAYS[way]["label"] for way in ways]
    return [WAYS[way]["kind"] for way in ways]


@pytest.mark.parametrize("matter", list(table("matters")))
def test_the_ways_of_learning_are_those_of_the_matter_its_usual_case_first(matter: str, region: Region) -> None:
    row, kinds = table("matters")[matter], kinds_of_ways(matter, region)
    assert kinds[0] == row["kind"] and len(set(kinds)) == (2 if row.get("both") else 1)
    assert sorted(kinds, key=lambda kind: kind != row["kind"]) == kinds


@pytest.mark.parametrize("matter", ["licence", "information", "benefits", "inaction", "work_injury"])
def test_what_may_be_refused_or_left_unanswered_offers_both(matter: str, region: Region) -> None:
    assert set(kinds_of_ways(matter, region)) == {"act", "inaction"}


@pytest.mark.parametrize("kind", ["act", "inaction"])
@pytest.mark.parametrize("matter", list(table("matters")))
def test_the_usual_requests_come_first_and_none_that_fits_is_lost(matter: str, kind: str, region: Region) -> None:
    way = "handed_over" if kind == "act" else "inaction_open"
    values = {"apply_matter": matter, "apply_learned_how": way}
    keys = list(apply_facts.options("apply_requests", values, TODAY, region))
    fitting = [key for key, row in table("requests").items() if kind in row["kinds"]]
    usual = [key for key in table("matters")[matter]["requests"] if key in fitting]
    assert keys[: len(usual)] == usual
    assert sorted(keys) == sorted(fitting)


def test_the_bodies_are_those_that_the_words_may_mean_and_a_way_out(region: Region) -> None:
    bodies = apply_facts.options("apply_body", {"apply_respondent": "镇政府"}, TODAY, region)
    assert len(bodies) == len(region.towns) + 1 and list(bodies)[-1] == OTHER_BODY
    assert list(apply_facts.options("apply_body", {}, TODAY, region)) == [OTHER_BODY]


def test_no_body_is_called_like_the_way_out(region: Region) -> None:
    assert OTHER_BODY not in {body.id for body in region.bodies} | set(table("respondents")["above"])


def test_the_late_reasons_are_those_that_may_still_help_and_none_at_all(region: Region) -> None:
    late = {"apply_learned_how": "on_the_spot", "apply_learned_on": "2026-05-01"}
    options = apply_facts.options("apply_late_reason", late, TODAY, region)
    assert list(options) == [key for key, row in REASONS.items() if row["when"] in ("any", "act")] + ["none"]
    late["apply_learned_how"] = "inaction_open"
    options = apply_facts.options("apply_late_reason", late, TODAY, region)
    assert list(options) == [key for key, row in REASONS.items() if row["when"] == "any"] + ["none"]


@pytest.mark.parametrize("slot", ["apply_date_check", "apply_applicant_kind"])
def test_fixed_options_do_not_depend_on_anything(slot: str, region: Region) -> None:
    assert apply_facts.options(slot, {}, TODAY, region) == apply_facts.options(slot, COMPLETE, date(2030, 1, 1), region)


def test_a_slot_without_options_has_none(region: Region) -> None:
    with pytest.raises(KeyError):
        apply_facts.options("apply_name", {}, TODAY, region)


# The deadline.


def test_the_deadline_without_its_facts_is_unknown() -> None:
    for values in ({}, {"apply_learned_how": "on_the_spot"}, {"apply_learned_on": "2026-11-20"}):
        assert apply_facts.deadline(values, TODAY).state == "unknown"


@pytest.mark.parametrize(
    ("day", "state"), [("2026-11-20", "in_time"), ("2026-09-26", "near"), ("2026-05-01", "late_reasons")]
)
def test_the_deadline_counts_from_the_day(day: str, state: str) -> None:
    assert counted(apply_learned_on=day).state == state


def test_the_pressing_states_are_those_in_which_a_day_decides() -> None:
    assert set(PRESSING) == {"near", "late_reasons", "late"}


def test_a_reason_changes_the_verdict_as_the_law_has_it() -> None:
    plain = counted()
    assert counted(apply_late_reason="not_told").last_day == date(2027, 1, 22)
    assert counted(apply_late_reason="none").state == "late" and not counted(apply_late_reason="none").reasons
    for reason in ("obstacle", "wrong_start", "told_longer", "wrong_lawsuit", "penalty_agency"):
        claimed = counted(apply_late_reason=reason)
        assert (claimed.last_day, claimed.state) == (plain.last_day, "late_reasons")
        assert "由复议机关判断" in claimed.text and claimed.text != plain.text


@pytest.mark.parametrize("way", list(WAYS))
def test_only_an_end_that_is_known_beforehand_may_lie_ahead(way: str) -> None:
    ahead = apply_facts.deadline({"apply_learned_how": way, "apply_learned_on": "2026-12-10"}, TODAY)
    assert apply_facts.may_lie_ahead({"apply_learned_how": way}) is (ahead.state != "unknown")


@pytest.mark.parametrize("way", list(WAYS))
def test_the_question_of_the_day_is_that_of_the_way(way: str) -> None:
    assert apply_facts.question_of_day({"apply_learned_how": way}) == WAYS[way]["ask"]


def test_the_question_of_the_day_without_a_way() -> None:
    assert apply_facts.question_of_day({}) == apply_facts.question_of_day({"apply_learned_how": "某种"})
    assert apply_facts.question_of_day({}).endswith("？")


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
        ("某某局", OTHER_BODY, "某某局", None),
        ("某某局", None, "某某局", None),
        ("交警", OTHER_BODY, "交警", None),
    ],
)
def test_who_is_complained_of_and_to_whom(
    words: str, body: str | None, name: str, authority: str | None, region: Region
) -> None:
    values = {"apply_respondent": words, "apply_body": body}
    assert apply_facts.respondent_name(values, region) == name
    assert apply_facts.authority(values, region).name == authority


def test_no_body_is_named_where_nothing_is_known(region: Region) -> None:
    assert apply_facts.respondent({}, region) is None and apply_facts.respondent_name({}, region) == ""


# The document and the record.


def test_the_document_holds_every_answer(region: Region) -> None:
    facts = apply_facts.document_facts(COMPLETE, TODAY, region)
    assert (facts.respondent, facts.authority) == ("石泉县公安局交通警察大队", "石泉县人民政府")
    assert facts.requests == ("revoke", "change") and facts.facts == COMPLETE["apply_facts"]
    assert facts.draft and not facts.inaction and facts.late_reason is None
    assert facts.deadline == apply_facts.deadline(COMPLETE, TODAY)
    [party] = facts.applicants
    assert (party.kind, party.name, party.phone, party.delivery) == ("citizen", "演示甲", "13800000000", "某镇某村某组")
    assert party.identity is None and party.trade_name is None


def test_the_document_names_the_act_that_is_to_be_revoked(region: Region) -> None:
    lines = application_lines(apply_facts.document_facts(COMPLETE, TODAY, region), TODAY)
    assert lines["requests"] == ["1．请求撤销被申请人作出的行政处罚决定。", "2．请求变更被申请人作出的行政处罚决定。"]


@pytest.mark.parametrize(
    ("kind", "name", "trade"), [("business", None, "演示小店"), ("organisation", "演示小店", None)]
)
def test_a_shop_and_a_company_stand_where_they_belong(
    kind: str, name: str | None, trade: str | None, region: Region
) -> None:
    values = COMPLETE | {"apply_applicant_kind": kind, "apply_name": "演示小店"}
    [party] = apply_facts.document_facts(values, TODAY, region).applicants
    assert (party.kind, party.name, party.trade_name) == (kind, name, trade)


@pytest.mark.parametrize("kind", ["citizen", "business", "organisation"])
def test_every_kind_of_applicant_can_be_printed(kind: str, region: Region) -> None:
    lines = application_lines(
        apply_facts.document_facts(COMPLETE | {"apply_applicant_kind": kind}, TODAY, region), TODAY
    )
    assert "演示甲" in [party["value"] for party in lines["parties"]]
    assert "13800000000" in [party["value"] for party in lines["parties"]]


def test_a_story_of_being_late_stands_in_the_document(region: Region) -> None:
    late = COMPLETE | {"apply_learned_on": "2026-05-01", "apply_late_reason": "obstacle", "apply_late_story": "住院。"}
    assert apply_facts.document_facts(late, TODAY, region).late_reason == "住院。"


def test_the_record_holds_every_answer_and_is_a_draft(region: Region) -> None:
    record = apply_facts.record(COMPLETE, "once", TODAY, region)
    assert (record.submission, record.rung) == ("once", Rung.DRAFT)
    assert (record.respondent, record.matter, record.requests) == (
        "石泉县公安局交通警察大队",
        "penalty",
        "revoke,change",
    )
    assert (record.learned_on, record.last_day) == (date(2026, 11, 20), date(2027, 1, 19))
    assert (record.name, record.phone, record.address) == ("演示甲", "13800000000", "某镇某村某组")
    assert record.facts == COMPLETE["apply_facts"] and record.identity_number == ""


def test_the_repr_of_a_record_shows_nobody(region: Region) -> None:
    shown = repr(apply_facts.record(COMPLETE, "once", TODAY, region))
    for secret in ("演示甲", "13800000000", "某镇某村某组", "违章"):
        assert secret not in shown


@pytest.mark.parametrize("missing", ["apply_name", "apply_phone", "apply_address", "apply_requests", "apply_facts"])
def test_an_incomplete_application_is_neither_printed_nor_stored(missing: str, region: Region) -> None:
    values = {slot: value for slot, value in COMPLETE.items() if slot != missing}
    for make in (
        lambda: apply_facts.document_facts(values, TODAY, region),
        lambda: apply_facts.record(values, "x", TODAY, region),
    ):
        with pytest.raises(KeyError):
            make()
