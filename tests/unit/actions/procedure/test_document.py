"""The application as a Word file: what 实施条例 27 asks for, and what hostile or odd input cannot do."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.content.source import ROOT
from actions.procedure.deadline import DeadlineFacts, filing_deadline
from actions.procedure.document import (
    Agent,
    ApplicationFacts,
    Party,
    application_document,
    application_lines,
    clean,
    deadline_line,
    paragraphs,
)

TODAY = date(2026, 11, 23)
DEADLINE = filing_deadline(DeadlineFacts("handed_over", date(2026, 8, 2), told=True), TODAY)
CITIZEN = Party(
    name="张三",
    sex="男",
    identity="（演示号码）",
    address="城关镇甲路1号",
    delivery="城关镇乙路2号",
    phone="（演示电话）",
)
FULL = ApplicationFacts(
    applicants=(CITIZEN,),
    respondent="石泉县城市管理局",
    authority="石泉县人民政府",
    act="《行政处罚决定书》（演示〔2026〕1号）",
    requests=("revoke", "compensate"),
    facts="第一段。\n\n第二段。",
    attachments=("现场照片3张",),
    deadline=DEADLINE,
)


def part(data: bytes, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(BytesIO(data)).read(name).decode()


def text_of(application: ApplicationFacts) -> str:
    """All text of the file, in reading order, table cells included, one line a paragraph."""
    xml = part(application_document(application, TODAY))
    lines = re.split(r"</w:p>", xml)
    return "\n".join("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", line)) for line in lines)


def test_the_whole_text() -> None:
    assert text_of(FULL).split("\n") == [
        "【草稿】",
        "本文件是草稿。保存、下载、打印都不等于递交，申请期限仍在计算；核对无误、签名并交给复议机关后，才算提出申请。",
        "申请期限的最后一天：2026年10月8日（星期四）。算法：直接送达的，从签收那天起算（2026年8月2日）；申请期限60日（2026年10月1日）；"
        "最后一天遇上国庆节，顺延到之后的第一个工作日（2026年10月8日）。",
        "按这样算，最后一天已经过了。请在“关于申请期限的说明”一栏写明理由（不可抗力、其他正当理由、没有告知等），并附上证明；是否成立由复议机关判断。",
        "对两个以上的决定不服，要分别写申请书。",
        "生成日期：2026年11月23日（星期一）。本框只是提醒，不是申请书的内容。",
        "行政复议申请书",
        "申请人：张三",
        "性别：男",
        "身份证号码：（演示号码）",
        "住所：城关镇甲路1号",
        "送达地址：城关镇乙路2号",
        "联系方式：（演示电话）",
        "被申请人：石泉县城市管理局",
        "行政复议请求：",
        "1．请求撤销被申请人作出的《行政处罚决定书》（演示〔2026〕1号）。",
        "2．请求责令被申请人依法赔偿因此造成的损失。",
        "事实和理由：",
        "第一段。",
        "第二段。",
        "关于申请期限的说明：",
        "________________________",
        "此致",
        "石泉县人民政府",
        "申请人（签名、盖章或者按指印）：",
        "申请日期：        年      月      日",
        "附件：",
        "1．申请人身份证明复印件",
        "2．行政决定书等文书复印件（没有的，写明决定的内容和得知的经过）",
        "3．受到损失的证据",
        "4．期限被耽误的证明",
        "5．现场照片3张",
        "送达地址确认书",
        "申请人：张三",
        "收件人：张三",
        "送达地址：城关镇乙路2号",
        "联系方式：（演示电话）",
        "我确认：行政复议的各种文书，可以寄送到上面的地址。地址、电话有变化的，我会及时书面告诉复议机构。",
        "申请人（签名、盖章或者按指印）：",
        "日期：        年      月      日",
        "",
    ]


@pytest.mark.parametrize(
    "label",
    [
        "申请人",
        "性别",
        "身份证号码",
        "住所",
        "送达地址",
        "联系方式",
        "被申请人",
        "行政复议请求",
        "事实和理由",
        "申请日期",
        "签名",
    ],
)
def test_what_article_27_asks_of_a_citizen(label: str) -> None:
    assert label in text_of(ApplicationFacts())


@pytest.mark.parametrize(
    "label", ["单位名称", "统一社会信用代码", "住所", "送达地址", "联系方式", "法定代表人或主要负责人", "职务"]
)
def test_what_article_27_asks_of_an_organisation(label: str) -> None:
    assert label in text_of(ApplicationFacts((Party("organisation"),)))


def test_a_one_person_business_is_its_operator() -> None:
    """实施条例 12."""
    text = text_of(ApplicationFacts((Party("business", name="李四", trade_name="演示小吃店"),)))
    assert "申请人（营业执照上登记的经营者）：李四" in text
    assert "字号：演示小吃店" in text


@pytest.mark.parametrize(("kind", "label"), [("legal", "法定代理人：王五"), ("entrusted", "委托代理人：王五")])
def test_representatives_are_named(kind: str, label: str) -> None:
    text = text_of(ApplicationFacts(agents=(Agent(kind, name="王五"),)))  # type: ignore[arg-type]
    assert label in text
    assert "代理" in text.split("附件：")[1]


def test_more_than_ten_applicants_need_representatives() -> None:
    """实施条例 17."""
    assert "推选书" not in text_of(ApplicationFacts(tuple(Party() for _ in range(10))))
    assert "推选书" in text_of(ApplicationFacts(tuple(Party() for _ in range(11))))


def test_inaction_asks_for_proof_of_the_request() -> None:
    """行政复议法 44."""
    text = text_of(ApplicationFacts(act="查处违法建房", inaction=True, requests=("perform",)))
    assert "请求责令被申请人在一定期限内履行查处违法建房的法定职责。" in text
    assert "曾经向被申请人提出申请的证据" in text


def test_the_matter_names_the_act_where_the_citizen_does_not() -> None:
    text = text_of(ApplicationFacts(matter="penalty", requests=("revoke", "compensate")))
    assert "1．请求撤销被申请人作出的行政处罚决定。" in text
    text = text_of(ApplicationFacts(matter="licence", act="《不予许可决定书》", requests=("revoke", "perform")))
    assert "1．请求撤销被申请人作出的《不予许可决定书》。" in text
    assert "2．请求责令被申请人在一定期限内履行办理行政许可的法定职责。" in text


def test_a_late_application_says_why() -> None:
    text = text_of(ApplicationFacts(late_reason="住院两个月"))
    assert "关于申请期限的说明：\n住院两个月" in text
    assert "期限被耽误的证明" in text
    in_time = filing_deadline(DeadlineFacts("handed_over", date(2026, 11, 2), told=True), TODAY)
    assert "关于申请期限的说明" not in text_of(replace(FULL, deadline=in_time))


def test_missing_facts_are_blanks_never_none() -> None:
    text = text_of(ApplicationFacts())
    assert "None" not in text
    assert "身份证号码：________________" in text
    assert "最后一天还没有算出来" in text


def test_a_final_copy_has_no_mark_and_no_box() -> None:
    data = application_document(ApplicationFacts(draft=False), TODAY)
    assert "草稿" not in part(data)
    assert "<w:tbl>" not in part(data)


def test_the_draft_stands_in_a_box() -> None:
    box = re.search(r"<w:tbl>.*</w:tbl>", part(application_document(FULL, TODAY)), re.DOTALL)
    assert box and "不等于递交" in box[0] and "最后一天" in box[0]


@pytest.mark.parametrize(
    "typed",
    [
        "<b>粗</b>",
        "</w:t></w:r></w:p>",
        "{{ 7 * 7 }}",
        "{% for x in y %}",
        "{%p endif %}",
        "{# 注 #}",
        "a & b &amp; c",
        "\"引号\" '单引号'",
        "]]>",
        "${jndi}",
        "𠮷野家",
        "䶮",
        "㙍𰻝",
        "%s %d",
        "=HYPERLINK(1)",
    ],
)
def test_what_a_citizen_types_is_printed_as_it_is(typed: str) -> None:
    data = application_document(
        ApplicationFacts(
            (Party(name=typed),), (), typed, typed, typed, False, ("revoke", typed), typed, typed, (typed,)
        ),
        TODAY,
    )
    lines = [line.text for line in docx.Document(BytesIO(data)).paragraphs]
    assert f"申请人：{typed}" in lines
    assert f"被申请人：{typed}" in lines
    assert f"2．{typed}" in lines
    assert typed in lines
    assert "49" not in lines


def test_what_xml_cannot_carry_is_dropped() -> None:
    odd = "甲\x00乙\x07丙\x1b丁\x0c戊\ud800己\ufffe庚\u202e辛\x85壬\t癸"
    assert clean(odd) == "甲乙丙丁 戊己庚辛 壬 癸"
    assert paragraphs("一\r\n二\r三\u2028四\x0b五\n \n") == ["一", "二", "三", "四", "五"]
    assert "甲乙丙丁 戊" in text_of(ApplicationFacts((Party(name=odd),), facts=odd, respondent=odd))


def test_very_long_texts_flow() -> None:
    long = "我不服这个决定，理由如下。" * 4000
    text = text_of(ApplicationFacts(facts=long + "\n" + long, respondent="长" * 5000))
    assert text.count("我不服这个决定") == 8000


def test_the_letters_are_those_of_an_official_paper() -> None:
    data = application_document(FULL, TODAY)
    styles = part(data, "word/styles.xml")
    assert 'w:eastAsia="仿宋"' in styles
    assert 'w:eastAsia="宋体"' in styles
    assert "PAGE" in "".join(part(data, name) for name in zipfile.ZipFile(BytesIO(data)).namelist() if "footer" in name)


def test_the_file_names_nobody() -> None:
    properties = docx.Document(BytesIO(application_document(FULL, TODAY))).core_properties
    assert (properties.author, properties.last_modified_by, properties.title) == ("", "", "行政复议申请书")


def test_a_box_in_time_says_nothing_of_being_late() -> None:
    deadline = filing_deadline(DeadlineFacts("handed_over", date(2026, 11, 2), told=True), TODAY)
    assert "最后一天已经过了" not in text_of(ApplicationFacts(deadline=deadline))


def test_the_sum_in_one_line_without_a_deadline() -> None:
    assert "没有算出来" in deadline_line(None)
    assert "没有算出来" in deadline_line(filing_deadline(DeadlineFacts(), TODAY))


def test_the_template_leaves_no_marks() -> None:
    text = text_of(FULL)
    assert "{{" not in text and "{%" not in text
    assert (ROOT / "templates" / "README.md").is_file()


def test_every_party_kind_keeps_the_fields_of_article_27() -> None:
    lines = application_lines(ApplicationFacts((Party("citizen"), Party("business"), Party("organisation"))), TODAY)
    assert len(lines["parties"]) == 6 + 8 + 7


@settings(deadline=None, max_examples=15)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_makes_a_readable_file(name: str, facts: str) -> None:
    data = application_document(ApplicationFacts((Party(name=name),), facts=facts, requests=(name,)), TODAY)
    assert "行政复议申请书" in [line.text for line in docx.Document(BytesIO(data)).paragraphs]


@pytest.mark.parametrize(
    ("authority", "line"),
    [
        ("石泉县人民政府", "石泉县人民政府"),
        ("上一级税务机关", "________________________（写上一级税务机关的全称）"),
        (None, "________________________"),
    ],
)
def test_to_whom_it_is_addressed(authority: str | None, line: str) -> None:
    assert application_lines(replace(FULL, authority=authority), TODAY)["authority"] == line


def test_of_many_applicants_the_number_stands_before_the_representatives() -> None:
    """实施条例 17."""
    people = (Party("representative", name="张三"), Party("representative", name="李四"))
    first, second, *_ = application_lines(ApplicationFacts(people, group=12), TODAY)["parties"]
    assert (first["label"], first["value"]) == ("申请人", "共12人（名单和签名见后面的代表人推选书）")
    assert second == {"label": "代表人", "value": "张三"}


def test_the_document_to_be_reviewed_is_named() -> None:
    """行政复议法 13."""
    asked = replace(FULL, requests=("revoke", "review_document"), document="《某县某办法》")
    lines = application_lines(asked, TODAY)["requests"]
    assert len(lines) == 3 and "《某县某办法》" in lines[2]
    assert len(application_lines(replace(asked, document=" "), TODAY)["requests"]) == 2
    assert len(application_lines(replace(asked, requests=("revoke",)), TODAY)["requests"]) == 1
