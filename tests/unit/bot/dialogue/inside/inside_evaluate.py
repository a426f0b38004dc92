"""How the understanding is counted."""

import json
from unittest import TestCase

from bot.dialogue.evaluate import WORST, expected, share, tally


def parse(intent, *ranking):
    """A parse as Rasa's agent gives it."""
    guesses = [{"name": name, "confidence": 0.9 / (at + 1)} for at, name in enumerate(ranking)]
    return {"intent": {"name": intent, "confidence": 0.9}, "intent_ranking": guesses}


def asked(*topics):
    return [{"text": "x", "topic": topic} for topic in topics]


class Counting(TestCase):
    """From questions and parses to figures."""

    def test_the_label_of_a_topic(self):
        for topic, label in (
            ("fee", "ask/fee"),
            ("apply", "apply"),
            ("emergency", "emergency"),
            ("out_of_scope", "out_of_scope"),
        ):
            with self.subTest(topic=topic):
                self.assertEqual(expected(topic), label)

    def test_topics_are_counted_at_one_at_three_and_as_answered(self):
        parses = [
            parse("ask", "ask/fee", "ask/agent"),
            parse("tell", "ask/agent", "greet", "ask/fee"),
            parse("ask", "a", "b", "c", "ask/fee"),
            parse("nlu_fallback", "ask/fee"),
            parse("nlu_fallback"),
        ]
        counted = tally(
            [*asked(*["fee"] * 5), *asked("apply", "out_of_scope")],
            [*parses, parse("apply", "apply"), parse("out_of_scope", "x")],
        )
        self.assertEqual(
            counted["topics"], {"questions": 5, "at_1": 0.4, "at_3": 0.6, "answered": 0.6, "answered_wrong": 0.4}
        )

    def test_what_is_out_of_scope_should_be_refused(self):
        parses = [
            parse("out_of_scope", "out_of_scope"),
            parse("nlu_fallback"),
            parse("ask", "ask/fee"),
            parse("greet", "greet"),
        ]
        counted = tally(
            [*asked(*["out_of_scope"] * 4), *asked("fee", "apply")],
            [*parses, parse("ask", "ask/fee"), parse("apply", "apply")],
        )
        self.assertEqual(counted["out_of_scope"], {"questions": 4, "refused": 0.5, "offered": 0.0})

    def test_what_is_offered_is_neither_refused_nor_answered(self):
        counted = tally(
            asked("out_of_scope", "fee", "fee", "apply"),
            [parse("nlu_fallback", "ask/fee"), parse("nlu_fallback", "ask/fee"), parse("nlu_fallback"), parse("apply")],
        )
        self.assertEqual(counted["out_of_scope"], {"questions": 1, "refused": 0.0, "offered": 1.0})
        self.assertEqual(counted["topics"]["answered"], 0.0)
        self.assertEqual(counted["false_refusals"], {"questions": 3, "refused": 0.333})

    def test_groups_and_styles_are_counted_each_for_itself(self):
        questions = [
            {"text": "x", "topic": "fee", "style": "typo"},
            {"text": "y", "topic": "fee", "style": "story"},
            {"text": "z", "topic": "agent", "style": "typo"},
            {"text": "z", "topic": "apply", "style": "typo"},
        ]
        parses = [
            parse("ask", "ask/fee"),
            parse("ask", "ask/agent", "ask/fee"),
            parse("ask", "ask/agent"),
            parse("apply"),
        ]
        counted = tally(questions, parses, {"fee": "filing", "agent": "scope"})
        self.assertEqual(counted["groups"]["filing"], {"questions": 2, "at_1": 0.5, "at_3": 1.0})
        self.assertEqual(set(counted["groups"]), {"filing", "scope", "features"})
        self.assertEqual(list(counted["styles"]), ["typo", "story"])
        self.assertEqual(counted["styles"]["typo"], {"questions": 3, "at_1": 1.0, "at_3": 1.0})

    def test_calibration_compares_confidence_with_what_was_right(self):
        sure = [parse("ask", "ask/fee")] * 9 + [parse("ask", "ask/agent")]  # each with a confidence of 0.9
        self.assertEqual(tally(asked(*["fee"] * 10), sure)["calibration"], {"error": 0.0, "bins": [[10, 0.9, 0.9]]})
        wrong = tally(asked("fee", "fee"), [parse("ask", "ask/agent")] * 2)["calibration"]
        self.assertEqual(wrong, {"error": 0.9, "bins": [[2, 0.9, 0.0]]})

    def test_the_commonest_confusions_come_first_and_are_bounded(self):
        topics = [f"t{n}" for n in range(WORST + 5)] + ["fee", "fee", "apply", "out_of_scope"]
        counted = tally(asked(*topics), [parse("ask", "greet")] * len(topics))
        self.assertEqual(len(counted["confusions"]), WORST)
        self.assertEqual(counted["confusions"][0], ["ask/fee", "greet", 2])
        json.dumps(counted)

    def test_as_many_parses_as_questions(self):
        with self.assertRaises(ValueError):
            tally(asked("fee"), [])

    def test_a_share(self):
        self.assertEqual((share([True]), share([True, False, False])), (1.0, 0.333))

    def test_a_group_without_questions_is_no_division_by_zero(self):
        """evaluate.share divides by zero when a group has no questions."""
        tally(asked("fee"), [parse("ask", "ask/fee")])

    def test_a_command_that_became_a_story_was_not_understood(self):
        """evaluate.tally counts the first guess, not the decision: a complaint that ends as “tell” counts as understood."""
        counted = tally(
            asked("complaint", "fee", "out_of_scope"),
            [parse("tell", "complaint"), parse("ask", "ask/fee"), parse("nlu_fallback")],
        )
        self.assertEqual(counted["features"]["at_1"], 0.0)

    def test_danger_that_was_noticed_counts(self):
        """evaluate.tally counts the first guess, not the decision: danger that the words gave away counts as missed."""
        counted = tally(
            asked("emergency", "fee", "out_of_scope"),
            [parse("emergency", "greet"), parse("ask", "ask/fee"), parse("nlu_fallback")],
        )
        self.assertEqual(counted["features"]["at_1"], 1.0)
