"""What the knowledge needs: answers to be read again after a change of law."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from actions.content.answers import Answer, due_for, is_held, load_answers
from actions.content.laws import load_laws
from bot.desk.desk import desk_of


@dataclass(frozen=True)
class Due:
    """One answer to be read again."""

    answer: Answer
    laws: tuple[str, ...]
    held: bool


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
