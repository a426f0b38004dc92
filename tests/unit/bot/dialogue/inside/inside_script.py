"""Replies in the characters that a citizen writes in."""

from __future__ import annotations

import unittest

from bot.dialogue.script import MOST, Scripts, is_traditional, traditional

ANSWER = {"type": "answer", "id": "fee", "title": "申请复议收费吗", "basis": [{"law": "行政复议法", "article": 87}]}
CHOICE = {"type": "choices", "text": "点一下", "choices": [{"label": "复议机关", "choice": '/ask{"topic": "费"}'}]}


class Reading(unittest.TestCase):
    def test_what_is_traditional(self) -> None:
        for text in ("行政復議要錢嗎", "請問怎麼申請", "罰單"):
            self.assertTrue(is_traditional(text), text)
        for text in ("行政复议要钱吗", "2026", "你好", "", "請问", "fuyi"):
            self.assertFalse(is_traditional(text), text)

    def test_our_own_words_are_right(self) -> None:
        self.assertEqual(traditional("申请行政复议，复查、复核，书面答复"), "申請行政復議，復查、復核，書面答覆")


class Writing(unittest.TestCase):
    def test_the_reply_follows_the_writer(self) -> None:
        scripts = Scripts()
        self.assertEqual(scripts.written("a", [ANSWER]), [ANSWER])
        scripts.heard("a", "行政復議要錢嗎")
        [said] = scripts.written("a", [ANSWER])
        self.assertEqual(said["title"], "申請復議收費嗎")
        self.assertEqual((said["type"], said["id"], said["basis"][0]["article"]), ("answer", "fee", 87))
        self.assertEqual(scripts.written("b", [ANSWER]), [ANSWER])

    def test_what_programs_read_is_left_alone(self) -> None:
        scripts = Scripts()
        scripts.heard("a", "請問")
        [said] = scripts.written("a", [CHOICE])
        self.assertEqual(said["choices"], [{"label": "復議機關", "choice": '/ask{"topic": "费"}'}])

    def test_digits_change_nothing_and_simplified_turns_back(self) -> None:
        scripts = Scripts()
        scripts.heard("a", "請問怎麼申請")
        scripts.heard("a", "13900000000")
        self.assertNotEqual(scripts.written("a", [ANSWER]), [ANSWER])
        scripts.heard("a", "怎么申请")
        self.assertEqual(scripts.written("a", [ANSWER]), [ANSWER])

    def test_only_the_newest_are_remembered(self) -> None:
        scripts = Scripts()
        for number in range(MOST + 1):
            scripts.heard(str(number), "請問")
        self.assertEqual(scripts.written("0", [ANSWER]), [ANSWER])
        self.assertNotEqual(scripts.written("1", [ANSWER]), [ANSWER])
