"""What is asked about everything but time: whom to name and where, admissible or not, which way, in whose name."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from actions.procedure.admissibility import AdmissibilityFacts
from actions.procedure.precondition import PreconditionFacts
from actions.procedure.track import TrackFacts
from bot.channels.procedure_choices import (
    ANSWERS,
    APPLICANTS,
    INTERESTS,
    MATTERS,
    OUTSIDE,
    SPECIAL,
    STATES,
    OneOf,
)
from bot.channels.procedure_fields import Facts, given
from bot.channels.turns import tidied

LONGEST_NAME = 60  # characters; a body's name or how people call it, not a story
MOST_PEOPLE = 100_000
MOST_YUAN = 1e12
MOST_ANSWERS = 20


def _not_empty(text: str) -> str:
    if not text:
        raise PydanticCustomError("string_too_short", "empty")
    return text


Called = Annotated[
    str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(tidied), AfterValidator(_not_empty)
]


class JurisdictionBody(Facts):
    """告谁、向谁申请：三样里填一样。"""

    text: Called | None = Field(
        default=None,
        title="单位的叫法",
        description="平常怎么叫这个单位，或者决定书上的章",
        examples=["城管"],
    )
    body: str | None = Field(
        default=None,
        title="单位的代号",
        description="tables 里 bodies、above 的 key",
        examples=["city_management"],
        pattern=r"^[a-z][a-z0-9_]{0,63}$",
    )
    special: Annotated[str, OneOf(SPECIAL)] | None = Field(
        default=None, title="特殊情形", description="委托、共同作出、机构撤销等特殊情形"
    )


class AdmissibilityBody(Facts):
    """受理条件一项一项说；不知道的不写。"""

    applicant: bool | None = Field(default=None, title="申请人明确", description="是不是写明了谁来申请")
    respondent: bool | None = Field(default=None, title="被申请人对", description="告的是不是作出决定的机关")
    interest: bool | None = Field(
        default=None, title="有利害关系", description="决定是不是影响申请人自己的权利（见 standing 的 interest）"
    )
    request: bool | None = Field(default=None, title="有请求和理由", description="是不是写了具体的请求和理由")
    deadline: Annotated[str, OneOf(STATES)] | None = Field(
        default=None, title="期限的情况", description="deadline 算出来的 state"
    )
    scope: bool | None = Field(default=None, title="属于复议范围", description="是不是属于行政复议范围")
    outside: Annotated[str, OneOf(OUTSIDE)] | None = Field(
        default=None, title="不受理的事项", description="看起来是哪一种不受理或者要走别的路的事项"
    )
    authority: bool | None = Field(default=None, title="交对了机关", description="交的是不是有管辖权的机关")
    fresh: bool | None = Field(
        default=None, title="没有复议、起诉过", description="同一件事没有复议过，法院也没有受理，才是 true"
    )

    def facts(self) -> AdmissibilityFacts:
        """As the engine takes them."""
        return AdmissibilityFacts(**given(self))


class PreconditionBody(Facts):
    """是不是必须先复议；不知道的不写，结果里会问决定结果的那一件事。"""

    matter: Annotated[str, OneOf(MATTERS)] | None = Field(
        default=None, title="哪一类事", description="哪一类事", examples=["penalty"]
    )
    on_the_spot: bool | None = Field(default=None, title="当场作出", description="处罚是不是当场作出的")
    already_held: bool | None = Field(
        default=None, title="权利已经取得", description="土地、林地、承包等权利是不是早已依法取得，例如有证、有合同"
    )
    answer: Annotated[str, OneOf(ANSWERS)] | None = Field(
        default=None, title="机关怎么答复", description="机关对申请怎么答复的"
    )
    withheld: bool | None = Field(
        default=None, title="依法定理由不公开", description="是不是以信息公开条例第14、15、16条的理由不公开"
    )
    payment_dispute: bool | None = Field(
        default=None, title="纳税争议", description="是不是对要不要缴税、缴多少有争议；只对处罚、强制不服的是 false"
    )

    def facts(self) -> PreconditionFacts:
        """As the engine takes them."""
        return PreconditionFacts(**given(self))


class TrackBody(Facts):
    """可能用普通程序还是简易程序。"""

    on_the_spot: bool = Field(default=False, title="当场作出", description="是不是当场作出的")
    warning: bool = Field(default=False, title="警告或者通报批评", description="是不是警告或者通报批评")
    amount: float | None = Field(
        default=None, title="款额", description="涉及多少元", ge=0, le=MOST_YUAN, allow_inf_nan=False, examples=[200]
    )
    information: bool = Field(default=False, title="政府信息公开案件", description="是不是政府信息公开案件")
    consent: bool = Field(default=False, title="各方同意", description="是不是各方都同意用简易程序")
    clear: bool | None = Field(
        default=None, title="事实清楚、争议不大", description="是不是事实清楚、权利义务明确、争议不大"
    )

    def facts(self) -> TrackFacts:
        """As the engine takes them."""
        return TrackFacts(**given(self))


class StandingBody(Facts):
    """谁来申请、用谁的名义；至少填一样。"""

    kind: Annotated[str, OneOf(APPLICANTS)] | None = Field(
        default=None, title="谁来申请", description="哪一种申请人", examples=["business"]
    )
    share: float | None = Field(
        default=None,
        title="一起申请的比例",
        description="村集体、业主由成员申请的，同意的占多少，从 0 到 1",
        ge=0,
        le=1,
        allow_inf_nan=False,
    )
    applicants: int | None = Field(
        default=None, title="申请人的人数", description="一共多少人申请", ge=1, le=MOST_PEOPLE, examples=[12]
    )
    representatives: int | None = Field(
        default=None, title="代表人的人数", description="推选几名代表人", ge=0, le=MOST_PEOPLE
    )
    agents: int | None = Field(
        default=None, title="代理人的人数", description="一方委托几名代理人", ge=0, le=MOST_PEOPLE
    )
    interest: Annotated[str, OneOf(INTERESTS)] | None = Field(
        default=None, title="跟决定的关系", description="申请人跟这个决定是什么关系"
    )


class TriageBody(Facts):
    """该走哪个门：把已经答过的问题都发来，得到下一个问题或者结果。"""

    answers: dict[str, str] = Field(
        default={},
        title="已经答过的问题",
        description="键是问题的 key，值是选项的 key；第一次可以是空的",
        max_length=MOST_ANSWERS,
        examples=[{"danger": "none", "who": "agency"}],
    )
