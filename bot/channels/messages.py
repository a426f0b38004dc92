"""What a channel renders: the message types of the contract, their check, and the signing of every choice in them.

What is none of these never reaches a citizen, and a key that is not listed here is left out: what the OpenAPI document
says is what is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from bot.channels.parts import (
    Basis,
    Choice,
    Day,
    DeadlineRow,
    Line,
    Office,
    Option,
    Part,
    ReviewLine,
    Step,
    Text,
    TimelineEntry,
)


class TextMessage(Part):
    """一段话。"""

    type: Literal["text"]
    text: Text


class ChoicesMessage(Part):
    """一段话和几个选项。"""

    type: Literal["choices"]
    text: Text
    choices: list[Choice] = Field(min_length=1, description="可以点的选项")


class AnswerMessage(Part):
    """一个事先写好、注明依据的答案。"""

    type: Literal["answer"]
    id: str = Field(description="答案的编号")
    title: str = Field(description="标题")
    text: Text
    more: str | None = Field(default=None, description="更多说明，点开才看")
    basis: list[Basis] = Field(description="依据")
    choices: list[Choice] = Field(default=[], description="接下来可以问的")


class FieldMessage(Part):
    """要填的一项。"""

    type: Literal["field"]
    text: Text
    field: str = Field(min_length=1, description="这一项的代号，回答时一起发回")
    control: Literal["text", "longtext", "date", "choice", "multi", "phone", "code"] = Field(description="用什么来填")
    hint: str | None = Field(default=None, description="怎么填")
    why: str | None = Field(default=None, description="为什么要问")
    sensitive: bool | None = Field(default=None, description="是不是个人信息；微信里不在聊天里问")
    max: int | None = Field(default=None, ge=1, description="最多几个字")
    choices: list[Choice | Option] | None = Field(default=None, description="可以选的项")
    step: Step | None = Field(default=None, description="进行到第几步")
    upload: Literal["letter"] | None = Field(default=None, description="这一项可以传文件：上传时写 for=letter")
    tools: list[Choice] = Field(default=[], description="这一项以外可以点的：跳过、上一步、保存以后接着填")


class DeadlineMessage(Part):
    """申请期限和算法。"""

    type: Literal["deadline"]
    text: Text
    state: Literal["in_time", "near", "late_reasons", "late", "not_yet", "unknown"] = Field(description="赶不赶得上")
    last_day: Day | None = Field(description="最后一天")
    days_left: int | None = Field(description="还剩几天")
    rows: list[DeadlineRow] = Field(description="怎么数的")
    next: str | None = Field(default=None, description="接下来做什么")
    basis: list[Basis] = Field(default=[], description="依据")
    unknown: list[str] = Field(default=[], description="还不知道、会影响结果的事")


class ReviewMessage(Part):
    """填完以后请人核对。"""

    type: Literal["review"]
    text: Text
    lines: list[ReviewLine] = Field(description="填了什么")
    choices: list[Choice] = Field(description="可以点的选项")


class ReceiptMessage(Part):
    """回执：编号和查询码。"""

    type: Literal["receipt"]
    text: Text
    number: str = Field(description="编号")
    code: str = Field(description="查询码，只显示这一次")
    rung: str = Field(description="走到哪一步：咨询、草稿、已递交、已受理")
    lines: list[Line] = Field(default=[], description="存了什么")
    practice: bool | None = Field(default=None, description="是不是演示")


class FileMessage(Part):
    """可以下载的文件。"""

    type: Literal["file"]
    text: Text
    file: str = Field(min_length=1, description="文件的代号，用 GET /api/chat/files/{file} 取")
    name: str = Field(description="文件名")
    page: str | None = Field(default=None, description="打印用的网页的代号，取法同上")
    effect: str = Field(description="这份文件算不算递交")


class StatusMessage(Part):
    """办理进度。"""

    type: Literal["status"]
    text: Text
    number: str = Field(description="编号")
    kind: str = Field(description="是什么")
    state: str = Field(description="到了哪一步")
    timeline: list[TimelineEntry] = Field(description="办理经过")
    next: str | None = Field(default=None, description="接下来会怎样")
    as_of: str = Field(description="数据截至什么时候")
    practice: bool | None = Field(default=None, description="是不是演示")


class HandoffMessage(Part):
    """去哪里、什么时候能找到人。"""

    type: Literal["handoff"]
    text: Text
    open: bool = Field(description="现在有没有人上班")
    offices: list[Office] = Field(description="能去的地方")
    lines: list[Line] = Field(default=[], description="其他办法")


class ProgressMessage(Part):
    """走到哪一步，有没有法律效力。"""

    type: Literal["progress"]
    text: Text
    rung: str = Field(description="咨询、草稿、已递交、已受理")


class NoticeMessage(Part):
    """提醒、警告或故障说明。"""

    type: Literal["notice"]
    text: Text
    level: Literal["info", "warning", "error"] = Field(description="轻重")


Message = Annotated[
    TextMessage
    | ChoicesMessage
    | AnswerMessage
    | FieldMessage
    | DeadlineMessage
    | ReviewMessage
    | ReceiptMessage
    | FileMessage
    | StatusMessage
    | HandoffMessage
    | ProgressMessage
    | NoticeMessage,
    Field(discriminator="type"),
]
_MESSAGE: TypeAdapter[Part] = TypeAdapter(Message)
# The flaws of what does not even name a type of message.
NO_TYPE = ("message: union_tag_invalid", "message: union_tag_not_found")


def checked(raw: list[Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """The messages that are messages, and for each of the others what is wrong with it, without its content.

    A message with a fault in its parts is reduced to its text, which makes sense alone; what has no text is left out.
    """
    good, flaws = [], []
    for one in raw:
        try:
            good.append(_dumped(_MESSAGE.validate_python(one)))
        except ValidationError as fault:
            flaws.append(_flaw(fault))
            if isinstance(one, dict) and flaws[-1] not in NO_TYPE:
                good += _reduced(one.get("text"))
    return good, flaws


def _dumped(message: Part) -> dict[str, Any]:
    return message.model_dump(by_alias=True, exclude_unset=True)


def _flaw(fault: ValidationError) -> str:
    first = fault.errors(include_input=False, include_url=False, include_context=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'message'}: {first['type']}"


def _reduced(text: Any) -> list[dict[str, Any]]:
    try:
        return [_dumped(TextMessage(type="text", text=text))]
    except ValidationError:
        return []


def signed(message: Any, sign: Callable[[str], str]) -> Any:
    """A copy of a message in which every `choice`, however deep, is in its offered form."""
    if isinstance(message, list):
        return [signed(one, sign) for one in message]
    if not isinstance(message, dict):
        return message
    return {
        key: sign(value) if key == "choice" and isinstance(value, str) else signed(value, sign)
        for key, value in message.items()
    }
