"""Who applies, in whose name, and who has an interest."""

import pytest

from actions.procedure.standing import (
    agents_fit,
    applicant_kinds,
    interest,
    interest_kinds,
    representatives,
    representatives_fit,
    standing,
)
from actions.procedure.tables import Basis

LAW, RULES = "行政复议法", "行政复议法实施条例"


@pytest.mark.parametrize(
    ("kind", "article", "words"),
    [
        ("self", (LAW, 14), "自己的名义"),
        ("deceased", (RULES, 11), "近亲属"),
        ("incapable", (LAW, 14), "法定代理人"),
        ("terminated", (LAW, 14), "承受"),
        ("business", (RULES, 12), "登记的经营者"),
        ("household", (RULES, 12), "承包"),
        ("partnership", (RULES, 13), "执行合伙事务"),
        ("partners", (RULES, 13), "全体合伙人"),
        ("company", (RULES, 14), "股东会"),
        ("organisation", (RULES, 13), "主要负责人"),
        ("collective", (RULES, 15), "半数以上"),
        ("owners", (RULES, 16), "过半数"),
    ],
)
def test_applicants(kind: str, article: tuple[str, int], words: str) -> None:
    result = standing(kind)
    assert Basis(*article) in result.basis
    assert words in result.text
    assert result.papers and result.name and result.acts


def test_every_kind_is_tested() -> None:
    assert [key for key, _, _ in applicant_kinds()] == [row[0] for row in test_applicants.pytestmark[0].args[1]]


@pytest.mark.parametrize(
    ("kind", "share", "enough"),
    [
        ("collective", 0.5, True),  # 半数以上 holds the half itself
        ("collective", 0.49, False),
        ("collective", None, None),
        ("owners", 0.5, False),  # 过半数 does not
        ("owners", 0.51, True),
        ("owners", None, None),
        ("self", None, True),
        ("self", 0.1, True),
    ],
)
def test_shares(kind: str, share: float | None, enough: bool | None) -> None:
    result = standing(kind, share)
    assert result.enough is enough
    assert bool(result.unknown) == (enough is not True)


@pytest.mark.parametrize(
    ("applicants", "chosen", "fits"),
    [(10, 0, True), (11, 0, False), (11, 1, False), (11, 2, True), (11, 5, True), (11, 6, False), (3, 1, True)],
)
def test_representatives(applicants: int, chosen: int, fits: bool) -> None:
    """行政复议法 15, 实施条例 17."""
    rule = representatives(applicants)
    assert rule.needed is (applicants > 10)
    assert Basis(RULES, 17) in rule.basis
    assert representatives_fit(applicants, chosen) is fits


@pytest.mark.parametrize(("agents", "fits"), [(0, True), (2, True), (3, False), (-1, False)])
def test_agents(agents: int, fits: bool) -> None:
    """行政复议法 17."""
    assert agents_fit(agents) is fits


@pytest.mark.parametrize(
    ("kind", "answer", "article"),
    [
        ("addressee", "yes", (LAW, 30)),
        # 实施条例 35, items 1 to 4
        ("neighbour", "yes", (RULES, 35)),
        ("competitor", "yes", (RULES, 35)),
        ("lost_benefit", "yes", (RULES, 35)),
        ("complainant", "yes", (RULES, 35)),
        # in somebody else's case
        ("third_party", "yes", (LAW, 16)),
        ("third_party", "yes", (RULES, 17)),
        # item 5, and none at all
        ("other", "unknown", (RULES, 35)),
        ("none", "no", (LAW, 30)),
    ],
)
def test_interests(kind: str, answer: str, article: tuple[str, int]) -> None:
    assert interest(kind).answer == answer
    assert Basis(*article) in interest(kind).basis


def test_every_interest_is_tested() -> None:
    tested = dict.fromkeys(row[0] for row in test_interests.pytestmark[0].args[1])
    assert [key for key, _, _ in interest_kinds()] == list(tested)
