"""Whether an application would be accepted: the requirements of 行政复议法 30 and what lies outside."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.procedure.admissibility import (
    AdmissibilityFacts,
    admissibility,
    outside,
    outside_in,
    outside_kinds,
)
from actions.procedure.tables import Basis, table

GOOD = AdmissibilityFacts(True, True, True, True, "in_time", True, None, True, True)
LAW, RULES = "行政复议法", "行政复议法实施条例"


@pytest.mark.parametrize(
    ("key", "verdict", "article"),
    [
        # 行政复议法 12
        ("state_act", "out", (LAW, 12)),
        ("general_document", "out", (LAW, 13)),
        ("personnel", "out", (LAW, 12)),
        ("mediation", "out", (LAW, 12)),
        # 实施条例 36
        ("criminal", "out", (RULES, 36)),
        ("guidance", "out", (RULES, 36)),
        ("process", "out", (RULES, 36)),
        ("supervision", "out", (RULES, 36)),
        ("petition", "out", (RULES, 36)),
        # 实施条例 74, 37; 行政复议法 29, 30
        ("trademark_patent", "out", (RULES, 74)),
        ("court", "out", (RULES, 37)),
        ("groundless", "check", (RULES, 37)),
        ("no_power", "check", (RULES, 37)),
        ("repeated", "out", (RULES, 37)),
        ("sued", "out", (LAW, 29)),
        # not named by the law as excluded: another way, or to be checked
        ("civil", "other", (LAW, 2)),
        ("labour", "other", (LAW, 2)),
        ("village", "check", (LAW, 2)),
    ],
)
def test_what_lies_outside(key: str, verdict: str, article: tuple[str, int]) -> None:
    kind = outside(key)
    assert kind.verdict == verdict
    assert Basis(*article) in kind.basis


def test_every_row_is_tested() -> None:
    assert [kind.key for kind in outside_kinds()] == [row[0] for row in test_what_lies_outside.pytestmark[0].args[1]]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("我儿子被刑事拘留了", "criminal"),
        ("信访复查意见不服", "petition"),
        ("对这个红头文件不服", "general_document"),
        ("老板拖欠工资", "labour"),
        ("商标驳回", "trademark_patent"),
    ],
)
def test_words_are_a_hint(text: str, key: str) -> None:
    assert key in [kind.key for kind in outside_in(text)]


@pytest.mark.parametrize("text", ["治安拘留十天", "罚款两千", "工伤认定", "强制拆除我家房子", "低保停发"])
def test_what_is_reconsidered_gives_no_hint(text: str) -> None:
    assert outside_in(text) == []


def test_all_requirements_met() -> None:
    result = admissibility(GOOD)
    assert (result.verdict, len(result.items)) == ("yes", 8)
    assert Basis(LAW, 30) in result.basis


@pytest.mark.parametrize(
    ("change", "verdict", "article"),
    [
        ({"applicant": False}, "fix", (RULES, 27)),  # item 1
        ({"respondent": False}, "fix", (RULES, 29)),  # item 1: first told to change it
        ({"interest": False}, "no", (RULES, 35)),  # item 2
        ({"request": False}, "fix", (LAW, 31)),  # item 3: correction
        ({"deadline": "late"}, "no", (LAW, 21)),  # item 4
        ({"deadline": "late_reasons"}, "doubt", (LAW, 20)),
        ({"deadline": "not_yet"}, "doubt", (LAW, 20)),
        ({"deadline": "near"}, "yes", (LAW, 20)),
        ({"scope": False}, "no", (LAW, 12)),  # item 5
        ({"outside": "petition"}, "no", (RULES, 36)),
        ({"outside": "village"}, "doubt", (LAW, 19)),
        ({"outside": "no-such-row"}, "yes", (LAW, 11)),
        ({"authority": False}, "fix", (LAW, 24)),  # item 6
        ({"fresh": False}, "no", (LAW, 29)),  # item 7
        ({"fresh": None}, "doubt", (LAW, 30)),
    ],
)
def test_one_requirement_decides(change: dict[str, object], verdict: str, article: tuple[str, int]) -> None:
    result = admissibility(replace(GOOD, **change))  # type: ignore[arg-type]
    assert result.verdict == verdict
    assert Basis(*article) in [basis for item in result.items for basis in item.basis]


def test_too_early_is_said_and_is_not_too_late() -> None:
    """实施条例 24."""
    [item] = [one for one in admissibility(replace(GOOD, deadline="not_yet")).items if one.key == "deadline"]
    assert (item.answer, "太早" in item.text) == ("unknown", True)
    [item] = [one for one in admissibility(replace(GOOD, deadline="late_reasons")).items if one.key == "deadline"]
    assert "太早" not in item.text


@given(
    st.builds(
        AdmissibilityFacts,
        *[st.none() | st.booleans()] * 4,
        deadline=st.none() | st.sampled_from(["in_time", "near", "late", "late_reasons", "not_yet", "unknown"]),
        outside=st.none() | st.sampled_from(sorted(table("matters-scope"))),
        scope=st.none() | st.booleans(),
        authority=st.none() | st.booleans(),
        fresh=st.none() | st.booleans(),
    )
)
def test_total_and_never_a_wall(facts: AdmissibilityFacts) -> None:
    result = admissibility(facts)
    assert result.text and all(item.text and item.basis for item in result.items)
    if result.verdict == "no":
        assert "仍然可以提交" in result.text
