"""Cases from the office's own books: `python -m actions.casework.case_import FILE [--apply]`; docs/case-import.md.

A plan says line by line what would change; it is carried out whole in one transaction or not at all, and only if it is
still the plan that was shown.
"""

import argparse
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions.casework.audit import record
from actions.casework.case_lines import CaseLine, Reason, case_lines, words
from actions.casework.case_writing import changes_of, put_case, regress
from actions.casework.clock import county_day, utc_now
from actions.casework.database import closing_engine, unavailable_on_error, url_from
from actions.casework.encryption import Keys, keys_from
from actions.casework.errors import CaseworkError
from actions.casework.models import Case, IssuedReceipt
from actions.casework.sheet_reading import SheetRefused, read_rows

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
_AT_ONCE = 500  # numbers in one question to the database


class PlanChanged(Exception):
    """Since it was shown, the plan became another one, so nothing was done."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one line, in Chinese."""

    line: int
    number: str
    verdict: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    verdicts: tuple[Verdict, ...]
    lines: tuple[CaseLine, ...] = field(repr=False)

    @property
    def count(self) -> Counter[str]:
        """How many lines there are of each verdict."""
        return Counter(one.verdict for one in self.verdicts)

    @property
    def possible(self) -> bool:
        """Whether no line is refused."""
        return not self.count[REFUSED]

    @property
    def digest(self) -> str:
        """What the plan says, in short; it covers what was seen of the records too."""
        said = json.dumps([[one.line, one.number, one.verdict, one.details] for one in self.verdicts])
        return hashlib.sha256(said.encode()).hexdigest()


def plan_import(session: Session, keys: Keys, content: bytes, today: date) -> Plan:
    """Read the table and compare it with the records; raises SheetRefused."""
    lines = case_lines(read_rows(content), today)
    known = _known(session, [line.number for line in lines if line.number])
    taken = _taken(session, [line.number for line in lines if line.number and line.number not in known])
    first: dict[str, int] = {}
    verdicts = []
    for line in lines:
        twice = first.setdefault(line.number, line.line) if line.number else line.line
        reasons = [*line.reasons, *([Reason("twice", {"line": twice})] if twice != line.line else [])]
        reasons += [Reason("taken")] if line.number in taken else []
        verdicts.append(_verdict(line, known.get(line.number), reasons, keys))
    return Plan(tuple(verdicts), tuple(lines))


def carry_out(session: Session, keys: Keys, content: bytes, shown: str, *, who: str, why: str, now: datetime) -> Plan:
    """Do what the plan with the digest `shown` says, in the caller's transaction.

    Raises:
        SheetRefused: the table cannot be read.
        PlanChanged: it would no longer do the same, or a line is refused.
    """
    plan = plan_import(session, keys, content, county_day(now))
    if plan.digest != shown or not plan.possible:
        raise PlanChanged
    known = _known(session, [line.number for line in plan.lines])
    for line, one in zip(plan.lines, plan.verdicts, strict=True):
        if one.verdict in (NEW, CHANGED):
            put_case(session, keys, known.get(line.number), line.values)
    count = plan.count
    target = f"{hashlib.sha256(content).hexdigest()[:16]} +{count[NEW]} ~{count[CHANGED]}"
    record(session, keys, who=who, what="case.imported", target=target, why=why, at=now)
    return plan


def _verdict(line: CaseLine, known: Case | None, reasons: Sequence[Reason], keys: Keys) -> Verdict:
    found = list(reasons)
    if known is not None and not found:
        found += [Reason("practice")] if known.practice else regress(known, line.values)
    if found:
        return Verdict(line.line, line.number, REFUSED, tuple(map(str, found)))
    if known is None:
        return Verdict(line.line, line.number, NEW)
    changes = changes_of(known, line.values, keys)
    return Verdict(line.line, line.number, CHANGED if changes else UNCHANGED, tuple(changes))


def _known(session: Session, numbers: Sequence[str]) -> dict[str, Case]:
    found: dict[str, Case] = {}
    for at in range(0, len(numbers), _AT_ONCE):
        some = select(Case).where(Case.number.in_(numbers[at : at + _AT_ONCE]))
        cases = session.scalars(some.options(selectinload(Case.events)))
        found.update((case.number, case) for case in cases)
    return found


def _taken(session: Session, numbers: Sequence[str]) -> set[str]:
    """Numbers that another kind of record has."""
    found: set[str] = set()
    for at in range(0, len(numbers), _AT_ONCE):
        some = IssuedReceipt.number.in_(numbers[at : at + _AT_ONCE])
        found.update(session.scalars(select(IssuedReceipt.number).where(some)))
    return found


def said_of(plan: Plan) -> list[str]:
    """The plan in lines of Chinese, the summary last."""
    text, verdicts = words(), words()["verdicts"]
    lines = [
        text["line"]
        .format(line=one.line, number=one.number, verdict=verdicts[one.verdict], details="；".join(one.details))
        .rstrip()
        for one in plan.verdicts
        if one.verdict != UNCHANGED
    ]
    counted = {name: plan.count[name] for name in verdicts}
    return [*lines, text["summary"].format(total=len(plan.verdicts), **counted)]


def why_refused(refused: SheetRefused) -> str:
    """Why a whole table is refused, in Chinese."""
    said: str = words()["files"][refused.reason].format(**refused.values)
    return said


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Show the plan, with --apply carry it out; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m actions.casework.case_import", description=words()["usage"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--apply", action="store_true")
    options = parser.parse_args(arguments)
    try:
        return _run(options.file.read_bytes(), options.apply, environment)
    except SheetRefused as refused:
        sys.stderr.write(f"{words()['failed'].format(why=why_refused(refused))}\n")
    except (CaseworkError, OSError) as error:
        sys.stderr.write(f"{words()['failed'].format(why=error)}\n")
    return 1


def _run(content: bytes, apply: bool, environment: Mapping[str, str]) -> int:
    keys, now = keys_from(environment), utc_now()
    with unavailable_on_error(), closing_engine(url_from(environment), keys) as engine, Session(engine) as session:
        plan = plan_import(session, keys, content, county_day(now))
        sys.stdout.write("".join(f"{line}\n" for line in said_of(plan)))
        if not plan.possible:
            sys.stderr.write(f"{words()['refused']}\n")
            return 1
        if apply:
            carry_out(session, keys, content, plan.digest, who="import", why=words()["reason"], now=now)
            session.commit()
    sys.stdout.write(f"{words()['done' if apply else 'dry']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
