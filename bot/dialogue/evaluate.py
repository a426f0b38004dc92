"""`make evaluate`: how many of the development questions the trained model understands.

Runs in the dialogue environment: `python -m bot.dialogue.evaluate MODEL QUESTIONS ANSWERS RESULT`. RESULT becomes one
JSON object; counts are questions. Standard output belongs to Rasa, which prints to it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

FEATURES = frozenset({"apply", "callback", "case_status", "complaint", "door", "filed", "handoff"}) | frozenset(
    {"stop", "menu", "greet", "thanks", "insult", "emergency"}
)
OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"
STORY = "tell"
WORST = 20  # confusions listed
BINS = 10  # of confidence


def expected(topic: str) -> str:
    """The label that a question's topic stands for."""
    return topic if topic in FEATURES or topic == OUT_OF_SCOPE else f"ask/{topic}"


async def parsed(model: str, texts: list[str]) -> list[dict[str, Any]]:
    """The parse of each text by the model."""
    agent = Agent.load(model)
    return [await agent.parse_message(text) for text in texts]


@dataclass(frozen=True)
class Outcome:
    """What became of one question."""

    label: str
    style: str
    group: str
    intent: str
    ranking: list[str]
    confidence: float

    @classmethod
    def of(cls, question: dict[str, str], parse: dict[str, Any], groups: dict[str, str]) -> Outcome:
        """From a question and its parse; `groups` by topic."""
        ranking, topic = parse["intent_ranking"], question["topic"]
        group = groups.get(topic, "features" if topic in FEATURES else OUT_OF_SCOPE)
        first = float(ranking[0]["confidence"]) if ranking else 0.0
        names = [guess["name"] for guess in ranking]
        return cls(expected(topic), question.get("style", ""), group, parse["intent"]["name"], names, first)

    @property
    def first(self) -> str:
        """The best label."""
        return self.ranking[0] if self.ranking else "nothing"

    @property
    def right(self) -> bool:
        """Whether what matters came first: the topic, the feature that was decided, the refusal."""
        if self.label.startswith("ask/"):
            return self.first == self.label
        return self.refused if self.label == OUT_OF_SCOPE else self.intent == self.label

    @property
    def among_three(self) -> bool:
        """Whether the right label could be offered."""
        return self.right or self.label in self.ranking[:3]

    @property
    def refused(self) -> bool:
        """Told that this is not ours, or that nothing is near."""
        return self.intent == OUT_OF_SCOPE or (self.intent == FALLBACK and not self.ranking)

    @property
    def offered(self) -> bool:
        """Shown choices."""
        return self.intent == FALLBACK and bool(self.ranking)


def tally(
    questions: list[dict[str, str]], parses: list[dict[str, Any]], groups: dict[str, str] | None = None
) -> dict[str, Any]:
    """Shares of right answers, of offers and refusals, calibration, and the commonest confusions."""
    pairs = zip(questions, parses, strict=True)
    outcomes = [Outcome.of(question, parse, groups or {}) for question, parse in pairs]
    topics = [one for one in outcomes if one.label.startswith("ask/")]
    features = [one for one in outcomes if one.label in FEATURES]
    foreign = [one for one in outcomes if one.label == OUT_OF_SCOPE]
    ours = [*topics, *features]
    wrong = [one for one in outcomes if not one.right and not (one.label == one.first)]
    confusions = Counter((one.label, one.first) for one in wrong)
    return {
        "topics": {
            **ranked(topics),
            "answered": share(not (one.refused or one.offered) for one in topics),
            "answered_wrong": share(not (one.right or one.refused or one.offered) for one in topics),
        },
        "features": {"questions": len(features), "at_1": share(one.right for one in features)},
        "out_of_scope": {
            "questions": len(foreign),
            "refused": share(one.refused for one in foreign),
            "offered": share(one.offered for one in foreign),
        },
        "false_refusals": {"questions": len(ours), "refused": share(one.refused for one in ours)},
        "groups": by(outcomes, "group"),
        "styles": by(outcomes, "style"),
        "calibration": calibration(outcomes),
        "confusions": [[*pair, count] for pair, count in confusions.most_common(WORST)],
    }


def ranked(outcomes: list[Outcome]) -> dict[str, Any]:
    """Questions, and shares right at one and at three."""
    return {
        "questions": len(outcomes),
        "at_1": share(one.right for one in outcomes),
        "at_3": share(one.among_three for one in outcomes),
    }


def by(outcomes: list[Outcome], attribute: str) -> dict[str, dict[str, Any]]:
    """The same by topic group or style, largest first."""
    sorted_out: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        sorted_out[getattr(one, attribute)].append(one)
    largest = sorted(sorted_out, key=lambda name: (-len(sorted_out[name]), name))
    return {name: ranked(sorted_out[name]) for name in largest}


def calibration(outcomes: list[Outcome]) -> dict[str, Any]:
    """The expected calibration error, and for each tenth of confidence: questions, mean confidence, share right."""
    bins: dict[int, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        bins[min(int(one.confidence * BINS), BINS - 1)].append(one)
    rows = []
    for place in sorted(bins):
        inside = bins[place]
        mean = sum(one.confidence for one in inside) / len(inside)
        rows.append([len(inside), round(mean, 3), share(one.first == one.label for one in inside)])
    error = sum(count * abs(mean - right) for count, mean, right in rows) / max(len(outcomes), 1)
    return {"error": round(error, 3), "bins": rows}


def share(hits: Iterable[bool]) -> float:
    """The share of hits, to three places; 0 where there is nothing to hit."""
    taken = list(hits)
    return round(sum(taken) / max(len(taken), 1), 3)


def topic_groups(folder: str) -> dict[str, str]:
    """The group (file) of each answer."""
    found = {}
    for file in sorted(Path(folder).glob("*.yml")):
        found.update({row["id"]: file.stem for row in yaml.safe_load(file.read_text(encoding="utf-8"))})
    return found


def main(model: str, file: str, answers: str, result: str) -> int:
    """Writes the tally."""
    configure_structlog(logging.WARNING)  # its default prints every text
    with open(file, encoding="utf-8") as source:
        questions = yaml.safe_load(source)
    parses = asyncio.run(parsed(model, [question["text"] for question in questions]))
    with open(result, "w", encoding="utf-8") as out:
        json.dump(tally(questions, parses, topic_groups(answers)), out, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
