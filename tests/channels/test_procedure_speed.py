"""A calculation takes about a millisecond in the process; the bounds leave room for a busy machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from actions.content.laws import load_laws
from actions.content.region import load_region
from actions.procedure.triage import triage
from bot.channels import procedure_answers as answers
from bot.channels import procedure_examples as examples
from bot.channels.procedure_deadlines import DeadlineBody, LawsuitBody, OfficeBody
from bot.channels.procedure_doors import triage_result
from bot.channels.procedure_questions import (
    AdmissibilityBody,
    JurisdictionBody,
    PreconditionBody,
    StandingBody,
    TrackBody,
)

LAWS, REGION, TODAY = load_laws(), load_region("shiquan"), date(2026, 11, 23)
MEDIAN = 0.002  # seconds
ROUNDS = 30

ENGINE: dict[str, tuple[dict[str, Any], Callable[[Any], Any]]] = {
    "deadline": (
        examples.DEADLINE,
        lambda body: answers.deadline(DeadlineBody.model_validate(body), TODAY, LAWS),
    ),
    "lawsuit": (
        examples.LAWSUIT,
        lambda body: answers.lawsuit(LawsuitBody.model_validate(body), TODAY, LAWS),
    ),
    "office": (examples.OFFICE, lambda body: answers.office(OfficeBody.model_validate(body), LAWS)),
    "jurisdiction": (
        examples.JURISDICTION,
        lambda body: answers.jurisdiction(JurisdictionBody.model_validate(body), REGION, LAWS),
    ),
    "admissibility": (
        examples.ADMISSIBILITY,
        lambda body: answers.admissible(AdmissibilityBody.model_validate(body), LAWS),
    ),
    "precondition": (
        examples.PRECONDITION,
        lambda body: answers.first(PreconditionBody.model_validate(body), LAWS),
    ),
    "track": (examples.TRACK, lambda body: answers.likely_track(TrackBody.model_validate(body), LAWS)),
    "standing": (examples.STANDING, lambda body: answers.who_applies(StandingBody.model_validate(body), LAWS)),
    "triage": (examples.TRIAGE, lambda body: triage_result(triage(body["answers"]), LAWS)),
}


def taken(call: Callable[[Any], Any], body: Any) -> float:
    began = time.perf_counter()
    call(body)
    return time.perf_counter() - began


@pytest.mark.parametrize("name", ENGINE)
def test_the_median_of_a_calculation(name: str) -> None:
    named, call = ENGINE[name]
    bodies = [example["value"] for example in named.values()]
    for body in bodies:
        call(body)
    # The best of three medians: what else runs on the machine is not what is measured.
    medians = [statistics.median(taken(call, body) for body in bodies * ROUNDS) for _ in range(3)]
    assert min(medians) <= MEDIAN, medians


CALLED = [
    "城管",
    "交警",
    "国土所",
    "工商",
    "镇上",
    "派出所罚了我两百",
    "石泉县自然资源局",
    "税务局",
    "汉阴县公安局",
    "司法局",
]


def test_the_median_of_a_search_for_a_body() -> None:
    def search(text: str) -> None:
        answers.jurisdiction(JurisdictionBody(text=text), REGION, LAWS)

    for text in CALLED:
        search(text)
    medians = [statistics.median(taken(search, text) for text in CALLED * ROUNDS) for _ in range(3)]
    assert min(medians) <= MEDIAN, medians
