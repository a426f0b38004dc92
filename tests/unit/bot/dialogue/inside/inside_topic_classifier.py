"""Label to decision: question, story, command, danger or nothing, with tiny models."""

import json
import tempfile
from pathlib import Path
from unittest import TestCase

import numpy as np
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.nlu.calibration import Calibration
from bot.dialogue.nlu.text_features import TextFeatures
from bot.dialogue.nlu.topic_classifier import RANKING, TopicClassifier
from bot.dialogue.nlu.topic_model import TopicModel

LABELS = ["ask/fee", "ask/privacy", "complaint", "out_of_scope"]
CONFIG = {**TopicClassifier.get_default_config(), "danger_words": ["救命"], "confident": 0.35, "hopeless": 0.05}
BANDS = ("confident", "hopeless", "foreign")
EXAMPLES = {
    "ask/fee": ["要钱吗", "收费吗", "多少钱", "要不要交钱", "收钱不收钱"],
    "ask/privacy": ["保存什么", "会保存多久", "删不删记录", "记录保存吗", "你保存我的话吗"],
    "complaint": ["我要投诉", "投诉他们", "投诉单位", "要投诉一个人", "我想投诉"],
    "greet": ["你好", "您好", "早上好", "晚上好", "你好呀"],
}


def message(text, intent=None):
    return Message(data={TEXT: text, **({INTENT: intent} if intent else {})})


def example(text, label):
    made = message(text, label.split("/")[0])
    if "/" in label:
        made.set(INTENT_RESPONSE_KEY, label)
    return made


def no_meaning(texts):
    """Stands for the encoder."""
    return np.zeros((len(texts), 1), dtype=np.float32)


def by_hand(**config):
    """A classifier whose first sign decides: 甲 fee, 乙 privacy, 丙 complaint, 戊 nothing of ours; 丁 says nothing."""
    features = TextFeatures(no_meaning)
    rows = features.fit(list("甲乙丙戊丁")).joined()
    model = TopicModel(features)
    model.weights = np.zeros((rows.shape[1], 4), dtype=np.float32)
    for column in range(4):
        pieces = [place for place in rows[column].nonzero()[1] if place < 5]  # not the sounds, which others share
        model.weights[pieces, column] = 20
    model.labels, model.bias = LABELS, np.array([0, 0, 0, -3], dtype=np.float32)
    model.calibration = Calibration(1.0, 0.0, 3)
    return TopicClassifier({**CONFIG, **config}, None, Resource("x"), model)


def decided(classifier, text, intent=None):
    [done] = classifier.process([message(text, intent)])
    return done


class Decisions(TestCase):
    """What a label in a wording becomes."""

    def test_a_topic_in_a_question_is_asked_and_named(self):
        done = decided(by_hand(), "甲吗")
        self.assertEqual(done.get(INTENT)["name"], "ask")
        [entity] = done.get(ENTITIES)
        self.assertEqual((entity["entity"], entity["value"], entity["start"], entity["end"]), ("topic", "fee", 0, 2))

    def test_a_topic_in_a_story_is_told_and_named(self):
        done = decided(by_hand(), "乙乙乙")
        self.assertEqual((done.get(INTENT)["name"], done.get(ENTITIES)[0]["value"]), ("tell", "privacy"))

    def test_a_command_is_itself_and_names_no_topic(self):
        done = decided(by_hand(), "丙")
        self.assertEqual(done.get(INTENT)["name"], "complaint")
        self.assertFalse(done.get(ENTITIES))

    def test_a_command_drowned_in_a_story_is_told_and_names_no_topic(self):
        done = decided(by_hand(), "丙丁" * 31)
        self.assertEqual(done.get(INTENT)["name"], "tell")
        self.assertFalse(done.get(ENTITIES))

    def test_what_says_nothing_falls_back(self):
        done = decided(by_hand(), "丁")
        self.assertEqual(done.get(INTENT)["name"], "nlu_fallback")
        self.assertAlmostEqual(done.get(INTENT)["confidence"], 0.33, places=2)
        self.assertFalse(done.get(ENTITIES))
        self.assertEqual(len(done.get("intent_ranking")), 4)

    def test_what_is_hopeless_falls_back_with_nothing_to_offer(self):
        done = decided(by_hand(hopeless=0.34), "丁")
        self.assertEqual((done.get(INTENT)["name"], done.get("intent_ranking")), ("nlu_fallback", []))

    def test_what_is_out_of_scope_is_refused_and_names_no_topic(self):
        done = decided(by_hand(), "戊吗")
        self.assertEqual(done.get(INTENT)["name"], "out_of_scope")
        self.assertGreater(done.get(INTENT)["confidence"], 0.9)
        self.assertFalse(done.get(ENTITIES))

    def test_a_little_out_of_scope_is_enough_to_refuse(self):
        for foreign, name in ((0.04, "out_of_scope"), (0.06, "ask")):
            with self.subTest(foreign=foreign):
                self.assertEqual(decided(by_hand(foreign=foreign, confident=0.3), "丁吗").get(INTENT)["name"], name)

    def test_what_asks_nothing_may_answer_a_form_and_is_refused_elsewhere(self):
        done = decided(by_hand(), "戊戊")
        self.assertEqual((done.get(INTENT)["name"], done.get("intent_ranking")), ("nlu_fallback", []))

    def test_traditional_characters_ask_too(self):
        self.assertEqual(decided(by_hand(), "甲嗎").get(INTENT)["name"], "ask")

    def test_what_is_not_known_at_all_falls_back_with_no_ranking(self):
        for text in ("😀", "xyz", " "):
            with self.subTest(text=text):
                done = decided(by_hand(), text)
                self.assertEqual(done.get(INTENT), {"name": "nlu_fallback", "confidence": 0.0})
                self.assertEqual(done.get("intent_ranking"), [])

    def test_a_message_without_text_falls_back(self):
        [done] = by_hand().process([Message(data={TEXT: ""})])
        self.assertEqual(done.get(INTENT)["name"], "nlu_fallback")

    def test_the_threshold_decides(self):
        for confident, name in ((0.0, "tell"), (0.32, "tell"), (0.34, "nlu_fallback"), (1.0, "nlu_fallback")):
            with self.subTest(confident=confident):
                self.assertEqual(decided(by_hand(confident=confident), "丁").get(INTENT)["name"], name)

    def test_the_lengths_are_those_of_the_configuration(self):
        self.assertEqual(decided(by_hand(command_length=3), "丙丁丙丁").get(INTENT)["name"], "tell")
        self.assertEqual(decided(by_hand(question_length=2), "甲甲吗").get(INTENT)["name"], "tell")

    def test_danger_needs_no_classifier(self):
        for text in ("救命", "甲吗救命", "😀救命", "丙救命"):
            with self.subTest(text=text):
                done = decided(by_hand(), text)
                self.assertEqual(done.get(INTENT), {"name": "emergency", "confidence": 1.0})
                self.assertFalse(done.get(ENTITIES))

    def test_a_button_has_said_it_already(self):
        said = {"name": "menu", "confidence": 1.0}
        done = decided(by_hand(), "甲吗救命", said)
        self.assertEqual(done.get(INTENT), said)
        self.assertIsNone(done.get("intent_ranking"))

    def test_an_intent_without_a_name_says_nothing(self):
        self.assertEqual(decided(by_hand(), "甲吗", {"name": None, "confidence": 0.0}).get(INTENT)["name"], "ask")

    def test_several_messages_are_decided_each_for_itself(self):
        done = by_hand().process([message("甲吗"), message("丙"), message("丁")])
        self.assertEqual([one.get(INTENT)["name"] for one in done], ["ask", "complaint", "nlu_fallback"])

    def test_probabilities_are_probabilities_in_order(self):
        ranking = decided(by_hand(), "甲乙乙吗").get("intent_ranking")
        confidences = [guess["confidence"] for guess in ranking]
        self.assertEqual(ranking[0]["name"], "ask/privacy")
        self.assertEqual(confidences, sorted(confidences, reverse=True))
        self.assertAlmostEqual(sum(confidences), 1, places=5)

    def test_what_is_put_out_can_be_sent(self):
        done = decided(by_hand(), "甲吗")
        sent = done.as_dict(only_output_properties=True)
        json.dumps(sent)
        self.assertTrue({"intent", "intent_ranking", "entities"} <= set(sent))


class Training(TestCase):
    """From examples to a stored model and back."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.storage, cls.resource = LocalModelStorage(Path(folder.name)), Resource("classifier")
        cls.trained = TopicClassifier.create(CONFIG, cls.storage, cls.resource, None)
        examples = [example(text, label) for label, texts in EXAMPLES.items() for text in texts]
        examples.append(Message(data={TEXT: "没有标签"}))
        assert cls.trained.train(TrainingData(examples)) == cls.resource
        cls.loaded = TopicClassifier.load(CONFIG, cls.storage, cls.resource, None)

    def test_the_labels_are_topics_and_features(self):
        self.assertEqual(self.loaded._model.labels, sorted(EXAMPLES))

    def test_what_was_learned_is_known(self):
        for text, name, topic in (
            ("要钱吗", "ask", "fee"),
            ("会保存多久", "ask", "privacy"),
            ("我要投诉", "complaint", None),
            ("你好", "greet", None),
        ):
            with self.subTest(text=text):
                done = decided(self.loaded, text)
                self.assertEqual(done.get(INTENT)["name"], name)
                self.assertEqual([entity["value"] for entity in done.get(ENTITIES) or []], [topic] if topic else [])

    def test_a_loaded_model_decides_as_the_trained_one(self):
        for text in (*EXAMPLES["ask/fee"], "交钱么", "投诉保存", "😀", "好的好的"):
            with self.subTest(text=text):
                ours, theirs = (decided(one, text).get("intent_ranking") for one in (self.trained, self.loaded))
                self.assertEqual([guess["name"] for guess in ours], [guess["name"] for guess in theirs])
                np.testing.assert_allclose(
                    [g["confidence"] for g in ours], [g["confidence"] for g in theirs], atol=1e-4
                )

    def test_typed_pinyin_is_a_question_or_a_danger_like_the_characters(self):
        cautious = TopicClassifier.load({**CONFIG, "danger_words": ["投诉"]}, self.storage, self.resource, None)
        self.assertEqual(decided(cautious, "yao qian ma").get(INTENT)["name"], "ask")
        self.assertEqual(decided(cautious, "wo yao tou su").get(INTENT)["name"], "emergency")

    def test_training_twice_is_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            again = TopicClassifier.create(CONFIG, LocalModelStorage(Path(folder)), Resource("again"), None)
            again.train(TrainingData([example(text, label) for label, texts in EXAMPLES.items() for text in texts]))
        np.testing.assert_array_equal(again._model.weights, self.trained._model.weights)

    def test_the_ranking_is_bounded(self):
        self.assertEqual(RANKING, 5)
        self.assertLessEqual(len(decided(self.loaded, "我要保存钱吗").get("intent_ranking")), RANKING)


class Component(TestCase):
    """What Rasa asks of it."""

    def test_it_needs_no_other_component(self):
        self.assertEqual(TopicClassifier.required_components(), [])

    def test_the_defaults_are_complete(self):
        self.assertEqual(
            set(TopicClassifier.get_default_config()),
            {"regularisation", *BANDS, "question_length", "command_length", "danger_words"},
        )
