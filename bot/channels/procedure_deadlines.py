"""What is asked to count a period: the deadline to apply, the deadline to sue, the office's own periods."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from actions.procedure.clocks import Filed
from actions.procedure.deadline_facts import DeadlineFacts, Exclusion
from actions.procedure.deadline_start import LONGEST_NOTICE
from actions.procedure.deadline_sum import LONGEST_LAW
from actions.procedure.lawsuit import LawsuitFacts
from actions.procedure.office import Pause
from actions.procedure.tables import table
from bot.channels.procedure_choices import (
    DUTIES,
    EVENTS,
    EXCLUSIONS,
    LAWSUITS,
    PAUSES,
    REASONS,
    SINCE,
    TERMS,
    TRACKS,
    WAYS,
    OneOf,
)
from bot.channels.procedure_fields import Day, Facts, Strict, given

MOST_GAPS = 20
GENERAL = int(table("deadline")["periods"]["general"]["days"])


class Gap(Strict):
    """一段不算进期限的时间。"""

    kind: Annotated[str, OneOf(EXCLUSIONS)] = Field(title="为什么不算", description="哪一种不算的时间")
    begins: Day = Field(title="从哪一天", description="从哪一天开始耽误")
    ends: Day | None = Field(default=None, title="到哪一天", description="到哪一天为止；还没有结束的不写")


class DeadlineBody(Facts):
    """算申请复议期限要的事实；不知道的不写，结果里会说缺什么。"""

    way: Annotated[str, OneOf(WAYS)] | None = Field(
        default=None, title="怎么知道的", description="怎么知道这个决定的，或者机关怎么不办的", examples=["handed_over"]
    )
    day: Day | None = Field(
        default=None,
        title="起算的日期",
        description="这种情形要问的那一天（见 tables 的 ask）",
        examples=["2026-10-09"],
    )
    told: bool | None = Field(
        default=None,
        title="有没有告知",
        description="文书有没有写明：可以复议、向哪个机关、多长时间内；三样都写才是 true",
    )
    learned_right: Day | None = Field(
        default=None, title="知道可以复议的日期", description="没有告知的，后来哪一天知道可以复议、向谁、多长时间内"
    )
    learned_content: Day | None = Field(
        default=None, title="知道内容的日期", description="在 day 以前就知道决定内容的，是哪一天"
    )
    acted: Day | None = Field(default=None, title="决定作出的日期", description="决定书的落款日期，用来看最长的期限")
    real_estate: bool | None = Field(
        default=None, title="是不是因不动产", description="是不是因房屋、土地等不动产引起的"
    )
    duty: Annotated[str, OneOf(DUTIES)] | None = Field(
        default=None,
        title="办理期限的种类",
        description="只用于 way 是 inaction_fixed 的；填了以后，day 就是这种期限开始的日期",
    )
    law_days: int | None = Field(
        default=None,
        title="法律规定的更长期限",
        description="有法律规定的申请期限比一般的长，是多少日",
        gt=GENERAL,
        le=LONGEST_LAW,
    )
    notice_days: int | None = Field(
        default=None,
        title="公告的天数",
        description="只用于 way 是 public_notice 的；填了以后，day 就是贴公告、登报的那一天",
        ge=1,
        le=LONGEST_NOTICE,
    )
    exclusions: list[Gap] = Field(
        default=[], title="不算的时间", description="不算进期限的时间，每段一项", max_length=MOST_GAPS
    )
    no_reasons: bool = Field(default=False, title="没有别的理由", description="本人说，法律认可的迟延理由一样也没有")
    claimed: Annotated[str, OneOf(REASONS)] | None = Field(
        default=None, title="提出的理由", description="过了期限的，本人准备提出哪一种理由"
    )
    filed: Day | None = Field(
        default=None, title="提交的日期", description="已经提交或者寄出的，是哪一天（邮寄看寄件凭证）"
    )

    def facts(self) -> DeadlineFacts:
        """As the engine takes them."""
        gaps = tuple(Exclusion(gap.kind, gap.begins, gap.ends) for gap in self.exclusions)
        return DeadlineFacts(**{**given(self), "exclusions": gaps})


class Delay(Strict):
    """一段不是自己的原因耽误的时间。"""

    begins: Day = Field(title="从哪一天", description="耽误的第一天")
    ends: Day = Field(title="到哪一天", description="耽误的最后一天")


class LawsuitBody(Facts):
    """算起诉期限要的事实；不知道的不写，结果里会说缺什么。"""

    kind: Annotated[str, OneOf(LAWSUITS)] | None = Field(
        default=None, title="怎么起诉", description="不服复议决定，还是直接起诉", examples=["after_decision"]
    )
    day: Day | None = Field(
        default=None,
        title="起算的日期",
        description="这种情形要问的那一天（见 tables 的 ask）",
        examples=["2026-11-16"],
    )
    told: bool | None = Field(default=None, title="有没有告知", description="文书有没有写明可以起诉、多长时间内起诉")
    learned: Day | None = Field(
        default=None, title="知道起诉期限的日期", description="没有告知的，后来哪一天知道起诉期限"
    )
    acted: Day | None = Field(default=None, title="决定作出的日期", description="原来的决定是哪一天作出的")
    real_estate: bool | None = Field(
        default=None, title="是不是因不动产", description="决定是不是直接让不动产的权利设立、变更、转让、消灭"
    )
    precondition: bool | None = Field(
        default=None, title="要不要先复议", description="这件事是不是必须先复议（见 precondition）"
    )
    pending: bool = Field(default=False, title="正在复议", description="复议机关已经受理，还没有作决定")
    delays: list[Delay] = Field(
        default=[], title="耽误的时间", description="不是自己的原因耽误的，每段一项", max_length=MOST_GAPS
    )
    told_last: Day | None = Field(
        default=None, title="告知的最后一天", description="机关告知的期限更长的，按它说的最后一天是哪天"
    )

    def facts(self) -> LawsuitFacts:
        """As the engine takes them."""
        return LawsuitFacts(**{**given(self), "delays": tuple((one.begins, one.ends) for one in self.delays)})


class Interruption(Strict):
    """办案中不算的一段时间。"""

    kind: Annotated[str, OneOf(PAUSES)] = Field(title="为什么不算", description="哪一种不算的时间")
    begins: Day = Field(title="从哪一天", description="第一天")
    resumes: Day = Field(title="哪一天接着算", description="恢复的那一天，从这天起接着算")


class OfficeBody(Facts):
    """一件事发生以后，谁要在哪天以前做什么。"""

    event: Annotated[str, OneOf(EVENTS)] = Field(title="发生的事", description="从哪件事起算", examples=["accepted"])
    on: Day = Field(title="发生的日期", description="这件事在哪一天", examples=["2026-11-02"])
    track: Annotated[str, OneOf(TRACKS)] = Field(default="ordinary", title="审理程序", description="普通还是简易程序")
    term: Annotated[str, OneOf(TERMS)] | None = Field(
        default=None, title="哪个期限", description="只算这一个期限；不写就算从这件事起的全部期限"
    )
    pauses: list[Interruption] = Field(
        default=[], title="不算的时间", description="中止、鉴定等，要跟 term 一起填", max_length=MOST_GAPS
    )
    extended: int = Field(default=0, title="延长的天数", description="依法延长了多少日，要跟 term 一起填", ge=0, le=366)

    def stopped(self) -> list[Pause]:
        """The pauses as the engine takes them."""
        return [Pause(one.kind, one.begins, one.resumes) for one in self.pauses]


class ClocksBody(Facts):
    """申请递交以后，接下来的日子：从收到申请的那天，或者后来发生的事算起。"""

    received: Day = Field(
        title="收到申请的日期",
        description="复议机关收到申请的日期；交给作出处罚的机关的，是它收到的日期",
        examples=["2026-11-02"],
    )
    by_agency: bool = Field(
        default=False,
        title="交给了处罚机关",
        description="是不是通过作出处罚的机关提交的（只限当场处罚、电子监控处罚）",
    )
    since: Annotated[str, OneOf(SINCE)] = Field(
        default="nothing", title="后来收到了什么", description="到现在为止，收到了什么、做了什么", examples=["nothing"]
    )
    event_on: Day | None = Field(
        default=None,
        title="后来那件事的日期",
        description="since 那件事在哪一天：收到通知、决定的日期，交补正材料的日期，受理通知书上的日期",
    )
    track: Annotated[str, OneOf(TRACKS)] = Field(default="ordinary", title="审理程序", description="普通还是简易程序")

    def facts(self) -> Filed:
        """As the engine takes them."""
        return Filed(**given(self))
