"""The same bot as a project of stock Rasa for Chinese: our examples and answers, its pipeline, its policies, its files.

Retrieval intents and responses for the questions, as its documentation advises for many questions with one answer each;
one simple custom action instead of our forms. It is written into var/bench whenever it is needed, never committed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from actions.content.answers import load_answers, topics
from actions.content.region import load_region
from bot.launcher.steps import ROOT

EPOCHS = 100
FEW = 2  # epochs of a short run: the figures of a single message are the same, those of training are not
SEED = 1
QUESTION = "ask"
SPOKEN = ("greet", "thanks", "insult", "menu", "emergency", "stop", "out_of_scope", "handoff")
ACTED = ("apply", "callback", "case_status", "complaint", "filed", "door")
ACTION = "action_stock"
UTTERANCE = "bot"

# What `python -m rasa_sdk --actions stock_actions` loads; the text is that of one of our answers.
ACTIONS = '''"""One custom action, as in the documentation of the SDK."""

from rasa_sdk import Action
from rasa_sdk.events import SlotSet


class ActionStock(Action):
    def name(self):
        return "action_stock"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=TEXT)
        return [SlotSet("last", tracker.latest_message["intent"]["name"])]


TEXT = %r
'''


def pipeline(epochs: int) -> list[dict[str, Any]]:
    """Jieba, words and pieces of words, DIET and the selector of answers."""
    trained = {"epochs": epochs, "random_seed": SEED, "constrain_similarities": True}
    return [
        {"name": "JiebaTokenizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", **trained},
        {"name": "ResponseSelector", "retrieval_intent": QUESTION, **trained},
    ]


def policies(epochs: int) -> list[dict[str, Any]]:
    """Those of a new project, without the experimental one."""
    return [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy"},
        {
            "name": "TEDPolicy",
            "max_history": 5,
            "epochs": epochs,
            "random_seed": SEED,
            "constrain_similarities": True,
        },
    ]


def examples(folder: Path = ROOT / "data" / "nlu") -> list[dict[str, Any]]:
    """Our training examples; `tell/…` and the like would be intents of their own."""
    return [row for file in sorted(folder.glob("*.yml")) for row in yaml.safe_load(file.read_text("utf-8"))["nlu"]]


def answered() -> dict[str, str]:
    """The text of each answer that people ask for, by its id."""
    answers, region = load_answers(), load_region("shiquan")
    return {id_: region.fill(answers[id_].answer) for id_ in topics(answers)}


def only_known(rows: Iterable[Mapping[str, Any]], answers: Mapping[str, str]) -> list[dict[str, Any]]:
    """The examples of intents that the stock project can answer."""
    known = {*SPOKEN, *ACTED, *(f"{QUESTION}/{id_}" for id_ in answers)}
    return [dict(row) for row in rows if row["intent"] in known]


def count(rows: Iterable[Mapping[str, Any]]) -> int:
    """How many examples there are."""
    return sum(len(row["examples"].splitlines()) for row in rows)


def response(intent: str) -> str:
    """What the stock bot does after an intent."""
    return ACTION if intent in ACTED else f"utter_{intent}"


def domain(answers: Mapping[str, str]) -> dict[str, Any]:
    """Intents, the answers as responses, one slot and one action."""
    said = {f"utter_{QUESTION}/{id_}": [{"text": text}] for id_, text in answers.items()}
    said |= {f"utter_{intent}": [{"text": f"{UTTERANCE}: {intent}"}] for intent in SPOKEN}
    return {
        "version": "3.1",
        "intents": [QUESTION, *SPOKEN, *ACTED],
        "slots": {"last": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}},
        "responses": said,
        "actions": [ACTION],
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }


def rules() -> dict[str, Any]:
    """One rule for each intent, as in ours."""
    steps = [
        {"rule": intent, "steps": [{"intent": intent}, {"action": response(intent)}]}
        for intent in (QUESTION, *SPOKEN, *ACTED)
    ]
    return {"version": "3.1", "rules": steps}


def stories() -> dict[str, Any]:
    """For the two policies that learn from stories: a question before and after everything else."""
    told = [sequence for intent in (*SPOKEN, *ACTED) for sequence in ((QUESTION, intent), (intent, QUESTION, QUESTION))]
    return {
        "version": "3.1",
        "stories": [
            {
                "story": " ".join(sequence),
                "steps": [step for one in sequence for step in ({"intent": one}, {"action": response(one)})],
            }
            for sequence in told
        ],
    }


def files(epochs: int, rows: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> dict[str, str]:
    """Every file of the project by its name."""
    config = {"recipe": "default.v1", "language": "zh", "assistant_id": "stock"}
    config |= {"pipeline": pipeline(epochs), "policies": policies(epochs)}
    data = {"version": "3.1", "nlu": only_known(rows, answers)}
    written = {"config": config, "domain": domain(answers), "data/nlu": data}
    written |= {"data/rules": rules(), "data/stories": stories()}
    texts = {f"{name}.yml": yaml.safe_dump(content, allow_unicode=True) for name, content in written.items()}
    return {**texts, "stock_actions.py": ACTIONS % next(iter(answers.values())), "credentials.yml": "rest:\n"}


def fingerprint(texts: Mapping[str, str]) -> str:
    """One short name for a project's files and what trains them."""
    locked = (ROOT / "requirements" / "dialogue.txt").read_text(encoding="utf-8")
    return hashlib.sha256(json.dumps([sorted(texts.items()), locked]).encode()).hexdigest()[:12]


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes the files below the folder."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
