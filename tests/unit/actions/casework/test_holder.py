"""The command for the window: a copy and a request to delete for whoever holds number and code."""

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from actions.casework import holder
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt
from actions.casework.errors import NotRecognised
from actions.casework.store import Records


@pytest.fixture
def records(environment: dict[str, str], keys: Keys) -> Iterator[Records]:
    opened = Records(environment["DATABASE_URL"], keys)
    yield opened
    opened.close()


@pytest.fixture
def receipt(records: Records, letter: Callable[..., NewLetter]) -> Receipt:
    return records.file_letter(letter())


def typing(*answers: str) -> Callable[[str], str]:
    """Somebody who types these answers."""
    left = list(answers)
    return lambda _prompt: left.pop(0)


def test_article_45_a_copy_is_written_for_the_holder(
    environment: dict[str, str], receipt: Receipt, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "copy.txt"
    assert holder.main(["copy", receipt.number, str(file)], environment, typing(receipt.code)) == 0
    assert "演示姓名甲" in file.read_text(encoding="utf-8")
    assert json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))["number"] == receipt.number
    assert {stat.S_IMODE(one.stat().st_mode) for one in (file, file.with_suffix(".json"))} == {0o600}
    assert "演示姓名甲" not in capsys.readouterr().out


def test_a_file_that_is_there_is_not_overwritten(
    environment: dict[str, str], receipt: Receipt, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "copy.txt"
    file.write_text("kept")
    assert holder.main(["copy", receipt.number, str(file)], environment, typing(receipt.code)) == 1
    assert file.read_text() == "kept" and "没有办成" in capsys.readouterr().err


def test_article_47_a_draft_goes_after_the_exact_word(
    environment: dict[str, str],
    records: Records,
    application: Callable[..., NewApplication],
    capsys: pytest.CaptureFixture[str],
) -> None:
    draft = records.save_application(application())
    for word in ("", "是", "好的"):
        assert holder.main(["delete", draft.number], environment, typing(draft.code, word)) == 1
    assert records.look_up(draft.number, draft.code)
    assert holder.main(["delete", draft.number], environment, typing(draft.code, holder.SURE)) == 0
    assert "已办：已删除" in capsys.readouterr().out
    with pytest.raises(NotRecognised):
        records.look_up(draft.number, draft.code)


def test_article_50_a_letter_that_is_dealt_with_is_refused_with_reason_and_law(
    environment: dict[str, str], receipt: Receipt, capsys: pytest.CaptureFixture[str]
) -> None:
    assert holder.main(["delete", receipt.number], environment, typing(receipt.code, holder.SURE)) == 0
    said = capsys.readouterr().out
    assert "已记下：现在还不能删" in said and "个人信息保护法13" in said


def test_a_stranger_reads_one_and_the_same_refusal_and_is_slowed(
    environment: dict[str, str], receipt: Receipt, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(10):
        assert holder.main(["delete", receipt.number], environment, typing("222-222-222", holder.SURE)) == 1
    assert set(capsys.readouterr().err.splitlines()) == {"编号和查询码对不上，查不到。"}
    assert holder.main(["delete", receipt.number], environment, typing(receipt.code, holder.SURE)) == 1
    assert "分钟再试" in capsys.readouterr().err


def test_without_a_database_nothing_is_promised(
    environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = environment | {"DATABASE_URL": f"sqlite:///{tmp_path}/none.db"}
    assert holder.main(["delete", "T2026-000001"], nowhere, typing("222-222-222", holder.SURE)) == 1
    assert "没有办成" in capsys.readouterr().err
