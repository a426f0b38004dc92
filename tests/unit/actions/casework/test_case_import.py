import io
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from actions.casework.audit import read_page
from actions.casework.case_import import Plan, PlanChanged, carry_out, main, plan_import, said_of
from actions.casework.case_template import empty_sheet
from actions.casework.encryption import Keys
from actions.casework.entries import NewLetter
from actions.casework.errors import LookUpRefused, NotRecognised
from actions.casework.figures import figures_of
from actions.casework.models import Case, CaseEvent, IssuedReceipt
from actions.casework.practice import load_practice
from actions.casework.reporting_periods import Period
from actions.casework.reveals import Step, reissue_code
from actions.casework.store import Records

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 26)
HEAD = "案号,被申请人,被申请人类别,事项,收到日期,是否受理,受理决定日期,结案方式,结案日期,办理期限,申请人电话"
ONE = "演示复〔2026〕1号,演示镇,乡镇政府,行政处罚,2026-03-02,受理,2026-03-05,,,,10000000001"
TWO = "演示复〔2026〕2号,演示局,县政府工作部门,行政许可,2026-04-01,不予受理,2026-04-03,,,,"
THREE = (
    "演示复〔2026〕3号,演示局,部门,信息公开,2026-05-06,受理,2026-05-08,和解后终止,2026-06-10,2026-06-08,0915-1234567"
)
OPEN = "演示复〔2026〕4号,演示局,部门,处罚,2026-11-20,,,,,,"


def table(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode("gbk")


def planned(engine: Engine, keys: Keys, content: bytes) -> Plan:
    with Session(engine) as session:
        return plan_import(session, keys, content, TODAY)


def imported(engine: Engine, keys: Keys, content: bytes, shown: str | None = None) -> Plan:
    digest = shown or planned(engine, keys, content).digest
    with Session(engine) as session, session.begin():
        return carry_out(session, keys, content, digest, who="s-1", why="演示理由一二三", now=NOW)


def verdicts(plan: Plan) -> list[str]:
    return [one.verdict for one in plan.verdicts]


def count(engine: Engine, model: Any) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_dry_run_writes_nothing(engine: Engine, keys: Keys) -> None:
    plan = planned(engine, keys, table(ONE, TWO))
    assert verdicts(plan) == ["new", "new"]
    assert plan.possible
    assert (count(engine, Case), count(engine, IssuedReceipt)) == (0, 0)


def test_cases_come_in_with_steps_receipts_and_one_row_of_the_audit_log(engine: Engine, keys: Keys) -> None:
    imported(engine, keys, table(ONE, TWO, THREE, OPEN))
    with Session(engine) as session:
        cases = {case.number: case for case in session.scalars(select(Case))}
        states = [cases[f"演示复〔2026〕{n}号"].state.value for n in (1, 2, 3, 4)]
        assert states == ["accepted", "not_accepted", "closed", "received"]
        steps = [(step.kind.value, step.happened_on) for step in cases["演示复〔2026〕3号"].events]
        assert [kind for kind, _day in steps] == ["received", "accepted", "settled", "terminated"]
        assert steps[-1][1] == date(2026, 6, 10)
        assert not any(case.practice or case.code_given for case in cases.values())
        (entry,) = read_page(session)
        assert (entry.who, entry.what, entry.why) == ("s-1", "case.imported", "演示理由一二三")
        assert entry.target.endswith("+4 ~0")
    assert count(engine, IssuedReceipt) == 4


def test_what_is_imported_is_counted(engine: Engine, keys: Keys) -> None:
    imported(engine, keys, table(ONE, TWO, THREE, OPEN))
    with Session(engine) as session:
        found = figures_of(session, Period(2026))
    assert found.intake.came == 4
    assert found.decided.parts == {"accepted": 2, "not_accepted": 1, "abandoned": 0}
    assert (found.handled.after, found.intake.after) == (1, 1)
    assert found.concluded_in_time.parts == {"kept": 0, "late": 1, "unknown": 0}


def test_the_same_table_again_changes_nothing(engine: Engine, keys: Keys) -> None:
    imported(engine, keys, table(ONE, TWO, THREE))
    before = count(engine, CaseEvent)
    assert verdicts(imported(engine, keys, table(ONE, TWO, THREE))) == ["unchanged"] * 3
    assert count(engine, CaseEvent) == before


def test_a_change_is_shown_cell_by_cell_and_carried_out(engine: Engine, keys: Keys) -> None:
    imported(engine, keys, table(ONE))
    ended = ONE.replace(",,,,10000000001", ",调解结案,2026-04-20,2026-05-04,10000000002").replace("演示镇", "演示二镇")
    (one,) = planned(engine, keys, table(ended)).verdicts
    assert one.verdict == "changed"
    assert one.details == (
        "“被申请人”：演示镇 → 演示二镇",
        "“结案方式”：空 → 调解结案",
        "“结案日期”：空 → 2026-04-20",
        "“办理期限”：空 → 2026-05-04",
        "“申请人电话”：已登记 → 已登记",
    )
    imported(engine, keys, table(ended))
    with Session(engine) as session:
        (case,) = session.scalars(select(Case))
        assert (case.state.value, case.closed_on) == ("closed", date(2026, 4, 20))
        assert [step.kind.value for step in case.events] == ["received", "accepted", "mediated"]
    assert count(engine, IssuedReceipt) == 1


def test_a_blank_cell_deletes_nothing(engine: Engine, keys: Keys) -> None:
    imported(engine, keys, table(THREE))
    blank = "演示复〔2026〕3号,演示局,部门,信息公开,2026-05-06,,,,,,"
    assert verdicts(planned(engine, keys, table(blank))) == ["unchanged"]


@pytest.mark.parametrize(
    ("first", "then", "reason"),
    [
        (THREE, THREE.replace("和解后终止", "维持"), "已经登记为“和解后终止”，不能改回“维持”。"),
        (TWO, TWO.replace("不予受理", "受理"), "已经登记为“不予受理”，不能改回“受理”。"),
        (THREE, "演示复〔2026〕3号,演示局,部门,信息公开,2026-07-06,,,,,,", "“受理决定日期”早于“收到日期”。"),
    ],
)
def test_a_decision_is_not_unmade(engine: Engine, keys: Keys, first: str, then: str, reason: str) -> None:
    imported(engine, keys, table(first))
    (one,) = planned(engine, keys, table(then)).verdicts
    assert (one.verdict, reason in one.details) == ("refused", True)


def test_one_refused_line_keeps_the_whole_table_out(engine: Engine, keys: Keys) -> None:
    content = table(ONE, TWO.replace("行政许可", "什么"), ONE)
    plan = planned(engine, keys, content)
    assert verdicts(plan) == ["new", "refused", "refused"]
    assert plan.verdicts[2].details == ("跟第2行的案号重复。",)
    with pytest.raises(PlanChanged):
        imported(engine, keys, content)
    assert count(engine, Case) == 0


def test_only_the_plan_that_was_shown_is_carried_out(engine: Engine, keys: Keys) -> None:
    shown = planned(engine, keys, table(ONE)).digest
    imported(engine, keys, table(ONE.replace("演示镇", "演示二镇")))
    with pytest.raises(PlanChanged):
        imported(engine, keys, table(ONE), shown)
    with Session(engine) as session:
        assert session.scalars(select(Case.respondent)).one() == "演示二镇"


def test_a_failure_in_the_middle_leaves_nothing(engine: Engine, keys: Keys) -> None:
    content = table(ONE, TWO, THREE)
    digest = planned(engine, keys, content).digest

    def fail(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        if "audit_log" in statement and statement.startswith("INSERT"):
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(KeyboardInterrupt):
        imported(engine, keys, content, digest)
    event.remove(engine, "before_cursor_execute", fail)
    assert (count(engine, Case), count(engine, CaseEvent), count(engine, IssuedReceipt)) == (0, 0, 0)


def test_practice_cases_and_foreign_numbers_are_left_alone(url: str, engine: Engine, keys: Keys) -> None:
    load_practice(url, keys)
    practice = ONE.replace("演示复〔2026〕1号", "演示复〔2025〕1号")
    letter = ONE.replace("演示复〔2026〕1号", "演示信〔2025〕1号")
    found = planned(engine, keys, table(practice, letter)).verdicts
    assert [one.details for one in found] == [
        ("这个案号是演示数据，不能用导入来改。",),
        ("这个编号已经是别的记录的编号。",),
    ]


# The second secret of an imported case.


def refusal(records: Records, number: str, secret: str) -> str:
    with pytest.raises(LookUpRefused) as caught:
        records.look_up(number, secret)
    return f"{type(caught.value).__name__} {caught.value}"


@pytest.mark.parametrize("typed", ["10000000001", " 100 0000 0001", "+86 100-0000-0001", "１０００００００００１"])
def test_an_imported_case_opens_by_the_whole_registered_phone(
    records: Records, engine: Engine, keys: Keys, typed: str
) -> None:
    imported(engine, keys, table(ONE))
    assert records.look_up("演示复[2026]1号", typed).state == "已受理，正在审理"


@pytest.mark.parametrize("typed", ["0001", "00000001", "0000000001", "1000000000", "100000000011", "", "10000000002"])
def test_no_part_of_the_phone_opens_it(records: Records, engine: Engine, keys: Keys, typed: str) -> None:
    imported(engine, keys, table(ONE, TWO))
    assert refusal(records, "演示复〔2026〕1号", typed) == "NotRecognised number and code not recognised"
    assert refusal(records, "演示复〔2026〕2号", typed) == refusal(records, "没有这个编号1", typed)


def test_a_code_from_the_window_takes_the_place_of_the_phone(records: Records, engine: Engine, keys: Keys) -> None:
    imported(engine, keys, table(ONE))
    with Session(engine) as session, session.begin():
        step = Step(account="s-1", reason="演示理由一二三", at=NOW)
        done = reissue_code(session, keys, "演示复〔2026〕1号", step)
    assert done is not None
    assert records.look_up("演示复〔2026〕1号", done.code).number == "演示复〔2026〕1号"
    refusal(records, "演示复〔2026〕1号", "10000000001")
    imported(engine, keys, table(ONE.replace("10000000001", "10000000002")))
    refusal(records, "演示复〔2026〕1号", "10000000002")


class CountingKeys(Keys):
    """Keys that count their keyed hashes."""

    hashed = 0

    def _digest(self, key_id: bytes, label: str, text: str) -> str:
        self.hashed += 1
        return super()._digest(key_id, label, text)


def test_every_failure_does_the_same_work(
    url: str, engine: Engine, letter: Callable[..., NewLetter], keys: Keys
) -> None:
    counting = CountingKeys([bytes(range(32))])
    imported(engine, keys, table(ONE, TWO))
    records = Records(url, counting)
    receipt = records.file_letter(letter())
    asked: list[str] = []
    event.listen(records._engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    seen = set()
    for number in ("演示复〔2026〕1号", "演示复〔2026〕2号", receipt.number, "没有9"):
        for secret in ("10000000009", "222-222-222", ""):
            asked.clear()
            counting.hashed = 0
            with pytest.raises(NotRecognised):
                records.look_up(number, secret)
            seen.add((counting.hashed, tuple(asked)))
    records.close()
    assert len(seen) == 1


def test_a_phone_never_becomes_a_code_and_leaves_an_old_key(url: str, engine: Engine, keys: Keys) -> None:
    imported(engine, keys, table(ONE))
    rotated = Keys([b"n" * 32, bytes(range(32))])
    records = Records(url, rotated)
    records.look_up("演示复〔2026〕1号", "10000000001")
    records.close()
    with Session(engine) as session:
        case = session.scalars(select(Case)).one()
        code_hash = session.scalars(select(IssuedReceipt.code_hash)).one()
    assert (case.phone_hash or "").startswith(rotated.newest)
    assert not rotated.matches("code", "演示复〔2026〕1号 10000000001", code_hash)


def test_no_phone_is_stored_in_clear(sqlite_url: str, sqlite_engine: Engine, keys: Keys) -> None:
    imported(sqlite_engine, keys, table(ONE))
    sqlite_engine.dispose()
    path = sqlite_url.removeprefix("sqlite:///")
    stored = b"".join(Path(f"{path}{end}").read_bytes() for end in ("", "-wal") if Path(f"{path}{end}").exists())
    assert b"10000000001" not in stored


# The command and the empty sheet.


def test_the_command_shows_first_and_applies_when_told(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes(table(ONE, TWO))

    def run(*more: str) -> Any:
        command = [sys.executable, "-W", "error", "-m", "actions.casework.case_import", str(file), *more]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    dry, done, again = run(), run("--apply"), run()
    assert "第2行　演示复〔2026〕1号　新增" in dry.stdout
    assert "共2行：新增2件" in dry.stdout and "什么也没有写入" in dry.stdout
    assert "已导入" in done.stdout
    assert "没有变化2件" in again.stdout
    assert "10000000001" not in dry.stdout + done.stdout + again.stdout
    assert [one.returncode for one in (dry, done, again)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0", "旧的 xls"),
        ("案号,备注\n1,2".encode(), "不认识的列：备注"),
        (table(ONE.replace("行政处罚", "x")), "整张表都没有导入"),
    ],
)
def test_the_command_says_why_not(
    environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    (tmp_path / "x").write_bytes(content)
    assert main([str(tmp_path / "x"), "--apply"], environment) == 1
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_and_a_missing_key_are_said(
    environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none")], environment) == 1
    (tmp_path / "x").write_bytes(table(ONE))
    assert main([str(tmp_path / "x")], {"DATABASE_URL": environment["DATABASE_URL"]}) == 1
    assert "YIFAWEN_DATA_KEY" in capsys.readouterr().err


def test_the_summary_leaves_out_what_does_not_change(engine: Engine, keys: Keys) -> None:
    imported(engine, keys, table(ONE))
    assert said_of(planned(engine, keys, table(ONE, OPEN))) == [
        "第3行　演示复〔2026〕4号　新增",
        "共2行：新增1件，修改0件，没有变化1件，退回0行。",
    ]


def test_the_empty_sheet_has_the_columns_of_the_import(engine: Engine, keys: Keys) -> None:
    book = load_workbook(io.BytesIO(empty_sheet()))
    book["案件"].append(ONE.split(","))
    assert "政府信息公开" in str([cell.value for row in book["填写说明"].iter_rows() for cell in row])
    out = io.BytesIO()
    book.save(out)
    assert verdicts(planned(engine, keys, out.getvalue())) == ["new"]
