"""Questions that no answer fitted: the wording is kept, nobody can be found by it, and it is forgotten in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.casework.unanswered import KEPT, LONGEST, forget_unanswered, keep_unanswered, unanswered

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def kept(session: Session, *texts: str) -> list[bool]:
    return [keep_unanswered(session, text, ["ask/fee"], NOW) for text in texts]


def test_the_same_question_is_counted(engine: Engine) -> None:
    with Session(engine) as session:
        assert kept(session, "井盖坏了找哪个", "路灯归谁管", " 井盖坏了找哪个 ") == [True, True, True]
        session.flush()
        assert unanswered(session) == [("井盖坏了找哪个", 2, "ask/fee"), ("路灯归谁管", 1, "ask/fee")]
        assert len(unanswered(session, most=1)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "我叫演示甲，井盖坏了",
        "打13800000000找我",
        "身份证丢了咋办",
        "家住城关镇的",
        "车牌陕G12345被拍了",
        "查询码CDF-GHJ-KMN怎么用",
        "",
        "  ",
        "事" * (LONGEST + 1),
    ],
)
def test_what_may_identify_somebody_is_not_kept(engine: Engine, text: str) -> None:
    with Session(engine) as session:
        assert kept(session, text) == [False]
        session.flush()
        assert unanswered(session) == []


def test_old_questions_are_forgotten(engine: Engine) -> None:
    with Session(engine) as session:
        kept(session, "井盖坏了找哪个")
        session.flush()
        assert forget_unanswered(session, NOW + KEPT - timedelta(days=1)) == 0
        assert forget_unanswered(session, NOW + KEPT + timedelta(days=1)) == 1
        assert unanswered(session) == []
