"""The rules engine for everybody: /api/procedure/*, stateless, without a session, nothing kept and nothing logged."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from limits import RateLimitItemPerMinute

from actions.content.laws import load_laws
from actions.content.region import Region, load_region
from actions.procedure.triage import triage as follow
from bot.channels import procedure_answers as answers
from bot.channels import procedure_examples as examples
from bot.channels.edge import edge_of
from bot.channels.limits import bucket, client_address
from bot.channels.problems import documented
from bot.channels.procedure_checks import (
    clocks_contradictions,
    deadline_contradictions,
    lawsuit_contradictions,
    office_contradictions,
)
from bot.channels.procedure_conflicts import (
    admissibility_contradictions,
    jurisdiction_contradictions,
    precondition_contradictions,
    standing_contradictions,
    track_contradictions,
    triage_contradictions,
)
from bot.channels.procedure_deadlines import ClocksBody, DeadlineBody, LawsuitBody, OfficeBody
from bot.channels.procedure_doors import TriageResult, triage_result
from bot.channels.procedure_problems import NamingRoute, refuse
from bot.channels.procedure_questions import (
    AdmissibilityBody,
    JurisdictionBody,
    PreconditionBody,
    StandingBody,
    TrackBody,
    TriageBody,
)
from bot.channels.procedure_results import (
    AdmissibilityResult,
    ClocksResult,
    CountedResult,
    JurisdictionResult,
    OfficeResult,
    PreconditionResult,
    StandingResult,
    TrackResult,
)
from bot.channels.procedure_tables import Tables
from bot.channels.procedure_tables import tables as every_choice

# Counted apart from the chat, so that a form which calculates with every key pressed never silences a conversation.
CALCULATIONS = RateLimitItemPerMinute(300, namespace="procedure")
LAWS = load_laws()
ASKED = documented("malformed", "too_slow", "too_large", "bad_facts")


async def counted(request: Request) -> None:
    """One more calculation of this address."""
    edge = edge_of(request)
    await edge.limits.hit(CALCULATIONS, bucket(client_address(request, edge.settings.trusted_proxies)))


def here(request: Request) -> Region:
    """The county that this edge serves."""
    return load_region(edge_of(request).settings.region)


Here = Annotated[Region, Depends(here)]
router = APIRouter(
    prefix="/api/procedure",
    tags=["计算器"],
    dependencies=[Depends(counted)],
    responses=documented("rate_limited", "failed"),
    route_class=NamingRoute,
)


@router.post(
    "/deadline", summary="申请复议的期限", operation_id="countDeadline", response_model=CountedResult, responses=ASKED
)
async def deadline(body: Annotated[DeadlineBody, Body(openapi_examples=examples.DEADLINE)]) -> Any:
    """最后一天是哪天、怎么数的、过了还有没有法律认可的理由。不问姓名，什么都不保存。"""
    today = body.as_of()
    refuse(DeadlineBody, deadline_contradictions(body, today))
    return answers.deadline(body, today, LAWS)


@router.post(
    "/lawsuit", summary="起诉的期限", operation_id="countLawsuit", response_model=CountedResult, responses=ASKED
)
async def lawsuit(body: Annotated[LawsuitBody, Body(openapi_examples=examples.LAWSUIT)]) -> Any:
    """不服复议决定起诉，或者直接起诉，最后一天是哪天、怎么数的。"""
    today = body.as_of()
    refuse(LawsuitBody, lawsuit_contradictions(body, today))
    return answers.lawsuit(body, today, LAWS)


@router.post("/office", summary="办案的期限", operation_id="countOffice", response_model=OfficeResult, responses=ASKED)
async def office(body: Annotated[OfficeBody, Body(openapi_examples=examples.OFFICE)]) -> Any:
    """一件事发生以后，复议机关、被申请人、申请人各要在哪天以前做什么。"""
    refuse(OfficeBody, office_contradictions(body))
    return answers.office(body, LAWS)


@router.post(
    "/clocks", summary="递交以后的日子", operation_id="countClocks", response_model=ClocksResult, responses=ASKED
)
async def clocks(body: Annotated[ClocksBody, Body(openapi_examples=examples.CLOCKS)]) -> Any:
    """申请递交以后，复议机关和您自己最晚在哪天做什么；到期没有答复怎样算。不问姓名，什么都不保存。"""
    refuse(ClocksBody, clocks_contradictions(body, body.as_of()))
    return answers.after_filing(body, LAWS)


@router.post(
    "/jurisdiction",
    summary="告谁、向谁申请",
    operation_id="findJurisdiction",
    response_model=JurisdictionResult,
    responses=ASKED,
)
async def jurisdiction(
    body: Annotated[JurisdictionBody, Body(openapi_examples=examples.JURISDICTION)], at: Here
) -> Any:
    """从平常的叫法、名单里的代号或者特殊情形，找到被申请人和复议机关。"""
    refuse(JurisdictionBody, jurisdiction_contradictions(body, at))
    return answers.jurisdiction(body, at, LAWS)


@router.post(
    "/admissibility",
    summary="会不会受理",
    operation_id="checkAdmissibility",
    response_model=AdmissibilityResult,
    responses=ASKED,
)
async def admissibility(body: Annotated[AdmissibilityBody, Body(openapi_examples=examples.ADMISSIBILITY)]) -> Any:
    """受理条件一项一项看；最后由复议机关审查决定。"""
    refuse(AdmissibilityBody, admissibility_contradictions(body))
    return answers.admissible(body, LAWS)


@router.post(
    "/precondition",
    summary="是不是必须先复议",
    operation_id="checkPrecondition",
    response_model=PreconditionResult,
    responses=ASKED,
)
async def precondition(body: Annotated[PreconditionBody, Body(openapi_examples=examples.PRECONDITION)]) -> Any:
    """必须先复议、可以选，还是要先弄清一件事。"""
    refuse(PreconditionBody, precondition_contradictions(body))
    return answers.first(body, LAWS)


@router.post(
    "/track", summary="普通还是简易程序", operation_id="guessTrack", response_model=TrackResult, responses=ASKED
)
async def track(body: Annotated[TrackBody, Body(openapi_examples=examples.TRACK)]) -> Any:
    """由复议机关决定，这里只说可能是哪一种、为什么。"""
    refuse(TrackBody, track_contradictions(body))
    return answers.likely_track(body, LAWS)


@router.post(
    "/standing", summary="谁来申请", operation_id="checkStanding", response_model=StandingResult, responses=ASKED
)
async def standing(body: Annotated[StandingBody, Body(openapi_examples=examples.STANDING)]) -> Any:
    """用谁的名义、由谁出面、带什么材料、要不要推选代表人、有没有利害关系。"""
    refuse(StandingBody, standing_contradictions(body))
    return answers.who_applies(body, LAWS)


@router.post("/triage", summary="该走哪个门", operation_id="triage", response_model=TriageResult, responses=ASKED)
async def triage(body: Annotated[TriageBody, Body(openapi_examples=examples.TRIAGE)]) -> Any:
    """最多七个问题，说清楚该去复议、起诉、信访还是别的地方，为什么，选错了会怎样。"""
    refuse(TriageBody, triage_contradictions(body))
    return triage_result(follow(body.answers), LAWS)


@router.get("/tables", summary="各种选项", operation_id="procedureTables", response_model=Tables)
async def tables(at: Here) -> Any:
    """上面各个计算器认识的选项，供做表单用。"""
    return every_choice(at)
