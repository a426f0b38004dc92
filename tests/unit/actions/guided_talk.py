"""A guided form as Rasa runs it: one slot stands open, the questions come from the table."""

from __future__ import annotations

import json
import pickle
from typing import Any

from actions import context
from actions.interview import days
from actions.interview.flow import Progress
from actions.interview.guided import AskGuided, Guided
from tests.unit.actions.test_stage import PERSON, Talk, clicked, parsed, run

days.load()  # as an opened form does, so that no turn waits for it
SKIP = "/skip"
LONGEST_FORM = 70  # questions; a form that asks more asks in circles
PLAYED: dict[Any, bytes] = {}
# What a citizen of these tests answers where nothing else is said; the first option where nothing stands here.
USUAL = {
    "start": "step",
    "story": "交警昨天在路口罚了我两百，我没有违章。",
    "respondent": "交警",
    "sued": "none",
    "outside": "none",
    "go_on": "go_on",
    "on_the_spot": "no",
    "act_name": SKIP,
    "learned_how": "handed_over",
    "learned_on": "2026-11-20",
    "acted": SKIP,
    "learned_right": SKIP,
    "late_from": "2026-11-02",
    "late_until": SKIP,
    "late_story": "住院两个月，有住院单。",
    "document_name": "某某镇停车管理办法第三条",
    "damages": "误工十天，一共两千元。",
    "facts": "那天我没有违章，罚单写错了车牌。",
    "reasons": SKIP,
    "evidence": SKIP,
    "evidence_more": SKIP,
    "writer_name": "演示记录员",
    "writer_unit": "演示镇便民服务中心",
    "group_size": "3",
    "ward_relation": "父亲",
    "deceased": "演示某，我是他儿子",
    "agent": "none",
    "agent_name": "演示律师",
    "agent_phone": "13900000001",
    "name": "演示甲",
    "representative": "演示乙",
    "trade_name": "演示小吃店",
    "credit_code": SKIP,
    "head": "演示经理",
    "head_title": "经理",
    "identity": SKIP,
    "sex": "female",
    "address": "某县某镇某村某组",
    "phone": "13800000000",
    "delivery": "same",
    # A letter.
    "named": "named",
    "complaint.about": "演示镇政府",
    "what": "村口的路灯坏了三个月，打了电话也没有人来修，请派人修好。",
    "own": "keep",
    "elsewhere": "still",
    "duplicate": "again",
    # A letter that was filed.
    "follow_up.number": "T2026-000001",
    "case_status.number": "T2026-000001",
    "case_status.code": "CDF-GHJ-KMN",
    "follow_up.code": "CDF-GHJ-KMN",
    "follow_up.proof": "CDF-GHJ-KMN",
    "follow_up.words": "演示：昨天又坏了一盏灯。",
    "follow_up.reason": "演示：说修好了，其实没有修。",
    "follow_up.opinion": SKIP,
    # After filing.
    "how": "window",
    "received_on": "2026-11-16",
    "number": SKIP,
    "event_on": "2026-11-20",
    # To be called back.
    "topic": SKIP,
    "called": SKIP,
}


class GuidedTalk(Talk):
    """Plays a guided form; `asked` is the key of the open question."""

    form: Guided  # type: ignore[assignment]

    def __init__(self, ask: AskGuided, sender: str = PERSON, opening: dict[str, Any] | None = None) -> None:
        self.feature = ask.guided.subject.feature
        super().__init__(ask.guided(), [ask], sender, opening)  # type: ignore[arg-type]

    def slot_names(self) -> list[str]:
        return list(self.form.slots())

    @property
    def asked(self) -> str | None:
        if self.slots["requested_slot"] is None:
            return None
        field = self.question.get("field", f"{self.feature}_review")
        return str(field).removeprefix(f"{self.feature}_")

    @property
    def progress(self) -> Progress:
        """How far the form has come."""
        return self.form.progress(self._tracker(parsed("", "none")))

    @property
    def values(self) -> dict[str, Any]:
        """The answers so far."""
        return self.progress.values

    @property
    def control(self) -> str:
        """What the open question is answered with."""
        return str(self.question.get("control", "review"))

    @property
    def offers(self) -> list[str]:
        """The values of the open question's options."""
        if self.control == "multi":
            return [one["value"] for one in self.question["choices"]]
        prefix = f"{self.feature}_{self.asked}="
        options = [json.loads(one["choice"].removeprefix("/choose"))["option"] for one in self.choices()]
        return [one.removeprefix(prefix) for one in options if one.startswith(prefix)]

    def choices(self) -> list[dict[str, str]]:
        """The buttons of the open question that carry an option."""
        return [one for one in self.question.get("choices", ()) if one.get("choice", "").startswith("/choose")]

    @property
    def tools(self) -> dict[str, str]:
        """The buttons beside the answer, command or value → label."""
        found = {}
        for one in self.question.get("tools", ()):
            option = json.loads(one["choice"].removeprefix("/choose"))["option"]
            found[option.partition("=")[2]] = one["label"]
        return found

    def lines(self) -> dict[str, str]:
        """The open review, label without its number → value."""
        assert self.question["type"] == "review"
        return {one["label"].rpartition("．")[2]: one["value"] for one in self.question["lines"]}

    def fill(self, text: str) -> list[dict[str, Any]]:
        assert self.asked
        return self.send(parsed(text, "inform", field=f"{self.feature}_{self.asked}"))

    def payload(self, value: str) -> str:
        wanted = f"{self.feature}_{self.asked}={value}"
        offered = [one["choice"] for one in (*self.choices(), *self.question.get("tools", ()))]
        [found] = [one for one in offered if f'"{wanted}"' in one]
        return str(found)

    def tool(self, command: str) -> list[dict[str, Any]]:
        """One of the buttons beside the answer."""
        [found] = [one["choice"] for one in self.question["tools"] if f"_do={command}" in one["choice"]]
        return self.send(clicked(found))

    def skip(self, *keys: str) -> None:
        """Skips question after question."""
        for key in keys:
            assert self.asked == key, f"{self.asked} is asked, not {key}"
            self.tool("skip")

    def give(self, value: str) -> list[dict[str, Any]]:
        """Answers the open question by its own control, or leaves it blank."""
        if value == SKIP:
            return self.tool("skip")
        if value == "same" or self.control in ("choice", "review"):
            return self.choose(value)
        return self.fill(value)

    def usual(self) -> str:
        """What is answered to the open question where a test says nothing else."""
        if self.asked == "group_names":
            size = int(self.values["group_size"])
            return "、".join(f"演示{sign}" for sign in "甲乙丙丁戊己庚辛壬癸"[: size if size <= 10 else 2])
        found = USUAL.get(f"{self.feature}.{self.asked}", USUAL.get(str(self.asked), ""))
        if self.control == "choice" or (self.control == "multi" and found != SKIP):
            return found if found in self.offers else self.offers[0]
        return "save" if self.asked == "review" and not found and self.control == "review" else found

    def until(self, goal: str | None = "review", **answers: str) -> list[str]:
        """Goes on until a question is open, or the form is over; returns the questions on the way.

        From the beginning the same answers lead to the same place, so each way is gone once.
        """
        way = (self.feature, tuple(sorted(answers.items())), context.today())
        if goal is None or self.progress != Progress():
            return self._played(goal, answers)
        if (*way, goal) not in PLAYED:
            self._played(goal, answers, way)
        self.slots, self.told, self.question, asked = pickle.loads(PLAYED[*way, goal])
        return list(asked)

    def _played(self, goal: str | None, answers: dict[str, str], way: Any = None) -> list[str]:
        asked: list[str] = []
        while True:
            if way:
                PLAYED.setdefault((*way, self.asked), pickle.dumps((self.slots, self.told, self.question, asked)))
            if self.asked in (goal, None):
                break
            assert len(asked) < LONGEST_FORM, asked
            asked.append(str(self.asked))
            self.give(answers.get(str(self.asked), self.usual()))
        assert self.asked == goal, f"{self.asked} is asked, not {goal}: {asked}"
        return asked

    def put_back(self) -> str:
        """The answer that the open question had before it was changed, as it would be given again."""
        [(key, value)] = self.progress.was.items()
        assert key == self.asked
        return SKIP if value == "" else ",".join(value) if isinstance(value, list) else str(value)

    def _question(self) -> dict[str, Any]:
        [action] = self.questions.values()
        [message], events = run(action, self._tracker(parsed("", "none")))
        assert events == []
        return message
