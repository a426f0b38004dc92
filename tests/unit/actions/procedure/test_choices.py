"""Matters and requests: the tables a citizen chooses from."""

import pytest

from actions.content.laws import load_laws
from actions.procedure.choices import matters, matters_in, names_for, request_kinds, request_line
from actions.procedure.tables import bases, cited, table


def test_matters_are_the_fifteen_items_of_the_law() -> None:
    """行政复议法 11."""
    assert [row["item"] for row in table("matters").values()] == list(range(1, 16))
    assert all(label and hint for _, label, hint in matters())


@pytest.mark.parametrize(
    ("kind", "article"),
    [
        ("revoke", 64),
        ("change", 63),
        ("unlawful", 65),
        ("void", 67),
        ("perform", 66),
        ("compensate", 72),
        ("review_document", 13),
        ("agreement", 71),
    ],
)
def test_requests_name_their_article(kind: str, article: int) -> None:
    assert article in [basis.article for basis in bases(table("requests")[kind])]


def test_every_table_cites_laws_in_force() -> None:
    for name in ("matters", "requests"):
        for row in table(name).values():
            assert cited(bases(row), load_laws())


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("电子警察拍的罚单", "penalty"),
        ("摩托车被扣押了", "compulsion"),
        ("林权确权", "determination"),
        ("工伤认定不给认", "work_injury"),
        ("低保被停发", "benefits"),
        ("信息公开不答复", "information"),
        ("征地补偿协议不履行", "expropriation"),
        ("开除学籍", "other"),
    ],
)
def test_plain_words_name_a_matter(text: str, matter: str) -> None:
    assert matter in [key for key, _, _ in matters_in(text)]


def test_words_without_a_matter() -> None:
    assert matters_in("你好") == []


def test_the_usual_requests_of_a_matter_come_first() -> None:
    keys = [key for key, _, _ in request_kinds("inaction")]
    assert keys[:2] == ["perform", "unlawful"]
    assert sorted(keys) == sorted(table("requests"))
    assert [key for key, _, _ in request_kinds()] == list(table("requests"))
    assert [key for key, _, _ in request_kinds("nothing")] == list(table("requests"))


def test_matters_name_only_requests_that_exist() -> None:
    for row in table("matters").values():
        assert set(row["requests"]) <= set(table("requests"))
        assert row["kind"] in ("act", "inaction")


@pytest.mark.parametrize(
    ("kind", "act", "inaction", "line"),
    [
        ("revoke", "《行政处罚决定书》", False, "请求撤销被申请人作出的《行政处罚决定书》。"),
        ("revoke", "", False, "请求撤销被申请人作出的行政行为。"),
        ("revoke", " 。 ", False, "请求撤销被申请人作出的行政行为。"),
        ("perform", "查处违法建房", True, "请求责令被申请人在一定期限内履行查处违法建房的法定职责。"),
        ("unlawful", "", True, "请求确认被申请人不履行法定职责违法。"),
        ("unlawful", "{0}{act}", False, "请求确认被申请人作出的{0}{act}违法。"),
    ],
)
def test_requests_as_sentences(kind: str, act: str, inaction: bool, line: str) -> None:
    assert request_line(kind, act, act if inaction else "", inaction) == line


@pytest.mark.parametrize(
    ("matter", "kind", "inaction", "line"),
    [
        ("penalty", "revoke", False, "请求撤销被申请人作出的行政处罚决定。"),
        ("licence", "perform", False, "请求责令被申请人在一定期限内履行办理行政许可的法定职责。"),
        ("licence", "revoke", False, "请求撤销被申请人作出的行政许可方面的决定。"),
        ("information", "perform", True, "请求责令被申请人在一定期限内履行公开政府信息的法定职责。"),
        ("benefits", "unlawful", True, "请求确认被申请人不履行依法给付的法定职责违法。"),
        ("inaction", "perform", True, "请求责令被申请人在一定期限内履行法定职责。"),
        ("other", "revoke", False, "请求撤销被申请人作出的行政行为。"),
        (None, "revoke", False, "请求撤销被申请人作出的行政行为。"),
    ],
)
def test_a_matter_names_the_act(matter: str | None, kind: str, inaction: bool, line: str) -> None:
    assert request_line(kind, *names_for(matter), inaction) == line


def test_no_request_of_any_matter_leaves_a_mark() -> None:
    for matter in table("matters"):
        for kind in table("requests"):
            for inaction in (True, False):
                line = request_line(kind, *names_for(matter), inaction)
                assert line.endswith("。") and "{" not in line


def test_an_unknown_request_is_an_error() -> None:
    with pytest.raises(KeyError):
        request_line("abolish")
