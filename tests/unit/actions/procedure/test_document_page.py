"""The application as a page to print: the same lines as the Word file, and nothing that could run."""

from __future__ import annotations

import html
import re
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from actions.procedure.deadline import DeadlineFacts, filing_deadline
from actions.procedure.document import application_document, application_lines
from actions.procedure.document_facts import Agent, ApplicationFacts, Party
from actions.procedure.document_page import application_page

TODAY = date(2026, 11, 23)
WHOLE = ApplicationFacts(
    applicants=(Party(name="演示甲", sex="男", address="某县某镇", delivery="某县某街", phone="13800000000"),),
    agents=(Agent(name="演示律师"),),
    respondent="石泉县公安局",
    authority="石泉县人民政府",
    requests=("revoke", "compensate"),
    facts="第一段。\n第二段。",
    late_reason="住院。",
    evidence=("照片",),
    attachments=("照片",),
    deadline=filing_deadline(DeadlineFacts("handed_over", date(2026, 5, 1), told=True), TODAY),
    group=12,
    writer=("演示记录员", "演示镇"),
    guide=("1．先签名",),
)


class Reader(HTMLParser):
    """Collects tags, attributes and the text of each block; complains about what does not close."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.lines: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.lines.append(data.strip())

    def whole(self) -> Reader:
        assert self._open == []
        return self


def read(application: ApplicationFacts) -> Reader:
    reader = Reader()
    reader.feed(application_page(application, TODAY))
    reader.close()
    return reader.whole()


def test_the_page_has_every_line_of_the_word_file() -> None:
    document = docx.Document(BytesIO(application_document(WHOLE, TODAY)))
    cells = [
        part.text for grid in document.tables for row in grid.rows for cell in row.cells for part in cell.paragraphs
    ]
    printed = [line.text for line in document.paragraphs] + cells
    assert {re.sub(r"\s", "", line) for line in printed} - {""} == {
        re.sub(r"\s", "", line) for line in read(WHOLE).lines
    }


def test_every_line_is_there_in_its_order() -> None:
    known = application_lines(WHOLE, TODAY)
    lines = read(WHOLE).lines
    for one in (*known["notice"], *known["requests"], *known["facts"], *known["late"], *known["attachments"]):
        assert one in lines
    titles = [sheet["title"] for sheet in known["sheets"]]
    assert [line for line in lines if line in titles] == titles and lines[0] == "【草稿】"
    assert lines.index("第一段。") < lines.index("第二段。") < lines.index("住院。") < lines.index(titles[0])


def test_each_paper_begins_on_a_page_of_its_own() -> None:
    page = application_page(WHOLE, TODAY)
    assert page.count('<section class="paper-sheet">') == 1 + len(application_lines(WHOLE, TODAY)["sheets"])


@pytest.mark.parametrize("application", [WHOLE, ApplicationFacts(), ApplicationFacts(draft=False)])
def test_the_page_is_one_article_of_plain_text_without_scripts_and_styles(application: ApplicationFacts) -> None:
    reader = read(application)
    assert reader.tags[0] == "article" and reader.tags.count("article") == 1
    assert set(reader.tags) <= {"article", "section", "div", "h1", "h2", "p"} and reader.attributes <= {"class", "lang"}
    assert "None" not in " ".join(reader.lines)


def test_a_final_copy_has_no_mark_and_no_box() -> None:
    page = application_page(ApplicationFacts(draft=False), TODAY)
    assert "草稿" not in page and "paper-notice" not in page and "paper-mark" not in page


def test_without_being_late_there_is_no_heading_for_it() -> None:
    assert "关于申请期限的说明" not in application_page(ApplicationFacts(), TODAY)


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</article><script>",
        "{{ 7 * 7 }}",
        "{% raw %}",
        "a & b &amp; \"c\" 'd'",
    ],
)
def test_what_a_citizen_types_is_text(typed: str) -> None:
    application = ApplicationFacts(
        applicants=(Party(name=typed),),
        respondent=typed,
        facts=typed,
        evidence=(typed,),
        requests=(typed,),
        guide=(typed,),
    )
    page = application_page(application, TODAY)
    assert "<script" not in page and "<img" not in page and "49" not in page
    assert html.unescape(page).count(typed) >= 6
    assert typed in " ".join(read(application).lines) or "&" in typed


@settings(max_examples=30, deadline=None)
@given(some.text(max_size=60), some.text(max_size=200))
def test_any_text_makes_a_page(name: str, facts: str) -> None:
    reader = read(ApplicationFacts((Party(name=name),), facts=facts, respondent=name))
    assert set(reader.tags) <= {"article", "section", "div", "h1", "h2", "p"}
