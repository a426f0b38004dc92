"""Typed pinyin becomes the characters that the examples use, and everything else stays."""

from unittest import TestCase

from bot.dialogue.nlu.terms import TermWeights, runs
from bot.dialogue.nlu.typed_pinyin import MOST, Speller

TEXTS = [
    "罚款不交会怎样",
    "罚款多久要交",
    "复议要多久",
    "复议收不收费",
    "幅",
    "一",
    "律师要多少钱",
    "怎么上诉",
    "60天内申请",
]


def speller():
    return Speller(TermWeights.fitted([runs(text) for text in TEXTS]).shares())


class Spelled(TestCase):
    """What becomes of a text."""

    def test_syllables_become_the_likeliest_characters(self):
        for typed in ("fa kuan bu jiao hui zenyang", "fakuan bujiao huizenyang", "fakuanbujiaohuizenyang"):
            self.assertEqual(speller().spelled(typed), "罚款不交会怎样", typed)

    def test_the_character_before_decides_among_homophones(self):
        self.assertEqual(speller().spelled("fu yi yao duo jiu"), "复议要多久")

    def test_numbers_and_the_question_mark_stay(self):
        self.assertEqual(speller().spelled("60 tian nei shen qing?"), "60天内申请?")

    def test_the_umlaut_is_typed_in_two_ways(self):
        self.assertEqual(speller().spelled("lv shi"), speller().spelled("lu shi"))
        self.assertEqual(speller().spelled("lv shi"), "律师")

    def test_what_is_not_pinyin_alone_stays_as_it_is(self):
        for text in ("", "复议要多久", "我要shenqing复议", "how long does it take", "12345", "???", "app", "fa"):
            self.assertEqual(speller().spelled(text), text)

    def test_a_syllable_that_no_example_has_leaves_the_text_alone(self):
        self.assertEqual(speller().spelled("fa kuan nuan huo"), "fa kuan nuan huo")

    def test_the_longest_text_costs_no_more_than_its_length(self):
        self.assertEqual(len(speller().spelled("fa kuan " * (MOST // 2))), MOST)
        longer = "fa kuan " * MOST
        self.assertEqual(speller().spelled(longer), longer)

    def test_without_examples_nothing_is_spelled(self):
        self.assertEqual(Speller({}).spelled("fa kuan"), "fa kuan")
