"""The forms by which staff take a step with a letter: what each asks for comes from knowledge/rules/handling.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.casework.handling import possible, rules
from actions.casework.kinds import LetterKind, LetterStep, Role
from actions.casework.models import IssuedReceipt, LetterEvent
from actions.casework.numbers import normal_number
from actions.content.replies import blanks
from bot.desk.roles import may
from bot.desk.sensitive import holds_code

# What the button says, in the order of the page.
STEPS = {
    LetterStep.SCREENED: "登记",
    LetterStep.ASSIGNED: "转承办单位",
    LetterStep.REPLIED: "答复",
    LetterStep.TRANSFERRED: "转给别的机关",
    LetterStep.NOT_ACCEPTED: "不予受理",
    LetterStep.EXTENDED: "延长办理时间",
    LetterStep.MERGED: "并到另一封",
    LetterStep.CLOSED: "办结",
    LetterStep.REOPENED: "重新办理",
    LetterStep.CORRECTION: "更正登记",
}
WRONG = {
    "reason": "请写明理由",
    "words": "请写答复",
    "unit": "请选单位，或者写单位名称",
    "resolved": "请选解决了没有",
    "main": "没有这个编号的来信，或者不能并到它",
    "due": "请选一个日期，比原来的期限晚，最多晚30天",
    "kind": "请选一类",
    "internal": "内部备注太长",
    "most": "没有办：这一步已经走过，不能再走。",
    "blank": "还有没填的空：{}",
    "code": "里面有查询码。谁看到都能查这封信，请删掉",
}


@dataclass(frozen=True)
class StepForm:
    """What one step asks for: `public` parts are read by the citizen."""

    step: LetterStep
    label: str
    fields: tuple[str, ...]
    public: tuple[str, ...]

    @property
    def path(self) -> str:
        """The end of the address."""
        return self.step.value


def form_of(step: LetterStep) -> StepForm:
    """The form of one step."""
    rule = rules()[step]
    extra = ("kind",) if step is LetterStep.CORRECTION else ()
    # A new last day stands in the status that the citizen reads, whatever else the table shows.
    public = (*rule.shows, *(name for name in ("due",) if name in rule.needs))
    return StepForm(step, STEPS[step], (*rule.needs, *extra, "internal"), public)


def offered(row: Any, role: Role) -> list[StepForm]:
    """The steps that somebody of this role may take with a letter as it stands."""
    steps = [step for step in possible(row.state, anonymous=row.anonymous) if step in STEPS]
    return [form_of(step) for step in STEPS if step in steps and may(role, "POST", step_route(step))]


def step_route(step: LetterStep) -> str:
    """The route of a step."""
    return f"/letters/{{id:int}}/{step.value}"


@dataclass(frozen=True)
class Filled:
    """What was typed, ready for `advance`, and what is wrong with it, by field."""

    values: Mapping[str, Any]
    wrong: Mapping[str, str]

    def public(self, form: StepForm) -> list[str]:
        """What the citizen will read, in order."""
        return [str(self.values[name]) for name in form.public if self.values.get(name)]


def read(session: Session, form: StepForm, typed: Mapping[str, str]) -> Filled:
    """The fields of a form as values; what `advance` would refuse is said here by field."""
    values, wrong = {}, {}
    for name in form.fields:
        text = typed.get(name, "").replace("\r\n", "\n").strip()
        values[name] = _value(session, name, text)
        missing = values[name] in (None, "") and name not in ("internal", "kind")
        if missing or (text and values[name] is None):
            wrong[name] = WRONG[name]
        elif name in form.public and holds_code(text):
            wrong[name] = WRONG["code"]
        elif name in form.public and blanks(text):
            wrong[name] = WRONG["blank"].format("、".join(blanks(text)))
    return Filled(values, wrong)


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as `advance` takes them: what staff alone read is its `note`."""
    rest = {name: value for name, value in values.items() if name != "internal" and value is not None}
    return rest | {"note": values.get("internal") or ""}


def last_event(session: Session, letter_id: int) -> int:
    """The newest step of a letter: whoever decides on an older state is told so."""
    return session.scalar(select(func.max(LetterEvent.id)).where(LetterEvent.letter_id == letter_id)) or 0


def _value(session: Session, name: str, text: str) -> Any:
    try:
        match name:
            case "due":
                return date.fromisoformat(text)
            case "kind":
                return LetterKind(text)
    except ValueError:
        return None
    if name == "resolved":
        return {"yes": True, "no": False}.get(text)
    if name == "main":
        number = select(IssuedReceipt.letter_id).where(IssuedReceipt.number == normal_number(text))
        return session.scalar(number) if text else None
    return text
