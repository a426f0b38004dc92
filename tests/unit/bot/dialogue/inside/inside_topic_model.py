"""A model learns, is calibrated, stored and read back."""

import json
import tempfile
from pathlib import Path
from unittest import TestCase

import numpy as np

from bot.dialogue.nlu.sentence_vectors import DIMENSIONS, sentence_vectors
from bot.dialogue.nlu.text_features import TextFeatures
from bot.dialogue.nlu.topic_model import TopicModel

EXAMPLES = {
    "ask/fee": ["要钱吗", "收费吗", "多少钱", "要不要交钱", "收钱不收钱", "费用多少"],
    "ask/privacy": ["保存什么", "会保存多久", "删不删记录", "记录保存吗", "你保存我的话吗", "记录谁看"],
    "out_of_scope": ["明天下雨吗", "写首诗", "股票涨不涨", "帮我点外卖", "讲个笑话", "英语作文"],
}
TEXTS = [text for texts in EXAMPLES.values() for text in texts]
LABELS = [label for label, texts in EXAMPLES.items() for _ in texts]


def trained():
    model = TopicModel()
    model.fit(TEXTS, LABELS, 1.0)
    return model


class Learning(TestCase):
    """From examples to probabilities."""

    @classmethod
    def setUpClass(cls):
        cls.model = trained()

    def best(self, text):
        return self.model.labels[int(self.model.probabilities([text])[0].argmax())]

    def test_what_was_learned_is_known(self):
        for text, label in (("要交多少钱", "ask/fee"), ("记录会保存吗", "ask/privacy"), ("讲个故事", "out_of_scope")):
            self.assertEqual(self.best(text), label)

    def test_script_homophones_and_ornament_are_forgiven(self):
        for text in ("要錢嗎", "药钱吗", "要钱吗😀！！！"):
            self.assertEqual(self.best(text), "ask/fee", text)

    def test_rows_sum_to_one_or_say_nothing(self):
        shares = self.model.probabilities(["要钱", "", "𠮷𠮷"])
        np.testing.assert_allclose(shares.sum(axis=1), [1, 0, 0], atol=1e-6)

    def test_it_knows_which_column_is_out_of_scope(self):
        self.assertEqual(self.model.labels[self.model.calibration.foreign], "out_of_scope")

    def test_training_twice_is_the_same(self):
        again = trained()
        np.testing.assert_array_equal(again.weights, self.model.weights)
        self.assertEqual(again.calibration, self.model.calibration)

    def test_two_labels_are_enough(self):
        model = TopicModel()
        model.fit(TEXTS[:12], LABELS[:12], 1.0)
        self.assertEqual(model.weights.shape[1], 2)
        self.assertEqual(model.labels[int(model.probabilities(["收多少钱"]).argmax())], "ask/fee")

    def test_the_calibration_judges_examples_as_if_they_were_not_known(self):
        model = TopicModel()
        model.fit([*TEXTS, "要钱吗要钱吗", "写诗写诗"], [*LABELS, "ask/privacy", "ask/privacy"], 1.0)
        known = model.probabilities(["要钱吗要钱吗"])[0]
        self.assertLess(float(known.max()), 0.9)  # two labels that no other example bears out make it humble


class Storing(TestCase):
    """Words and numbers."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder, cls.model = Path(folder.name), trained()
        cls.model.save(cls.folder)
        cls.loaded = TopicModel.load(cls.folder)

    def test_a_loaded_model_is_the_trained_one(self):
        texts = [*TEXTS, "要交多少钱", "没听说过", ""]
        np.testing.assert_allclose(self.loaded.probabilities(texts), self.model.probabilities(texts), atol=1e-5)

    def test_nothing_but_words_and_numbers_is_stored(self):
        self.assertEqual(sorted(file.name for file in self.folder.iterdir()), ["classifier.json", "weights.npz"])
        kept = json.loads((self.folder / "classifier.json").read_text(encoding="utf-8"))
        self.assertEqual(set(kept), {"labels", "features", "calibration"})
        with np.load(self.folder / "weights.npz", allow_pickle=False) as arrays:
            self.assertEqual({name: arrays[name].dtype.kind for name in arrays}, {"weights": "f", "bias": "f"})


class Vectors(TestCase):
    """The encoder that the package brings."""

    def test_rows_have_unit_length(self):
        rows = sentence_vectors(["要钱吗", "", "a" * 400])
        self.assertEqual((rows.shape, rows.dtype), ((3, DIMENSIONS), np.float32))
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-4)
        self.assertEqual(sentence_vectors([]).shape, (0, DIMENSIONS))

    def test_alone_or_together_is_the_same(self):
        np.testing.assert_allclose(sentence_vectors(["要钱吗", "多久"])[1], sentence_vectors(["多久"])[0], atol=1e-5)

    def test_alike_is_nearer_than_unlike(self):
        fee, cost, rain = sentence_vectors(["申请要交钱吗", "办理收费不", "明天会不会下雨"])
        self.assertGreater(fee @ cost, fee @ rain)


class Features(TestCase):
    """Parts that stand in for a matrix."""

    def test_the_product_in_parts_is_that_of_the_whole(self):
        features = TextFeatures()
        rows = features.fit(TEXTS)
        weights = np.random.default_rng(0).normal(size=(rows.joined().shape[1], 4)).astype(np.float32)
        np.testing.assert_allclose(rows.times(weights), rows.joined() @ weights, atol=1e-4)
