"""The table of laws and the citation of an article."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from actions.content.laws import Law, cite, load_laws
from actions.content.source import ContentError

ONE = "甲法:\n  title: 中华人民共和国甲法\n  version: 2023年修订\n  in_force_since: 2024-01-01\n  articles: 90\n"
LAWS = {"甲法": Law("甲法", "中华人民共和国甲法", "2023年修订", date(2024, 1, 1), 90)}


def folder(root: Path, text: str) -> Path:
    """A knowledge folder with this laws.yml."""
    (root / "laws.yml").write_text(text, encoding="utf-8")
    return root


def test_reads_a_law(tmp_path: Path) -> None:
    assert load_laws(folder(tmp_path, ONE)) == LAWS


def test_reads_a_note(tmp_path: Path) -> None:
    assert load_laws(folder(tmp_path, ONE + "  note: 推定\n"))["甲法"].note == "推定"


def test_is_read_once(tmp_path: Path) -> None:
    root = folder(tmp_path, ONE)
    first = load_laws(root)
    (root / "laws.yml").unlink()
    assert load_laws(root) is first


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- 甲法\n", "应当是"),
        ("{}\n", "应当是"),
        ("甲法: 90\n", "甲法：应当是一组"),
        (ONE.replace("2024-01-01", "今年"), "in_force_since：类型不对"),
        (ONE.replace("90", "很多"), "articles：类型不对"),
        (ONE.replace("  version: 2023年修订\n", ""), "version：缺少"),
    ],
)
def test_refuses_a_faulty_table(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        load_laws(folder(tmp_path, text))


def test_cites_an_article_with_the_day_since_which_it_is_in_force() -> None:
    assert cite(LAWS, "甲法", 20).message() == {"law": "甲法", "article": 20, "since": "2024-01-01"}


@pytest.mark.parametrize("article", [0, -1, 91])
def test_refuses_an_article_that_the_law_does_not_have(article: int) -> None:
    with pytest.raises(ContentError, match="没有这一条"):
        cite(LAWS, "甲法", article)


def test_refuses_a_law_that_is_not_listed() -> None:
    with pytest.raises(ContentError, match=r"内容文件 a\.yml 的 乙法：laws\.yml 里没有"):
        cite(LAWS, "乙法", 1, "a.yml")
