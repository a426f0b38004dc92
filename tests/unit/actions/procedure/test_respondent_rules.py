"""Whom to name in special cases."""

import pytest

from actions.procedure.respondent_rules import respondent_rule, rules_in, special_kinds
from actions.procedure.tables import Basis

LAW, RULES = "行政复议法", "行政复议法实施条例"


@pytest.mark.parametrize(
    ("key", "respondent", "article"),
    [
        ("delegated", "委托的行政机关", (LAW, 19)),
        ("joint", "各个机关", (LAW, 19)),
        ("joint_authorised", "机关和被授权的组织", (RULES, 20)),
        ("joint_other", "行政机关", (RULES, 20)),
        ("joint_ministries", "国务院部门", (RULES, 32)),
        ("joint_vertical", "各个机关", (RULES, 32)),
        ("abolished", "继续行使", (LAW, 19)),
        ("branch_authorised", "派出机构", (LAW, 24)),
        ("branch_city", "派出机构", (LAW, 24)),
        ("branch_unauthorised", "设立它的行政机关", (RULES, 21)),
        ("internal_authorised", "内设机构", (RULES, 33)),
        ("authorised", "该组织", (RULES, 22)),
        ("subdistrict", "街道办事处", (LAW, 24)),
        ("development_zone", "授权", (RULES, 21)),
        ("province_office", "派出机关", (LAW, 24)),
        ("ministry_branch", "派出机构", (LAW, 25)),
        ("coast_guard", "海警机构", (RULES, 75)),
        ("approved", "署名", (LAW, 19)),
    ],
)
def test_rules(key: str, respondent: str, article: tuple[str, int]) -> None:
    rule = respondent_rule(key)
    assert respondent in rule.respondent
    assert Basis(*article) in rule.basis
    assert rule.authority and rule.text


def test_every_rule_is_tested() -> None:
    assert [key for key, _, _ in special_kinds()] == [row[0] for row in test_rules.pytestmark[0].args[1]]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("联合执法的人", ["joint"]),
        ("协管员", ["delegated"]),
        ("国土局机构改革了", ["abolished"]),
        ("地区行署", ["province_office"]),
        ("报批以后作的", ["approved"]),
        ("城管", []),
    ],
)
def test_words_hint_at_a_special_case(text: str, keys: list[str]) -> None:
    assert [rule.key for rule in rules_in(text)] == keys


def test_the_old_rule_on_approved_acts_is_gone() -> None:
    """The 2026 regulation did not keep article 13 of 2007."""
    assert "没有保留" in str(respondent_rule("approved").check)
