"""The application as a page: the same words as the Word file, and nothing a citizen typed becomes markup."""

import html
import re
from dataclasses import replace

from actions.procedure.document import application_lines
from actions.procedure.document_facts import Agent
from actions.procedure.document_page import application_page
from tests.unit.actions.procedure.test_document import FULL, TODAY, text_of

ALL = replace(
    FULL, agents=(Agent("entrusted", name="王五"),), evidence=("罚单",), guide=("一行",), group=12, writer=("丁", "戊")
)


def words(page: str) -> list[str]:
    """The text of the page, line by line."""
    return [html.unescape(line) for line in re.findall(r"<(?:p|h1|h2)(?: [^>]*)?>(.*?)</(?:p|h1|h2)>", page)]


def test_the_page_says_what_the_file_says() -> None:
    for application in (FULL, ALL, replace(FULL, draft=False)):
        file = [line for line in text_of(application).split("\n") if line]
        assert [line for line in words(application_page(application, TODAY)) if line] == file


def test_every_sheet_is_a_page_of_its_own() -> None:
    page = application_page(ALL, TODAY)
    assert page.count('<section class="paper-sheet">') == 1 + len(application_lines(ALL, TODAY)["sheets"]) == 7


def test_what_is_typed_is_never_markup() -> None:
    page = application_page(replace(FULL, facts="<script>alert(1)</script>&\"'"), TODAY)
    assert "<script>" not in page
    assert "<script>alert(1)</script>&\"'" in words(page)


def test_a_final_copy_bears_no_mark() -> None:
    assert "paper-mark" in application_page(FULL, TODAY)
    final = application_page(replace(FULL, draft=False), TODAY)
    assert "paper-mark" not in final and "paper-notice" not in final and "None" not in final
