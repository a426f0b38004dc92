"""One classifier for topics and features: logistic regression over words and pieces of text.

Stock Rasa sees only `ask` where the examples say `ask/fee`, and leaves the choice of the answer to a ResponseSelector
whose confidence nothing checks. Here the full label is the class; the topic leaves as the entity `topic`, exactly as a
button sends it (`/ask{"topic": "fee"}`), so typed and clicked questions take one path.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from bot.dialogue.nlu.text_features import TextFeatures
from bot.dialogue.nlu.wording import is_danger, speech_act

FALLBACK = "nlu_fallback"
RANKING = 5  # labels kept per message; the fallback offers the first three topics


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Sets `intent`, `intent_ranking` and the entity `topic` of a message."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Words must have been cut."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`threshold` is a probability, the two lengths count characters."""
        return {
            "regularisation": 30.0,
            "threshold": 0.35,
            "question_length": 60,
            "command_length": 60,
            "danger_words": [],
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._features = TextFeatures()
        self._labels: list[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)  # (features, labels)
        self._bias = np.zeros(0, dtype=np.float32)  # (labels,)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """A trained classifier; words and numbers only, nothing that could run code is unpacked."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            kept = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
                classifier._weights, classifier._bias = arrays["weights"], arrays["bias"]
        classifier._labels = kept["labels"]
        classifier._features = TextFeatures.restored(kept["features"])
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the weights and stores them."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        labels = [e.get(INTENT_RESPONSE_KEY) or e.get(INTENT) for e in examples]
        # One label against the rest: a tenth of the multinomial model's training time, and as good (docs/adr/0002).
        model = LogisticRegression(C=self._config["regularisation"], class_weight="balanced", solver="liblinear")
        model.fit(self._features.fit([_text_and_words(e) for e in examples]), labels)
        self._labels = [str(label) for label in model.classes_]
        self._weights, self._bias = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
        with self._storage.write_to(self._resource) as folder:
            kept = {"labels": self._labels, "features": self._features.state()}
            (folder / "classifier.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            np.savez(folder / "weights.npz", weights=self._weights, bias=self._bias)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classifies each message that carries text."""
        for message in messages:
            if message.get(INTENT) and message.get(INTENT).get("name"):
                continue  # a button already said it
            ranking = self._ranking(message)
            message.set("intent_ranking", [{"name": n, "confidence": c} for n, c in ranking], add_to_output=True)
            self._decide(message, *(ranking[0] if ranking else (FALLBACK, 0.0)))
        return messages

    def _decide(self, message: Message, label: str, confidence: float) -> None:
        text = message.get(TEXT) or ""
        if is_danger(text, tuple(self._config["danger_words"]), self._config["question_length"]):
            name, label, confidence = "emergency", "emergency", 1.0
        elif confidence < self._config["threshold"]:
            name = FALLBACK
        else:
            name = speech_act(label, text, self._config["question_length"], self._config["command_length"])
        message.set(INTENT, {"name": name, "confidence": confidence}, add_to_output=True)
        if name in ("ask", "tell") and label.startswith("ask/"):
            topic = {"entity": "topic", "value": label[4:], "start": 0, "end": len(text)}
            message.set(ENTITIES, [{**topic, "extractor": "TopicClassifier"}], add_to_output=True)

    def _ranking(self, message: Message) -> list[tuple[str, float]]:
        """The best labels with their probabilities; empty when no piece of the text is known."""
        row = self._features.transform([_text_and_words(message)]) if message.get(TEXT) else None
        if row is None or row.nnz == 0:
            return []
        scores = np.asarray(row @ self._weights)[0] + self._bias
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        return [(self._labels[i], float(odds[i])) for i in np.argsort(-odds)[:RANKING]]


def _text_and_words(message: Message) -> tuple[str, list[str]]:
    return message.get(TEXT), [token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]
