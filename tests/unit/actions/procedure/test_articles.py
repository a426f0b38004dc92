"""The law as code, article by article: for each article and each of its exceptions one row, with the facts, what follows
from them, and the article in the citation. Every article that a table of rules cites must have a row.

Today is 23 November 2026, a Monday. The modules' own tests go into the corners; this is the list to hold against the law.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from datetime import date as D
from typing import Any

import pytest

from actions.content.region import load_region
from actions.content.source import ROOT
from actions.procedure.admissibility import AdmissibilityFacts, admissibility, outside
from actions.procedure.choices import matters_in
from actions.procedure.clocks import Filed, clocks
from actions.procedure.deadline import DeadlineFacts, Exclusion, fact_question, filing_deadline
from actions.procedure.jurisdiction import authority_for, find_respondent
from actions.procedure.lawsuit import LawsuitFacts, lawsuit_deadline
from actions.procedure.letter_clocks import letter_days
from actions.procedure.office import Pause, office_term
from actions.procedure.precondition import PreconditionFacts, precondition
from actions.procedure.respondent_rules import respondent_rule
from actions.procedure.standing import agents_fit, interest, representatives, representatives_fit, standing
from actions.procedure.tables import Basis, bases, table, unique
from actions.procedure.track import TrackFacts, track

TODAY, REGION = D(2026, 11, 23), load_region("shiquan")
LAW, RULES, CIVIL, SUIT = "行政复议法", "行政复议法实施条例", "民事诉讼法", "行政诉讼法"
LIMITS, COURT, PENALTY, POLICE = "起诉期限解释", "行诉法解释", "行政处罚法", "治安管理处罚法"
Found = tuple[Any, Iterable[Basis]]
Row = tuple[str, int, str, Callable[[], Found], Any]


def apply(way: str, day: date, *, today: date = TODAY, **facts: Any) -> Found:
    found = filing_deadline(DeadlineFacts(way, day, **{"told": True} | facts), today)
    return found.last_day, found.basis


def state(way: str, day: date, **facts: Any) -> Found:
    found = filing_deadline(DeadlineFacts(way, day, **{"told": True} | facts), TODAY)
    return found.state, found.basis


def reason(key: str, way: str, day: date, **facts: Any) -> Found:
    found = filing_deadline(DeadlineFacts(way, day, **facts), TODAY)
    [one] = [one for one in found.reasons if one.key == key]
    return one.key, one.basis


def asked(key: str) -> Found:
    return bool(fact_question(key)[0]), bases(table("deadline")["questions"][key])


def letter(which: str) -> Found:
    found = letter_days("complaint", TODAY)
    return getattr(found, which), found.basis


def without(kind: str, begins: date, ends: date | None) -> Found:
    """The last day of sixty from 2 August (1 October, which rolls to 8 October) with that time left out."""
    return apply("on_the_spot", D(2026, 8, 2), exclusions=(Exclusion(kind, begins, ends),))


def sue(kind: str, day: date, **facts: Any) -> Found:
    found = lawsuit_deadline(LawsuitFacts(kind, day, **{"told": True, "precondition": False} | facts), TODAY)
    return found.last_day or found.state, found.basis


def term(key: str, on: date, **more: Any) -> Found:
    found = office_term(key, on, **more)
    return found.last_day, found.basis


def after(*args: Any, **facts: Any) -> Found:
    found = clocks(Filed(*args, **facts))
    return [one.on for one in found], unique(*(one.basis for one in found))


def first(matter: str | None = None, **facts: Any) -> Found:
    found = precondition(PreconditionFacts(matter, **facts))
    return found.answer, found.basis


def out(key: str) -> Found:
    return outside(key).verdict, outside(key).basis


def item(key: str, **facts: Any) -> Found:
    [one] = [one for one in admissibility(AdmissibilityFacts(**facts)).items if one.key == key]
    return one.answer, one.basis


def to(text: str) -> Found:
    found = authority_for(find_respondent(text, REGION)[0], REGION)
    return (found.name, *found.others), found.basis


def name(key: str) -> Found:
    rule = respondent_rule(key)
    return rule.respondent, rule.basis


def where(key: str) -> Found:
    rule = respondent_rule(key)
    return rule.authority, rule.basis


def who(kind: str, share: float | None = None) -> Found:
    found = standing(kind, share)
    return (found.name, found.enough), found.basis


def may(kind: str) -> Found:
    return interest(kind).answer, interest(kind).basis


def matter(text: str) -> Found:
    key = matters_in(text)[0][0]
    return key, bases(table("matters")[key])


def request(key: str) -> Found:
    return table("requests")[key]["kinds"], bases(table("requests")[key])


def likely(**facts: Any) -> Found:
    found = track(TrackFacts(**facts))
    return found.key, found.basis


SCOPE: list[Row] = [
    (LAW, 2, "a dispute between citizens is no act of an agency", lambda: out("civil"), "other"),
    (LAW, 2, "a court is no agency", lambda: to("县法院"), (None,)),
    (LAW, 11, "item 1, penalties", lambda: matter("罚款"), "penalty"),
    (LAW, 11, "item 2, compulsion", lambda: matter("查封"), "compulsion"),
    (LAW, 11, "item 3, licences", lambda: matter("办证"), "licence"),
    (LAW, 11, "item 4, natural resources", lambda: matter("林权"), "determination"),
    (LAW, 11, "item 5, expropriation", lambda: matter("征地"), "expropriation"),
    (LAW, 11, "item 6, compensation", lambda: matter("国家赔偿"), "compensation"),
    (LAW, 11, "item 7, work injury", lambda: matter("工伤认定"), "work_injury"),
    (LAW, 11, "item 8, running a business or contracted land", lambda: matter("土地经营权"), "business"),
    (LAW, 11, "item 9, competition", lambda: matter("限制竞争"), "competition"),
    (LAW, 11, "item 10, burdens", lambda: matter("摊派"), "burden"),
    (LAW, 11, "item 11, duties not performed", lambda: matter("报警不出警"), "inaction"),
    (LAW, 11, "item 12, benefits", lambda: matter("低保"), "benefits"),
    (LAW, 11, "item 13, agreements", lambda: matter("特许经营"), "agreement"),
    (LAW, 11, "item 14, information", lambda: matter("信息公开"), "information"),
    (LAW, 11, "item 15, other acts", lambda: matter("退学"), "other"),
    (LAW, 12, "item 1, acts of state", lambda: out("state_act"), "out"),
    (LAW, 12, "item 2, documents of general effect", lambda: out("general_document"), "out"),
    (LAW, 12, "item 3, an agency's own staff", lambda: out("personnel"), "out"),
    (LAW, 12, "item 4, mediation", lambda: out("mediation"), "out"),
    (LAW, 13, "a document may be reviewed along with an act", lambda: request("review_document"), ["act", "inaction"]),
    (RULES, 9, "item 1, lists of the dishonest", lambda: matter("列入黑名单"), "other"),
    (RULES, 9, "item 2, expelled from school", lambda: matter("开除学籍的申诉处理"), "other"),
    (RULES, 9, "item 3, degrees", lambda: matter("不授予学位"), "other"),
    (RULES, 9, "item 4, examinations for public office", lambda: matter("公务员考试违纪"), "other"),
    (RULES, 10, "item 1, concessions", lambda: matter("政府特许经营协议"), "agreement"),
    (RULES, 10, "item 2, compensation agreements", lambda: matter("房屋征收补偿协议"), "agreement"),
    (RULES, 10, "item 3, public housing", lambda: matter("公租房合同"), "agreement"),
    (RULES, 10, "item 4, medical insurance", lambda: matter("医保协议"), "agreement"),
    (RULES, 36, "item 1, criminal cases", lambda: out("criminal"), "out"),
    (RULES, 36, "item 2, guidance", lambda: out("guidance"), "out"),
    (RULES, 36, "item 3, steps of a procedure", lambda: out("process"), "out"),
    (RULES, 36, "item 4, supervision of lower agencies", lambda: out("supervision"), "out"),
    (RULES, 36, "item 5, petitions", lambda: out("petition"), "out"),
    ("信访工作条例", 35, "petitions have a way of their own", lambda: out("petition"), "out"),
    (RULES, 37, "item 1, without any ground", lambda: out("groundless"), "check"),
    (RULES, 37, "item 2, not the agency's business", lambda: out("no_power"), "check"),
    (RULES, 37, "item 3, decided by a court", lambda: out("court"), "out"),
    (RULES, 37, "paragraph 2, the same matter again", lambda: out("repeated"), "out"),
    (RULES, 74, "trade marks and patents", lambda: out("trademark_patent"), "out"),
]
PEOPLE: list[Row] = [
    (LAW, 14, "paragraph 1, the citizen", lambda: who("self"), ("本人", True)),
    (LAW, 14, "paragraph 2, one who died", lambda: who("deceased"), ("近亲属", True)),
    (LAW, 14, "paragraph 2, an organisation that ended", lambda: who("terminated"), ("权利义务承受人", True)),
    (LAW, 14, "paragraph 3, minors and the incapable", lambda: who("incapable"), ("本人", True)),
    (RULES, 11, "near relatives", lambda: who("deceased"), ("近亲属", True)),
    (RULES, 12, "paragraph 1, one-person businesses", lambda: who("business"), ("登记的经营者", True)),
    (
        RULES,
        12,
        "paragraph 2, farming households",
        lambda: who("household"),
        ("证书上的人、合同签字人或者推选的成员", True),
    ),
    (RULES, 13, "paragraph 1, partnerships", lambda: who("partnership"), ("合伙企业", True)),
    (RULES, 13, "paragraph 1, other partners", lambda: who("partners"), ("全体合伙人", True)),
    (RULES, 13, "paragraph 2, other organisations", lambda: who("organisation"), ("该组织", True)),
    (RULES, 14, "companies", lambda: who("company"), ("公司", True)),
    (
        RULES,
        15,
        "half the members are enough",
        lambda: who("collective", 0.5),
        ("集体经济组织、村委会或者村民小组", True),
    ),
    (RULES, 15, "less are not", lambda: who("collective", 0.49), ("集体经济组织、村委会或者村民小组", False)),
    (RULES, 16, "half the owners are not enough", lambda: who("owners", 0.5), ("业主委员会；或者过半数的业主", False)),
    (RULES, 16, "more are", lambda: who("owners", 0.51), ("业主委员会；或者过半数的业主", True)),
    (LAW, 15, "many applicants", lambda: (representatives(11).needed, representatives(11).basis), True),
    (RULES, 17, "ten need no representatives", lambda: (representatives(10).needed, representatives(10).basis), False),
    (RULES, 17, "two to five of more than ten", lambda: (representatives_fit(11, 2), representatives(11).basis), True),
    (RULES, 17, "one is too few", lambda: (representatives_fit(11, 1), representatives(11).basis), False),
    (RULES, 17, "six are too many", lambda: (representatives_fit(11, 6), representatives(11).basis), False),
    (LAW, 16, "third parties", lambda: may("third_party"), "yes"),
    (LAW, 17, "two agents", lambda: (agents_fit(2), bases(table("requests-applicants")["agents"])), True),
    (RULES, 18, "three are too many", lambda: (agents_fit(3), bases(table("requests-applicants")["agents"])), False),
    (RULES, 35, "item 1, neighbours", lambda: may("neighbour"), "yes"),
    (RULES, 35, "item 2, competitors", lambda: may("competitor"), "yes"),
    (RULES, 35, "item 3, an act revoked or changed", lambda: may("lost_benefit"), "yes"),
    (RULES, 35, "item 4, complaints in one's own interest", lambda: may("complainant"), "yes"),
    (RULES, 35, "item 5, others", lambda: may("other"), "unknown"),
]
AGAINST: list[Row] = [
    (LAW, 19, "paragraph 1, whose seal it bears", lambda: name("approved"), "在决定书上署名的机关"),
    (LAW, 19, "paragraph 2, several agencies", lambda: name("joint"), "共同署名的各个机关"),
    (LAW, 19, "paragraph 3, delegated", lambda: name("delegated"), "委托的行政机关"),
    (LAW, 19, "paragraph 4, abolished", lambda: name("abolished"), "继续行使这项职权的机关"),
    (RULES, 20, "paragraph 1, with an authorised organisation", lambda: name("joint_authorised"), "机关和被授权的组织"),
    (RULES, 20, "paragraph 2, with another", lambda: name("joint_other"), "行政机关"),
    (RULES, 21, "an office without authorisation", lambda: name("branch_unauthorised"), "设立它的行政机关"),
    (RULES, 22, "an authorised organisation", lambda: name("authorised"), "该组织"),
    (RULES, 22, "a police station by its own name", lambda: name("branch_authorised"), "该派出机构"),
    (LAW, 24, "paragraph 1, item 1, departments", lambda: to("城管"), ("石泉县人民政府",)),
    (LAW, 24, "paragraph 1, item 2, towns", lambda: to("熨斗镇政府"), ("石泉县人民政府",)),
    (LAW, 24, "paragraph 1, item 2, the county", lambda: to("县政府"), ("安康市人民政府",)),
    (LAW, 24, "paragraph 1, item 2, the city", lambda: to("安康市政府"), ("陕西省人民政府",)),
    (LAW, 24, "paragraph 1, item 1, the city's departments", lambda: to("安康市公安局"), ("安康市人民政府",)),
    (LAW, 24, "paragraph 1, item 1, the province's departments", lambda: to("省公安厅"), ("陕西省人民政府",)),
    (LAW, 24, "paragraph 1, item 3, street offices", lambda: to("街道办事处"), ("石泉县人民政府",)),
    (LAW, 24, "paragraph 1, item 3, development zones", lambda: to("开发区管委会"), (None,)),
    (
        LAW,
        24,
        "paragraph 1, item 4, organisations",
        lambda: where("authorised"),
        "管理它的政府；由部门管理的，向部门的本级政府",
    ),
    (LAW, 24, "paragraph 2, the province itself", lambda: to("省政府"), ("陕西省人民政府",)),
    (LAW, 24, "paragraph 3, a province's branch", lambda: where("province_office"), "设立它的省、自治区政府"),
    (LAW, 24, "paragraph 4, police stations", lambda: to("派出所"), ("石泉县人民政府",)),
    (
        LAW,
        24,
        "paragraph 4, a city's branch by district",
        lambda: to("生态环境局"),
        ("安康市人民政府", "石泉县人民政府"),
    ),
    (LAW, 25, "item 1, ministries", lambda: to("公安部"), ("公安部",)),
    (LAW, 25, "items 2 and 3, their branches", lambda: where("ministry_branch"), "设立或者管理它的国务院部门"),
    (LAW, 26, "after a ministry's own decision", lambda: to("教育部"), ("教育部",)),
    (LAW, 26, "after a province's own decision", lambda: to("陕西省人民政府"), ("陕西省人民政府",)),
    (LAW, 27, "tax", lambda: to("税务局"), ("上一级税务机关",)),
    (LAW, 27, "customs", lambda: to("海关"), ("上一级海关",)),
    (LAW, 27, "finance", lambda: to("金融监管局"), ("上一级金融监督管理机关",)),
    (LAW, 27, "foreign exchange", lambda: to("外汇局"), ("上一级人民银行或外汇管理机关",)),
    (LAW, 27, "state security", lambda: to("国家安全局"), ("上一级国家安全机关",)),
    (LAW, 28, "the bureau of justice", lambda: to("司法局"), ("石泉县人民政府", "安康市司法局")),
    (RULES, 32, "paragraph 1, several ministries", lambda: where("joint_ministries"), "其中任何一个国务院部门"),
    (RULES, 32, "paragraph 2, with a vertical agency", lambda: where("joint_vertical"), "其中一个有管辖权的复议机关"),
    (RULES, 33, "an authorised section", lambda: name("internal_authorised"), "该内设机构"),
    (RULES, 75, "coast guard", lambda: where("coast_guard"), "上一级海警机构"),
    (RULES, 75, "coast guard, in plain words", lambda: to("海警"), (None,)),
]
APPLYING: list[Row] = [
    (LAW, 20, "paragraph 1, sixty days", lambda: apply("found_out", D(2026, 9, 28)), D(2026, 11, 27)),
    (
        LAW,
        20,
        "paragraph 1, a law gives more",
        lambda: apply("found_out", D(2026, 9, 28), law_days=90),
        D(2026, 12, 28),
    ),
    (
        LAW,
        20,
        "paragraph 1, a law gives less",
        lambda: apply("found_out", D(2026, 9, 28), law_days=30),
        D(2026, 11, 27),
    ),
    (LAW, 20, "paragraph 2, an obstacle", lambda: without("obstacle", D(2026, 9, 1), D(2026, 11, 1)), D(2026, 12, 1)),
    (LAW, 20, "paragraph 2, one that lasts", lambda: without("obstacle", D(2026, 9, 20), None), D(2026, 12, 7)),
    (
        *(LAW, 20, "paragraph 3, not told"),
        lambda: apply("handed_over", D(2026, 3, 2), told=False, learned_right=D(2026, 10, 8)),
        D(2026, 12, 7),
    ),
    (
        *(LAW, 20, "paragraph 3, at most one year from the content"),
        lambda: apply("handed_over", D(2025, 12, 15), told=False, learned_right=D(2026, 11, 20)),
        D(2026, 12, 15),
    ),
    (
        LAW,
        20,
        "a wrong longer period was told",
        lambda: reason("told_longer", "handed_over", D(2026, 8, 2)),
        "told_longer",
    ),
    (LAW, 21, "five years", lambda: apply("found_out", D(2026, 11, 20), acted=D(2021, 12, 1)), D(2026, 12, 1)),
    (
        *(LAW, 21, "twenty years for real estate"),
        lambda: apply("found_out", D(2026, 11, 20), acted=D(2006, 12, 1), real_estate=True),
        D(2026, 12, 1),
    ),
    (
        LAW,
        21,
        "past five years",
        lambda: state("found_out", D(2026, 11, 20), acted=D(2020, 1, 2), real_estate=False),
        "late",
    ),
    (LAW, 88, "the first day does not count", lambda: apply("on_the_spot", D(2026, 9, 28)), D(2026, 11, 27)),
    (CIVIL, 85, "a holiday at the end", lambda: apply("on_the_spot", D(2026, 8, 2)), D(2026, 10, 8)),
    (CIVIL, 85, "a worked Saturday at the end", lambda: apply("on_the_spot", D(2026, 8, 11)), D(2026, 10, 10)),
    (CIVIL, 85, "posted in time", lambda: state("on_the_spot", D(2026, 8, 2), filed=D(2026, 10, 8)), "in_time"),
    (CIVIL, 85, "posted a day late", lambda: state("on_the_spot", D(2026, 8, 2), filed=D(2026, 10, 9)), "late_reasons"),
    (CIVIL, 88, "signed for by one's family", lambda: apply("handed_over", D(2026, 9, 28)), D(2026, 11, 27)),
    (RULES, 23, "item 1, on the spot", lambda: apply("on_the_spot", D(2026, 9, 28)), D(2026, 11, 27)),
    (RULES, 23, "item 2, signed for", lambda: apply("handed_over", D(2026, 9, 28)), D(2026, 11, 27)),
    (RULES, 23, "item 2, refused to sign", lambda: apply("refused_to_sign", D(2026, 9, 28)), D(2026, 11, 27)),
    (RULES, 23, "item 3, post with a receipt", lambda: apply("post_with_receipt", D(2026, 9, 28)), D(2026, 11, 27)),
    (RULES, 23, "item 3, post without", lambda: apply("post_without_receipt", D(2026, 9, 28)), D(2026, 11, 27)),
    (RULES, 23, "item 4, electronic", lambda: apply("electronic", D(2026, 9, 28)), D(2026, 11, 27)),
    (
        RULES,
        23,
        "item 5, public notice",
        lambda: apply("public_notice", D(2026, 9, 1), notice_days=30),
        D(2026, 11, 30),
    ),
    (RULES, 23, "item 6, told later", lambda: apply("told_later", D(2026, 9, 28)), D(2026, 11, 27)),
    (RULES, 23, "paragraph 2, known otherwise", lambda: apply("found_out", D(2026, 9, 28)), D(2026, 11, 27)),
    (RULES, 23, "a plain refusal", lambda: apply("refused", D(2026, 9, 28)), D(2026, 11, 27)),
    (
        RULES,
        23,
        "delivered later than it is dated",
        lambda: reason("wrong_start", "handed_over", D(2026, 8, 2)),
        "wrong_start",
    ),
    (RULES, 24, "item 1, a fixed period", lambda: apply("inaction_fixed", D(2026, 9, 28)), D(2026, 11, 27)),
    (RULES, 24, "item 1, too early", lambda: state("inaction_fixed", D(2026, 11, 23)), "not_yet"),
    (RULES, 24, "item 2, sixty days first", lambda: apply("inaction_open", D(2026, 7, 30)), D(2026, 11, 27)),
    (RULES, 24, "item 2, too early", lambda: state("inaction_open", D(2026, 9, 24)), "not_yet"),
    (RULES, 24, "paragraph 2, urgent", lambda: state("inaction_urgent", D(2026, 11, 22)), "in_time"),
    (RULES, 25, "what must be told", lambda: asked("told"), True),
    (RULES, 26, "a lawsuit first", lambda: without("wrong_lawsuit", D(2026, 9, 1), D(2026, 11, 1)), D(2026, 12, 2)),
    (RULES, 28, "the net: the day of arrival", lambda: asked("filed"), True),
    (
        RULES,
        38,
        "time with the agency",
        lambda: without("penalty_agency", D(2026, 9, 1), D(2026, 9, 8)),
        D(2026, 10, 9),
    ),
    (
        LAW,
        32,
        "handed to the agency before",
        lambda: reason("penalty_agency", "handed_over", D(2026, 8, 2)),
        "penalty_agency",
    ),
    (
        "行政许可法",
        42,
        "a licence: 20 working days",
        lambda: apply("inaction_fixed", D(2026, 9, 18), duty="licence"),
        D(2026, 12, 21),
    ),
    (
        "行政许可法",
        82,
        "several: 45",
        lambda: apply("inaction_fixed", D(2026, 9, 18), duty="licence_joint"),
        D(2027, 1, 25),
    ),
    (
        "政府信息公开条例",
        33,
        "information: 20",
        lambda: apply("inaction_fixed", D(2026, 9, 18), duty="information"),
        D(2026, 12, 21),
    ),
    (
        POLICE,
        118,
        "a police case: 30 days",
        lambda: apply("inaction_fixed", D(2026, 9, 18), duty="police_case"),
        D(2026, 12, 17),
    ),
    (
        *("市场监督管理投诉举报处理办法", 15, "a consumer's complaint: 7 working days"),
        lambda: apply("inaction_fixed", D(2026, 9, 18), duty="market_complaint"),
        D(2026, 11, 30),
    ),
]
BEFORE_COURT: list[Row] = [
    (LAW, 23, "item 1, on-the-spot penalties", lambda: first("penalty", on_the_spot=True), "must"),
    (PENALTY, 51, "small fines may be made on the spot", lambda: first("penalty", on_the_spot=True), "must"),
    (POLICE, 119, "so may the police", lambda: first("penalty", on_the_spot=True), "must"),
    (SUIT, 44, "other penalties", lambda: first("penalty", on_the_spot=False), "free"),
    (LAW, 23, "item 2, rights lawfully held", lambda: first("determination", already_held=True), "must"),
    ("土地管理法", 14, "item 2, rights in dispute", lambda: first("determination", already_held=False), "check"),
    (LAW, 23, "item 3, silence", lambda: first("inaction", answer="silent"), "must"),
    (RULES, 30, "licences, item 3 of article 11", lambda: first("licence", answer="silent"), "must"),
    (RULES, 30, "protection, item 11", lambda: first("inaction", answer="silent"), "must"),
    (RULES, 30, "benefits, item 12", lambda: first("benefits", answer="silent"), "must"),
    (RULES, 30, "information, item 14", lambda: first("information", answer="silent"), "must"),
    (RULES, 30, "paragraph 2, a plain refusal", lambda: first("licence", answer="refused"), "free"),
    (RULES, 30, "paragraph 2, half performed", lambda: first("benefits", answer="partly"), "free"),
    (RULES, 31, "information withheld under 14, 15, 16", lambda: first("information", withheld=True), "must"),
    (RULES, 31, "another answer", lambda: first("information", withheld=False), "check"),
    ("税收征收管理法", 88, "paragraph 1, how much tax", lambda: first("tax", payment_dispute=True), "must"),
    ("税收征收管理法", 88, "paragraph 2, tax penalties", lambda: first("tax", payment_dispute=False), "free"),
    (LAW, 87, "it costs nothing", lambda: first("compulsion"), "free"),
    (RULES, 2, "fitness is reviewed, too", lambda: first("compulsion"), "free"),
]
SUING: list[Row] = [
    (LAW, 29, "not while reconsideration runs", lambda: sue("direct", D(2026, 11, 2), pending=True), "not_yet"),
    (LAW, 29, "not after a court took it", lambda: out("sued"), "out"),
    (LAW, 34, "a refusal to accept", lambda: sue("not_accepted", D(2026, 11, 16)), D(2026, 12, 1)),
    (LAW, 34, "silence", lambda: sue("overdue", D(2026, 11, 16)), D(2026, 12, 1)),
    (SUIT, 44, "reconsideration first", lambda: sue("direct", D(2026, 11, 2), precondition=True), "not_yet"),
    (SUIT, 45, "fifteen days after a decision", lambda: sue("after_decision", D(2026, 11, 16)), D(2026, 12, 1)),
    (SUIT, 45, "fifteen days after silence", lambda: sue("overdue", D(2026, 11, 16)), D(2026, 12, 1)),
    (SUIT, 46, "paragraph 1, six months", lambda: sue("direct", D(2026, 6, 1)), D(2026, 12, 1)),
    (SUIT, 46, "paragraph 1, a law says otherwise", lambda: sue("land_dispute", D(2026, 11, 2)), D(2026, 12, 2)),
    (
        SUIT,
        46,
        "paragraph 2, five years",
        lambda: sue("direct", D(2026, 11, 20), acted=D(2021, 11, 30)),
        D(2026, 11, 30),
    ),
    (
        *(SUIT, 46, "paragraph 2, twenty years"),
        lambda: sue("direct", D(2026, 11, 20), acted=D(2006, 12, 1), real_estate=True),
        D(2026, 12, 1),
    ),
    (SUIT, 47, "paragraph 1, two months first", lambda: sue("inaction", D(2026, 8, 24)), D(2027, 4, 26)),
    (SUIT, 47, "paragraph 1, another period", lambda: sue("inaction_fixed", D(2026, 6, 1)), D(2026, 12, 1)),
    (SUIT, 47, "paragraph 2, urgent", lambda: sue("inaction_urgent", D(2026, 6, 1)), D(2026, 12, 1)),
    (
        SUIT,
        48,
        "days lost",
        lambda: sue("direct", D(2026, 5, 8), delays=((D(2026, 7, 1), D(2026, 7, 30)),)),
        D(2026, 12, 8),
    ),
    (SUIT, 101, "counted as in civil procedure", lambda: sue("direct", D(2026, 6, 1)), D(2026, 12, 1)),
    (LIMITS, 2, "from the content and who did it", lambda: sue("direct", D(2026, 6, 1)), D(2026, 12, 1)),
    (LIMITS, 3, "five years", lambda: sue("direct", D(2026, 11, 20), acted=D(2021, 11, 30)), D(2026, 11, 30)),
    (
        LIMITS,
        4,
        "days lost",
        lambda: sue("direct", D(2026, 5, 8), delays=((D(2026, 7, 1), D(2026, 7, 30)),)),
        D(2026, 12, 8),
    ),
    (
        LIMITS,
        5,
        "a longer time was told",
        lambda: sue("after_decision", D(2026, 11, 2), told_last=D(2026, 12, 2)),
        D(2026, 12, 2),
    ),
    (LIMITS, 6, "paragraph 1, fifteen days", lambda: sue("not_accepted", D(2026, 11, 16)), D(2026, 12, 1)),
    (
        *(LIMITS, 6, "paragraph 2, not told"),
        lambda: sue("after_decision", D(2026, 3, 2), told=False, learned=D(2026, 11, 20)),
        D(2026, 12, 7),
    ),
    (LIMITS, 7, "paragraph 1, two months first", lambda: sue("inaction", D(2026, 8, 24)), D(2027, 4, 26)),
    (LIMITS, 7, "paragraph 2, urgent", lambda: sue("inaction_urgent", D(2026, 6, 1)), D(2026, 12, 1)),
    (
        LIMITS,
        8,
        "no correction opens it again",
        lambda: sue("direct", D(2026, 11, 2), acted=D(2020, 1, 2), real_estate=False),
        D(2025, 1, 2),
    ),
    (LIMITS, 9, "identity written wrongly", lambda: sue("wrong_identity", D(2026, 6, 1)), D(2026, 12, 1)),
    (LIMITS, 10, "a false marriage", lambda: sue("false_marriage", D(2026, 6, 1)), D(2026, 12, 1)),
    (
        COURT,
        64,
        "not told: at most one year",
        lambda: sue("direct", D(2026, 3, 2), told=False, learned=D(2026, 10, 8)),
        D(2027, 3, 2),
    ),
    (COURT, 66, "six months after the duty ended", lambda: sue("inaction", D(2026, 8, 24)), D(2027, 4, 26)),
    ("土地管理法", 14, "thirty days", lambda: sue("land_dispute", D(2026, 11, 2)), D(2026, 12, 2)),
    ("国家赔偿法", 13, "two months first", lambda: sue("compensation_silent", D(2026, 7, 1)), D(2026, 12, 1)),
    ("国家赔偿法", 14, "three months", lambda: sue("compensation", D(2026, 9, 1)), D(2026, 12, 1)),
]
OFFICE: list[Row] = [
    (LAW, 30, "five working days", lambda: term("review", D(2026, 11, 2)), D(2026, 11, 9)),
    (LAW, 30, "silence is acceptance", lambda: (after(D(2026, 11, 2))[0][1], after(D(2026, 11, 2))[1]), D(2026, 11, 9)),
    (LAW, 31, "five to ask for a correction", lambda: term("correction_notice", D(2026, 11, 2)), D(2026, 11, 9)),
    (LAW, 31, "ten to make it", lambda: term("correction", D(2026, 11, 2)), D(2026, 11, 16)),
    (LAW, 31, "then five again", lambda: term("review_again", D(2026, 11, 2)), D(2026, 11, 9)),
    (LAW, 32, "five to hand on", lambda: term("forward", D(2026, 11, 2)), D(2026, 11, 9)),
    (RULES, 38, "five to correct itself", lambda: term("self_correct", D(2026, 11, 2)), D(2026, 11, 9)),
    (
        *(LAW, 39, "a suspended case does not run"),
        lambda: term("decision", D(2026, 9, 1), pauses=[Pause("suspension", D(2026, 9, 10), D(2026, 9, 20))]),
        D(2026, 11, 10),
    ),
    (LAW, 41, "suspended sixty days", lambda: term("termination", D(2026, 9, 1)), D(2026, 11, 2)),
    (RULES, 40, "five to hand a case up", lambda: term("raised_files", D(2026, 11, 2)), D(2026, 11, 9)),
    (RULES, 40, "then the time begins anew", lambda: term("raised_decision", D(2026, 9, 1)), D(2026, 11, 2)),
    (
        *(RULES, 45, "inspection does not count"),
        lambda: term("decision", D(2026, 9, 1), pauses=[Pause("inspection", D(2026, 9, 10), D(2026, 9, 20))]),
        D(2026, 11, 10),
    ),
    (
        *(RULES, 46, "an expert's time does not count"),
        lambda: term("decision", D(2026, 9, 1), pauses=[Pause("expert", D(2026, 9, 10), D(2026, 9, 20))]),
        D(2026, 11, 10),
    ),
    (LAW, 48, "seven for the copy", lambda: term("copy", D(2026, 11, 2)), D(2026, 11, 11)),
    (LAW, 48, "ten for the reply", lambda: term("reply", D(2026, 11, 2)), D(2026, 11, 16)),
    (LAW, 51, "five before a hearing", lambda: term("hearing_notice", D(2026, 11, 16)), D(2026, 11, 6)),
    (LAW, 54, "three for the copy", lambda: term("copy_simplified", D(2026, 11, 2)), D(2026, 11, 5)),
    (LAW, 54, "five for the reply", lambda: term("reply_simplified", D(2026, 11, 2)), D(2026, 11, 9)),
    (LAW, 56, "thirty days for a document", lambda: term("document_review", D(2026, 11, 2)), D(2026, 12, 2)),
    (LAW, 57, "seven to pass it on", lambda: term("document_transfer", D(2026, 11, 2)), D(2026, 11, 11)),
    (RULES, 53, "both from the suspension", lambda: term("document_review", D(2026, 11, 2)), D(2026, 12, 2)),
    (LAW, 58, "three to tell its maker", lambda: term("maker_notice", D(2026, 11, 2)), D(2026, 11, 5)),
    (LAW, 58, "ten for the maker", lambda: term("maker_reply", D(2026, 11, 2)), D(2026, 11, 16)),
    (LAW, 60, "sixty days to answer", lambda: term("transfer_reply", D(2026, 9, 1)), D(2026, 11, 2)),
    (LAW, 62, "sixty days", lambda: term("decision", D(2026, 9, 1)), D(2026, 11, 2)),
    (LAW, 62, "thirty more at most", lambda: term("decision", D(2026, 8, 3), extended=90), D(2026, 11, 2)),
    (LAW, 62, "thirty where simplified", lambda: term("decision_simplified", D(2026, 9, 1)), D(2026, 10, 8)),
    (LAW, 76, "sixty to answer an opinion", lambda: term("opinion_report", D(2026, 9, 1)), D(2026, 11, 2)),
    (LAW, 88, "working days", lambda: term("review", D(2026, 9, 30)), D(2026, 10, 13)),
    (RULES, 58, "sixty to do it again", lambda: term("redo", D(2026, 9, 1)), D(2026, 11, 2)),
]
CASE: list[Row] = [
    (LAW, 30, "item 1, the applicant", lambda: item("applicant", applicant=True), "yes"),
    (RULES, 27, "item 1, what an application names", lambda: item("applicant", applicant=False), "no"),
    (RULES, 29, "item 1, the wrong respondent", lambda: item("respondent", respondent=False), "no"),
    (RULES, 35, "item 2, an interest", lambda: item("interest", interest=True), "yes"),
    (LAW, 31, "item 3, request and reasons", lambda: item("request", request=False), "no"),
    (LAW, 20, "item 4, in time", lambda: item("deadline", deadline="near"), "yes"),
    (LAW, 21, "item 4, too late", lambda: item("deadline", deadline="late"), "no"),
    (LAW, 12, "item 5, the scope", lambda: item("scope", scope=True), "yes"),
    (RULES, 36, "item 5, outside it", lambda: item("scope", outside="petition"), "no"),
    (LAW, 24, "item 6, the authority", lambda: item("authority", authority=True), "yes"),
    (LAW, 29, "item 7, not in court", lambda: item("fresh", fresh=False), "no"),
    (LAW, 44, "silence: one's own request is to be proved", lambda: state("inaction_open", D(2026, 10, 2)), "not_yet"),
    (LAW, 53, "item 1, made on the spot", lambda: likely(on_the_spot=True), "simplified"),
    (LAW, 53, "item 2, a warning", lambda: likely(warning=True), "simplified"),
    (LAW, 53, "item 3, three thousand yuan", lambda: likely(amount=3000), "simplified"),
    (LAW, 53, "item 3, more", lambda: likely(amount=3000.01), "ordinary"),
    (LAW, 53, "item 4, information", lambda: likely(information=True), "simplified"),
    (LAW, 53, "paragraph 2, all agree", lambda: likely(consent=True, clear=False), "simplified"),
    (LAW, 49, "ordinary: opinions are heard", lambda: likely(), "ordinary"),
    (LAW, 54, "simplified: in writing", lambda: likely(warning=True), "simplified"),
    (LAW, 55, "simplified and disputed", lambda: likely(warning=True, clear=False), "unclear"),
    (LAW, 62, "thirty days", lambda: likely(warning=True), "simplified"),
    (LAW, 63, "to change", lambda: request("change"), ["act"]),
    (LAW, 64, "to revoke", lambda: request("revoke"), ["act"]),
    (LAW, 65, "unlawful", lambda: request("unlawful"), ["act", "inaction"]),
    (LAW, 66, "to perform", lambda: request("perform"), ["inaction"]),
    (LAW, 67, "void", lambda: request("void"), ["act"]),
    (RULES, 60, "void: grave and plain", lambda: request("void"), ["act"]),
    (LAW, 71, "agreements", lambda: request("agreement"), ["act", "inaction"]),
    (LAW, 72, "damages", lambda: request("compensate"), ["act", "inaction"]),
    (LAW, 44, "damages are to be proved", lambda: request("compensate"), ["act", "inaction"]),
    (RULES, 53, "a document not yet known", lambda: request("review_document"), ["act", "inaction"]),
]
LETTERS: list[Row] = [
    ("信访工作条例", 22, "screened within fifteen days", lambda: letter("screen_on"), D(2026, 12, 8)),
    ("信访工作条例", 23, "told within fifteen days", lambda: letter("screen_on"), D(2026, 12, 8)),
    ("信访工作条例", 34, "dealt with within sixty days", lambda: letter("reply_on"), D(2027, 1, 22)),
]
ROWS = [*LETTERS, *SCOPE, *PEOPLE, *AGAINST, *APPLYING, *BEFORE_COURT, *SUING, *OFFICE, *CASE]


@pytest.mark.parametrize(("law", "article", "what", "ask", "answer"), ROWS, ids=[f"{r[0]} {r[1]} {r[2]}" for r in ROWS])
def test_the_article(law: str, article: int, what: str, ask: Callable[[], Found], answer: Any) -> None:
    found, basis = ask()
    assert found == answer
    assert Basis(law, article) in tuple(basis)


def cited(value: Any) -> Iterator[tuple[str, int]]:
    """Every citation anywhere in a table."""
    if isinstance(value, dict):
        if set(value) == {"law", "article"}:
            yield value["law"], value["article"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from cited(one)


# The doors, the steps of a case and what is kept for how long have tests of their own, practice data cites nothing.
ELSEWHERE = {"triage", "letter-doors", "case-handling", "practice", "retention"}


@pytest.mark.parametrize("name", sorted({path.stem for path in (ROOT / "rules").glob("*.yml")} - ELSEWHERE))
def test_every_article_of_the_table_has_a_row(name: str) -> None:
    assert set(cited(table(name))) <= {(row[0], row[1]) for row in ROWS}


# What the engine must know, law by law (the list).
MUST: dict[str, list[int]] = {
    LAW: [11, 12, 14, 15, 16, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 34, 48, 53, 54, 55, 62, 88],
    RULES: [9, 10, *range(11, 19), 20, 21, 22, 23, 24, 25, 26, 30, 31, 32, 33, 35, 36, 38, 75],
    CIVIL: [85],
    SUIT: [45, 46, 47, 48],
    LIMITS: [2, 3, 4, 5, 6, 7, 8, 9, 10],
    POLICE: [119],
}


@pytest.mark.parametrize(("law", "article"), [(law, article) for law, articles in MUST.items() for article in articles])
def test_every_article_that_must_be_known_has_a_row(law: str, article: int) -> None:
    assert (law, article) in {(row[0], row[1]) for row in ROWS}


def test_no_row_stands_twice() -> None:
    keys = [row[:3] for row in ROWS]
    assert len(keys) == len(set(keys))
