"""Where to go and whom to call, without Rasa: what a page keeps for the time when nothing else can be reached."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from actions.content.region import Region, load_region
from bot.channels.edge import edge_of
from bot.channels.parts import Line, Office
from bot.channels.problems import documented
from bot.channels.web import counted

router = APIRouter(tags=["去哪里办"], dependencies=[Depends(counted)], responses=documented("rate_limited", "failed"))


class Place(Office):
    """一个可以去的地方，和在那里能办的事。"""

    does: list[str] = Field(description="在那里能办的事")
    files: bool = Field(description="true 表示交到这里就是交给复议机关；false 表示只能咨询、帮写或者代转")


class Offices(BaseModel):
    """本县可以去的地方和可以打的电话。"""

    county: str = Field(description="哪个县")
    hours: str = Field(description="上班时间")
    offices: list[Place] = Field(description="可以去的地方，复议机构的窗口在最前面")
    phones: list[Line] = Field(description="哪儿都能打的电话：号码和用处")


@router.get("/api/offices", summary="去哪里、打什么电话", operation_id="offices")
async def offices(request: Request) -> Offices:
    """不用对话服务，也不用记录。没有确认过的地址和电话是空的。"""
    return offices_of(load_region(edge_of(request).settings.region))


def offices_of(region: Region) -> Offices:
    """The places of one county; a blank phone stays blank."""
    first_filing = sorted(region.doors, key=lambda door: not door.files)
    places = [
        Place(
            name=door.name,
            address=door.address,
            hours=door.hours or region.hours_text,
            phone=door.phone,
            does=list(door.does),
            files=door.files,
        )
        for door in first_filing
    ]
    phones = [Line(label=number, value=what) for number, what in region.phones]
    return Offices(county=region.name, hours=region.hours_text, offices=places, phones=phones)
