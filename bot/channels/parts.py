"""The pieces that messages are made of; their descriptions are the words of the OpenAPI document."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, description="单独念出来也听得懂的一段话")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="日期，写成 2026-01-31")]


class Part(BaseModel):
    """A piece of a message; unknown keys are left out, numbers where words belong are written as words."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True, coerce_numbers_to_str=True)


class Choice(Part):
    """一个可以点的选项。"""

    label: str = Field(min_length=1, description="按钮上的字")
    choice: str = Field(min_length=1, description="点了以后原样发回来的一串字符，只在这次对话里有效")


class Option(Part):
    """多选题里的一项。"""

    label: str = Field(min_length=1, description="选项上的字")
    value: str = Field(min_length=1, description="选中以后用英文逗号连起来发回的值")


class Basis(Part):
    """一条依据。"""

    law: str = Field(description="法律文件的简称")
    article: int = Field(ge=1, description="第几条")
    since: Day = Field(description="这个版本从哪天起施行")


class Line(Part):
    """一行“名目：内容”。"""

    label: str = Field(description="名目")
    value: str = Field(description="内容")


class ReviewLine(Line):
    """核对时的一行，点一下可以改。"""

    choice: str | None = Field(default=None, description="修改这一行的选项")


class Step(Part):
    """进行到第几步。"""

    at: int = Field(ge=1, description="现在是第几步")
    of: int = Field(ge=1, description="一共几步")


class DeadlineRow(Part):
    """期限计算里的一段。"""

    start: str = Field(alias="from", description="从哪天")
    end: str = Field(alias="to", description="到哪天")
    days: int | None = Field(description="数了几天")
    why: str = Field(description="为什么这样数")
    basis: list[Basis] | Basis | str | None = Field(default=None, description="依据")


class TimelineEntry(Part):
    """办理经过里的一步。"""

    on: str = Field(description="日期")
    what: str = Field(description="做了什么")


class Office(Part):
    """一个可以去的地方。"""

    name: str = Field(description="名称")
    address: str | None = Field(default=None, description="地址")
    hours: str | None = Field(default=None, description="上班时间")
    phone: str | None = Field(default=None, description="电话；没有确认的就是空的")
