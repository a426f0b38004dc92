"""The papers that go with an application: which are needed, and what stands on each."""

from dataclasses import replace

import pytest

from actions.procedure.document_facts import Agent, ApplicationFacts, Party
from actions.procedure.document_sheets import MOST_ROWS, Sheet, sheets

CITIZEN = Party(name="张三", delivery="城关镇乙路2号", phone="（演示电话）")
PLAIN = ApplicationFacts(applicants=(CITIZEN,), respondent="石泉县城市管理局", matter="penalty")


def sheet(title: str, application: ApplicationFacts) -> Sheet:
    [found] = [one for one in sheets(application) if one["title"].startswith(title)]
    return found


@pytest.mark.parametrize(
    ("application", "titles"),
    [
        (PLAIN, ["送达地址确认书"]),
        (replace(PLAIN, evidence=("罚单",)), ["证据材料清单", "送达地址确认书"]),
        (replace(PLAIN, agents=(Agent("legal"),)), ["送达地址确认书"]),
        (replace(PLAIN, agents=(Agent("entrusted"),)), ["送达地址确认书", "授权委托书"]),  # 行政复议法 17
        (replace(PLAIN, group=12), ["送达地址确认书", "代表人推选书"]),  # 实施条例 17
        (replace(PLAIN, writer=("王五", "城关镇")), ["送达地址确认书", "口头申请记录说明"]),  # 行政复议法 22
        (replace(PLAIN, guide=("一行",)), ["送达地址确认书", "怎么递交（给您自己看的，不用交）"]),
    ],
)
def test_which_papers_are_needed(application: ApplicationFacts, titles: list[str]) -> None:
    assert [one["title"] for one in sheets(application)] == titles


def test_every_piece_of_evidence_has_a_number_and_room_for_what_it_shows() -> None:
    found = sheet("证据", replace(PLAIN, evidence=("罚单", " ", "照片\n三张")))
    assert found["lines"] == [
        "提交人：张三",
        "1．罚单 ________份 ________页 证明：______________",
        "2．照片 三张 ________份 ________页 证明：______________",
    ]
    assert len(found["sign"]) == 2


def test_the_service_address_is_the_first_applicants() -> None:
    """实施条例 27."""
    second = Party(name="李四", delivery="丙路3号", phone="另一个")
    lines = sheet("送达", replace(PLAIN, applicants=(CITIZEN, second)))["lines"]
    assert lines[:4] == ["申请人：张三、李四", "收件人：张三", "送达地址：城关镇乙路2号", "联系方式：（演示电话）"]
    assert sheet("送达", ApplicationFacts())["lines"][1] == "收件人：" + "_" * 24


def test_what_an_agent_may_do_is_written_down() -> None:
    """行政复议法 17: matter, powers and time."""
    agents = (Agent("entrusted", name="王五"), Agent("entrusted", name="赵六"), Agent("legal", name="孙七"))
    lines = sheet("授权", replace(PLAIN, agents=agents, powers=("file", "fly", "read")))["lines"]
    assert lines[0] == "委托人：张三"
    assert lines[1] == "受委托人：王五、赵六"
    assert lines[2] == "委托事项：不服石泉县城市管理局作出的行政处罚决定，申请行政复议。"
    assert lines[3] == "委托权限：代为提出申请、递交和接收材料；查阅、复制案卷材料。"
    assert "办结之日止" in lines[4]
    silent = replace(PLAIN, agents=agents, matter="licence", inaction=True)
    assert "不服石泉县城市管理局不履行办理行政许可的法定职责，" in sheet("授权", silent)["lines"][2]
    named = replace(silent, act="发放执照")
    assert "不履行发放执照的法定职责" in sheet("授权", named)["lines"][2]
    assert "作出的《决定书》" in sheet("授权", replace(PLAIN, agents=agents, act="《决定书》"))["lines"][2]
    assert "作出的" + "_" * 24 in sheet("授权", replace(PLAIN, agents=agents, matter=None))["lines"][2]


@pytest.mark.parametrize(("group", "rows"), [(11, 11), (MOST_ROWS, MOST_ROWS), (MOST_ROWS + 1, MOST_ROWS)])
def test_everybody_signs_the_choice_of_representatives(group: int, rows: int) -> None:
    """实施条例 17."""
    lines = sheet("代表人", replace(PLAIN, group=group))["lines"]
    assert lines[0].startswith(
        f"申请人共{group}人，因不服石泉县城市管理局作出的行政处罚决定申请行政复议，现推选 张三 为代表人"
    )
    numbered = [line for line in lines if "签名：" in line and "身份证号码" in line]
    assert len(numbered) == rows
    assert numbered[0] == "1．姓名：________ 身份证号码：______________ 签名：________"
    assert numbered[-1].startswith(f"{rows}．")


def test_an_oral_application_names_who_wrote_it_down() -> None:
    """行政复议法 22, paragraph 3."""
    lines = sheet("口头", replace(PLAIN, writer=("王五", "城关镇司法所")))["lines"]
    assert lines[0] == "本申请书由申请人口述，记录人 王五（城关镇司法所）当场记录。"
    assert "_" * 24 in sheet("口头", replace(PLAIN, writer=("", "")))["lines"][0]


def test_the_guide_is_printed_line_by_line() -> None:
    assert sheet("怎么递交", replace(PLAIN, guide=("第一行", "第二\n行")))["lines"] == ["第一行", "第二 行"]


def test_a_name_with_braces_fills_nothing() -> None:
    found = sheet("送达", replace(PLAIN, applicants=(Party(name="{phone}", phone="1"),)))
    assert found["lines"][0] == "申请人：{phone}"
