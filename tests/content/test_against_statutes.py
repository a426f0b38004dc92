"""knowledge/ against the statute texts, where they stand beside the repo (../shared)."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from actions.content.answers import Answer
from actions.content.laws import Law

REPO = Path(__file__).resolve().parents[2]
CHECKER = REPO.parent / "shared" / "tools" / "check_citations.py"
COPIED = 18  # characters in a row that make a copied sentence rather than a term of law


def test_citations_are_clean() -> None:
    if not CHECKER.exists():
        pytest.skip("旁边没有核对工具（../shared/tools/check_citations.py）")
    done = subprocess.run(
        [sys.executable, CHECKER, "knowledge/answers"], cwd=REPO, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 findings" in done.stdout


def test_every_law_in_force_is_listed_and_no_other(laws: dict[str, Law], statutes: Mapping[str, Any]) -> None:
    assert {law.title for law in laws.values()} == set(statutes)


def test_articles_and_dates_agree_with_the_texts(laws: dict[str, Law], statutes: Mapping[str, Any]) -> None:
    listed = {law.title: (law.articles, law.since.isoformat()) for law in laws.values()}
    assert listed == {title: (len(law["articles"]), law["effective"]) for title, law in statutes.items()}


def test_keys_are_names_the_checker_knows(laws: dict[str, Law], statutes: Mapping[str, Any]) -> None:
    for law in laws.values():
        names = {law.title, law.title.removeprefix("中华人民共和国"), statutes[law.title]["short"]}
        assert law.key in names


def test_doubts_about_a_text_are_noted(laws: dict[str, Law]) -> None:
    assert "修订草案" in (laws["税收征收管理法"].note or "")
    assert "修订草案" in (laws["道路交通安全法"].note or "")
    for key in ("政府信息公开条例", "信访工作条例", "重大行政决策程序暂行条例"):
        assert "推定" in (laws[key].note or "")


def test_no_answer_copies_a_statute(answers: dict[str, Answer], statutes: Mapping[str, Any]) -> None:
    books = [re.sub(r"\s", "", "".join(law["articles"].values())) for law in statutes.values()]
    copied = {}
    for answer in answers.values():
        text = re.sub(r"\s", "", f"{answer.answer}|{answer.more or ''}")
        pieces = (text[at : at + COPIED] for at in range(len(text) - COPIED + 1))
        found = [piece for piece in pieces if any(piece in book for book in books)]
        if found:
            copied[answer.id] = found
    assert not copied
