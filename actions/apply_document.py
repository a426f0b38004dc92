"""From the answers to the application document and to the stored draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions import apply_facts
from actions.apply_guide import guide
from actions.apply_subject import options
from actions.casework.entries import NewApplication
from actions.content.interview import load_interview
from actions.content.region import Region
from actions.interview.flow import SKIPPED, Values
from actions.interview.numbers import sex_of
from actions.procedure.document_facts import Agent, ApplicationFacts, Party, PartyKind
from actions.procedure.document_words import template_words
from actions.procedure.standing import representatives

USUAL = ("decision", "request", "proof_of_request")  # what the application lists by itself
NOT_KEPT = ("review", "resume_number", "resume_code")  # of this filling only: a draft that is opened is reviewed anew
UNITS = ("company", "organisation", "partnership", "collective", "terminated")


def document_facts(values: Values, today: date, region: Region) -> ApplicationFacts:
    """What the document is written from; what was skipped stays blank."""
    return ApplicationFacts(
        applicants=applicants(values),
        agents=(*legal_agents(values), *entrusted_agents(values)),
        respondent=apply_facts.respondent_name(values, region),
        authority=apply_facts.authority(values, region).name,
        act=None if apply_facts.is_inaction(values) else given(values, "act_name"),
        matter=values.get("matter"),
        inaction=apply_facts.is_inaction(values),
        requests=tuple(values.get("requests") or ()),
        facts=facts_text(values),
        late_reason=given(values, "late_story"),
        document=given(values, "document_name"),
        attachments=evidence(values, but=USUAL),
        evidence=evidence(values),
        deadline=apply_facts.deadline(values, today),
        group=int(values["group_size"]) if is_large_group(values) else None,
        powers=tuple(values.get("agent_powers") or ()),
        writer=(str(values["writer_name"]), str(values["writer_unit"])) if values.get("start") == "oral" else None,
        guide=guide(values, today, region),
    )


def given(values: Values, key: str) -> str | None:
    """An answer, None where it was skipped or never asked."""
    return str(values[key]) if values.get(key) not in (None, SKIPPED) else None


def facts_text(values: Values) -> str:
    """The story or what was written instead, then the reasons, then loss and document in their own lines."""
    parts = [given(values, "facts") or given(values, "story"), given(values, "reasons")]
    lost = given(values, "damages") if "compensate" in (values.get("requests") or ()) else None
    if lost:
        parts.append(str(template_words()["damages"]).replace("{damages}", lost))
    return "\n".join(part for part in parts if part)


def evidence(values: Values, but: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The citizen's own papers by name, those of `but` left out."""
    question = load_interview("apply").questions["evidence"]
    labels = options(question, values)
    more = given(values, "evidence_more")
    return (*(labels[key] for key in values.get("evidence") or () if key not in but), *([more] if more else []))


def applicants(values: Values) -> tuple[Party, ...]:
    """One applicant; of a small group everybody; of a large one the representatives."""
    kind = values.get("applicant")
    if kind == "group":
        names = str(values["group_names"]).split("、")
        role: PartyKind = "representative" if is_large_group(values) else "citizen"
        first = replace(_party(values, names[0]), kind=role)
        return (first, *(Party(role, name) for name in names[1:]))
    return (_party(values, given(values, "name")),)


def _party(values: Values, name: str | None) -> Party:
    kind = apply_facts.applicant_kind(values)
    identity = given(values, "identity")
    sex = sex_of(identity) if identity else given(values, "sex")
    return Party(
        kind="business" if kind == "business" else "organisation" if kind in UNITS else "citizen",
        name=name,
        sex=load_interview("apply").questions["sex"].options.get(str(sex)),
        identity=identity,
        address=given(values, "address"),
        delivery=given(values, "delivery"),
        phone=given(values, "phone"),
        trade_name=given(values, "trade_name"),
        credit_code=given(values, "credit_code"),
        head=given(values, "head"),
        head_title=given(values, "head_title"),
        relation=given(values, "deceased"),
    )


def legal_agents(values: Values) -> tuple[Agent, ...]:
    """Who acts for a child or for one who cannot."""
    name = given(values, "representative")
    relation = given(values, "ward_relation")
    return (Agent("legal", name, phone=given(values, "phone"), relation=relation),) if name else ()


def entrusted_agents(values: Values) -> tuple[Agent, ...]:
    """One or two agents."""
    names = str(given(values, "agent_name") or "").split("、")
    phone = given(values, "agent_phone")
    return tuple(Agent("entrusted", name, phone=phone if at == 0 else None) for at, name in enumerate(names) if name)


def is_large_group(values: Values) -> bool:
    """Whether the applicants need representatives."""
    return values.get("applicant") == "group" and representatives(int(values["group_size"])).needed


def record(values: Values, submission: str, today: date, region: Region) -> NewApplication:
    """What is stored of a draft: the columns that staff count by, and every answer, encrypted, to go on with."""
    learned = values.get("learned_on")
    return NewApplication(
        submission=submission,
        respondent=apply_facts.respondent_name(values, region),
        matter=str(values.get("matter") or ""),
        learned_how=str(apply_facts.way(values) or ""),
        learned_on=date.fromisoformat(learned) if learned else None,
        last_day=apply_facts.deadline(values, today).last_day,
        requests=",".join(values.get("requests") or ()),
        facts=facts_text(values),
        name=str(given(values, "name") or values.get("group_names") or ""),
        identity_number=given(values, "identity") or "",
        phone=given(values, "phone") or "",
        address=given(values, "delivery") or "",
        answers={key: value for key, value in values.items() if key not in NOT_KEPT},
    )
