"""Syllables of characters and of typed pinyin."""

from unittest import TestCase

from bot.dialogue.nlu.sounds import sounds


class Syllables(TestCase):
    """What is heard."""

    def test_characters(self):
        self.assertEqual(sounds("行政复议"), ["xing", "zheng", "fu", "yi"])

    def test_homophones_sound_alike(self):
        for slip in ("行政复义", "行政付议", "形政复议", "行证富翼"):
            self.assertEqual(sounds(slip), sounds("行政复议"), slip)

    def test_typed_pinyin_sounds_like_characters(self):
        for typed in ("xingzheng fuyi", "xing zheng fu yi", "xingzhengfuyi"):
            self.assertEqual(sounds(typed), sounds("行政复议"), typed)

    def test_n_and_ng_go_to_the_next_syllable_before_a_vowel(self):
        self.assertEqual(sounds("jine"), ["ji", "ne"])
        self.assertEqual(sounds("xianggang"), ["xiang", "gang"])

    def test_umlauts_are_one(self):
        for written in ("律师", "lvshi", "lushi"):
            self.assertEqual(sounds(written), ["lu", "shi"], written)

    def test_other_words_and_numbers_stay_whole(self):
        self.assertEqual(sounds("gdp 12345 复议!"), ["gdp", "12345", "fu", "yi"])

    def test_signs_are_silent(self):
        self.assertEqual(sounds("?!, ."), [])
        self.assertEqual(sounds(""), [])
