"""The greeting in the page: the words of the county, safe inside markup and data, for the start that was asked for."""

from __future__ import annotations

import json
import re

import pytest

from actions.content.answers import load_answers
from actions.content.laws import load_laws
from actions.content.region import load_region
from bot.channels.failures import Words
from bot.channels.first_message import with_first_message
from bot.channels.settings import WEB_ROOT

WORDS = Words(load_region("shiquan"), load_answers(), load_laws())
PAGE = '<!doctype html><html lang="zh-CN"><body><div id="root"><noscript>要脚本</noscript></div></body></html>'
DATA = re.compile(r'<script type="application/json" id="welcome">(.*?)</script></body>', re.DOTALL)


def messages(page: str) -> list[dict[str, object]]:
    found = DATA.search(page)
    assert found
    return list(json.loads(found[1]))


@pytest.mark.parametrize("start", ["", "apply", "filing-deadline", "nothing-like-it", '"><script>', "../x"])
def test_the_page_holds_what_the_session_will_say(start: str) -> None:
    page = with_first_message(PAGE, WORDS, start, elder=False)
    known = start if start in ("apply", "filing-deadline") else None
    assert messages(page) == WORDS.welcome(known)
    assert (
        page.count("<noscript>") == 1
        and "data-elder" not in page
        and "><script>" not in page.replace("</div><script>", "")
    )
    assert str(WORDS.welcome()[0]["text"])[:20] in page and "石泉县" in page


def test_the_version_for_elderly_people_is_drawn_so_at_once() -> None:
    assert '<html lang="zh-CN" data-elder>' in with_first_message(PAGE, WORDS, "", elder=True)


def test_nothing_in_a_text_ends_the_data_or_becomes_markup() -> None:
    class Sly(Words):
        def welcome(self, begin=None):  # type: ignore[no-untyped-def]
            return [{"type": "notice", "level": "info", "text": "</script><b>&"}]

    page = with_first_message(PAGE, Sly(load_region("shiquan"), {}, {}), "", elder=False)
    assert messages(page) == [{"type": "notice", "level": "info", "text": "</script><b>&"}]
    assert "<b>" not in page and "&lt;b&gt;&amp;" in page


@pytest.mark.skipif(not (WEB_ROOT / "index.html").is_file(), reason="网页还没有生成（make run 会生成）")
def test_the_built_page_has_the_places_for_it() -> None:
    built = (WEB_ROOT / "index.html").read_text(encoding="utf-8")
    page = with_first_message(built, WORDS, "", elder=True)
    assert messages(page) and "data-elder" in page and 'class="Card notice notice-info"' in page
