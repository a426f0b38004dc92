"""docs/channels.md says of every type of message how every door shows it, and has a small picture of each door."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from actions.content.source import ROOT as KNOWLEDGE
from bot.channels.messages import Message
from bot.channels.wechat_render import RENDERINGS
from tests.journeys.sheets import LARGEST
from tests.journeys.specimens import SPECIMENS

PAGE = KNOWLEDGE.parent / "docs" / "channels.md"
DOORS = ("website", "长者版", "embedded", "kiosk", "WeChat")
TYPES = [get_args(one.model_fields["type"].annotation)[0] for one in get_args(get_args(Message)[0])]
PICTURE = re.compile(r"!\[[^\]]+\]\((pictures/[^)]+)\)")


def table() -> dict[str, dict[str, str]]:
    """How each type is shown, by door."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    head = next(at for at, row in enumerate(rows) if row[0] == "type")
    return {row[0]: dict(zip(rows[head][1:], row[1:], strict=True)) for row in rows[head + 2 :]}


def test_no_type_and_no_door_is_missing() -> None:
    found = table()
    assert sorted(found) == sorted(TYPES)
    for type_, doors in found.items():
        assert tuple(doors) == DOORS and all(doors.values()), type_


@pytest.mark.parametrize("type_", TYPES)
def test_what_wechat_hides_is_said_to_be_on_a_page(type_: str) -> None:
    hidden = RENDERINGS[type_].__name__ == "_hidden"
    assert ("**one-time page**" == table()[type_]["WeChat"]) is hidden


def test_every_door_has_a_small_picture() -> None:
    shown = PICTURE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(shown) == len(DOORS)
    for name in shown:
        picture = (PAGE.parent / name).read_bytes()
        assert picture[:4] == b"RIFF" and len(picture) <= LARGEST, name


def test_there_is_a_specimen_of_every_type() -> None:
    assert sorted(SPECIMENS) == sorted(TYPES)
