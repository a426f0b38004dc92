"""`make evaluate`: how many of the development questions the trained model understands.

Runs in the dialogue environment: `python -m bot.dialogue.evaluate MODEL QUESTIONS RESULT`. RESULT becomes one JSON
object; counts are questions. Standard output belongs to Rasa, which prints to it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections import Counter
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

FEATURES = frozenset({"apply", "case_status", "complaint", "door", "filed", "handoff"}) | frozenset(
    {"stop", "menu", "greet", "thanks", "insult", "emergency"}
)
OUT_OF_SCOPE = "out_of_scope"
REFUSED = frozenset((OUT_OF_SCOPE, "nlu_fallback"))
WORST = 20  # confusions listed


def expected(topic: str) -> str:
    """The label that a question's topic stands for."""
    return topic if topic in FEATURES or topic == OUT_OF_SCOPE else f"ask/{topic}"


async def parsed(model: str, texts: list[str]) -> list[dict[str, Any]]:
    """The parse of each text by the model."""
    agent = Agent.load(model)
    return [await agent.parse_message(text) for text in texts]


def tally(questions: list[dict[str, str]], parses: list[dict[str, Any]]) -> dict[str, Any]:
    """Shares of right answers among topics, features and out-of-scope questions, and the commonest confusions."""
    at_one, at_three, answered, features, refused = [], [], [], [], []
    confusions: Counter[tuple[str, str]] = Counter()
    for question, parse in zip(questions, parses, strict=True):
        label, ranking = expected(question["topic"]), [guess["name"] for guess in parse["intent_ranking"]]
        first = ranking[0] if ranking else "nothing"
        if first != label:
            confusions[(label, first)] += 1
        if label.startswith("ask/"):
            at_one.append(first == label)
            at_three.append(label in ranking[:3])
            answered.append(parse["intent"]["name"] not in REFUSED)
        elif label == OUT_OF_SCOPE:
            refused.append(parse["intent"]["name"] in REFUSED)
        else:
            features.append(parse["intent"]["name"] == label)
    topics = {"at_1": share(at_one), "at_3": share(at_three), "answered": share(answered)}
    return {
        "topics": {"questions": len(at_one), **topics},
        "features": {"questions": len(features), "at_1": share(features)},
        "out_of_scope": {"questions": len(refused), "refused": share(refused)},
        "confusions": [[*pair, count] for pair, count in confusions.most_common(WORST)],
    }


def share(hits: list[bool]) -> float:
    """The share of hits, to three places; 0 where there is nothing to hit."""
    return round(sum(hits) / max(len(hits), 1), 3)


def main(model: str, file: str, result: str) -> int:
    """Writes the tally."""
    configure_structlog(logging.WARNING)  # its default prints every text
    with open(file, encoding="utf-8") as source:
        questions = yaml.safe_load(source)
    parses = asyncio.run(parsed(model, [question["text"] for question in questions]))
    with open(result, "w", encoding="utf-8") as out:
        json.dump(tally(questions, parses), out, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
