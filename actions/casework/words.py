"""The Chinese words of the records, read once from words.yml beside this module."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_TABLE = Path(__file__).with_name("words.yml")


@cache
def _words() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return table


def label(group: str, value: str) -> str:
    """The Chinese label of one value of a closed list; raises KeyError for one without a word."""
    return str(_words()["labels"][group][value])


def next_step(kind: str, state: str) -> str:
    """What the citizen can expect next for a record of this kind in this state."""
    return str(_words()["next"][kind][state])
