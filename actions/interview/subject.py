"""What a guided form must be told beyond its table."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from actions.content.interview import Interview, Question, load_interview
from actions.interview.flow import SKIPPED, Values, without
from actions.interview.reading import Asked


class Subject:
    """What a feature knows beyond the table: facts, options, wordings, and what happens after an answer."""

    feature: ClassVar[str]

    @property
    def interview(self) -> Interview:
        """The table of questions."""
        return load_interview(self.feature)

    def facts(self, values: Values, heard: Values) -> dict[str, Any]:
        """The answers and everything that follows from them, for the conditions of the table."""
        return dict(values)

    @abstractmethod
    def asked(self, question: Question, values: Values) -> Asked:
        """What a reader may look at."""

    def phrases(self, values: Values) -> dict[str, str]:
        """What stands for the {placeholders} of the table's texts."""
        return {}

    def shown(self, question: Question, values: Values) -> str:
        """An answer as the citizen reads it."""
        value = values[question.key]
        return str(question.skip) if value == SKIPPED else str(question.options.get(value, value))

    def offered(self, values: Values) -> Values:
        """The answers without those that are no longer among the options, and without what rests on them."""
        for key, question in self.interview.questions.items():
            if question.read in ("option", "several") and values.get(key) not in (None, SKIPPED):
                chosen = values[key] if isinstance(values[key], list) else [values[key]]
                if not set(chosen) <= set(self.asked(question, values).options):
                    values = without(self.interview, values, key)
        return values
