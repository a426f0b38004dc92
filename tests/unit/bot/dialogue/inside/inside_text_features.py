"""Rows of a text: pieces, sounds and meaning, and that they survive JSON."""

import json
from unittest import TestCase

import numpy as np

from bot.dialogue.nlu.text_features import TextFeatures

TEXTS = ["行政复议要钱吗", "多久能办好", "我要投诉", "Fee 多少"]
UNSEEN = ["复议收钱嘛", "完全zzz", ""]


def signs(texts):
    """Stands for the encoder: how many signs, and how many of them are 要."""
    return np.array([[len(text), text.count("要"), 1] for text in texts], dtype=np.float32).reshape(len(texts), 3)


def fitted():
    features = TextFeatures(signs)
    return features, features.fit(TEXTS)


class Shapes(TestCase):
    """Lengths and widths."""

    def test_one_row_a_text_and_one_width(self):
        features, rows = fitted()
        self.assertEqual(rows.joined().shape[0], len(TEXTS))
        self.assertEqual(features.transform(UNSEEN).joined().shape, (len(UNSEEN), rows.joined().shape[1]))

    def test_rows_are_single_precision_and_of_unit_length(self):
        whole = fitted()[1].joined()
        self.assertEqual(whole.dtype, np.float32)
        np.testing.assert_allclose(np.sqrt(whole.multiply(whole).sum(axis=1)).ravel(), 1, rtol=1e-5)

    def test_fitting_and_transforming_agree(self):
        features, rows = fitted()
        np.testing.assert_allclose(features.transform(TEXTS).joined().toarray(), rows.joined().toarray(), rtol=1e-5)

    def test_nothing_known_is_a_row_of_zeros_whatever_the_encoder_says(self):
        rows = fitted()[0].transform(["", "𠮷𠮷"])
        self.assertEqual(rows.joined().count_nonzero(), 0)
        self.assertEqual(rows.known.tolist(), [False, False])


class Likeness(TestCase):
    """What makes no difference, and what makes one."""

    def alike(self, text):
        features, rows = fitted()
        return (features.transform([text]).joined() @ rows.joined().T).toarray()[0]

    def test_width_case_and_script_make_none(self):
        for written, text in (("ＦＥＥ　多少", 3), ("行政復議要錢嗎", 0), ("我要投訴😀", 2)):
            self.assertAlmostEqual(self.alike(written)[text], 1, places=2)

    def test_typed_pinyin_makes_none_once_restored(self):
        features = TextFeatures.restored(json.loads(json.dumps(fitted()[0].state())), signs)
        self.assertEqual(features.read("XING zheng fuyi yao qian ma?"), "行政复议要钱吗?")
        likeness = (features.transform(["wo yao tou su"]).joined() @ fitted()[1].joined().T).toarray()[0]
        self.assertAlmostEqual(likeness[2], 1, places=5)

    def test_a_slip_still_has_pieces_and_sounds_in_common(self):
        likeness = self.alike("行政复仪要钱马")
        self.assertEqual(int(likeness.argmax()), 0)
        self.assertGreater(likeness[0], 0.6)

    def test_different_texts_have_different_rows(self):
        self.assertEqual(len({row.tobytes() for row in fitted()[1].joined().toarray()}), len(TEXTS))


class State(TestCase):
    """Words and numbers only, and the same rows afterwards."""

    def test_a_round_trip_through_json_gives_the_same_rows(self):
        features, _ = fitted()
        restored = TextFeatures.restored(json.loads(json.dumps(features.state(), ensure_ascii=False)), signs)
        for texts in (TEXTS, UNSEEN):
            found, expected = restored.transform(texts).joined(), features.transform(texts).joined()
            np.testing.assert_allclose(found.toarray(), expected.toarray(), atol=1e-5)

    def test_a_second_round_trip_changes_nothing_at_all(self):
        once = TextFeatures.restored(json.loads(json.dumps(fitted()[0].state())), signs)
        self.assertEqual(once.state(), TextFeatures.restored(json.loads(json.dumps(once.state())), signs).state())

    def test_the_state_holds_terms_in_the_order_of_their_columns(self):
        features, rows = fitted()
        state = features.state()
        self.assertEqual(set(state), {"centre", "pieces_terms", "pieces_weights", "sounds_terms", "sounds_weights"})
        self.assertEqual(len(state["pieces_terms"]), rows.pieces.shape[1])
        self.assertTrue(all(1 <= len(piece) <= 2 for piece in state["pieces_terms"]))
        self.assertIn("tou su", state["sounds_terms"])
        self.assertEqual(rows.pieces[:, state["pieces_terms"].index("投诉")].nonzero()[0].tolist(), [2])
