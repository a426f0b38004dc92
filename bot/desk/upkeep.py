"""What the knowledge needs: answers to be read again after a change of law, and questions that no answer fitted."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from actions.casework.unanswered import unanswered
from actions.content.answers import FEATURES, Answer, due_for, is_held, load_answers
from actions.content.laws import load_laws
from bot.desk.desk import desk_of


@dataclass(frozen=True)
class Due:
    """One answer to be read again."""

    answer: Answer
    laws: tuple[str, ...]
    held: bool


@dataclass(frozen=True)
class Unanswered:
    """One wording, how often it came, and what was offered for it."""

    text: str
    times: int
    offered: tuple[str, ...]


def answers_due() -> list[Due]:
    """The answers whose laws changed after they were reviewed, those that are turned off first."""
    laws = load_laws()
    found = [Due(one, due_for(one, laws), is_held(one, laws)) for one in load_answers().values() if due_for(one, laws)]
    return sorted(found, key=lambda due: (not due.held, due.answer.id))


def answers(request: Request) -> Response:
    """The page of the answers."""
    desk = desk_of(request)
    every = load_answers().values()
    unsigned = sum(one.reviewed_by is None for one in every)
    with desk.records.transaction() as transaction:
        tallies = desk.tallies(transaction)
    return desk.page(request, "answers.html", due=answers_due(), total=len(every), unsigned=unsigned, **tallies)


def questions(request: Request) -> Response:
    """The page of the questions that no answer fitted."""
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        rows = [Unanswered(text, times, _titles(offered)) for text, times, offered in unanswered(transaction)]
        tallies = desk.tallies(transaction)
    return desk.page(request, "questions.html", rows=rows, **tallies)


def _titles(offered: str) -> tuple[str, ...]:
    """The buttons that were offered, as the citizen read them."""
    known = {f"ask/{one.id}": one.title for one in load_answers().values()} | FEATURES
    return tuple(known[label] for label in offered.split(",") if label in known)
