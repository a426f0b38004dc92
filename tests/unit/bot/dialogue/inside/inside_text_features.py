"""TF-IDF rows of a text, and that they survive JSON."""

import json
from unittest import TestCase

import numpy as np

from bot.dialogue.nlu.text_features import TextFeatures, plain

TEXTS = [
    ("行政复议要钱吗", ["行政复议", "要", "钱", "吗"]),
    ("多久能办好", ["多久", "能", "办好"]),
    ("我要投诉", ["我", "要", "投诉"]),
    ("Fee 多少", ["Fee", "多少"]),
]
UNSEEN = [("复议收钱嘛", ["复议", "收", "钱", "嘛"]), ("完全zzz", ["完全", "zzz"]), ("", [])]


def fitted():
    features = TextFeatures()
    return features, features.fit(TEXTS)


class Rows(TestCase):
    """Shapes and lengths."""

    def test_one_row_a_text_and_one_width(self):
        features, rows = fitted()
        self.assertEqual(rows.shape[0], len(TEXTS))
        self.assertEqual(features.transform(UNSEEN).shape, (len(UNSEEN), rows.shape[1]))

    def test_rows_are_single_precision(self):
        """text_features._joined asks for float32, then divides: scipy makes the whole float64, twice the memory."""
        self.assertEqual(fitted()[1].dtype, np.float32)

    def test_rows_have_unit_length(self):
        _, rows = fitted()
        np.testing.assert_allclose(np.sqrt(rows.multiply(rows).sum(axis=1)).ravel(), 1, rtol=1e-5)

    def test_fitting_and_transforming_agree(self):
        features, rows = fitted()
        np.testing.assert_allclose(features.transform(TEXTS).toarray(), rows.toarray(), rtol=1e-6)

    def test_nothing_known_is_a_row_of_zeros(self):
        features, _ = fitted()
        rows = features.transform([("", []), ("𠮷𠮷", ["𠮷𠮷"])])
        self.assertEqual(rows.nnz, 0)

    def test_a_slip_still_has_pieces_in_common(self):
        features, rows = fitted()
        alike = (features.transform([("行政复仪要钱吗", ["行政", "复仪", "要", "钱", "吗"])]) @ rows.T).toarray()[0]
        self.assertEqual(int(alike.argmax()), 0)
        self.assertGreater(alike[0], 0.4)

    def test_different_texts_have_different_rows(self):
        _, rows = fitted()
        self.assertEqual(len({row.tobytes() for row in rows.toarray()}), len(TEXTS))


class Width(TestCase):
    """Width and case make no difference."""

    def test_plain(self):
        self.assertEqual(plain("ＦＥＥ１２"), "fee12")
        self.assertEqual(plain("复议？"), "复议?")

    def test_full_width_and_capitals_are_the_same_row(self):
        features, _ = fitted()
        first, second = features.transform(
            [("fee 多少", ["fee", "多少"]), ("ＦＥＥ 多少", ["ＦＥＥ", "多少"])]
        ).toarray()
        np.testing.assert_array_equal(first, second)


class State(TestCase):
    """Words and numbers only, and the same rows afterwards."""

    def test_a_round_trip_through_json_gives_identical_rows(self):
        features, _ = fitted()
        restored = TextFeatures.restored(json.loads(json.dumps(features.state(), ensure_ascii=False)))
        expected, found = features.transform(TEXTS + UNSEEN).toarray(), restored.transform(TEXTS + UNSEEN).toarray()
        np.testing.assert_allclose(found, expected, atol=1e-5)
        self.assertEqual((found != 0).tolist(), (expected != 0).tolist())

    def test_a_second_round_trip_changes_nothing_at_all(self):
        once = TextFeatures.restored(json.loads(json.dumps(fitted()[0].state())))
        twice = TextFeatures.restored(json.loads(json.dumps(once.state())))
        self.assertEqual(once.state(), twice.state())
        np.testing.assert_array_equal(once.transform(TEXTS).toarray(), twice.transform(TEXTS).toarray())

    def test_the_state_holds_terms_in_the_order_of_their_columns(self):
        features, rows = fitted()
        state = features.state()
        self.assertEqual(set(state), {"words_terms", "words_weights", "pieces_terms", "pieces_weights"})
        self.assertEqual(len(state["words_terms"]) + len(state["pieces_terms"]), rows.shape[1])
        self.assertIn("行政复议", state["words_terms"])
        self.assertIn("行政复", state["pieces_terms"])
        self.assertTrue(all(1 <= len(piece) <= 3 for piece in state["pieces_terms"]))
        column = state["words_terms"].index("投诉")
        self.assertEqual(rows[:, column].nonzero()[0].tolist(), [2])

    def test_restored_features_can_be_fitted_no_worse_than_new_ones(self):
        restored = TextFeatures.restored(fitted()[0].state())
        self.assertEqual(
            restored.transform([("要钱", ["要", "钱"])]).nnz, fitted()[0].transform([("要钱", ["要", "钱"])]).nnz
        )
