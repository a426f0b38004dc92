"""From the answers to the document and to the stored draft."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions import apply_facts
from actions.apply_document import (
    applicants,
    document_facts,
    entrusted_agents,
    evidence,
    facts_text,
    is_large_group,
    legal_agents,
    record,
)
from actions.apply_subject import options
from actions.casework.kinds import Rung
from actions.content.interview import load_interview
from actions.content.region import Region, load_region
from actions.interview.flow import Values
from actions.procedure.document import application_lines
from tests.unit.actions.test_stage import TODAY, Stage

COMPLETE: Values = {
    "start": "step",
    "respondent": "交警",
    "body": "traffic_police",
    "matter": "penalty",
    "sued": "none",
    "on_the_spot": "no",
    "act_name": "",
    "learned_how": "handed_over",
    "learned_on": "2026-11-20",
    "requests": ["revoke", "change"],
    "facts": "那天我没有违章。\n罚单写错了车牌。",
    "reasons": "",
    "evidence": ["decision", "photos"],
    "evidence_more": "行车记录",
    "applicant": "self",
    "agent": "none",
    "name": "演示甲",
    "identity": "11010519491231002X",
    "address": "某县某镇某村某组",
    "phone": "13800000000",
    "delivery": "某县某镇某街12号",
}
GROUP: Values = {**COMPLETE, "applicant": "group", "group_size": 12, "group_names": "演示甲、演示乙", "name": None}


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


@pytest.fixture
def region() -> Region:
    return load_region("shiquan")


def lines(region: Region, **changes: Any) -> dict[str, Any]:
    return application_lines(document_facts({**COMPLETE, **changes}, TODAY, region), TODAY)


def parties(region: Region, **changes: Any) -> dict[str, str]:
    return {one["label"]: one["value"] for one in lines(region, **changes)["parties"]}


def test_the_document_holds_every_answer(region: Region) -> None:
    facts = document_facts(COMPLETE, TODAY, region)
    assert (facts.respondent, facts.authority) == ("石泉县公安局交通警察大队", "石泉县人民政府")
    assert facts.requests == ("revoke", "change") and facts.facts == COMPLETE["facts"]
    assert facts.draft and not facts.inaction and facts.late_reason is facts.act is facts.writer is facts.group is None
    assert facts.deadline == apply_facts.deadline(COMPLETE, TODAY)
    assert facts.evidence == ("决定书、通知书", "照片、录像", "行车记录")
    assert facts.attachments == facts.evidence[1:], "the decision is a usual attachment"
    assert len(facts.guide) > 8


def test_the_document_names_the_act_that_is_to_be_revoked(region: Region) -> None:
    assert lines(region)["requests"] == [
        "1．请求撤销被申请人作出的行政处罚决定。",
        "2．请求变更被申请人作出的行政处罚决定。",
    ]
    named = lines(region, act_name="《行政处罚决定书》（演示〔2026〕1号）")["requests"][0]
    assert named == "1．请求撤销被申请人作出的《行政处罚决定书》（演示〔2026〕1号）。"


def test_of_silence_no_decision_is_named(region: Region) -> None:
    silence = {"learned_how": "inaction_open", "requests": ["perform"], "evidence": ["request"]}
    silent = lines(region, matter="work_injury", act_name="某决定书", **silence)
    assert silent["requests"] == ["1．请求责令被申请人在一定期限内履行认定工伤的法定职责。"]


# The text.


def test_the_text_is_the_story_or_what_was_written_instead_and_then_the_reasons() -> None:
    assert facts_text({"story": "故事"}) == "故事"
    assert facts_text({"story": "故事", "facts": "经过", "reasons": "理由"}) == "经过\n理由"
    assert facts_text({"story": "", "facts": "", "reasons": ""}) == ""


@pytest.mark.parametrize(
    ("requests", "text"),
    [
        (["revoke"], "经过"),
        (["compensate"], "经过\n损失：一千元"),
        (["review_document"], "经过"),  # the document is named in the requests
        (["compensate", "review_document"], "经过\n损失：一千元"),
        (None, "经过"),
    ],
)
def test_loss_and_document_are_named_where_they_are_requested(requests: list[str] | None, text: str) -> None:
    assert facts_text({"facts": "经过", "damages": "一千元", "document_name": "某办法", "requests": requests}) == text


def test_what_was_left_out_is_not_printed() -> None:
    assert facts_text({"facts": "经过", "damages": "", "requests": ["compensate", "review_document"]}) == "经过"


def test_a_story_of_being_late_stands_in_the_document(region: Region) -> None:
    late = {**COMPLETE, "learned_on": "2026-05-01", "late_reason": "obstacle", "late_story": "住院。"}
    assert document_facts(late, TODAY, region).late_reason == "住院。"


# Papers.


@pytest.mark.parametrize("matter", ["penalty", "inaction"])
def test_every_paper_has_a_name(matter: str) -> None:
    question = load_interview("apply").questions["evidence"]
    offered = options(question, {"matter": matter})
    assert evidence({"matter": matter, "evidence": list(offered)}) == tuple(offered.values())


def test_without_papers_there_is_no_list(region: Region) -> None:
    for none in ({"evidence": "", "evidence_more": ""}, {"evidence": None, "evidence_more": None}, {}):
        assert evidence({"matter": "penalty", **none}) == ()
    titles = [sheet["title"] for sheet in lines(region, evidence="", evidence_more="")["sheets"]]
    assert "证据材料清单" not in titles


# Who applies.


def test_a_citizen_stands_with_everything_that_is_known(region: Region) -> None:
    shown = parties(region)
    assert (shown["申请人"], shown["性别"], shown["身份证号码"]) == ("演示甲", "女", "11010519491231002X")
    assert (shown["住所"], shown["送达地址"], shown["联系方式"]) == (
        "某县某镇某村某组",
        "某县某镇某街12号",
        "13800000000",
    )


@pytest.mark.parametrize(("sex", "text"), [("male", "男"), ("female", "女"), ("", "________"), (None, "________")])
def test_the_sex_is_that_of_the_number_else_the_one_told_else_left_for_the_pen(
    region: Region, sex: str | None, text: str
) -> None:
    assert parties(region, identity="", sex=sex)["性别"] == text
    assert parties(region, sex=sex)["性别"] == "女"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "citizen"),
        ({"applicant": "business"}, "business"),
        ({"applicant": "company"}, "organisation"),
        ({"applicant": "incapable"}, "citizen"),
        ({"applicant": "deceased"}, "citizen"),
        ({"applicant": "organisation", "organisation": "collective"}, "organisation"),
        ({"applicant": "organisation", "organisation": "household"}, "citizen"),
        ({"applicant": "organisation", "organisation": "partnership"}, "organisation"),
        ({"applicant": "organisation", "organisation": "partners"}, "citizen"),
        ({"applicant": "organisation", "organisation": "owners", "acts_by": "members"}, "citizen"),
        ({"applicant": "organisation", "organisation": "owners", "acts_by": "itself"}, "organisation"),
        ({"applicant": "organisation", "organisation": "organisation"}, "organisation"),
        ({"applicant": "organisation", "organisation": "terminated"}, "organisation"),
    ],
)
def test_every_applicant_is_one_kind_of_party(changes: Values, kind: str) -> None:
    [party] = applicants({**COMPLETE, **changes})
    assert (party.kind, party.name) == (kind, "演示甲")


def test_a_shop_stands_under_its_operator(region: Region) -> None:
    shown = parties(region, applicant="business", trade_name="演示小吃店", credit_code="91350100M000100Y43")
    assert shown["申请人（营业执照上登记的经营者）"] == "演示甲"
    assert (shown["字号"], shown["统一社会信用代码"]) == ("演示小吃店", "91350100M000100Y43")


def test_a_company_stands_with_its_head(region: Region) -> None:
    shown = parties(region, applicant="company", name="演示有限公司", head="演示经理", head_title="经理")
    assert shown["申请人（单位名称）"] == "演示有限公司"
    assert (shown["法定代表人或主要负责人"], shown["职务"]) == ("演示经理", "经理")


def test_heirs_say_whose_they_are(region: Region) -> None:
    assert "演示某，我是他儿子" in parties(region, applicant="deceased", deceased="演示某，我是他儿子").values()


def test_a_child_is_represented(region: Region) -> None:
    known = {**COMPLETE, "applicant": "incapable", "representative": "演示乙", "ward_relation": "父亲"}
    [agent] = legal_agents(known)
    assert (agent.kind, agent.name, agent.relation, agent.phone) == ("legal", "演示乙", "父亲", "13800000000")
    assert legal_agents(COMPLETE) == ()
    assert parties(region, representative="演示乙", ward_relation="父亲")["与申请人的关系"] == "父亲"


@pytest.mark.parametrize(
    ("names", "phone", "expected"),
    [
        ("演示律师", "13900000001", [("演示律师", "13900000001")]),
        ("演示律师、演示二", "13900000001", [("演示律师", "13900000001"), ("演示二", None)]),
        ("演示律师", "", [("演示律师", None)]),
        (None, None, []),
    ],
)
def test_agents_are_named_with_the_one_phone(names: str | None, phone: str | None, expected: list[Any]) -> None:
    found = entrusted_agents({"agent_name": names, "agent_phone": phone})
    assert [(one.name, one.phone) for one in found] == expected and {one.kind for one in found} <= {"entrusted"}


def test_a_dozen_are_printed_by_their_representatives(region: Region) -> None:
    first, second = applicants(GROUP)
    assert (first.kind, first.name, first.phone, first.delivery) == (
        "representative",
        "演示甲",
        "13800000000",
        "某县某镇某街12号",
    )
    assert (second.kind, second.name, second.phone) == ("representative", "演示乙", None)
    assert document_facts(GROUP, TODAY, region).group == 12 and is_large_group(GROUP)


def test_a_few_are_all_printed(region: Region) -> None:
    few = {**GROUP, "group_size": 2}
    assert [party.kind for party in applicants(few)] == ["citizen", "citizen"]
    assert document_facts(few, TODAY, region).group is None
    assert not is_large_group(few) and not is_large_group(COMPLETE)


def test_one_who_writes_for_another_is_named(region: Region) -> None:
    oral = {**COMPLETE, "start": "oral", "writer_name": "演示记录员", "writer_unit": "演示镇"}
    assert document_facts(oral, TODAY, region).writer == ("演示记录员", "演示镇")
    assert document_facts({**oral, "start": "step"}, TODAY, region).writer is None


def test_what_an_agent_may_do_is_printed(region: Region) -> None:
    changes = {"agent_name": "演示律师", "agent_powers": ["file", "change"]}
    [sheet] = [one for one in lines(region, **changes)["sheets"] if one["title"] == "授权委托书"]
    assert any("代为提出申请" in line and "撤回申请" in line and "查阅" not in line for line in sheet["lines"])


# The record.


def test_the_record_holds_every_answer_and_is_a_draft(region: Region) -> None:
    saved = record(COMPLETE, "once", TODAY, region)
    assert (saved.submission, saved.rung) == ("once", Rung.DRAFT)
    assert (saved.respondent, saved.matter, saved.requests) == ("石泉县公安局交通警察大队", "penalty", "revoke,change")
    assert (saved.learned_how, saved.learned_on, saved.last_day) == (
        "handed_over",
        date(2026, 11, 20),
        date(2027, 1, 19),
    )
    assert (saved.name, saved.phone, saved.address) == ("演示甲", "13800000000", "某县某镇某街12号")
    assert saved.facts == COMPLETE["facts"] and saved.identity_number == COMPLETE["identity"]
    assert saved.answers == COMPLETE


def test_a_draft_is_reviewed_anew_when_it_is_opened(region: Region) -> None:
    """With the review among the answers nothing would be left to ask."""
    this_time = {"review": "save", "resume_number": "F2026-000001", "resume_code": ""}
    assert record({**COMPLETE, **this_time}, "once", TODAY, region).answers == COMPLETE


def test_a_group_is_recorded_by_its_names(region: Region) -> None:
    assert record(GROUP, "once", TODAY, region).name == "演示甲、演示乙"


def test_a_penalty_on_the_spot_is_recorded_as_learned_of_there(region: Region) -> None:
    assert record({**COMPLETE, "on_the_spot": "yes"}, "once", TODAY, region).learned_how == "on_the_spot"


@pytest.mark.parametrize("known", [0, 1, 3, 6, 9, 12, 16, 20])
def test_a_draft_may_be_put_aside_at_any_time(known: int, region: Region) -> None:
    values = dict(list(COMPLETE.items())[:known])
    saved = record(values, "once", TODAY, region)
    assert saved.answers == values and "None" not in repr((saved.name, saved.phone, saved.address, saved.facts))
    assert saved.learned_on is None or known > 8


def test_the_repr_of_a_record_shows_nobody(region: Region) -> None:
    shown = repr(record(COMPLETE, "once", TODAY, region))
    for secret in ("演示甲", "13800000000", "某县某镇", "违章", "110105"):
        assert secret not in shown
