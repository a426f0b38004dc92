"""One classifier for topics and features, as a component of Rasa's graph.

Stock Rasa sees only `ask` where the examples say `ask/fee`, and leaves the choice of the answer to a ResponseSelector
whose confidence nothing checks. Here the full label is the class; the topic leaves as the entity `topic`, exactly as a
button sends it (`/ask{"topic": "fee"}`), so typed and clicked questions take one path.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.nlu.bands import Band, Bands
from bot.dialogue.nlu.calibration import OUT_OF_SCOPE
from bot.dialogue.nlu.normal_form import normal
from bot.dialogue.nlu.several import questions_in
from bot.dialogue.nlu.topic_model import TopicModel
from bot.dialogue.nlu.wording import is_danger, is_question, speech_act

FALLBACK = "nlu_fallback"
RANKING = 5  # labels kept per message; the fallback offers the first three topics


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Sets `intent`, `intent_ranking` and the entity `topic` of a message."""

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads the text itself; words need not be cut."""
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The three bands are probabilities, the two lengths count characters."""
        return {
            "regularisation": 1.0,
            "confident": 0.5,
            "hopeless": 0.1,
            "foreign": 0.3,
            "question_length": 60,
            "command_length": 60,
            "danger_words": [],
        }

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: TopicModel | None = None
    ) -> None:
        self._config = config
        self._bands = Bands(*(config[name] for name in ("confident", "hopeless", "foreign")))
        self._storage = storage
        self._resource = resource
        self._model = model or TopicModel()

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
        """A trained classifier."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, TopicModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the model and stores it."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        labels = [e.get(INTENT_RESPONSE_KEY) or e.get(INTENT) for e in examples]
        self._model.fit([e.get(TEXT) for e in examples], labels, self._config["regularisation"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classifies each message that carries text."""
        for message in messages:
            if message.get(INTENT) and message.get(INTENT).get("name"):
                continue  # a button already said it
            self._classify(message, message.get(TEXT) or "")
        return messages

    def _classify(self, message: Message, text: str) -> None:
        band, label, ranking = self._judged(text)
        confidence = dict(ranking).get(label, 0.0)
        name = self._name(band, label, self._model.features.read(text))
        if name == "emergency":
            label = name
        if band is Band.REFUSE and name == FALLBACK:
            ranking = []  # nothing near enough to be offered
        message.set("intent_ranking", [{"name": n, "confidence": c} for n, c in ranking], add_to_output=True)
        sure = 1.0 if name == "emergency" else confidence
        message.set(INTENT, {"name": name, "confidence": sure}, add_to_output=True)
        topics = [label[4:]] if name in ("ask", "tell") and label.startswith("ask/") else []
        several = self._several(text) if name in ("ask", "tell", FALLBACK) else []
        if several:
            topics = several
            message.set(INTENT, {"name": "ask", "confidence": confidence}, add_to_output=True)
        if topics:
            common = {"entity": "topic", "start": 0, "end": len(text), "extractor": "TopicClassifier"}
            message.set(ENTITIES, [{**common, "value": topic} for topic in topics], add_to_output=True)

    def _judged(self, text: str) -> tuple[Band, str, list[tuple[str, float]]]:
        """The band and label of a text, and the best labels with their probabilities."""
        shares = self._model.probabilities([text])[0] if normal(text) else np.zeros(len(self._model.labels))
        order = np.argsort(-shares)[:RANKING] if shares.any() else []
        ranking = [(self._model.labels[i], float(shares[i])) for i in order]
        foreign = self._model.calibration.foreign
        return *self._bands.decide(ranking, float(shares[foreign]) if foreign is not None else 0.0), ranking

    def _several(self, text: str) -> list[str]:
        """The topics of a message that asks several things, where each is clear by itself; else none."""
        judged = [self._judged(piece)[:2] for piece in questions_in(self._model.features.read(text))]
        sure = [label[4:] for band, label in judged if band is Band.ANSWER and label.startswith("ask/")]
        topics = list(dict.fromkeys(sure))
        return topics if len(topics) >= 2 else []

    def _name(self, band: Band, label: str, text: str) -> str:
        """The intent; no classifier decides over a life, so danger comes first."""
        if is_danger(text, tuple(self._config["danger_words"]), self._config["question_length"]):
            return "emergency"
        # What asks nothing may answer a form's question (a number, a name); elsewhere it is refused all the same.
        if band is Band.REFUSE and label == OUT_OF_SCOPE and is_question(text, self._config["question_length"]):
            return OUT_OF_SCOPE
        if band is not Band.ANSWER:
            return FALLBACK
        return speech_act(label, text, self._config["question_length"], self._config["command_length"])
