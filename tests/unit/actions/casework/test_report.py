import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from actions.casework.encryption import Keys
from actions.casework.practice import load_practice
from actions.casework.report import main


@pytest.fixture
def practice_year(environment: dict[str, str], keys: Keys) -> dict[str, str]:
    load_practice(environment["DATABASE_URL"], keys)
    return environment


def test_the_command_writes_table_chart_sheet_and_prose(practice_year: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    command = [sys.executable, "-W", "error", "-m", "actions.casework.report", "2025", "--practice", "--folder", folder]
    # No data key: figures need nothing that is encrypted.
    plain = {"DATABASE_URL": practice_year["DATABASE_URL"], "PATH": os.environ["PATH"]}
    done = subprocess.run(command, env=plain, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    names = {file.name for file in folder.iterdir()}
    assert names == {f"2025-internal-practice.{kind}" for kind in ("md", "svg", "xlsx", "txt")}
    assert all(name in done.stdout for name in names)
    for file in folder.glob("*.[mst][dvx][dgt]"):
        assert "演示" in file.read_text(encoding="utf-8"), file.name
    rows = list(load_workbook(folder / "2025-internal-practice.xlsx")["统计"].iter_rows(values_only=True))
    assert ("县政府工作部门", 4, "67%") in rows
    assert rows[1][0] == "演示数据，不是真实案件"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("arguments", "stem"),
    [
        (["2025", "--quarter", "2"], "2025-q2-internal"),
        (["2025", "--public", "--practice"], "2025-public-practice"),
        (["2025", "--public"], "2025-public"),
    ],
)
def test_files_are_named_after_what_they_show(
    practice_year: dict[str, str], tmp_path: Path, arguments: list[str], stem: str
) -> None:
    assert main([*arguments, "--folder", str(tmp_path / "out")], practice_year) == 0
    assert {file.stem for file in (tmp_path / "out").iterdir()} == {stem}


def test_a_real_report_does_not_know_the_practice_records(practice_year: dict[str, str], tmp_path: Path) -> None:
    assert main(["2025", "--folder", str(tmp_path / "out")], practice_year) == 0
    text = (tmp_path / "out" / "2025-internal.txt").read_text(encoding="utf-8")
    assert "没有收到行政复议申请" in text
    assert "演示" not in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["二〇二六"], "YEAR=2026"), ([""], "YEAR=2026"), (["99"], "YEAR=2026"), (["2026", "--quarter", "5"], "季度")],
)
def test_a_wrong_period_is_said(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments, environment) == 2
    assert said in capsys.readouterr().err


def test_records_that_cannot_be_read_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["2026", "--folder", str(tmp_path)], {"DATABASE_URL": f"sqlite:///{tmp_path}/none.db"}) == 1
    assert "报表没有写成" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.xlsx"))


def test_a_folder_that_cannot_be_written_is_said(
    practice_year: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    assert main(["2025", "--folder", str(tmp_path / "file")], practice_year) == 1
    assert "报表没有写成" in capsys.readouterr().err
