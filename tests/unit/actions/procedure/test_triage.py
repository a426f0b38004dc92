"""Which door: every path ends within seven questions, every door is reachable, every sentence rests on an article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.content.answers import FEATURES, load_answers
from actions.content.laws import load_laws
from actions.content.source import ContentError
from actions.procedure import triage as module
from actions.procedure.tables import Basis, cited, table
from actions.procedure.triage import Outcome, all_bases, doors, outcome, outcomes, question, questions, triage

LAWS = Path(__file__).resolve().parents[5] / "shared" / "laws"
MOST = 7
COPIED = 18  # characters in a row that make a copied sentence rather than a term of law
DOORS = {
    "行政复议", "先复议后诉讼", "直接起诉", "信访", "县长信箱", "12345", "政府信息公开", "劳动仲裁或其他仲裁",
    "民事诉讼（法院）", "报警110", "12315市场投诉", "纪检监察",
}  # fmt: skip
# Words that a plain question does without.
HARD_WORDS = ("行政行为", "被申请人", "前置", "利害关系", "规范性文件", "履行", "诉讼", "救济", "管辖", "主体")

Path_ = dict[str, str]


def walks(answers: Path_ | None = None) -> Iterator[tuple[Path_, Outcome]]:
    """Every way through the questions, by trying every option of every question."""
    found = triage(answers or {})
    if found.outcome is not None:
        yield dict(answers or {}), found.outcome
        return
    assert found.question is not None
    for option in found.question.options:
        yield from walks({**(answers or {}), found.question.key: option.key})


WALKS = list(walks())


def test_every_path_ends_within_seven_questions() -> None:
    assert max(len(answers) for answers, _ in WALKS) == MOST
    assert min(len(answers) for answers, _ in WALKS) == 1


def test_the_table_says_seven_itself() -> None:
    assert table("triage")["longest"] == MOST


def test_there_are_the_twelve_doors() -> None:
    assert {label for _, label in doors()} == DOORS


def test_every_door_and_every_result_is_reached() -> None:
    reached = {one.key for _, one in WALKS}
    assert reached == {one.key for one in outcomes()}
    assert {one.door_label for _, one in WALKS} == DOORS


def test_every_question_is_asked_on_some_path() -> None:
    assert {key for answers, _ in WALKS for key in answers} == {one.key for one in questions()}


def test_every_option_leads_to_a_question_or_a_result() -> None:
    known = {one.key for one in questions()} | {one.key for one in outcomes()}
    assert {option.to for one in questions() for option in one.options} <= known


def test_questions_and_results_never_share_a_name() -> None:
    assert not {one.key for one in questions()} & {one.key for one in outcomes()}


@pytest.mark.parametrize("key", [one.key for one in questions()])
def test_a_question_is_plain(key: str) -> None:
    one = question(key)
    assert 2 <= len(one.options) <= 4
    assert one.ask.endswith("？") and len(one.ask) <= 40 and one.hint
    assert len({option.label for option in one.options}) == len(one.options)
    for text in (one.ask, one.hint, *(option.label for option in one.options)):
        assert not any(word in text for word in HARD_WORDS), text
        assert len(text) <= 45


@pytest.mark.parametrize("key", [one.key for one in outcomes()])
def test_a_result_says_where_why_and_what_choosing_wrong_costs(key: str) -> None:
    one = outcome(key)
    assert one.label and one.where and one.why and one.cost
    assert one.basis and one.cost_basis
    for text in (one.where, one.why, one.cost):
        assert text.endswith("。") and len(text) <= 130
    assert cited(all_bases(one), load_laws())


@pytest.mark.parametrize("key", [one.key for one in outcomes()])
def test_the_next_steps_exist(key: str) -> None:
    one = outcome(key)
    assert one.next and set(one.next) <= set(load_answers()) | set(FEATURES)
    assert len(set(one.next)) == len(one.next)


@pytest.mark.parametrize("key", [one.key for one in outcomes() if one.door in ("reconsider", "reconsider_first")])
def test_a_way_to_reconsideration_names_its_clock(key: str) -> None:
    one = outcome(key)
    assert Basis("行政复议法", 20) in all_bases(one)
    assert "filing-deadline" in one.next or "inaction-deadline" in one.next or "late-filing" in one.next


@pytest.mark.parametrize("key", [one.key for one in outcomes() if one.door == "reconsider_first"])
def test_a_mandatory_precondition_rests_on_its_article(key: str) -> None:
    one = outcome(key)
    assert Basis("行政复议法", 23) in one.basis
    assert Basis("行诉法解释", 56) in one.cost_basis and "不立案" in one.cost


@pytest.mark.parametrize("key", ["petition", "mailbox", "hotline", "discipline", "enforcement"])
def test_writing_a_letter_does_not_stop_the_sixty_days(key: str) -> None:
    one = outcome(key)
    assert "60日" in one.cost and Basis("行政复议法", 20) in one.cost_basis


@pytest.mark.parametrize("key", ["labour", "arbitration", "civil", "first_tax", "land_dispute", "work_injury"])
def test_what_is_not_in_our_laws_is_said_to_need_checking(key: str) -> None:
    assert any("需要核实" in text for text in outcome(key).unknown)


def statutes() -> dict[str, dict[str, str]]:
    if not LAWS.is_dir():
        pytest.skip("旁边没有法规文本（../shared/laws），不能逐条比对")
    read = (json.loads(file.read_text("utf-8")) for file in LAWS.glob("*.json") if "superseded" not in file.stem)
    titles = {law["title"]: law["articles"] for law in read}
    return {key: titles[law.title] for key, law in load_laws().items()}


FIGURE = re.compile(r"(\d+)\s*(个工作日|个月|日|年|人|元)")
CHINESE = {
    "15": "十五",
    "30": "三十",
    "60": "六十",
    "20": "二十",
    "10": "十",
    "7": "七",
    "6": "六",
    "5": "五",
    "3": "三",
    "1": "一",
}


@pytest.mark.parametrize("key", [one.key for one in outcomes()])
def test_every_figure_stands_in_a_cited_article(key: str) -> None:
    texts, one = statutes(), outcome(key)
    for prose, basis in (
        (one.where + one.why, one.basis),
        (one.cost, one.cost_basis),
        ("".join(one.unknown), one.unknown_basis),
    ):
        law = "".join(texts[cite.law][str(cite.article)] for cite in basis)
        for number, unit in FIGURE.findall(prose):
            written = {number + unit, CHINESE.get(number, "?") + unit, CHINESE.get(number, "?") + unit.lstrip("个")}
            assert any(form in law for form in written), f"{number}{unit}: {prose}"


@pytest.mark.parametrize("key", [one.key for one in outcomes()])
def test_no_statute_is_copied(key: str) -> None:
    books = [re.sub(r"\s", "", "".join(articles.values())) for articles in statutes().values()]
    one = outcome(key)
    text = re.sub(r"\s", "", "|".join([one.where, one.why, one.cost, *one.unknown]))
    pieces = [text[at : at + COPIED] for at in range(len(text) - COPIED + 1)]
    assert not [piece for piece in pieces if any(piece in book for book in books)]


# One citizen a line: what they answer, and the door they should stand before.
CITIZENS: list[tuple[str, Path_, str]] = [
    ("正在挨打", {"danger": "now"}, "police"),
    ("钱被骗了还没报警", {"danger": "past"}, "police"),
    (
        "城管当场罚款",
        {"danger": "none", "who": "agency", "agency": "decided", "court": "neither", "decision": "spot"},
        "first_spot",
    ),
    (
        "有证的承包林被收回",
        {"danger": "none", "who": "agency", "agency": "decided", "court": "neither", "decision": "land"},
        "first_land",
    ),
    (
        "税务局多收税",
        {"danger": "none", "who": "agency", "agency": "decided", "court": "neither", "decision": "tax"},
        "first_tax",
    ),
    (
        "上月收到吊销执照的决定",
        {"danger": "none", "who": "agency", "agency": "decided", "court": "neither", "decision": "other"}
        | {"when": "soon", "want": "free"},
        "reconsider",
    ),
    (
        "想直接打官司",
        {"danger": "none", "who": "agency", "agency": "decided", "court": "neither", "decision": "other"}
        | {"when": "soon", "want": "judge"},
        "sue",
    ),
    (
        "过了三个月",
        {"danger": "none", "who": "agency", "agency": "decided", "court": "neither", "decision": "other"}
        | {"when": "later"},
        "sue_later",
    ),
    (
        "过了八个月，没人告诉过可以复议",
        {"danger": "none", "who": "agency", "agency": "decided", "court": "neither", "decision": "other"}
        | {"when": "long", "told": "none"},
        "reconsider_untold",
    ),
    (
        "过了两年，决定书写得清楚",
        {"danger": "none", "who": "agency", "agency": "decided", "court": "neither", "decision": "other"}
        | {"when": "long", "told": "written"},
        "expired",
    ),
    ("不服复议决定", {"danger": "none", "who": "agency", "agency": "decided", "court": "reviewed"}, "sue_after"),
    ("法院已经立案", {"danger": "none", "who": "agency", "agency": "decided", "court": "court"}, "in_court"),
    ("刑事案件", {"danger": "none", "who": "agency", "agency": "decided", "court": "outside"}, "outside"),
    ("申请低保没有回音", {"danger": "none", "who": "agency", "agency": "silent", "asked": "silent"}, "first_silent"),
    (
        "办证被明确拒绝",
        {"danger": "none", "who": "agency", "agency": "silent", "asked": "refused", "when": "soon", "want": "unsure"},
        "reconsider",
    ),
    ("还没有正式申请", {"danger": "none", "who": "agency", "agency": "silent", "asked": "not_yet"}, "ask_first"),
    ("替大家反映", {"danger": "none", "who": "agency", "agency": "silent", "asked": "public"}, "mailbox"),
    ("想看征地批文", {"danger": "none", "who": "agency", "agency": "papers", "papers": "not_yet"}, "information"),
    ("说是内部材料", {"danger": "none", "who": "agency", "agency": "papers", "papers": "withheld"}, "first_withheld"),
    ("说没有这份材料", {"danger": "none", "who": "agency", "agency": "papers", "papers": "other"}, "information_other"),
    ("提建议", {"danger": "none", "who": "agency", "agency": "work", "opinion": "known"}, "mailbox"),
    ("路灯坏了", {"danger": "none", "who": "agency", "agency": "work", "opinion": "fixed"}, "hotline"),
    ("反映多次要书面答复", {"danger": "none", "who": "agency", "agency": "work", "opinion": "written"}, "petition"),
    ("红头文件", {"danger": "none", "who": "agency", "agency": "work", "opinion": "document"}, "document"),
    ("干部收钱", {"danger": "none", "who": "staff", "staff": "corrupt"}, "discipline"),
    ("执法不亮证", {"danger": "none", "who": "staff", "staff": "rough"}, "enforcement"),
    ("老板欠工资", {"danger": "none", "who": "private", "private": "work", "work": "employer"}, "labour"),
    ("不服工伤认定", {"danger": "none", "who": "private", "private": "work", "work": "decided"}, "work_injury"),
    (
        "向人社局投诉欠薪不管",
        {"danger": "none", "who": "private", "private": "work", "work": "asked", "asked": "silent"},
        "first_silent",
    ),
    ("买到假货", {"danger": "none", "who": "private", "private": "shop"}, "market"),
    ("亲戚欠钱", {"danger": "none", "who": "private", "private": "dispute", "clause": "none"}, "civil"),
    ("合同写了仲裁", {"danger": "none", "who": "private", "private": "dispute", "clause": "written"}, "arbitration"),
    ("跟邻居争地", {"danger": "none", "who": "private", "private": "dispute", "clause": "land"}, "land_dispute"),
    ("工厂排脏水", {"danger": "none", "who": "private", "private": "harm"}, "report"),
    ("问政策", {"danger": "none", "who": "nobody", "wish": "ask"}, "hotline"),
    ("要文件", {"danger": "none", "who": "nobody", "wish": "papers", "papers": "silent"}, "first_silent"),
]


@pytest.mark.parametrize(("who", "answers", "expected"), CITIZENS, ids=[one[0] for one in CITIZENS])
def test_a_citizen(who: str, answers: Path_, expected: str) -> None:
    found = triage(answers)
    assert found.question is None and found.outcome is not None
    assert found.outcome.key == expected
    assert found.at == found.of == len(answers) == len(found.path) and found.strange == ()


def test_the_citizens_stand_before_every_result() -> None:
    assert {expected for _, _, expected in CITIZENS} == {one.key for one in outcomes()}


def test_the_first_question() -> None:
    found = triage({})
    assert found.question is not None and found.question.key == "danger"
    assert (found.at, found.of, found.path, found.outcome) == (1, MOST, (), None)


def test_the_count_of_questions_shrinks_with_the_way() -> None:
    found = triage({"danger": "none", "who": "nobody"})
    assert found.question is not None and found.question.key == "wish"
    assert (found.at, found.of) == (3, 4)


def test_an_option_that_does_not_exist_is_asked_again() -> None:
    found = triage({"danger": "perhaps"})
    assert found.question is not None and found.question.key == "danger"
    assert found.strange == ("danger",)


def test_answers_that_are_not_on_the_way_are_named() -> None:
    found = triage({"danger": "now", "who": "agency", "nonsense": "x"})
    assert found.outcome is not None and found.outcome.key == "police"
    assert found.strange == ("who", "nonsense")


KEYS = [one.key for one in questions()]
OPTIONS = sorted({option.key for one in questions() for option in one.options})


@given(answers=st.dictionaries(st.sampled_from([*KEYS, "x"]), st.sampled_from([*OPTIONS, "x"]), max_size=16))
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_any_answers_lead_to_a_question_or_a_result(answers: Path_) -> None:
    found = triage(answers)
    assert (found.question is None) != (found.outcome is None)
    assert len(found.path) <= MOST and found.of <= MOST
    assert {asked.key for asked, _ in found.path} | set(found.strange) == set(answers)
    if found.question is not None:
        assert found.at <= found.of and answers.get(found.question.key) not in {
            option.key for option in found.question.options
        }


@given(walk=st.sampled_from(WALKS), data=st.data())
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_the_order_of_answers_and_an_answer_too_many_change_nothing(walk: Any, data: st.DataObject) -> None:
    answers, expected = walk
    mixed = dict(data.draw(st.permutations(list(answers.items()))))
    assert triage({**mixed, "x": "y"}).outcome == expected


@given(walk=st.sampled_from(WALKS), data=st.data())
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_each_answer_takes_one_question_further(walk: Any, data: st.DataObject) -> None:
    answers, _ = walk
    known = data.draw(st.integers(0, len(answers) - 1))
    found = triage(dict(list(answers.items())[:known]))
    assert found.question is not None and found.question.key == list(answers)[known]
    assert found.at == known + 1 and found.of >= len(answers)


def option(to: str) -> dict[str, Any]:
    return {"ask": "吗？", "hint": "", "options": {"a": {"label": "甲", "to": to}, "b": {"label": "乙", "to": "end"}}}


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A small table of the test's own."""
    broken: dict[str, Any] = {"longest": 2, "start": "one", "results": {"end": {}}, "questions": {"one": option("end")}}
    monkeypatch.setattr(module, "table", lambda name: broken)
    module._depths.cache_clear()
    yield broken
    module._depths.cache_clear()


@pytest.mark.parametrize(
    ("questions_", "problem"),
    [
        ({"one": option("two")}, "没有这个问题"),
        ({"one": option("two"), "two": option("one")}, "绕了一圈"),
        ({"one": option("one")}, "绕了一圈"),
        ({"one": option("two"), "two": option("three"), "three": option("end")}, "太多"),
    ],
)
def test_a_fault_in_the_table_is_named(rules: dict[str, Any], questions_: dict[str, Any], problem: str) -> None:
    rules["questions"] = questions_
    with pytest.raises(ContentError, match=problem):
        triage({})


def test_a_small_table_that_is_right(rules: dict[str, Any]) -> None:
    assert triage({}).of == 1


def test_an_unknown_question_or_result_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        question("no-such")
    with pytest.raises(KeyError):
        outcome("no-such")
