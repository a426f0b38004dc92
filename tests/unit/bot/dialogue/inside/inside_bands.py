"""Answer, offer or refuse."""

from pathlib import Path
from unittest import TestCase

import yaml

from bot.dialogue.nlu.bands import Band, Bands

BANDS = Bands(confident=0.5, hopeless=0.1, foreign=0.2)
CONFIG = Path(__file__).resolve().parents[5] / "config.yml"


class Decisions(TestCase):
    """A table of rankings."""

    def test_each_band(self):
        for ranking, foreign, band, label in (
            ([("ask/fee", 0.9), ("apply", 0.1)], 0.0, Band.ANSWER, "ask/fee"),
            ([("ask/fee", 0.5)], 0.0, Band.ANSWER, "ask/fee"),
            ([("ask/fee", 0.49), ("apply", 0.3)], 0.0, Band.OFFER, "ask/fee"),
            ([("ask/fee", 0.1)], 0.0, Band.OFFER, "ask/fee"),
            ([("ask/fee", 0.09)], 0.0, Band.REFUSE, "ask/fee"),
            ([("out_of_scope", 0.9), ("ask/fee", 0.1)], 0.9, Band.REFUSE, "out_of_scope"),
            ([("ask/fee", 0.6), ("out_of_scope", 0.2)], 0.2, Band.REFUSE, "out_of_scope"),
            ([("ask/fee", 0.8), ("out_of_scope", 0.1)], 0.1, Band.ANSWER, "ask/fee"),
            ([("out_of_scope", 0.6)], 0.6, Band.REFUSE, "out_of_scope"),
            ([], 0.0, Band.REFUSE, ""),
        ):
            with self.subTest(ranking=ranking):
                self.assertEqual(BANDS.decide(ranking, foreign), (band, label))

    def test_what_is_out_of_scope_is_never_answered_or_offered_as_a_label(self):
        for foreign in (0.0, 0.01, 0.5, 1.0):
            band, label = BANDS.decide([("out_of_scope", foreign), ("ask/fee", 1 - foreign)], foreign)
            self.assertTrue(band is Band.REFUSE or label == "ask/fee")

    def test_the_bands_of_the_configuration_are_in_order(self):
        pipeline = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["pipeline"]
        ours = next(part for part in pipeline if "confident" in part)
        self.assertTrue(0 < ours["hopeless"] < ours["confident"] < 1)
        # Above a half, out of scope could come first and an answer be given all the same.
        self.assertTrue(0 < ours["foreign"] < 0.5)
