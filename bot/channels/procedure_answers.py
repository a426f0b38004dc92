"""From a question to the engine and back to JSON, one function for each calculator; nothing here reads a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from actions.content.laws import Law
from actions.content.region import Region
from actions.procedure.admissibility import admissibility
from actions.procedure.clocks import clocks
from actions.procedure.contract import citations, plain
from actions.procedure.deadline import filing_deadline
from actions.procedure.jurisdiction import Respondent, authority_for, find_respondent, respondent_by_id
from actions.procedure.lawsuit import lawsuit_deadline
from actions.procedure.office import Term, deemed_accepted, office_term, office_terms
from actions.procedure.precondition import precondition
from actions.procedure.respondent_rules import RespondentRule, respondent_rule, rules_in
from actions.procedure.standing import agents_fit, interest, representatives, representatives_fit, standing
from actions.procedure.tables import bases, table
from actions.procedure.track import track
from bot.channels.procedure_deadlines import ClocksBody, DeadlineBody, LawsuitBody, OfficeBody
from bot.channels.procedure_fields import Facts, name_of, stated
from bot.channels.procedure_questions import (
    AdmissibilityBody,
    JurisdictionBody,
    PreconditionBody,
    StandingBody,
    TrackBody,
)

Laws = Mapping[str, Law]
Answer = dict[str, Any]
CHECK = "需要核实："


def deadline(body: DeadlineBody, today: date, laws: Laws) -> Answer:
    """The deadline to apply."""
    return {**plain(filing_deadline(body.facts(), today), laws), "facts": stated(body, today)}


def lawsuit(body: LawsuitBody, today: date, laws: Laws) -> Answer:
    """The deadline to sue."""
    return {**plain(lawsuit_deadline(body.facts(), today), laws), "facts": stated(body, today)}


def office(body: OfficeBody, laws: Laws) -> Answer:
    """The periods that start with an event."""
    terms = _terms(body)
    accepted = deemed_accepted(body.on).on.isoformat() if body.event == "received" else None
    return {
        "terms": plain(terms, laws),
        "deemed_accepted": accepted,
        "basis": citations(laws, *(term.basis for term in terms)),
        "facts": stated(body),
        "unknown": _once(note for term in terms for note in term.unknown),
    }


def after_filing(body: ClocksBody, laws: Laws) -> Answer:
    """The days to keep in mind after an application was handed in."""
    found = clocks(body.facts())
    return {
        "clocks": plain(found, laws),
        "basis": citations(laws, *(one.basis for one in found)),
        "facts": stated(body),
        "unknown": _once([*(note for one in found for note in one.unknown), *_undated(body)]),
    }


def jurisdiction(body: JurisdictionBody, region: Region, laws: Laws) -> Answer:
    """Whom to name and to whom to apply."""
    rule = _special(body)
    found = _bodies(body, region)
    rows = [(one, authority_for(one, region)) for one in found]
    nobody = authority_for(None, region) if rule is None and not found else None
    groups = [where.basis for _, where in rows] + [one.basis for one in (rule, nobody) if one]
    notes = [note for _, where in rows for note in where.unknown] + [rule.check if rule else None]
    return {
        "bodies": [{**_body(one), "authority": plain(where, laws)} for one, where in rows],
        "special": plain(rule, laws),
        "text": nobody.text if nobody else None,
        "basis": citations(laws, *groups),
        "facts": stated(body),
        "unknown": _once([*notes, nobody.text if nobody else None]),
    }


def admissible(body: AdmissibilityBody, laws: Laws) -> Answer:
    """The requirements one by one."""
    found = admissibility(body.facts())
    basis = citations(laws, found.basis, *(item.basis for item in found.items))
    notes = _once(item.text for item in found.items if item.answer == "unknown")
    return {**plain(found, laws), "basis": basis, "facts": stated(body), "unknown": notes}


def first(body: PreconditionBody, laws: Laws) -> Answer:
    """Whether reconsideration must come first."""
    return {**plain(precondition(body.facts()), laws), "facts": stated(body)}


def likely_track(body: TrackBody, laws: Laws) -> Answer:
    """The track that is likely."""
    found = track(body.facts())
    decisive = () if body.consent else ("clear",) if found.grounds else ("amount",)
    return {**plain(found, laws), "facts": stated(body), "unknown": _missing(body, *decisive)}


def who_applies(body: StandingBody, laws: Laws) -> Answer:
    """In whose name, by whom, with how many representatives and agents."""
    name = standing(body.kind, body.share) if body.kind else None
    reach = interest(body.interest) if body.interest else None
    people = {"representatives": _representatives(body, laws), "agents": _agents(body, laws)}
    chosen = bases(_rules()["representatives"]) if people["representatives"] else ()
    acting = bases(_rules()["agents"]) if people["agents"] else ()
    notes = [*(name.unknown if name else ()), reach.text if reach and reach.answer == "unknown" else None]
    return {
        "standing": plain(name, laws),
        **people,
        "interest": plain(reach, laws),
        "basis": citations(laws, name.basis if name else (), chosen, acting, reach.basis if reach else ()),
        "facts": stated(body),
        "unknown": _once(notes),
    }


def _rules() -> Mapping[str, Any]:
    return table("requests-applicants")


def _undated(body: ClocksBody) -> list[str]:
    """What came since, but nobody knows when: the days are counted as if nothing had come."""
    return [] if body.since == "nothing" else _missing(body, "event_on")


def _terms(body: OfficeBody) -> list[Term]:
    if body.term is None:
        return office_terms(body.event, body.on, "simplified" if body.track == "simplified" else "ordinary")
    return [office_term(body.term, body.on, body.stopped(), body.extended)]


def _special(body: JurisdictionBody) -> RespondentRule | None:
    """The special case that was asked for, or one that the words hint at."""
    if body.special:
        return respondent_rule(body.special)
    return next(iter(rules_in(body.text or "")), None)


def _bodies(body: JurisdictionBody, region: Region) -> list[Respondent]:
    if body.text is not None:
        return find_respondent(body.text, region)
    one = respondent_by_id(body.body, region) if body.body is not None else None
    return [one] if one else []


def _body(one: Respondent) -> Answer:
    return {"id": one.id, "name": one.name, "word": one.word, "level": one.level, "note": one.note}


def _representatives(body: StandingBody, laws: Laws) -> Answer | None:
    if body.applicants is None:
        return None
    chosen = body.representatives
    fits = representatives_fit(body.applicants, chosen) if chosen is not None else None
    return {**plain(representatives(body.applicants), laws), "fits": fits}


def _agents(body: StandingBody, laws: Laws) -> Answer | None:
    if body.agents is None:
        return None
    rule = _rules()["agents"]
    said = {"text": rule["text"], "basis": citations(laws, bases(rule))}
    return {"needed": False, "least": 0, "most": rule["most"], "fits": agents_fit(body.agents), **said}


def _missing(body: Facts, *names: str) -> list[str]:
    """The facts that were not given and could change the result."""
    return [CHECK + name_of(type(body), (name,)) for name in names if getattr(body, name) is None]


def _once(notes: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(note for note in notes if note))
