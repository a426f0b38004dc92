"""What the calculators answer; the descriptions are the words of the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.channels.parts import Basis, Day

Bases = Annotated[list[Basis], Field(description="依据：法律文件、第几条、从哪天起施行")]
State = Literal["in_time", "near", "late_reasons", "late", "not_yet", "unknown"]


class FactLine(BaseModel):
    """结果所根据的一个事实。"""

    field: str = Field(description="请求里的哪一项")
    name: str = Field(description="这一项的中文名称")
    value: bool | int | float | str = Field(description="请求里的值")
    text: str = Field(description="给人看的值")


class Answered(BaseModel):
    """每个结果都有的三样。"""

    basis: Bases
    facts: list[FactLine] = Field(description="结果所根据的事实；这些事实变了，结果也会变")
    unknown: list[str] = Field(description="需要核实的事")


class SumRow(BaseModel):
    """算式里的一段。"""

    start: Day = Field(alias="from", description="从哪天")
    end: Day = Field(alias="to", description="到哪天")
    days: int = Field(description="数了几天；不算的是 0")
    why: str = Field(description="为什么这样数")
    basis: Bases


class ReasonRow(BaseModel):
    """过了期限还可能来得及的一种理由。"""

    key: str = Field(description="代号，可以作为 claimed 再发来")
    label: str = Field(description="是什么情形")
    hint: str = Field(description="说明")
    basis: Bases


class CountedResult(Answered):
    """一个期限和它的算式。"""

    state: State = Field(description="赶不赶得上")
    text: str = Field(description="结果，一句话")
    next: str = Field(description="接下来做什么（代号）")
    next_text: str = Field(description="接下来做什么")
    last_day: Day | None = Field(description="最后一天")
    days_left: int | None = Field(description="还剩几天；已经过了或者还早的是空的")
    earliest: Day | None = Field(description="最早哪一天可以提出")
    rows: list[SumRow] = Field(description="怎么数的，一段一段")
    reasons: list[ReasonRow] = Field(description="法律还认的理由")


class TermRow(BaseModel):
    """办案中的一个期限。"""

    key: str = Field(description="代号")
    who: str = Field(description="谁")
    what: str = Field(description="要做什么")
    last_day: Day = Field(description="最晚哪一天")
    rows: list[SumRow] = Field(description="怎么数的")
    basis: Bases
    unknown: list[str] = Field(description="需要核实的事")


class OfficeResult(Answered):
    """从一件事起算的期限。"""

    terms: list[TermRow] = Field(description="每个期限")
    deemed_accepted: Day | None = Field(description="复议机关一直不说受不受理的，从这天起视为受理；只在收到申请时有")


class ClockRow(BaseModel):
    """递交以后的一个日子。"""

    key: str = Field(description="代号")
    on: Day = Field(description="哪一天")
    text: str = Field(description="谁最晚这一天做什么，或者这一天起怎样")
    basis: Bases
    unknown: list[str] = Field(description="需要核实的事")


class ClocksResult(Answered):
    """递交以后要记住的日子，近的在前。"""

    clocks: list[ClockRow] = Field(description="一个一个日子")


class AuthorityRow(BaseModel):
    """向谁申请。"""

    name: str | None = Field(description="复议机关；要核实的是空的")
    text: str = Field(description="向谁申请，一句话")
    basis: Bases
    others: list[str] = Field(description="还可以选的机关")
    unknown: list[str] = Field(description="需要核实的事")


class BodyRow(BaseModel):
    """可能是您说的单位。"""

    id: str = Field(description="代号")
    name: str = Field(description="正式名称，写进申请书的")
    word: str = Field(description="从哪个词认出来的")
    level: str | None = Field(description="不是本县机关的，是哪一种")
    note: str | None = Field(description="要注意的事")
    authority: AuthorityRow = Field(description="向谁申请")


class SpecialRow(BaseModel):
    """特殊情形的规则。"""

    key: str = Field(description="代号")
    label: str = Field(description="是什么情形")
    respondent: str = Field(description="告谁")
    authority: str = Field(description="向谁申请")
    text: str = Field(description="说明")
    basis: Bases
    check: str | None = Field(description="要核实的事")


class JurisdictionResult(Answered):
    """告谁、向谁申请。"""

    bodies: list[BodyRow] = Field(description="可能的单位，最像的在前")
    special: SpecialRow | None = Field(description="特殊情形的规则；问的是叫法的，是从叫法里看出来的情形")
    text: str | None = Field(description="没有认出单位时，怎么办")


class ItemRow(BaseModel):
    """一项受理条件。"""

    key: str = Field(description="代号")
    label: str = Field(description="是什么条件")
    answer: Literal["yes", "no", "unknown"] = Field(description="满足、不满足、还不知道")
    text: str = Field(description="说明")
    basis: Bases


class AdmissibilityResult(Answered):
    """受理条件一项一项看。"""

    verdict: Literal["yes", "fix", "doubt", "no"] = Field(description="符合、改一改就符合、要核对、看起来不符合")
    text: str = Field(description="结果，一句话")
    items: list[ItemRow] = Field(description="每一项条件")


class PreconditionResult(Answered):
    """是不是必须先复议。"""

    answer: Literal["must", "free", "check"] = Field(description="必须先复议、可以选、要核对")
    key: str = Field(description="是哪一条规则")
    label: str = Field(description="是什么情形")
    text: str = Field(description="结果，一句话")
    ask: str | None = Field(description="决定结果的那个问题")


class TrackResult(Answered):
    """可能用哪种程序。"""

    key: Literal["simplified", "ordinary", "unclear"] = Field(description="简易、普通、有争议因此普通")
    label: str = Field(description="可能用哪种程序")
    text: str = Field(description="结果，一句话")
    grounds: list[str] = Field(description="满足简易程序的哪几种情形")


class ApplicantRow(BaseModel):
    """用谁的名义、由谁出面。"""

    name: str = Field(description="用谁的名义")
    acts: str = Field(description="由谁出面")
    text: str = Field(description="说明")
    papers: list[str] = Field(description="要带的材料")
    basis: Bases
    enough: bool | None = Field(description="比例够不够；不知道的是空的")
    unknown: list[str] = Field(description="需要核实的事")


class PeopleRow(BaseModel):
    """代表人或者代理人。"""

    needed: bool = Field(description="是不是必须有")
    least: int = Field(description="最少几名")
    most: int = Field(description="最多几名")
    fits: bool | None = Field(description="说的人数合不合规定；没有说的是空的")
    text: str = Field(description="说明")
    basis: Bases


class InterestRow(BaseModel):
    """有没有利害关系。"""

    answer: Literal["yes", "no", "unknown"] = Field(description="有、没有、由复议机关判断")
    text: str = Field(description="说明")
    basis: Bases


class StandingResult(Answered):
    """谁来申请。"""

    standing: ApplicantRow | None = Field(description="用谁的名义、由谁出面")
    representatives: PeopleRow | None = Field(description="要不要推选代表人")
    agents: PeopleRow | None = Field(description="代理人")
    interest: InterestRow | None = Field(description="有没有利害关系")
