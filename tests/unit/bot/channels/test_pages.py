"""Days as people write them, where buttons lead, and what a search finds."""

from __future__ import annotations

from datetime import date

import pytest

from actions.content.answers import FEATURES, Answer, load_answers, payload
from actions.content.region import load_region
from bot.channels.pages_calculator import written
from bot.channels.pages_rendering import TEMPLATES
from bot.channels.pages_search import GROUPS, OTHER, grouped, links, matching, similar

REGION = load_region("shiquan")


def answer(id_: str, title: str, text: str = "演示。", group: str = "filing", variant_of: str | None = None) -> Answer:
    return Answer(id_, group, title, text, None, (), (), (), date(2026, 11, 23), None, None, variant_of)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-10-09", "2026-10-09"),
        ("2026年10月9日", "2026-10-09"),
        ("２０２６年１０月９日", "2026-10-09"),
        (" 2026 / 1 / 2 ", "2026-01-02"),
        ("2026.1.2", "2026-01-02"),
        ("20261009", "2026-10-09"),
        ("2026-13-45", "2026-13-45"),
        ("10月9日", "10月9日"),
        ("昨天", "昨天"),
        ("2026-10", "2026-10"),
        ("202610091", "202610091"),
        ("9/10/2026", "9/10/2026"),
    ],
)
def test_a_day_is_read_in_its_usual_forms_and_never_guessed(typed: str, read: str) -> None:
    assert written(typed) == read


def test_every_group_of_answers_has_a_name() -> None:
    assert {one.group for one in load_answers().values()} == set(GROUPS) - {OTHER}


def test_a_group_without_a_name_comes_last_and_variants_are_left_out() -> None:
    rows = [answer("a", "甲", group="new-file"), answer("b", "乙"), answer("c", "丙", variant_of="b")]
    assert [(key, [one.id for one in found]) for key, _, found in grouped(rows)] == [("filing", ["b"]), (OTHER, ["a"])]


def test_every_button_of_every_answer_leads_somewhere() -> None:
    for one in load_answers().values():
        buttons = [{"label": label, "choice": choice} for label, choice in one.choices]
        assert len(links(buttons)) == len(buttons), one.id
    assert {f"/{name}" for name in FEATURES} and links([{"label": "x", "choice": "/handoff"}]) == [("x", "/offices")]


def test_a_button_that_no_page_knows_is_left_out() -> None:
    assert links([{"label": "x", "choice": "/secret"}, {"label": "y", "choice": payload("fee")}]) == [
        ("y", "/answers/fee")
    ]


def test_a_title_comes_before_a_text_and_width_and_case_do_not_matter() -> None:
    rows = [answer("text", "别的", "说到 PDF 和照片"), answer("title", "ＰＤＦ 怎么传")]
    assert [one.id for one in matching("pdf", rows, REGION)] == ["title", "text"]
    assert matching("pdf 信访", rows, REGION) == []


def test_placeholders_are_searched_as_they_are_read() -> None:
    rows = [answer("a", "甲", "到{office_name}去"), answer("b", "乙")]
    assert [one.id for one in matching(REGION.office_name, rows, REGION)] == ["a"]
    assert matching("office_name", rows, REGION) == []


def test_what_stands_in_every_answer_makes_none_alike() -> None:
    rows = [answer(f"a{at}", "怎么复议") for at in range(20)] + [answer("car", "车被扣了")]
    assert [one.id for one in similar("复议车被扣住", rows, REGION)] == ["car"]
    assert similar("复议", rows, REGION) == [] and similar("车", rows, REGION) == []


def test_what_a_template_lacks_is_an_error_and_what_is_given_is_escaped() -> None:
    assert TEMPLATES.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"
    with pytest.raises(Exception, match="undefined"):
        TEMPLATES.from_string("{{ x }}").render()
    assert TEMPLATES.from_string("{{ x|day }} {{ x|plain_day }}").render(x="2026-01-02") == (
        "2026年1月2日（星期五） 2026年1月2日"
    )
