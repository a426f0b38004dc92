"""Weights of terms, and that they are scikit-learn's."""

from unittest import TestCase

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.dialogue.nlu.terms import TermWeights, runs

TEXTS = ["行政复议要钱吗", "多久能办好", "我要投诉投诉投诉", "fee 多少"]


class Weights(TestCase):
    """Rows of unit length."""

    def test_the_numbers_are_those_of_scikit_learn(self):
        vectorizer = TfidfVectorizer(sublinear_tf=True, analyzer="char", ngram_range=(1, 2), lowercase=False)
        theirs = vectorizer.fit_transform(TEXTS)
        terms = TermWeights.fitted([runs(text) for text in TEXTS])
        self.assertEqual(terms.terms, list(vectorizer.get_feature_names_out()))
        np.testing.assert_allclose(terms.rows(map(runs, TEXTS)).toarray(), theirs.toarray(), atol=1e-5)
        unseen = ["投诉要多少钱", "完全陌生", ""]
        np.testing.assert_allclose(
            terms.rows(map(runs, unseen)).toarray(), vectorizer.transform(unseen).toarray(), atol=1e-5
        )

    def test_restored_weights_give_the_same_rows(self):
        terms = TermWeights.fitted([runs(text) for text in TEXTS])
        again = TermWeights(terms.terms, terms.weights)
        np.testing.assert_array_equal(again.rows(map(runs, TEXTS)).toarray(), terms.rows(map(runs, TEXTS)).toarray())

    def test_nothing_known_is_a_row_of_zeros(self):
        terms = TermWeights.fitted([runs(text) for text in TEXTS])
        self.assertEqual(terms.rows([[], ["无此"]]).nnz, 0)
        self.assertEqual(TermWeights().rows([["甲"]]).shape, (1, 0))

    def test_runs(self):
        self.assertEqual(runs("要钱吗"), ["要", "钱", "吗", "要钱", "钱吗"])
        self.assertEqual(runs(["fu", "yi"], " "), ["fu", "yi", "fu yi"])
        self.assertEqual(runs(""), [])

    def test_shares_are_those_of_the_texts_but_for_the_smoothing(self):
        shares = TermWeights.fitted([runs(text) for text in TEXTS]).shares()
        self.assertAlmostEqual(shares["多"], (1 + 2) / (1 + len(TEXTS)), places=4)
        self.assertAlmostEqual(shares["多久"], (1 + 1) / (1 + len(TEXTS)), places=4)
