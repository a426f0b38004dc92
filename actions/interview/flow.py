"""Which question comes next: a pure reading of the table, the answers, and the facts that follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from actions.content.interview import GIVEN, MISSING, Interview, Question

Values = dict[str, Any]
SKIPPED = ""  # an answer left for the citizen's own pen
LONG = 200  # characters; longer answers live in a slot of their own, so that each turn does not store them again


@dataclass(frozen=True)
class Progress:
    """How far a form has come.

    path: the answered questions in the order of answering.  failures: how often the open question was not understood.
    heard: answers found in the citizen's own words, not yet confirmed.  was: an answer that is being changed; the same
    one again loses nothing of what rests on it.
    """

    values: Values = field(default_factory=dict)
    path: tuple[str, ...] = ()
    failures: int = 0
    heard: Values = field(default_factory=dict)
    was: Values = field(default_factory=dict)

    @classmethod
    def of(cls, short: Mapping[str, Any] | None, long: Mapping[str, Any] | None) -> Progress:
        """Out of the two slots that hold it."""
        kept = dict(short or {})
        values = {**kept.get("values", {}), **(long or {})}
        path, failures = tuple(kept.get("path", ())), int(kept.get("failures", 0))
        return cls(values, path, failures, dict(kept.get("heard", {})), dict(kept.get("was", {})))

    def parts(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the two slots hold: everything short, and the long answers."""
        long = {key: value for key, value in self.values.items() if isinstance(value, str) and len(value) > LONG}
        short = {key: value for key, value in self.values.items() if key not in long}
        rest = {"path": list(self.path), "failures": self.failures, "heard": self.heard, "was": self.was}
        return {"values": short, **rest}, long

    def answered(self, key: str, values: Values) -> Progress:
        """With the answers of one turn, the question put on the path and its failures forgotten."""
        path = (*(one for one in self.path if one != key), key)
        return replace(self, values=values, path=path, failures=0, was={})

    def whole(self) -> Progress:
        """With the answer of a question that was opened again put back, so that none is ever lost."""
        path = tuple(dict.fromkeys((*self.path, *self.was)))
        return replace(self, values={**self.values, **self.was}, path=path, failures=0, was={})

    def reopened(self, key: str, path: tuple[str, ...]) -> Progress:
        """With one question open again; what rests on its answer waits for the new one."""
        values = {name: value for name, value in self.values.items() if name != key}
        return replace(self, values=values, path=path, failures=0, was={key: self.values[key]})


@dataclass(frozen=True)
class Ended(Progress):
    """A form that is over; its values are what the next one of the same conversation may know."""


def applies(question: Question, facts: Mapping[str, Any]) -> bool:
    """Whether every condition of a question holds."""
    return all(any(_holds(facts.get(name), allowed) for allowed in values) for name, values in question.when.items())


def _holds(value: Any, allowed: Any) -> bool:
    if allowed == GIVEN:
        return value not in (None, SKIPPED)
    if allowed == MISSING:
        return value is None
    return allowed in value if isinstance(value, list | tuple | set | frozenset) else bool(value == allowed)


def required(interview: Interview, facts: Mapping[str, Any]) -> list[str]:
    """The questions that the answers so far make necessary, in order."""
    return [key for key, question in interview.questions.items() if applies(question, facts)]


def next_question(interview: Interview, values: Values, facts: Mapping[str, Any]) -> Question | None:
    """The first necessary question without an answer; None when all are answered."""
    missing = (key for key in required(interview, facts) if values.get(key) is None)
    return next((interview.questions[key] for key in missing), None)


def without(interview: Interview, values: Values, key: str) -> Values:
    """The answers without that one and without those that rest on it."""
    gone = set(resting_on(interview, key)) | {key}
    return {name: value for name, value in values.items() if name not in gone}


def resting_on(interview: Interview, key: str) -> Iterator[str]:
    """What is asked again when an answer changes, however indirectly."""
    seen: set[str] = {key}
    waiting = list(interview.questions[key].resets)
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            yield one
            waiting += interview.questions[one].resets


def back(interview: Interview, progress: Progress, question: Question, facts: Mapping[str, Any]) -> Progress | None:
    """One question back from the open one; a change that was begun is given up; None at the first question.

    A question that stands behind the open one in the table is no step back, for the open one would be asked again.
    """
    whole, key = progress.whole(), question.key
    if key in progress.was and key in progress.path:
        return whole
    asked = list(interview.questions)
    earlier = {one for one in required(interview, facts) if asked.index(one) < asked.index(key)}
    answered = (one for one in reversed(progress.path) if one in earlier and progress.values.get(one) is not None)
    last = next(answered, None)
    return whole.reopened(last, tuple(one for one in whole.path if one != last)) if last else None
