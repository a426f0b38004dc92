"""The words of the guided forms (knowledge/forms.yml): labels, options, receipts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from actions.content.source import ROOT, ContentError, read_yaml


@cache
def load_forms(root: Path = ROOT) -> dict[str, dict[str, Any]]:
    """Every form's words by feature; raises ContentError."""
    file = root / "forms.yml"
    rows = read_yaml(file)
    if not isinstance(rows, dict) or not rows:
        raise ContentError(file, "文件", "应当是“功能: 文字”的表")
    return rows


def words(feature: str, root: Path = ROOT) -> dict[str, Any]:
    """One feature's words; raises ContentError for a feature that has none."""
    forms = load_forms(root)
    if feature not in forms:
        raise ContentError(root / "forms.yml", feature, "没有这个功能的文字")
    return forms[feature]
