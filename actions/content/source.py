"""Where knowledge/ stands, how a file of it is read, and the one error of this package: ContentError(ValueError)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import yaml

ROOT = Path(__file__).resolve().parents[2] / "knowledge"
BOOL = "tag:yaml.org,2002:bool"
# The C loader is about ten times as fast; a PyYAML built without libyaml still works.
Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(Fast):  # type: ignore[misc]
    """A safe loader to which only true and false are booleans: `on`, `no`, `yes` are words, as in YAML 1.2."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != BOOL or first in "tTfF"]
        for first, resolvers in Fast.yaml_implicit_resolvers.items()
    }


class ContentError(ValueError):
    """A fault in a file of knowledge/; names the file and the key, in Chinese, for the clerk who edits it."""

    def __init__(self, file: Path | str, key: str, problem: str) -> None:
        """Build “内容文件 <file> 的 <key>：<problem>”."""
        self.file, self.key, self.problem = str(file), key, problem
        super().__init__(f"内容文件 {file} 的 {key}：{problem}")


def read_yaml(path: Path) -> Any:
    """The parsed file; raises ContentError when it is missing, unreadable or not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
    except (OSError, UnicodeDecodeError) as fault:
        raise ContentError(path, "文件", "读不出来") from fault
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f"第{mark.line + 1}行" if mark else "文件"
        raise ContentError(path, line, "格式不对，不是合格的 YAML") from fault


def need(row: Any, key: str, kind: type | tuple[type, ...], file: Path, where: str) -> Any:
    """row[key], which must be there and of that kind; raises ContentError otherwise."""
    if not isinstance(row, dict):
        raise ContentError(file, where, "应当是一组“键: 值”")
    if key not in row:
        raise ContentError(file, f"{where}.{key}", "缺少这一项")
    value = row[key]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        raise ContentError(file, f"{where}.{key}", "类型不对")
    return value


def need_text(row: Any, key: str, file: Path, where: str) -> str:
    """A text that is there and not blank, without outer white space; raises ContentError otherwise."""
    text = str(need(row, key, str, file, where)).strip()
    if not text:
        raise ContentError(file, f"{where}.{key}", "不能是空的")
    return text


def maybe_text(row: dict[str, Any], key: str, file: Path, where: str) -> str | None:
    """A text or None where the key is missing, null or blank; raises ContentError for another type."""
    if row.get(key) is None:
        return None
    return str(need(row, key, str, file, where)).strip() or None
