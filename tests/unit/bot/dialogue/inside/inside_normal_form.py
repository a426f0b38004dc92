"""One form for learning and understanding."""

from unittest import TestCase

from bot.dialogue.nlu.normal_form import HEAD, LONGEST, normal


class Forms(TestCase):
    """What is taken away and what stays."""

    def test_width_case_and_script(self):
        for written, read in (
            ("ＦＥＥ１２", "fee12"),
            ("請問行政復議要錢嗎？", "请问行政复议要钱吗?"),
            ("複議", "复议"),
            ("复议？", "复议?"),
            ("Wo Yao FUYI", "wo yao fuyi"),
        ):
            with self.subTest(written=written):
                self.assertEqual(normal(written), read)

    def test_ornament_and_invisible_signs_go(self):
        for written in (
            "复议😀要钱",
            "复议\u200b\ufeff要钱",
            "复议\x00要钱",
            "复议\n\t要钱",
            "复议👍🏽要钱",
            "复议\ud83d要钱",
            "复议☎️要钱",
        ):
            with self.subTest(written=ascii(written)):
                self.assertEqual(normal(written), "复议 要钱")

    def test_repetition_is_said_once(self):
        self.assertEqual(normal("凭什么！！！！！？？？"), "凭什么!?")
        self.assertEqual(normal("啊啊啊啊啊啊"), "啊")
        self.assertEqual(normal("。。。复议……"), "。复议.")

    def test_what_is_double_by_right_stays(self):
        self.assertEqual(normal("谢谢，常常问问 100000 元"), "谢谢,常常问问 100000 元")

    def test_nothing_is_left_of_nothing(self):
        for written in ("", "   ", "😀😀", "\u200b", "\n"):
            self.assertEqual(normal(written), "")

    def test_a_long_story_keeps_its_beginning_and_its_end(self):
        story = normal("甲乙" * 500 + "能不能复议")
        self.assertEqual(len(story), LONGEST)
        self.assertTrue(story.startswith("甲乙" * (HEAD // 2)) and story.endswith("能不能复议"))
        self.assertEqual(len(normal("甲乙" * (LONGEST // 2))), LONGEST)

    def test_the_form_of_a_form_is_itself(self):
        for written in ("請問！！要錢嗎😀", "ＡＢＣ  １２", "啊啊啊啊，好的。。", "甲乙" * 500):
            self.assertEqual(normal(normal(written)), normal(written))
