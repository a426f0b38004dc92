"""The greeting and the failure texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.content.region import Region, load_region
from actions.content.source import ContentError
from actions.content.texts import failure, load_failures, load_starts, load_welcome, start, welcome

WELCOME = """\
- {type: notice, level: info, text: "您好，这里是{county}。"}
- type: choices
  text: 办什么？
  choices: [{label: 申请, choice: /apply}]
"""
FAILURES = "busy: {level: warning, text: 请稍等。}\ndown: {level: error, text: '请打{office_phone}'}\n"


@pytest.fixture
def region() -> Region:
    """The default county."""
    return load_region("shiquan")


def folder(root: Path, greeting: str = WELCOME, failures: str = FAILURES) -> Path:
    """A knowledge folder with these two files."""
    (root / "welcome.yml").write_text(greeting, encoding="utf-8")
    (root / "failures.yml").write_text(failures, encoding="utf-8")
    return root


def test_greeting_is_filled(tmp_path: Path, region: Region) -> None:
    assert welcome(region, folder(tmp_path)) == [
        {"type": "notice", "level": "info", "text": "您好，这里是石泉县。"},
        {"type": "choices", "text": "办什么？", "choices": [{"label": "申请", "choice": "/apply"}]},
    ]


def test_greeting_is_a_fresh_copy_each_time(tmp_path: Path, region: Region) -> None:
    root = folder(tmp_path)
    spoilt = welcome(region, root)
    spoilt[1]["choices"][0]["choice"] = "signed"
    spoilt[0]["text"] = ""
    assert welcome(region, root)[1]["choices"][0]["choice"] == "/apply"
    assert welcome(region, root)[0]["text"]


def test_failure_is_a_notice(tmp_path: Path, region: Region) -> None:
    root = folder(tmp_path)
    assert failure("busy", region, root) == {"type": "notice", "level": "warning", "text": "请稍等。"}
    assert failure("down", region, root)["text"] == f"请打{region.office_phone_text()}"


def test_an_unknown_failure_is_refused(tmp_path: Path, region: Region) -> None:
    with pytest.raises(ContentError, match="nothing：没有这一种说明"):
        failure("nothing", region, folder(tmp_path))


def test_files_are_read_once(tmp_path: Path) -> None:
    root = folder(tmp_path)
    assert load_failures(root) is load_failures(root)
    assert load_welcome(root) is load_welcome(root)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: {level: fatal, text: 坏}\n", r"a\.level：只能是"),
        ("a: {level: error}\n", r"a\.text：缺少"),
        ("a: {level: error, text: '{phone}'}\n", "没有占位符"),
        ("a: 坏了\n", "应当是一组"),
        ("- a\n", "应当是"),
    ],
)
def test_refuses_faulty_failures(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        load_failures(folder(tmp_path, failures=text))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[]\n", "应当是一列消息"),
        ("- {type: notice}\n", "第1条.text：缺少"),
        ("- {type: choices, text: 选}\n", "第1条.choices：缺少"),
        ("- {type: choices, text: 选, choices: [{label: 申请}]}\n", "第1条.choice：缺少"),
        ("- {type: notice, text: '{nobody}'}\n", "没有占位符"),
    ],
)
def test_refuses_a_faulty_greeting(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        load_welcome(folder(tmp_path, greeting=text))


def test_a_start_offers_one_job(region: Region) -> None:
    message = start("oral", region)
    assert message is not None and "草稿" in message["text"]
    assert message["choices"] == [{"label": "开始口头申请记录", "choice": '/apply{"option": "apply_start=oral"}'}]
    assert start("nothing-of-the-kind", region) is None


@pytest.mark.parametrize("name", sorted(load_starts()))
def test_every_start_can_be_shown(name: str, region: Region) -> None:
    message = start(name, region)
    assert message is not None and "{" not in message["text"]


@pytest.mark.parametrize(
    "text", ["[]", "oral: {text: 文}", "oral: {text: 文, label: 签}", "oral: {text: '{nobody}', label: 签, choice: /x}"]
)
def test_a_start_that_is_incomplete_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "starts.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError):
        load_starts(tmp_path)
