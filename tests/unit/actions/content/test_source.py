"""Reading files of knowledge/ and the error that names file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.content.source import ROOT, ContentError, maybe_text, need, need_text, read_yaml

FILE = Path("laws.yml")


def test_root_is_the_knowledge_folder_of_the_repo() -> None:
    assert (ROOT / "laws.yml").is_file()


def test_words_that_yaml_11_takes_for_booleans_stay_words(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text("on: off\nno: yes\nreally: true\nnot: false\nempty: null\n", encoding="utf-8")
    assert read_yaml(file) == {"on": "off", "no": "yes", "really": True, "not": False, "empty": None}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"gone\.yml 的 文件：读不出来"):
        read_yaml(tmp_path / "gone.yml")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "gbk.yml"
    file.write_bytes("说明: 文字".encode("gb18030"))
    with pytest.raises(ContentError, match="读不出来"):
        read_yaml(file)


def test_broken_yaml_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.yml"
    file.write_text("a: 1\nb: [1, 2\nc: 3\n", encoding="utf-8")
    with pytest.raises(ContentError, match="第3行：格式不对") as caught:
        read_yaml(file)
    assert caught.value.file == str(file)


def test_code_in_a_file_is_not_run(tmp_path: Path) -> None:
    file = tmp_path / "evil.yml"
    file.write_text("a: !!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(ContentError):
        read_yaml(file)


def test_error_keeps_its_parts() -> None:
    fault = ContentError("a.yml", "b.c", "缺少这一项")
    assert (fault.file, fault.key, fault.problem) == ("a.yml", "b.c", "缺少这一项")
    assert str(fault) == "内容文件 a.yml 的 b.c：缺少这一项"
    assert isinstance(fault, ValueError)


def test_need_gives_the_value() -> None:
    assert need({"a": 3}, "a", int, FILE, "x") == 3


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({}, "缺少这一项"),
        ({"a": "3"}, "类型不对"),
        ({"a": True}, "类型不对"),
        ({"a": None}, "类型不对"),
        ("text", "应当是一组"),
    ],
)
def test_need_refuses(row: object, key: str) -> None:
    with pytest.raises(ContentError, match=key):
        need(row, "a", int, FILE, "x")


def test_need_text_strips_and_refuses_blank() -> None:
    assert need_text({"a": " 文字\n"}, "a", FILE, "x") == "文字"
    with pytest.raises(ContentError, match=r"x\.a：不能是空的"):
        need_text({"a": "  "}, "a", FILE, "x")


@pytest.mark.parametrize(("row", "text"), [({}, None), ({"a": None}, None), ({"a": " "}, None), ({"a": "文"}, "文")])
def test_maybe_text(row: dict[str, object], text: str | None) -> None:
    assert maybe_text(row, "a", FILE, "x") == text


def test_maybe_text_refuses_a_number() -> None:
    with pytest.raises(ContentError, match="类型不对"):
        maybe_text({"a": 12345}, "a", FILE, "x")
