"""What the official account says and hides (knowledge/wechat.yml) and its menu (knowledge/wechat-menu.yml)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.content.answers import load_answers, payload
from actions.content.region import Region
from actions.content.source import ROOT, ContentError, need, need_text, read_yaml
from actions.content.texts import load_starts

MENU_WIDTH, MENU_HEIGHT = 3, 5
NAME_CHARACTERS, ITEM_CHARACTERS = 4, 7
KINDS = ("start", "answer", "page")
# Every text that the code asks for; a missing one stops the start.
TEXTS = (
    "more wait still_waiting nothing_more kept pick pick_several words hint step no_such_number more_label basis"
    " basis_one row row_open unknown next as_of line entry no_phone private again photo photo_page voice_unread"
    " unreadable transfer place_town place_near place_distance place_unknown place_address place_files place_forwards"
    " place_kept"
).split()
PAGE = "title lead why back button opening gone failed script_off".split()


@dataclass(frozen=True)
class Private:
    """What is neither asked nor shown in the chat."""

    messages: frozenset[str]
    controls: frozenset[str]
    fields: frozenset[str]

    def hides(self, message: dict[str, Any]) -> bool:
        """Whether a message belongs on a one-time page."""
        if message["type"] == "field":
            asked = message["field"] in self.fields or message["control"] in self.controls
            return asked or bool(message.get("sensitive") or message.get("upload"))
        return message["type"] in self.messages


@dataclass(frozen=True)
class WechatWords:
    """The texts of one county's account."""

    texts: dict[str, str]
    page: dict[str, str]
    private: Private
    continue_words: frozenset[str]
    open_words: frozenset[str]
    menu: tuple[dict[str, Any], ...]

    def say(self, name: str, /, **values: Any) -> str:
        """A text with its blanks filled; a value is never read for blanks of its own."""
        text = self.texts[name]
        pieces = text.split("{")
        return pieces[0] + "".join(_piece(piece, values) for piece in pieces[1:])

    def payload(self, key: str) -> str | None:
        """What a click on the menu, or a scene of a QR code, asks for; only starts and answers that exist."""
        kind, _, name = key.partition(":")
        if kind == "start" and name in load_starts():
            return load_starts()[name]["choice"]
        if kind == "answer" and name in load_answers():
            return payload(name)
        return None

    def typed(self, name: str) -> str | None:
        """The payload of a menu item whose name was typed."""
        items = [one for top in self.menu for one in top.get("items", [top])]
        found = [key_of(one) for one in items if one["name"] == name and "page" not in one]
        return self.payload(found[0]) if found else None


def _piece(piece: str, values: dict[str, Any]) -> str:
    name, _, rest = piece.partition("}")
    return str(values[name]) + rest


def key_of(item: dict[str, Any]) -> str:
    """The EventKey of a menu item."""
    kind = next(kind for kind in KINDS if kind in item)
    return f"{kind}:{item[kind]}"


def load_wechat(region: Region, root: Path = ROOT) -> WechatWords:
    """The account's texts and menu for one county; raises ContentError."""
    file = root / "wechat.yml"
    data = read_yaml(file)
    texts, page = need(data, "texts", dict, file, "文件"), need(data, "page", dict, file, "文件")
    private = need(data, "private", dict, file, "文件")
    return WechatWords(
        texts={name: need_text(texts, name, file, "texts") for name in TEXTS},
        page={name: region.fill(need_text(page, name, file, "page")) for name in PAGE},
        private=Private(*(_names(private, key, file) for key in ("messages", "controls", "fields"))),
        continue_words=_names(data, "continue_words", file),
        open_words=_names(data, "open_words", file),
        menu=load_menu(root),
    )


def _names(data: dict[str, Any], key: str, file: Path) -> frozenset[str]:
    return frozenset(str(one) for one in need(data, key, list, file, key))


def load_menu(root: Path = ROOT) -> tuple[dict[str, Any], ...]:
    """The menu as it stands in the file; raises ContentError for what WeChat would refuse or a click could not find."""
    file = root / "wechat-menu.yml"
    rows = read_yaml(file)
    if not isinstance(rows, list) or not 1 <= len(rows) <= MENU_WIDTH:
        raise ContentError(file, "文件", f"一级菜单是1到{MENU_WIDTH}个")
    for row in rows:
        name = need_text(row, "name", file, "文件")
        if len(name) > NAME_CHARACTERS:
            raise ContentError(file, name, f"一级菜单的名字最多{NAME_CHARACTERS}个字")
        items = need(row, "items", list, file, name) if "items" in row else [row]
        if not 1 <= len(items) <= MENU_HEIGHT:
            raise ContentError(file, name, f"二级菜单是1到{MENU_HEIGHT}个")
        for item in items:
            _check_item(item, file)
    return tuple(rows)


def _check_item(item: dict[str, Any], file: Path) -> None:
    name = need_text(item, "name", file, "items")
    if len(name) > ITEM_CHARACTERS:
        raise ContentError(file, name, f"二级菜单的名字最多{ITEM_CHARACTERS}个字")
    if len([kind for kind in KINDS if kind in item]) != 1:
        raise ContentError(file, name, "要有 start、answer、page 里的一个")
    if "start" in item and item["start"] not in load_starts():
        raise ContentError(file, name, "starts.yml 里没有这个名字")
    if "answer" in item and item["answer"] not in load_answers():
        raise ContentError(file, name, "没有这个答复")
    if "page" in item and not str(item["page"]).startswith("/"):
        raise ContentError(file, name, "page 要从 / 开始")


def uploaded(menu: tuple[dict[str, Any], ...], chat_url: str) -> bytes:
    """The menu as WeChat's menu/create takes it."""

    def button(item: dict[str, Any]) -> dict[str, Any]:
        if "items" in item:
            return {"name": item["name"], "sub_button": [button(one) for one in item["items"]]}
        if "page" in item:
            return {"type": "view", "name": item["name"], "url": chat_url + item["page"]}
        return {"type": "click", "name": item["name"], "key": key_of(item)}

    # WeChat shows \u escapes as they are.
    return json.dumps({"button": [button(one) for one in menu]}, ensure_ascii=False).encode()
