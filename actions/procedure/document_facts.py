"""What an application for reconsideration is written from (行政复议法实施条例 27); anything may be missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from actions.procedure.deadline_facts import Deadline

PartyKind = Literal["citizen", "business", "organisation", "representative"]
AgentKind = Literal["legal", "entrusted"]


@dataclass(frozen=True)
class Party:
    """An applicant: a citizen, a registered one-person business (its operator applies), or an organisation."""

    kind: PartyKind = "citizen"
    name: str | None = None
    sex: str | None = None
    identity: str | None = None
    address: str | None = None
    delivery: str | None = None
    phone: str | None = None
    trade_name: str | None = None
    credit_code: str | None = None
    head: str | None = None
    head_title: str | None = None
    relation: str | None = None


@dataclass(frozen=True)
class Agent:
    """A legal or an entrusted representative."""

    kind: AgentKind = "entrusted"
    name: str | None = None
    identity: str | None = None
    address: str | None = None
    phone: str | None = None
    relation: str | None = None


@dataclass(frozen=True)
class ApplicationFacts:
    """One application.

    requests: rows of knowledge/rules/requests.yml or sentences of the citizen's own.  act: the decision's name, or what
    was asked of the agency where `inaction`.  late_reason: why the period is still kept.  draft: print the mark and the
    box that says so.  matter: a row of matters.yml, which names the act where `act` does not.  group: how many apply,
    where they act through representatives.  powers: what the agents may do (rows of `powers` in the template's words).
    writer: who wrote an oral application down, and for which office.  guide: the lines of the page on how to file.
    evidence: the papers of the evidence list.  document: the normative document whose review is asked for.
    """

    applicants: tuple[Party, ...] = (Party(),)
    agents: tuple[Agent, ...] = ()
    respondent: str | None = None
    authority: str | None = None
    act: str | None = None
    inaction: bool = False
    requests: tuple[str, ...] = ()
    facts: str | None = None
    late_reason: str | None = None
    attachments: tuple[str, ...] = ()
    deadline: Deadline | None = None
    draft: bool = True
    matter: str | None = None
    document: str | None = None
    group: int | None = None
    powers: tuple[str, ...] = ()
    writer: tuple[str, str] | None = None
    guide: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
