"""Every type of message has a rendering, and no text is lost at a cut."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.content.region import load_region
from bot.channels.messages import Message
from bot.channels.wechat_read import meant
from bot.channels.wechat_render import LONGEST, RENDERINGS, cut, rendered
from bot.channels.wechat_words import load_wechat

WORDS = load_wechat(load_region("shiquan"))
MORE = WORDS.say("more")
CHOICES = [{"label": "甲", "choice": "/a"}, {"label": "乙", "choice": "/b"}]


def text_of(*messages: dict[str, Any]) -> str:
    return "\n\n".join(rendered(list(messages), WORDS).paragraphs)


def test_every_type_of_message_is_in_the_table() -> None:
    union = get_args(Message)[0]
    assert {get_args(one.model_fields["type"].annotation)[0] for one in get_args(union)} == set(RENDERINGS)


def test_a_deadline_shows_its_sum() -> None:
    row = {"from": "2026-09-28", "to": "2026-11-26", "days": 60, "why": "从知道的第二天算起"}
    message = {
        "type": "deadline", "text": "最后一天是2026年11月26日。", "state": "near", "last_day": "2026-11-26", "days_left": 0,
        "rows": [row, {**row, "days": None, "why": "停止计算"}], "next": "今天就交。", "unknown": ["收到的日子"],
        "basis": [{"law": "行政复议法", "article": 20, "since": "2024-01-01"}],
    }  # fmt: skip
    shown = text_of(message)
    assert "2026-09-28到2026-11-26：60天，从知道的第二天算起" in shown and "：停止计算" in shown
    assert "接下来：今天就交。" in shown and "收到的日子" in shown and "《行政复议法》第20条" in shown


def test_a_status_shows_its_course_and_its_day() -> None:
    timeline = [{"on": "2026-11-02", "what": "收到"}, {"on": "2026-11-09", "what": "受理"}]
    shown = text_of(
        {
            "type": "status",
            "text": "正在办。",
            "number": "1",
            "kind": "案件",
            "state": "x",
            "timeline": timeline,
            "as_of": "今天",
        }
    )
    assert "2026-11-02 收到\n2026-11-09 受理" in shown and "数据截至：今天" in shown


@pytest.mark.parametrize(("phone", "shown"), [("0915-0000000", "0915-0000000"), (None, "12345转接")])
def test_an_office_without_a_number_says_whom_to_call(phone: str | None, shown: str) -> None:
    office = {"name": "窗口", "address": "某路", "hours": "工作日", "phone": phone}
    assert shown in text_of({"type": "handoff", "text": "找人", "open": True, "offices": [office]}).splitlines()[-1]


def test_numbers_go_on_over_several_messages() -> None:
    page = rendered(
        [{"type": "choices", "text": "一", "choices": CHOICES}, {"type": "choices", "text": "二", "choices": CHOICES}],
        WORDS,
    )
    assert "4. 乙" in page.paragraphs[1] and len(page.options) == 4


def test_a_brace_in_what_somebody_wrote_is_no_blank() -> None:
    timeline = [{"on": "2026-11-02", "what": "{on} {secret}"}]
    shown = text_of(
        {
            "type": "status",
            "text": "{text}",
            "number": "1",
            "kind": "x",
            "state": "x",
            "timeline": timeline,
            "as_of": "{x}",
        }
    )
    assert "{text}" in shown and "2026-11-02 {on} {secret}" in shown and "数据截至：{x}" in shown


@given(st.text(alphabet="字。！\n a😀", max_size=3000))
def test_a_cut_loses_nothing_and_fits(text: str) -> None:
    whole, pieces, rest = text.strip(), [], text.strip()
    while rest:
        shown, rest = cut(rest, MORE)
        assert len(shown.encode()) <= LONGEST
        pieces.append(shown.removesuffix(MORE) if rest else shown)
        assert len(pieces) <= 20
    squeezed = "".join("".join(pieces).split())
    assert squeezed == "".join(whole.split())


def test_a_cut_stands_at_the_end_of_a_sentence() -> None:
    shown, rest = cut("这是一句话。" * 200, MORE)
    assert shown.removesuffix(MORE).rstrip().endswith("。") and rest.startswith("这是")


@pytest.mark.parametrize("typed", ["13", "0", "第13个", "１３"])
def test_a_number_beyond_the_last(typed: str) -> None:
    assert meant(typed, {"options": CHOICES}, WORDS).do == "no_such_number"


@pytest.mark.parametrize("typed", ["2026年", "1人", "12345", "一个", "三天", "1.5"])
def test_what_only_begins_with_a_number_is_a_text(typed: str) -> None:
    found = meant(typed, {"options": CHOICES}, WORDS)
    assert found.turn and found.turn.text == typed


def test_without_options_a_number_is_a_text() -> None:
    found = meant("1", {}, WORDS)
    assert found.turn and found.turn.text == "1"


@pytest.mark.parametrize("name", ["say", "do"])
def test_exactly_one_thing_is_meant(name: str) -> None:
    for typed in ("1", "继续", "打开网页", "你好", "", "字" * 600):
        found = meant(typed, {"options": [{"label": "详", "say": "长"}], "rest": "x"}, WORDS)
        assert [found.turn, found.say, found.do].count(None) == 2
