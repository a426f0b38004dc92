"""The greeting (knowledge/welcome.yml) and the words for every failure (knowledge/failures.yml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from actions.content.region import Region, check_placeholders
from actions.content.source import ROOT, ContentError, need, need_text, read_yaml

LEVELS = ("info", "warning", "error")


@dataclass(frozen=True)
class Failure:
    """What the citizen reads when something is down or refused."""

    id: str
    level: str
    text: str


def welcome(region: Region, root: Path = ROOT) -> list[dict[str, Any]]:
    """The messages shown when a chat opens, placeholders filled; a fresh copy each time."""
    return [_filled(message, region) for message in load_welcome(root)]


def start(name: str, region: Region, root: Path = ROOT) -> dict[str, Any] | None:
    """The message that offers one job at once, by the name that another page gave; None for an unknown name."""
    row = load_starts(root).get(name)
    if row is None:
        return None
    return {"type": "choices", "text": region.fill(row["text"]), "choices": [{k: row[k] for k in ("label", "choice")}]}


def failure(id_: str, region: Region, root: Path = ROOT) -> dict[str, str]:
    """The notice for one failure, placeholders filled; raises ContentError for an unknown id."""
    failures = load_failures(root)
    if id_ not in failures:
        raise ContentError(root / "failures.yml", id_, "没有这一种说明")
    return {"type": "notice", "level": failures[id_].level, "text": region.fill(failures[id_].text)}


@cache
def load_welcome(root: Path = ROOT) -> tuple[dict[str, Any], ...]:
    """The greeting as it stands in the file; raises ContentError."""
    file = root / "welcome.yml"
    rows = read_yaml(file)
    if not isinstance(rows, list) or not rows:
        raise ContentError(file, "文件", "应当是一列消息")
    return tuple(_message(row, file, f"第{at + 1}条") for at, row in enumerate(rows))


@cache
def load_starts(root: Path = ROOT) -> dict[str, dict[str, str]]:
    """Every start by name (knowledge/starts.yml); raises ContentError."""
    file = root / "starts.yml"
    rows = read_yaml(file)
    if not isinstance(rows, dict) or not rows:
        raise ContentError(file, "文件", "应当是“名字: 内容”的表")
    for name, row in rows.items():
        check_placeholders(need_text(row, "text", file, name), file, name)
        for key in ("label", "choice"):
            need_text(row, key, file, name)
    return {str(name): dict(row) for name, row in rows.items()}


@cache
def load_failures(root: Path = ROOT) -> dict[str, Failure]:
    """Every failure text by id; raises ContentError."""
    file = root / "failures.yml"
    rows = read_yaml(file)
    if not isinstance(rows, dict) or not rows:
        raise ContentError(file, "文件", "应当是“编号: 内容”的表")
    return {str(id_): _failure(str(id_), row, file) for id_, row in rows.items()}


def _failure(id_: str, row: Any, file: Path) -> Failure:
    text, level = need_text(row, "text", file, id_), need_text(row, "level", file, id_)
    check_placeholders(text, file, id_)
    if level not in LEVELS:
        raise ContentError(file, f"{id_}.level", "只能是 info、warning 或 error")
    return Failure(id_, level, text)


def _message(row: Any, file: Path, where: str) -> dict[str, Any]:
    check_placeholders(need_text(row, "text", file, where), file, where)
    if need_text(row, "type", file, where) == "choices":
        for choice in need(row, "choices", list, file, where):
            need_text(choice, "label", file, where)
            need_text(choice, "choice", file, where)
    return dict(row)


def _filled(message: dict[str, Any], region: Region) -> dict[str, Any]:
    copied = {**message, "text": region.fill(message["text"])}
    if "choices" in message:
        copied["choices"] = [dict(choice) for choice in message["choices"]]
    return copied
