"""The forms by which staff take a step with a case: what each asks for comes from knowledge/rules/case-handling.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.casework.case_handling import CaseGiven, case_rules, most_days, possible
from actions.casework.kinds import CaseEventKind, CaseTrack, Outcome, Role
from actions.casework.models import Case, CaseEvent
from actions.content.replies import blanks
from actions.procedure.office import Term
from bot.desk.case_due import course_of, term_of
from bot.desk.roles import may
from bot.desk.sensitive import holds_code

# What the button says, in the order of the page.
CASE_STEPS = {
    CaseEventKind.CORRECTION_REQUESTED: "通知补正",
    CaseEventKind.CORRECTED: "收到补正材料",
    CaseEventKind.ABANDONED: "逾期不补正，记为放弃",
    CaseEventKind.ACCEPTED: "受理",
    CaseEventKind.NOT_ACCEPTED: "不予受理",
    CaseEventKind.COPY_SENT: "发送申请书副本",
    CaseEventKind.RESPONDENT_REPLIED: "收到被申请人答复",
    CaseEventKind.OPINIONS_HEARD: "听取意见",
    CaseEventKind.HEARING: "举行听证",
    CaseEventKind.SUSPENDED: "中止",
    CaseEventKind.RESUMED: "恢复审理",
    CaseEventKind.EXTENDED: "延长审理期限",
    CaseEventKind.SETTLED: "当事人和解、申请撤回",
    CaseEventKind.DECIDED: "作出决定",
    CaseEventKind.MEDIATED: "调解结案",
    CaseEventKind.TERMINATED: "终止",
    CaseEventKind.DELIVERED: "送达文书",
}
# The steps that start a period, or make it longer.
COUNTS = (
    CaseEventKind.CORRECTION_REQUESTED,
    CaseEventKind.CORRECTED,
    CaseEventKind.ACCEPTED,
    CaseEventKind.RESUMED,
    CaseEventKind.EXTENDED,
    CaseEventKind.TERMINATED,
)
WRONG = {
    "on": "请写哪一天：不晚于今天，也不早于上一步",
    "reason": "请写明理由，最多500字",
    "track": "请选审理程序",
    "early": "补正期限的最后一天还没有过",
    "days": "请写延长几天，不能超过最多的天数",
    "outcome": "请选结果",
    "internal": "内部备注太长",
    "event": "请选要更正的是哪一步",
    "blank": "还有没填的空：{}",
    "code": "里面有查询码。谁看到都能查这个案件，请删掉",
}


@dataclass(frozen=True)
class CaseForm:
    """What one step asks for: `public` parts are read by the applicant."""

    step: CaseEventKind
    label: str
    fields: tuple[str, ...]
    public: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def path(self) -> str:
        """The end of the address."""
        return self.step.value


def case_form(step: CaseEventKind) -> CaseForm:
    """The form of one step."""
    rule = case_rules()[step]
    return CaseForm(step, CASE_STEPS[step], (*rule.needs, "internal"), rule.shows, rule.outcomes)


def case_step_route(step: CaseEventKind) -> str:
    """The route of a step."""
    return f"/cases/{{id:int}}/{step.value}"


def offered(case: Case, role: Role) -> list[CaseForm]:
    """The steps that somebody of this role may take with a case as it stands."""
    allowed = possible(case)
    return [case_form(one) for one in CASE_STEPS if one in allowed and may(role, "POST", case_step_route(one))]


@dataclass(frozen=True)
class CaseFilled:
    """What was typed, ready for `advance`, and what is wrong with it, by field."""

    given: CaseGiven | None
    wrong: Mapping[str, str]


def read_case_form(form: CaseForm, typed: Mapping[str, str]) -> CaseFilled:
    """The fields of a form as values; what is missing or makes no sense is said here by field."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name in form.fields:
        text = typed.get(name, "").replace("\r\n", "\n").strip()
        values[name] = _value(name, text)
        if values[name] in (None, "") and name != "internal":
            wrong[name] = WRONG[name]
        elif name in form.public and (problem := unfit(text)):
            wrong[name] = problem
    return CaseFilled(None if wrong else CaseGiven(**values), wrong)


def unfit(text: str) -> str:
    """Why a text cannot be shown to an applicant; empty for none."""
    if holds_code(text):
        return WRONG["code"]
    return WRONG["blank"].format("、".join(blanks(text))) if blanks(text) else ""


def term_after(case: Case, form: CaseForm, given: CaseGiven) -> Term | None:
    """The period as the step starts it or makes it longer; none for a step that does neither."""
    if form.step not in COUNTS:
        return None
    course = course_of(case, [(form.step, given.on)])
    state = case_rules()[form.step].to or course.state
    track, extended = given.track or course.track, given.days or course.extended
    return term_of(replace(course, state=state, track=track, extended=extended))


def due_after(case: Case, form: CaseForm, given: CaseGiven) -> date | None:
    """The last day once the step is taken; other steps leave what the books say."""
    term = term_after(case, form, given)
    return term.last_day if term else case.due_on


def last_event(session: Session, case_id: int) -> int:
    """The newest step of a case: whoever decides on an older state is told so."""
    return session.scalar(select(func.max(CaseEvent.id)).where(CaseEvent.case_id == case_id)) or 0


def read_day(text: str) -> date | None:
    """A day as a date field sends it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _value(name: str, text: str) -> Any:
    try:
        match name:
            case "on":
                return read_day(text)
            case "track":
                return CaseTrack(text)
            case "outcome":
                return Outcome(text)
            case "days":
                return int(text) if 0 < int(text) <= most_days() else None
    except ValueError:
        return None
    return text
