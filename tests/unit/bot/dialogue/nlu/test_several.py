"""Several questions in one message are told apart; one question with its story is left whole."""

from __future__ import annotations

import pytest

from bot.dialogue.nlu.several import MOST, questions_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("复议要交钱吗？多久出结果？", ["复议要交钱吗", "多久出结果"]),
        ("申请书怎么写，还有要交到哪里去", ["申请书怎么写", "还有要交到哪里去"]),
        ("请问能不能网上申请；期限是多少天", ["请问能不能网上申请", "期限是多少天"]),
        ("要带什么材料\n找谁办\n收不收费", ["要带什么材料", "收不收费"]),
    ],
)
def test_several_questions(text: str, found: list[str]) -> None:
    assert questions_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "复议要交钱吗",
        "我上个月被罚了五百块，一直没去交。现在还能申请复议吗？",
        "城管把车拖走了！太气人了！",
        "为什么？",
        "",
        "？？！！",
        "还有什么办法没有",
    ],
)
def test_one_question_or_none_is_left_whole(text: str) -> None:
    assert questions_in(text) == []


def test_no_more_than_a_few() -> None:
    assert len(questions_in("多少钱呢？多久呢呢？怎么办呢？找谁办呢？在哪里呢？")) == MOST
