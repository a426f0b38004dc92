"""`follow_up`, the part that everybody has a right to: a copy of one's own (个人信息保护法 45), and deletion (47)."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.casework.evidence import ENDINGS
from actions.casework.personal import Copy, cited, forewarned, words_for
from actions.content.forms import words
from actions.guard import off_loop
from actions.interview.cards import filled
from actions.procedure.document_page import template

COPY, ERASED = "copy", "erased"
PERSONAL = (COPY, ERASED)
KEPT = timedelta(hours=1)  # a copy shows everything unmasked: it is there to be fetched, and no longer
TEXT, HTML = "text/plain", "text/html"


async def foretold(wish: str, number: str) -> str:
    """What is said before it is confirmed: what a copy shows, or what deletion does to this very record."""
    if wish == COPY:
        return str(words("follow_up")["review"][COPY])
    answer = await off_loop(context.records().foresee, number)
    return forewarned(answer)


async def carried_out(wish: str, number: str, conversation: str, say: CollectingDispatcher) -> None:
    """Gives the copy, or deletes as far as the law allows and says what became of it."""
    if wish == COPY:
        await _copied(number, conversation, say)
        return
    answer = await off_loop(context.records().erase, number)
    text, basis = words_for(answer)
    say.utter_message(json_message={"type": "notice", "level": "info", "text": text + cited(basis)})


async def _copied(number: str, conversation: str, say: CollectingDispatcher) -> None:
    copy = await off_loop(context.records().own_copy, number)
    text = words("follow_up")["copy"]
    named = {key: filled(text[key], {"number": copy.number}) for key in ("name", "page")}
    file_id = await _kept(conversation, named["name"], TEXT, copy.text.encode("utf-8-sig"))
    page_id = await _kept(conversation, named["page"], HTML, copy_page(copy).encode())
    card = {"type": "file", "text": text["text"], "name": named["name"], "effect": text["effect"]}
    say.utter_message(json_message={**card, "file": file_id, "page": page_id})
    for at, file in enumerate(copy.data["files"], 1):
        ending = ENDINGS.get(file["media_type"], "bin")
        name = filled(text["attachment"], {"number": copy.number, "count": str(at)}) + f".{ending}"
        kept = await _kept(conversation, name, file["media_type"], b64decode(file["content"]))
        said = {"text": text["attached"], "name": name, "effect": text["effect"]}
        say.utter_message(json_message={"type": "file", **said, "file": kept})


async def _kept(conversation: str, name: str, media_type: str, content: bytes) -> Any:
    return await off_loop(context.records().keep_file, conversation, name, media_type, content, KEPT)


def copy_page(copy: Copy) -> str:
    """The copy as a page to print: one HTML article, whose style comes with the channel that shows it."""
    return template("copy.html").render(title=copy.title, sections=copy.sections)
