"""The chat window's page with its first message in it, so that it can be read before the script has come.

The script finds the same messages in a block of data, shows them while it opens the session, and then has them again
with choices that can be clicked.
"""

from __future__ import annotations

import json
import re

from bot.channels.failures import Words
from bot.channels.pages_rendering import TEMPLATES

ROOT = '<div id="root">'
END = "</body>"
START = re.compile(r"[a-z0-9_-]{1,60}")
HTML = '<html lang="zh-CN"'


def with_first_message(page: str, words: Words, start: str, elder: bool) -> str:
    """The built page as somebody gets it who asked for this start; unknown ones begin as usual."""
    messages = words.welcome(start if START.fullmatch(start) else None)
    shown = TEMPLATES.get_template("first.html").render(county=words.region.name, text=messages[0]["text"]).strip()
    # "<" could end the block of data.
    data = json.dumps(messages, ensure_ascii=False).replace("<", "\\u003c")
    page = page.replace(ROOT, shown, 1)
    page = page.replace(END, f'<script type="application/json" id="welcome">{data}</script>{END}', 1)
    return page.replace(HTML, f"{HTML} data-elder", 1) if elder else page
