"""Facts that cannot be true together: which fields, and which of the words for it (details in knowledge/failures.yml).

Only what cannot be is refused here. What is merely missing or doubtful goes to the engine, which says so in `unknown`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from actions.procedure.deadline import LONGEST_AHEAD
from actions.procedure.tables import table
from bot.channels.procedure_deadlines import ClocksBody, DeadlineBody, LawsuitBody, OfficeBody

# The paths of the fields that contradict each other, and the id of the words.
Contradiction = tuple[tuple[str, ...], str]
# Ways whose day is the first on which anything is known at all; other papers may come after one has heard of the act.
KNOWN_AT_ONCE = ("on_the_spot", "found_out", "refused")


def deadline_contradictions(body: DeadlineBody, today: date) -> Iterator[Contradiction]:
    """What cannot be true in the facts of a deadline to apply."""
    yield from _future(body, today, "learned_right", "learned_content", "acted", "filed")
    yield from _start_ahead(body, today)
    yield from _wrong_kind(body)
    yield from _told(body)
    yield from _order(body)
    yield from _reasons(body)
    for at, gap in enumerate(body.exclusions):
        here = f"exclusions.{at}"
        if gap.begins > today:
            yield (f"{here}.begins",), "future"
        elif gap.ends is not None and gap.ends < gap.begins:
            yield (f"{here}.begins", f"{here}.ends"), "order"
        if not _fits(gap.kind, body.way):
            yield (f"{here}.kind", "way"), "other_kind"


def lawsuit_contradictions(body: LawsuitBody, today: date) -> Iterator[Contradiction]:
    """What cannot be true in the facts of a deadline to sue."""
    yield from _future(body, today, "learned", "acted")
    ahead = today + timedelta(days=LONGEST_AHEAD if _row(body).get("ends") else 0)
    if body.day is not None and body.day > ahead:
        yield ("day",), "future"
    if body.pending and body.kind != "overdue" and _row(body).get("reconsidered"):
        yield ("kind", "pending"), "pending"
    yield from _lawsuit_told(body)
    yield from _lawsuit_act(body)
    for at, delay in enumerate(body.delays):
        if delay.begins > today:
            yield (f"delays.{at}.begins",), "future"
        elif delay.ends < delay.begins:
            yield (f"delays.{at}.begins", f"delays.{at}.ends"), "order"


def _row(body: LawsuitBody) -> Mapping[str, Any]:
    """The row of the way to court; empty while it is not known."""
    return dict(table("deadline-lawsuit")["kinds"].get(body.kind, {}))


def _lawsuit_told(body: LawsuitBody) -> Iterator[Contradiction]:
    if body.told and body.learned is not None:
        yield ("told", "learned"), "told"
    if body.told is False and body.told_last is not None:
        yield ("told", "told_last"), "told"
    if body.told_last is not None and body.day is not None and body.told_last < body.day:
        yield ("day", "told_last"), "order"


def _lawsuit_act(body: LawsuitBody) -> Iterator[Contradiction]:
    if body.acted is None:
        return
    if _row(body).get("inaction"):
        yield ("kind", "acted"), "no_act"
    elif body.day is not None and body.acted > body.day:
        yield ("day", "acted"), "before_act"


def clocks_contradictions(body: ClocksBody, today: date) -> Iterator[Contradiction]:
    """What cannot be true of the days after an application was handed in."""
    yield from _future(body, today, "received", "event_on")
    if body.event_on is not None and body.event_on < body.received:
        yield ("received", "event_on"), "event_early"
    if body.event_on is not None and body.since == "nothing":
        yield ("since", "event_on"), "no_event"


def office_contradictions(body: OfficeBody) -> Iterator[Contradiction]:
    """What cannot be true in the facts of the office's periods."""
    for at, pause in enumerate(body.pauses):
        if pause.resumes < pause.begins:
            yield (f"pauses.{at}.begins", f"pauses.{at}.resumes"), "order"
    changed = [name for name in ("pauses", "extended") if getattr(body, name)]
    if body.term is None:
        if changed:
            yield ("term", *changed), "term_only"
        return
    rule = table("deadline-office")["terms"][body.term]
    if rule["event"] != body.event:
        yield ("event", "term"), "term"
    elif "track" in body.model_fields_set and rule.get("track", body.track) != body.track:
        yield ("track", "term"), "term"
    if changed and rule["unit"] == "workday":
        yield ("term", *changed), "no_pause"
    elif body.extended > rule.get("extension", 0):
        yield ("term", "extended"), "extended"


def _future(body: DeadlineBody | LawsuitBody | ClocksBody, today: date, *names: str) -> Iterator[Contradiction]:
    for name in names:
        day = getattr(body, name)
        if day is not None and day > today:
            yield (name,), "future"


def _kind(way: str | None) -> str | None:
    return str(table("deadline")["ways"][way]["kind"]) if way else None


def _start_ahead(body: DeadlineBody, today: date) -> Iterator[Contradiction]:
    """Only the end of a notice or of a duty's period may lie ahead, and not for longer than the engine counts."""
    is_end = (body.way == "public_notice" and body.notice_days is None) or (
        body.way == "inaction_fixed" and body.duty is None
    )
    if body.day is not None and body.day > today + timedelta(days=LONGEST_AHEAD if is_end else 0):
        yield ("day",), "future"


def _wrong_kind(body: DeadlineBody) -> Iterator[Contradiction]:
    """Facts of one way of learning together with another way."""
    if body.duty is not None and body.way not in (None, "inaction_fixed"):
        yield ("way", "duty"), "duty"
    if body.notice_days is not None and body.way not in (None, "public_notice"):
        yield ("way", "notice_days"), "notice"
    if body.acted is not None and _kind(body.way) == "inaction":
        yield ("way", "acted"), "no_act"


def _told(body: DeadlineBody) -> Iterator[Contradiction]:
    if not body.told:
        return
    if body.learned_right is not None:
        yield ("told", "learned_right"), "told"
    if body.way == "told_later":
        yield ("way", "told"), "told"
    if body.claimed == "not_told":
        yield ("told", "claimed"), "told"


def _order(body: DeadlineBody) -> Iterator[Contradiction]:
    """Nobody learns of an act, or applies against it, before it is made."""
    act = body.acted if _kind(body.way) != "inaction" else None
    for name in ("day", "learned_content", "filed"):
        day = getattr(body, name)
        if act is not None and day is not None and day < act:
            yield (name, "acted"), "before_act"
    if body.learned_content is not None and body.day is not None and body.learned_content > body.day:
        yield ("day", "learned_content"), "content_late"
    if body.way in KNOWN_AT_ONCE and body.filed is not None and body.day is not None and body.filed < body.day:
        yield ("day", "filed"), "filed_early"


def _reasons(body: DeadlineBody) -> Iterator[Contradiction]:
    if body.claimed is None:
        return
    if body.no_reasons:
        yield ("no_reasons", "claimed"), "reasons"
    if not _fits(body.claimed, body.way):
        yield ("way", "claimed"), "other_kind"


def _fits(reason: str, way: str | None) -> bool:
    """Whether a reason, or the time it takes out, can belong to that way of learning."""
    when = table("deadline")["reasons"][reason]["when"]
    return way is None or when not in ("act", "inaction") or when == _kind(way)
