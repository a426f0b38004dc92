"""A guided form as Rasa runs it: one slot stands open, the questions come from the table."""

from __future__ import annotations

from typing import Any

from actions.interview.guided import AskGuided
from tests.unit.actions.test_stage import PERSON, Talk, clicked, parsed, run


class GuidedTalk(Talk):
    """Plays a guided form; `asked` is the key of the open question."""

    def __init__(self, ask: AskGuided, sender: str = PERSON, opening: dict[str, Any] | None = None) -> None:
        self.feature = ask.guided.subject.feature
        super().__init__(ask.guided(), [ask], sender, opening)

    def slot_names(self) -> list[str]:
        return list(self.form.slots())

    @property
    def asked(self) -> str | None:
        if self.slots["requested_slot"] is None:
            return None
        field = self.question.get("field", f"{self.feature}_review")
        return str(field).removeprefix(f"{self.feature}_")

    def fill(self, text: str) -> list[dict[str, Any]]:
        assert self.asked
        return self.send(parsed(text, "inform", field=f"{self.feature}_{self.asked}"))

    def payload(self, value: str) -> str:
        wanted = f"{self.feature}_{self.asked}={value}"
        offered = [one["choice"] for one in (*self.question.get("choices", ()), *self.question.get("tools", ()))]
        [found] = [one for one in offered if f'"{wanted}"' in one]
        return str(found)

    def tool(self, command: str) -> list[dict[str, Any]]:
        """One of the buttons beside the answer."""
        found = next(one["choice"] for one in self.question["tools"] if f"_do={command}" in one["choice"])
        return self.send(clicked(found))

    def skip(self, *keys: str) -> None:
        """Skips question after question."""
        for key in keys:
            assert self.asked == key, f"{self.asked} is asked, not {key}"
            self.tool("skip")

    def _question(self) -> dict[str, Any]:
        [action] = self.questions.values()
        [message], events = run(action, self._tracker(parsed("", "none")))
        assert events == []
        return message
