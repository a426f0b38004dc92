from datetime import date, datetime
from typing import Any

import pytest

from actions.casework.case_lines import CaseLine, case_lines, column_name, words
from actions.casework.kinds import Matter, Outcome, RespondentKind
from actions.casework.sheet_reading import Row, SheetRefused

TODAY = date(2026, 11, 26)
GOOD: dict[str, Any] = {
    "number": "演示复〔2026〕1号",
    "respondent": "演示镇人民政府",
    "respondent_kind": "乡镇政府",
    "matter": "行政处罚",
    "received_on": "2026-03-02",
    "decision": "受理",
    "decided_on": "2026年3月5日",
    "outcome": "维持",
    "closed_on": "2026/4/20",
    "due_on": "2026-05-06",
    "phone": "100 0000 0001",
}


def line(**changes: Any) -> CaseLine:
    cells = GOOD | changes
    head = Row(1, [column_name(key) for key in cells])
    (found,) = case_lines([head, Row(2, list(cells.values()))], TODAY)
    return found


def said(**changes: Any) -> list[str]:
    return [str(reason) for reason in line(**changes).reasons]


def headings(*names: object) -> str:
    with pytest.raises(SheetRefused) as caught:
        case_lines([Row(1, names), Row(2, ["x"])], TODAY)
    return f"{caught.value.reason} {caught.value.values.get('columns')}"


NEEDED = ["案号", "被申请人", "被申请人类别", "事项", "收到日期"]


def test_a_good_line_is_read() -> None:
    found = line()
    assert (found.line, found.number, found.reasons) == (2, GOOD["number"], ())
    assert found.values["respondent_kind"] is RespondentKind.TOWNSHIP
    assert found.values["matter"] is Matter.PENALTY
    assert found.values["outcome"] is Outcome.UPHELD
    assert found.values["decided_on"] == date(2026, 3, 5)
    assert found.values["phone"] == "10000000001"


def test_only_five_columns_are_needed() -> None:
    (found,) = case_lines([Row(1, NEEDED), Row(5, ["演示复2026-1", "演示局", "部门", "处罚", "20260302"])], TODAY)
    assert (found.line, found.reasons) == (5, ())


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"respondent_kind": "县级部门"}, RespondentKind.COUNTY_DEPARTMENT),
        ({"respondent_kind": " 乡 镇 "}, RespondentKind.TOWNSHIP),
        ({"matter": "不作为"}, Matter.INACTION),
        ({"matter": "政府信息公开"}, Matter.INFORMATION),
        ({"outcome": "和解终止"}, Outcome.SETTLED),
        ({"number": "演示复[2026]1号"}, "演示复〔2026〕1号"),
        ({"received_on": datetime(2026, 3, 2)}, date(2026, 3, 2)),
        ({"phone": 10000000001.0}, "10000000001"),
        ({"phone": "（0915）1234567"}, "09151234567"),
        ({"phone": "+86-100-0000-0001"}, "10000000001"),
    ],
)
def test_other_ways_to_write_it(changes: dict[str, Any], value: object) -> None:
    found = line(**changes)
    assert found.reasons == ()
    assert found.values[next(iter(changes))] == value


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"respondent": None}, "“被申请人”没有填。"),
        ({"respondent": "长" * 101}, "“被申请人”太长（超过100个字）。"),
        ({"respondent_kind": "外星"}, "“被申请人类别”不在可选的范围：外星。"),
        ({"matter": "别的什么"}, "“事项”不在可选的范围：别的什么。"),
        ({"received_on": "三月"}, "“收到日期”不是日期：三月。请写成 2026-03-02 或者 2026年3月2日。"),
        ({"received_on": "2026-11-27"}, "“收到日期”在今天以后：2026-11-27。"),
        ({"received_on": "1999-12-31"}, "“收到日期”早于2000年：1999-12-31。"),
        ({"decided_on": "2026-03-01"}, "“受理决定日期”早于“收到日期”。"),
        ({"closed_on": "2026-03-04"}, "“结案日期”早于“受理决定日期”。"),
        ({"due_on": "2026-03-04"}, "“办理期限”早于“受理决定日期”。"),
        ({"decided_on": None}, "“是否受理”填了，“受理决定日期”没有填。"),
        ({"closed_on": None}, "“结案方式”和“结案日期”要一起填。"),
        ({"outcome": None}, "“结案方式”和“结案日期”要一起填。"),
        ({"decision": "不予受理"}, "写了“结案方式”，可是“是否受理”没有填“受理”。"),
        ({"decision": "也许"}, "“是否受理”不在可选的范围：也许。"),
        ({"number": "没有数字"}, "“案号”里没有数字，或者像本系统发的编号。"),
        ({"number": "T2026-000001"}, "“案号”里没有数字，或者像本系统发的编号。"),
    ],
)
def test_why_a_line_is_refused(changes: dict[str, Any], reason: str) -> None:
    assert reason in said(**changes)


@pytest.mark.parametrize("phone", ["0001", "1000000000", "1.38E+10", "不详", 1.38e10 + 0.5, "10000000001转2"])
def test_a_part_of_a_phone_is_refused_and_not_quoted(phone: object) -> None:
    (reason,) = said(phone=phone)
    assert reason.startswith("“申请人电话”不像一个完整的电话。")
    assert str(phone) not in reason.replace("1.38E+10", "")


def test_the_last_day_may_lie_ahead() -> None:
    assert said(outcome=None, closed_on=None, due_on="2027-01-20") == []


def test_all_reasons_are_said_at_once() -> None:
    assert len(said(respondent=None, matter="x", received_on="y", phone="z")) == 4


def test_headings_are_read_as_people_write_them() -> None:
    names = ["案 号 *", "被申请人（全称）", "被申请人类型", "案由", "收案日期(年月日)"]
    assert case_lines([Row(1, names), Row(2, ["演示1", "演示局", "部门", "处罚", "20260302"])], TODAY)[0].reasons == ()


def test_a_heading_that_is_unknown_missing_or_twice_refuses_the_table() -> None:
    assert headings(*NEEDED, "备注") == "unknown_column 备注"
    assert headings(*NEEDED[:-2]) == "missing_column 事项、收到日期"
    assert headings(*NEEDED, "案由") == "twice 事项"


@pytest.mark.parametrize("rows", [[], [Row(1, NEEDED)]])
def test_a_table_without_cases_is_refused(rows: list[Row]) -> None:
    with pytest.raises(SheetRefused, match="empty"):
        case_lines(rows, TODAY)


def test_every_alias_leads_to_a_value_and_no_name_to_two() -> None:
    for key, kind in {"respondent_kind": RespondentKind, "matter": Matter, "outcome": Outcome}.items():
        for name, value in words()["aliases"][key].items():
            assert kind(value)
            assert name not in {member.label for member in kind}
    names = [name for one in words()["columns"].values() for name in (one["name"], *one["also"])]
    assert len(set(names)) == len(names)


def test_the_example_of_the_empty_sheet_would_be_taken() -> None:
    cells = {key: one["example"] or None for key, one in words()["columns"].items()}
    assert line(**cells).reasons == ()
