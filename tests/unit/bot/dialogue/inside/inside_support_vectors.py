"""The machines are those of LinearSVC, and the margins without an example are those of a training without it."""

from unittest import TestCase

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.dialogue.nlu import support_vectors
from bot.dialogue.nlu.support_vectors import gram, learned
from bot.dialogue.nlu.text_features import Rows

COUNT, LABELS = 90, 3


def examples(count=COUNT, seed=0):
    """Three overlapping clouds: sparse pieces and sounds, a dense meaning; rows, and the right columns."""
    chance = np.random.default_rng(seed)
    columns = np.arange(count) % LABELS
    values = chance.normal(size=(count, 24)).astype(np.float32) * 0.3
    values[np.arange(count), columns] += 0.8
    values[:, 3:12][chance.random((count, 9)) < 0.6] = 0
    pieces, heard, meant = np.split(values, [6, 12], axis=1)
    return Rows(csr_matrix(pieces), csr_matrix(heard), meant, np.ones(count, dtype=bool)), columns


def some_of(rows, places):
    return Rows(rows.pieces[places], rows.heard[places], rows.meant[places], rows.known[places])


class Optimum(TestCase):
    """Against scikit-learn, solved to many places."""

    @classmethod
    def setUpClass(cls):
        cls.rows, cls.columns = examples()

    def theirs(self, regularisation):
        model = LinearSVC(C=regularisation, tol=1e-7, max_iter=200_000, random_state=0)
        return model.fit(self.rows.joined(), self.columns)

    def test_weights_and_biases_are_those_of_linear_svc(self):
        for regularisation in (0.2, 1.0, 5.0):
            with self.subTest(regularisation=regularisation):
                ours, theirs = learned(self.rows, self.columns, LABELS, regularisation), self.theirs(regularisation)
                np.testing.assert_allclose(ours.weights, theirs.coef_.T, atol=2e-3)
                np.testing.assert_allclose(ours.bias, theirs.intercept_, atol=2e-3)

    def test_a_few_newcomers_at_a_time_reach_it_too(self):
        whole = learned(self.rows, self.columns, LABELS, 1.0)
        before = support_vectors.NEWCOMERS
        self.addCleanup(setattr, support_vectors, "NEWCOMERS", before)
        support_vectors.NEWCOMERS = 3
        np.testing.assert_allclose(learned(self.rows, self.columns, LABELS, 1.0).weights, whole.weights, atol=1e-4)

    def test_a_label_of_one_example_is_learned(self):
        columns = np.where(np.arange(COUNT) == 7, 1, 0)
        machines = learned(self.rows, columns, 2, 1.0)
        margins = self.rows.times(machines.weights) + machines.bias
        self.assertEqual(int(margins[:, 1].argmax()), 7)


class Unseen(TestCase):
    """Leaving one out, in closed form."""

    def test_it_is_the_margin_of_a_training_without_the_example(self):
        rows, columns = examples()
        machines = learned(rows, columns, LABELS, 1.0)
        apart = []
        for left_out in range(0, COUNT, 6):
            others = np.flatnonzero(np.arange(COUNT) != left_out)
            without = learned(some_of(rows, others), columns[others], LABELS, 1.0)
            one = some_of(rows, [left_out])
            apart.append(machines.unseen[left_out] - (one.times(without.weights) + without.bias)[0])
        # It would be exact if the others' support never changed.
        self.assertLess(float(np.abs(apart).mean()), 0.02)
        self.assertLess(float(np.quantile(np.abs(apart), 0.9)), 0.06)

    def test_it_is_humbler_than_the_margin_of_what_was_learned(self):
        rows, columns = examples()
        machines = learned(rows, columns, LABELS, 1.0)
        own = (rows.times(machines.weights) + machines.bias)[np.arange(COUNT), columns]
        self.assertLess(float(machines.unseen[np.arange(COUNT), columns].mean()), float(own.mean()) - 0.05)


class Products(TestCase):
    """The Gram matrix, and its way back to weights."""

    def test_the_gram_matrix_is_that_of_the_joined_rows_with_a_one_for_the_bias(self):
        before = support_vectors.BLOCK
        self.addCleanup(setattr, support_vectors, "BLOCK", before)
        rows, _ = examples()
        dense = rows.joined().toarray()
        for block in (7, 1024):
            support_vectors.BLOCK = block
            np.testing.assert_allclose(gram(rows), dense @ dense.T + 1, rtol=1e-4, atol=1e-5)

    def test_back_is_the_transpose_of_times(self):
        rows, _ = examples()
        alphas = np.random.default_rng(1).normal(size=(COUNT, 4)).astype(np.float32)
        alphas[::2] = 0
        np.testing.assert_allclose(rows.back(alphas), rows.joined().T @ alphas, atol=1e-4)
