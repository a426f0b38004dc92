"""The reviewed answers: complete, short, cited, in today's law, in words that may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from actions.content.answers import FEATURES, Answer, card, load_answers, payload, topics
from actions.content.laws import Law
from actions.content.region import Region

FEWEST = 180  # answers
ANSWERS = sorted(load_answers().values(), key=lambda answer: answer.id)
every_answer = pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.id)

# Words of the law before 2024, abolished institutions, and channels the law no longer names.
OUTDATED = (
    "具体行政行为 抽象行政行为 劳动教养 劳教 收容 传真 电子邮件 邮箱 信访条例 暂行办法 国土资源局 工商行政管理局 "
    "行政复议法第九条 书面审查为原则 视为维持 复议机关负责人批准"
).split()
# Numbers that may stand in an answer; everything else of five digits and more would be an invented phone.
NATIONAL_NUMBERS = {"12345", "12348", "12315", "12356"}


def texts(answer: Answer) -> Iterator[str]:
    """Everything of an answer that a citizen reads."""
    yield from (answer.title, answer.answer, answer.more or "")


def test_there_are_enough_answers(answers: dict[str, Answer]) -> None:
    assert len(answers) >= FEWEST


@every_answer
def test_a_variant_belongs_to_an_answer_that_asks_for_it(answer: Answer, answers: dict[str, Answer]) -> None:
    if answer.variant_of is None:
        assert answer.label is None and "--" not in answer.id
        return
    parent = answers[answer.variant_of]
    assert answer.id.startswith(f"{parent.id}--") and answer.group == parent.group
    assert parent.variant_of is None and parent.ask_back and parent.ask_back.endswith(("？", "?"))
    assert answer.label and len(answer.label) <= 14
    assert answer.id not in parent.next


@every_answer
def test_is_short_enough_to_be_read(answer: Answer) -> None:
    assert len(answer.title) <= 16
    assert len(answer.answer) + len(answer.ask_back or "") <= 220
    assert len(answer.answer) <= 200
    assert len(answer.more or "") <= 400


def test_no_two_buttons_read_the_same(answers: dict[str, Answer]) -> None:
    titles = [answers[id_].title for id_ in topics(answers)] + list(FEATURES.values())
    assert len(titles) == len(set(titles))
    for parent in topics(answers):
        labels = [label for label, _ in answers[parent].choices]
        assert len(labels) == len(set(labels)), parent


@every_answer
def test_cites_articles_that_exist(answer: Answer, laws: dict[str, Law]) -> None:
    assert answer.basis, "没有依据的答复不能给人看"
    for law, article in answer.basis:
        assert 1 <= article <= laws[law].articles, f"{law}第{article}条"


@every_answer
def test_cites_each_article_once(answer: Answer) -> None:
    assert len(set(answer.basis)) == len(answer.basis)


def step(id_: str) -> str:
    return f"/{id_}" if id_ in FEATURES else payload(id_)


@every_answer
def test_offers_one_to_four_next_steps_and_not_itself(answer: Answer) -> None:
    assert 1 <= len(answer.next) <= 4
    assert len(set(answer.next)) == len(answer.next)
    assert answer.id not in answer.next
    assert [choice for _, choice in answer.choices][-len(answer.next) :] == [step(one) for one in answer.next]


@every_answer
def test_speaks_todays_law(answer: Answer) -> None:
    found = [word for word in OUTDATED for text in texts(answer) if word in text]
    assert not found


@every_answer
def test_names_no_phone_that_is_not_national(answer: Answer) -> None:
    numbers = {number for text in texts(answer) for number in re.findall(r"(?<!\d)\d{5,}(?!\d)", text)}
    assert numbers <= NATIONAL_NUMBERS


@every_answer
def test_leaves_county_facts_to_the_region_file(answer: Answer, region: Region) -> None:
    names = {region.name, region.city, region.office_name, region.bureau}
    assert not [name for name in names for text in texts(answer) if name in text]


@every_answer
def test_is_dated_and_not_signed_by_anyone_invented(answer: Answer) -> None:
    assert date(2026, 11, 23) <= answer.reviewed_on <= date.today()
    assert answer.reviewed_by is None


@every_answer
def test_card_is_complete(answer: Answer, laws: dict[str, Law], region: Region) -> None:
    message = card(answer, laws, region)
    shown = message["text"] + message.get("more", "")
    assert not set("{}") & set(shown)
    assert "None" not in shown
    assert [one["since"] for one in message["basis"]] == [laws[law].since.isoformat() for law, _ in answer.basis]
    assert all(choice["choice"].startswith("/") and choice["label"] for choice in message["choices"])


@pytest.mark.parametrize(
    ("id_", "needed"),
    [
        ("filing-deadline", ["60日", "知道", "顺延", "另外起算"]),
        ("representatives", ["超过10人", "2至5名"]),
        ("correction", ["5个工作日", "10个工作日", "放弃"]),
        ("acceptance-time", ["5个工作日", "算作受理"]),
        ("decision-period", ["60日", "最多30日", "30日"]),
        ("lawsuit-after-decision", ["15日"]),
        ("direct-lawsuit-deadline", ["6个月"]),
        ("which-authority", ["{authority}", "{upper_authority}", "上一级主管部门"]),
        ("fee", ["不收"]),
        ("mandatory-precondition", ["当场", "不答复", "不公开", "纳税"]),
    ],
)
def test_what_decides_the_outcome_stands_in_the_answer_itself(
    answers: dict[str, Answer], id_: str, needed: list[str]
) -> None:
    assert [word for word in needed if word not in answers[id_].answer] == []


def test_saving_is_never_called_filing(answers: dict[str, Answer], region: Region) -> None:
    assert region.filing == "draft", "改成 official 时，说“草稿不算递交”的答复都要重写"
    assert answers["saving-is-not-filing"].answer.startswith("不算")
    for id_ in ("saving-is-not-filing", "online-filing", "how-to-file"):
        assert "草稿" in answers[id_].answer + (answers[id_].more or "")


def test_privacy_promises_what_the_product_does(answers: dict[str, Answer]) -> None:
    text = answers["privacy"].answer
    assert "30分钟" in text and "30天" in text and "加密" in text
    assert "不是人工智能大模型" in answers["about-assistant"].answer
    assert "不是工作人员，也不是律师" in answers["about-assistant"].answer
