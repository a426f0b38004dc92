"""What staff may send to the writer of a letter, with blanks to fill in (knowledge/replies.yml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from actions.content.laws import cite, load_laws
from actions.content.source import ROOT, ContentError, maybe_text, need, need_text, read_yaml

STEPS = ("replied", "transferred", "not_accepted", "extended")
KINDS = ("problem", "complaint", "suggestion")
PLACES = frozenset({"number", "received_on", "unit"})
BLANK = re.compile(r"【[^】]*】")
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Reply:
    """One template; `hint` is for staff alone, `basis` holds (law, article) pairs."""

    id: str
    title: str
    step: str
    kinds: tuple[str, ...]
    text: str
    hint: str | None
    basis: tuple[tuple[str, int], ...]

    def filled(self, known: Mapping[str, str]) -> str:
        """The text with what the record knows; the blanks stay for the clerk."""
        return _PLACE.sub(lambda found: known.get(found[1]) or "【" + found[1] + "】", self.text)


def blanks(text: str) -> list[str]:
    """The blanks that are still open; a bracket without its partner counts, since half a blank was deleted."""
    rest = BLANK.sub("", text)
    return BLANK.findall(text) + [sign for sign in "【】" if sign in rest]


@cache
def load_replies(file: Path = ROOT / "replies.yml") -> dict[str, Reply]:
    """Every template by id, in the order of the file; raises ContentError."""
    rows = read_yaml(file)
    if not isinstance(rows, list) or not rows:
        raise ContentError(file, "文件", "应当是一列套话")
    found: dict[str, Reply] = {}
    for row in rows:
        reply = _reply(row, file)
        if reply.id in found:
            raise ContentError(file, reply.id, "重复了")
        found[reply.id] = reply
    return found


def replies_for(step: str, kind: str) -> list[Reply]:
    """The templates for one step of one kind of letter."""
    return [one for one in load_replies().values() if one.step == step and kind in one.kinds]


def _reply(row: Any, file: Path) -> Reply:
    id_ = need_text(row, "id", file, "套话")
    step, text = need_text(row, "step", file, id_), need_text(row, "text", file, id_)
    kinds = tuple(str(kind) for kind in need(row, "kinds", list, file, id_))
    if step not in STEPS or not kinds or not set(kinds) <= set(KINDS):
        raise ContentError(file, id_, "step 或者 kinds 不对")
    if unknown := set(_PLACE.findall(text)) - PLACES:
        raise ContentError(file, f"{id_}.text", f"不认识的 {{{unknown.pop()}}}")
    basis = tuple(_cited(one, file, id_) for one in need(row, "basis", list, file, id_))
    return Reply(
        id=id_,
        title=need_text(row, "title", file, id_),
        step=step,
        kinds=kinds,
        text=text,
        hint=maybe_text(row, "hint", file, id_),
        basis=basis,
    )


def _cited(row: Any, file: Path, id_: str) -> tuple[str, int]:
    law, article = need_text(row, "law", file, id_), need(row, "article", int, file, id_)
    cite(load_laws(), law, article, file)
    return law, article
