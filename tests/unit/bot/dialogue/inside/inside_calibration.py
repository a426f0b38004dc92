"""Margins become probabilities that hold."""

from unittest import TestCase

import numpy as np

from bot.dialogue.nlu.calibration import LARGEST, Calibration, foreign_column


def held_out(count, share_right, seed=0):
    """Margins of three labels of which the first is the largest, right in a share of the cases."""
    chance = np.random.default_rng(seed)
    margins = np.tile([0.5, -0.5, -0.5], (count, 1))
    right = np.where(chance.random(count) < share_right, 0, 1 + chance.integers(0, 2, count))
    return margins, right


class Fitting(TestCase):
    """From held-out margins."""

    def test_confidence_becomes_the_share_that_is_right(self):
        for share in (0.5, 0.7, 0.9):
            margins, right = held_out(4000, share)
            found = Calibration.fitted(margins, right, None).probabilities(margins)[0, 0]
            self.assertAlmostEqual(found, float((right == 0).mean()), delta=0.01)

    def test_the_bias_lifts_what_margins_undervalue(self):
        margins = np.array([[0.2, 0.0]] * 100)
        right = np.array([1] * 80 + [0] * 20)
        fitted = Calibration.fitted(margins, right, 1)
        self.assertGreater(fitted.bias, 0)
        self.assertAlmostEqual(fitted.probabilities(margins)[0, 1], 0.8, delta=0.03)

    def test_margins_that_are_never_wrong_do_not_ask_for_an_endless_temperature(self):
        margins, right = held_out(50, 1.0)
        self.assertLessEqual(Calibration.fitted(margins, right, None).temperature, LARGEST)

    def test_without_held_out_examples_there_is_a_default(self):
        self.assertEqual(Calibration.fitted(np.zeros((0, 3)), np.array([], dtype=int), 2), Calibration(foreign=2))


class Probabilities(TestCase):
    """Rows."""

    def test_rows_sum_to_one_and_keep_their_order(self):
        margins = np.array([[0.3, -0.2, 0.1], [900.0, -900.0, 0.0]])
        shares = Calibration(8.0, 0.0, None).probabilities(margins)
        np.testing.assert_allclose(shares.sum(axis=1), 1)
        self.assertEqual(np.argsort(shares[0]).tolist(), np.argsort(margins[0]).tolist())
        self.assertTrue(np.isfinite(shares).all())

    def test_the_margins_themselves_are_left_alone(self):
        margins = np.zeros((1, 2))
        Calibration(2.0, 1.0, 0).probabilities(margins)
        self.assertEqual(margins.tolist(), [[0, 0]])

    def test_the_column_of_what_is_foreign(self):
        self.assertEqual(foreign_column(["ask/fee", "out_of_scope"]), 1)
        self.assertIsNone(foreign_column(["ask/fee"]))
