"""The Chinese words of the records (knowledge/records.yml), read once."""

from functools import cache
from typing import Any

from actions.content.source import ROOT, read_yaml


@cache
def _words() -> dict[str, Any]:
    table: dict[str, Any] = read_yaml(ROOT / "records.yml")
    return table


def label(group: str, value: str) -> str:
    """The Chinese label of one value of a closed list; raises KeyError for one without a word."""
    return str(_words()["labels"][group][value])


def next_step(kind: str, state: str) -> str:
    """What the citizen can expect next for a record of this kind in this state."""
    return str(_words()["next"][kind][state])


def resolved_words(resolved: bool) -> str:
    """What the office says of a letter it has closed: whether the matter is solved."""
    return str(_words()["resolved"]["yes" if resolved else "no"])
