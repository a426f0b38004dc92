"""The fixed words of the application's papers, and the cleaning of everything that is printed."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from actions.content.source import ROOT, read_yaml

# What XML 1.0 cannot carry, and the marks that would turn text around (bidirectional controls).
ILLEGAL = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


@cache
def template_words() -> dict[str, Any]:
    """knowledge/templates/application.yml."""
    return dict(read_yaml(ROOT / "templates" / "application.yml"))


def clean(text: str | None) -> str:
    """One line without characters that XML cannot carry; empty for None."""
    return ILLEGAL.sub("", re.sub(r"\s+", " ", text or "")).strip()


def paragraphs(text: str | None) -> list[str]:
    """The lines of a longer text, each cleaned, without the blank ones."""
    lines = re.split(r"[\r\n\x0b\x0c\x85\u2028\u2029]+", text or "")
    return [line for line in map(clean, lines) if line]
