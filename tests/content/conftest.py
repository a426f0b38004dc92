"""What the content tests share: the real files of knowledge/, and the statute texts where they stand beside the repo."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from actions.content.answers import Answer, load_answers
from actions.content.laws import Law, load_laws
from actions.content.region import Region, load_region

REPO = Path(__file__).resolve().parents[2]
SHARED = REPO.parent / "shared"


@pytest.fixture(scope="session")
def answers() -> dict[str, Answer]:
    """Every answer by id."""
    return load_answers()


@pytest.fixture(scope="session")
def laws() -> dict[str, Law]:
    """Every law by short title."""
    return load_laws()


@pytest.fixture(scope="session")
def region() -> Region:
    """The default county."""
    return load_region("shiquan")


@pytest.fixture(scope="session")
def statutes() -> Mapping[str, Any]:
    """Statute texts in force by full title; skips where the collection is not beside the repo."""
    files = sorted((SHARED / "laws").glob("*.json"))
    if not files:
        pytest.skip("旁边没有法规文本（../shared/laws），不能逐条比对")
    read = (json.loads(file.read_text(encoding="utf-8")) for file in files if "superseded" not in file.stem)
    return {law["title"]: law for law in read}
