"""The stage of the tests beside this file: a county that stands still, fake records, and a form as Rasa runs it.

What is tested here is that the fakes are no kinder than what they stand for.
"""

from __future__ import annotations

import asyncio
import atexit
import inspect
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.casework.callbacks import NewCallback
from actions.casework.entries import NewApplication, NewLetter, Receipt, Status, TimelineEntry
from actions.casework.erasure import Answer, Outcome
from actions.casework.errors import NotRecognised
from actions.casework.kinds import LetterStep, RecordKind, Rung
from actions.casework.lookup import NOWHERE, Origin
from actions.casework.personal import Copy
from actions.casework.store import Records
from actions.content.region import CHINA
from actions.content.source import ROOT
from actions.guard import GuardedAction
from actions.interview.guided import Guided
from bot.channels.messages import checked

TODAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 23, 10, 30, tzinfo=CHINA)
PERSON = "web-1"
CODE = "CDF-GHJ-KMN"
OPENED = 1795400000.25  # when the form was opened, in seconds
# One event loop for all turns, as the action server has; opening and closing one takes longer than a turn.
LOOP = asyncio.Runner()
atexit.register(LOOP.close)


def _domain() -> dict[str, Any]:
    """All files of the domain as one."""
    whole: dict[str, Any] = {"intents": [], "actions": [], "responses": {}, "slots": {}, "forms": {}}
    for file in sorted((ROOT.parent / "bot" / "dialogue" / "domain").glob("*.yml")):
        for key, value in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if isinstance(whole.get(key), list):
                whole[key] += value
            elif isinstance(whole.get(key), dict):
                whole[key] |= value
    return whole


DOMAIN = _domain()


def parsed(text: str, intent: str, confidence: float = 1.0, **entities: str) -> dict[str, Any]:
    """A message as Rasa hands it to the action server."""
    found = [{"entity": key, "value": value, "start": 0, "end": len(text)} for key, value in entities.items()]
    guess = {"name": intent, "confidence": confidence}
    return {"text": text, "intent": guess, "entities": found, "intent_ranking": [guess]}


def clicked(payload: str) -> dict[str, Any]:
    """The message that an offered choice becomes."""
    intent, _, entities = payload.removeprefix("/").partition("{")
    return parsed(payload, intent, 1.0, **(json.loads("{" + entities) if entities else {}))


def tracker_of(
    message: dict[str, Any] | None = None,
    slots: dict[str, Any] | None = None,
    events: Sequence[dict[str, Any]] = (),
    sender: str = PERSON,
) -> Tracker:
    """A tracker as the action server builds it from a request."""
    return Tracker(sender, slots or {}, message, list(events), False, None, {}, None)


def run(action: GuardedAction, tracker: Tracker | None = None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What an action says, and its events."""
    say = CollectingDispatcher()
    events = LOOP.run(action.run(say, tracker or tracker_of(), {}))
    return [said(message) for message in say.messages], events


def said(message: dict[str, Any]) -> dict[str, Any]:
    """The message of the contract, or {"response": name} for one whose words stand in the domain."""
    assert message["text"] is None and not message["buttons"]
    if message["response"]:
        assert message["response"] in DOMAIN["responses"]
        return {"response": message["response"]}
    assert message["custom"]
    return dict(message["custom"])


class FakeRecords:
    """Records in memory that fail when they are told to; one submission is one record, as with the real ones."""

    def __init__(self) -> None:
        self.applications: dict[str, NewApplication] = {}
        self.letters: dict[str, NewLetter] = {}
        self.files: list[tuple[str, str, str, bytes]] = []
        self.status: Status | Exception = status()
        self.just_sent: list[str] = []
        self.steps: list[tuple[int, str, dict[str, Any]]] = []
        self.dropped: list[str] = []
        self.lookups: list[tuple[str, str]] = []
        self.origins: list[dict[str, str]] = []
        self.erasure = Answer(Outcome.WAITING)
        self.erased: list[str] = []
        self.unanswered: list[tuple[str, list[str]]] = []
        self.callbacks: dict[str, NewCallback] = {}
        self.failing: dict[str, BaseException] = {}
        self.before: Callable[[], Any] = lambda: None  # called inside every call

    def _called(self, name: str) -> None:
        self.before()
        if name in self.failing:
            raise self.failing[name]

    def save_application(self, application: NewApplication) -> Receipt:
        """Keeps it."""
        self._called("save_application")
        self.applications[application.submission] = application
        number = f"F2026-{list(self.applications).index(application.submission) + 1:06d}"
        kept = datetime(2026, 12, 23, 2, 30, tzinfo=UTC)
        return receipt(number, RecordKind.APPLICATION, Rung.DRAFT, kept)

    def keep_file(
        self, conversation: str, name: str, media_type: str, content: bytes, keep_for: timedelta = timedelta(hours=1)
    ) -> str:
        """Keeps it."""
        self._called("keep_file")
        self.files.append((conversation, name, media_type, content))
        return f"file-{len(self.files)}"

    def file_letter(self, letter: NewLetter) -> Receipt:
        """Keeps it."""
        self._called("file_letter")
        self.letters[letter.submission] = letter
        return receipt(f"T2026-{list(self.letters).index(letter.submission) + 1:06d}", RecordKind.LETTER, Rung.FILED)

    def sent_before(self, about: str, what_happened: str) -> list[str]:
        """What the test says was sent."""
        self._called("sent_before")
        return self.just_sent

    def take_step(self, letter_id: int, step: LetterStep, **given: Any) -> None:
        """Remembers it."""
        self._called("take_step")
        self.steps.append((letter_id, str(step), given))

    def own_copy(self, number: str) -> Copy:
        """The one copy there is."""
        self._called("own_copy")
        sections = (("", ("姓名：演示姓名甲", "正文：演示<b>一\n演示二")), ("附件", ("image/jpeg　4",)))
        return Copy(number, {"files": [{"media_type": "image/jpeg", "content": "ZGVtbw=="}]}, "您的信息", sections)

    def foresee(self, number: str) -> Answer:
        """What the test says."""
        self._called("foresee")
        return self.erasure

    def erase(self, number: str) -> Answer:
        """Remembers whose."""
        self._called("erase")
        self.erased.append(number)
        return self.erasure

    def drop_evidence(self, conversation: str) -> int:
        """Remembers whose."""
        self._called("drop_evidence")
        self.dropped.append(conversation)
        return 0

    def look_up(self, number: str, code: str, now: datetime | None = None, origin: Origin = NOWHERE) -> Status:
        """The one status there is."""
        self._called("look_up")
        self.origins.append(dict(origin))
        self.lookups.append((number, code))
        if isinstance(self.status, Exception):
            raise self.status
        return self.status

    def note_callback(self, wish: NewCallback) -> str:
        """Keeps it."""
        self._called("note_callback")
        self.callbacks[wish.submission] = wish
        return f"H2026-{list(self.callbacks).index(wish.submission) + 1:06d}"

    def keep_unanswered(self, question: str, offered: list[str]) -> bool:
        """Keeps it."""
        self._called("keep_unanswered")
        self.unanswered.append((question, offered))
        return True

    def open_draft(self, number: str, code: str, submission: str, origin: Origin = NOWHERE) -> dict[str, Any]:
        """The answers of a saved application, found by its number and the one code that all receipts have."""
        self._called("open_draft")
        self.origins.append(dict(origin))
        names = [f"F2026-{at + 1:06d}" for at in range(len(self.applications))]
        if number not in names or code != CODE:
            raise NotRecognised
        old = list(self.applications)[names.index(number)]
        self.applications[submission] = self.applications.pop(old)
        return dict(self.applications[submission].answers)


def receipt(number: str, kind: RecordKind, rung: Rung, expires_at: datetime | None = None) -> Receipt:
    """A receipt with a code that is easy to look for."""
    saved = NOW.astimezone(UTC)
    return Receipt(number=number, code=CODE, kind=kind, rung=rung, saved_at=saved, expires_at=expires_at)


def status(practice: bool = False, **more: Any) -> Status:
    """A letter that was received and given to an office."""
    return Status(
        number="T2026-000001",
        kind="投诉举报",
        kind_code=RecordKind.LETTER,
        state="已转办",
        state_code="assigned",
        timeline=(
            TimelineEntry(on=date(2026, 11, 2), what="收到", event="received"),
            TimelineEntry(on=date(2026, 11, 4), what="转给承办单位", event="assigned"),
        ),
        next="等承办单位答复。",
        as_of=datetime(2026, 11, 23, 17, 5, tzinfo=UTC),
        practice=practice,
        **more,
    )


class Talk:
    """One form as Rasa runs it: an answer is read, its events are applied, the next question is asked."""

    def __init__(
        self,
        form: Guided,
        questions: Sequence[GuardedAction] = (),
        sender: str = PERSON,
        opening: dict[str, Any] | None = None,
    ) -> None:
        self.form, self.sender = form, sender
        self.questions = {question.name(): question for question in questions}
        self.slots: dict[str, Any] = dict.fromkeys([*self.slot_names(), "requested_slot"])
        self.events: list[dict[str, Any]] = [{"event": "active_loop", "name": form.form, "timestamp": OPENED}]
        self.told: list[dict[str, Any]] = []  # by the form in the last turn
        self.question: dict[str, Any] = {}  # that now stands open
        self.rejected = False  # whether Rasa's rules would have answered instead
        self.send(opening or parsed("我要办事", "apply"))

    def slot_names(self) -> list[str]:
        """The slots of the form."""
        return list(self.form.slots())

    @property
    def asked(self) -> str | None:
        """The slot that now stands open; None when the form is over."""
        found: str | None = self.slots["requested_slot"]
        return found

    def send(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """One turn; returns what the form says before its next question."""
        self.told, events = run(self.form, self._tracker(message))
        self.rejected = not events
        for event in events:
            assert event["event"] == "slot" and event["name"] in self.slots
            self.slots[event["name"]] = event["value"]
        self.question = self._question() if self.slots["requested_slot"] else {}
        assert checked(self._shown()) == (self._shown(), [])
        return self.told

    def fill(self, text: str) -> list[dict[str, Any]]:
        """An answer from the field's own control."""
        assert self.asked
        return self.send(parsed(text, "inform", field=self.asked))

    def type(self, text: str, intent: str = "nlu_fallback", confidence: float = 0.2) -> list[dict[str, Any]]:
        """An answer typed into the chat."""
        return self.send(parsed(text, intent, confidence))

    def choose(self, value: str) -> list[dict[str, Any]]:
        """One of the open question's options, by its value."""
        return self.send(clicked(self.payload(value)))

    def change(self, slot: str) -> list[dict[str, Any]]:
        """The change button of one line of the review."""
        [line] = [line for line in self.question["lines"] if str(line["choice"]).endswith(f'change:{slot}"}}')]
        return self.send(clicked(line["choice"]))

    def answer(self, **answers: str) -> None:
        """Answers question after question: options by value, everything else by the field's control."""
        for slot, value in answers.items():
            assert self.asked == slot, f"{self.asked} is asked, not {slot}"
            if self.question.get("control") == "choice" or self.question["type"] == "review":
                self.choose(value)
            else:
                self.fill(value)

    def payload(self, value: str) -> str:
        """The payload of an option of the open question."""
        wanted = "/choose" + json.dumps({"option": f"{self.asked}={value}"})
        assert wanted in [choice["choice"] for choice in self.question["choices"]]
        return wanted

    def _tracker(self, message: dict[str, Any]) -> Tracker:
        return tracker_of(message, dict(self.slots), self.events, self.sender)

    def _question(self) -> dict[str, Any]:
        """What Rasa asks next: an action of that name."""
        [message], events = run(self.questions[f"action_ask_{self.asked}"], self._tracker(parsed("", "none")))
        assert events == []
        return message

    def _shown(self) -> list[dict[str, Any]]:
        return [one for one in (*self.told, self.question) if one and set(one) != {"response"}]


def offered(message: dict[str, Any]) -> dict[str, Any]:
    """A question of the domain as the inbox sends it."""
    if message.get("control") != "choice":
        return dict(message)
    choices = [
        {"label": one["label"], "choice": "/choose" + json.dumps({"option": f"{message['field']}={one['value']}"})}
        for one in message["choices"]
    ]
    return {**message, "choices": choices}


class Stage:
    """Fixed time, the default county, fake records; undone with the test."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        patch.delenv("YIFAWEN_REGION", raising=False)
        self._patch, self.records = patch, FakeRecords()
        self.at(NOW)
        patch.setattr(context, "records", lambda: self.records)

    def at(self, moment: datetime) -> None:
        """Moves the clock."""
        self._patch.setattr(context, "now", lambda: moment)
        self._patch.setattr(context, "today", lambda: moment.date())


@pytest.mark.parametrize(
    "name",
    [
        *("save_application", "keep_file", "file_letter", "look_up", "open_draft", "keep_unanswered"),
        *("sent_before", "drop_evidence", "take_step"),
    ],
)
def test_the_fake_records_are_called_like_the_real_ones(name: str) -> None:
    def parameters(kind: type) -> list[tuple[str, Any]]:
        return [(one.name, one.kind) for one in inspect.signature(getattr(kind, name)).parameters.values()]

    assert parameters(FakeRecords) == parameters(Records)


def test_the_fake_records_have_nothing_that_the_real_ones_lack() -> None:
    assert {name for name in vars(FakeRecords) if not name.startswith("_")} <= set(dir(Records))


def test_the_stage_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(monkeypatch)
    assert (context.today(), context.now(), context.records()) == (TODAY, NOW, stage.records)
    assert context.region().id == "shiquan"


def test_a_click_is_read_as_rasa_reads_it() -> None:
    assert clicked("/menu")["intent"]["name"] == "menu" and not clicked("/menu")["entities"]
    message = clicked('/choose{"option": "apply_matter=penalty"}')
    assert message["intent"] == {"name": "choose", "confidence": 1.0}
    assert [(one["entity"], one["value"]) for one in message["entities"]] == [("option", "apply_matter=penalty")]


def test_the_domain_was_read() -> None:
    assert {"apply_form", "callback_form", "complaint_form", "case_status_form", "filed_form", "follow_up_form"} == set(
        DOMAIN["forms"]
    )
    assert Path(ROOT).is_dir() and len(DOMAIN["intents"]) > 10
