"""The comparison: halves, slips, figures, methods and the page, on tiny data."""

import tempfile
from pathlib import Path
from unittest import TestCase

import numpy as np
import yaml

from bot.dialogue.comparison import report
from bot.dialogue.comparison.data import Answers, Labelled, Vectors, answers, examples, questions, reported, with_slips
from bot.dialogue.comparison.measure import Figure, Guesses, folded, measured
from bot.dialogue.comparison.methods import Average, LeastSquares, Linear, Neighbours, Titles, TwoStages
from bot.dialogue.comparison.parts import Dense, Joined, counts_of_pieces, heard, pieces, words
from bot.dialogue.comparison.table import rows
from bot.dialogue.nlu.sounds import sounds

TAUGHT = {
    "ask/fee": ["要钱吗", "收费吗", "多少钱", "要不要交钱", "收钱不收钱", "费用多少"],
    "ask/agent": ["能请人代办吗", "代理人是谁", "让我儿子代我去", "委托律师行吗", "代办要什么", "可以代理吗"],
    "out_of_scope": ["明天下雨吗", "写首诗", "股票涨不涨", "帮我点外卖", "讲个笑话", "英语作文"],
}
DATA = Labelled(
    [text for texts in TAUGHT.values() for text in texts],
    np.array([label for label, texts in TAUGHT.items() for _ in texts]),
)
KNOWN = Answers(
    {"ask/fee": "filing", "ask/agent": "filing"},
    {"ask/fee": "收费吗", "ask/agent": "代理人"},
    {"ask/fee": "不收钱。", "ask/agent": "可以委托。"},
)


def signs(texts):
    """Stands for an encoder."""
    return np.array([[text.count(sign) for sign in "钱费代理雨诗"] + [0.1] for text in texts], dtype=np.float32)


class Reading(TestCase):
    """Files to texts and labels."""

    def test_examples_questions_and_answers(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            nlu = {"nlu": [{"intent": "ask/fee", "examples": "- 要钱吗\n- 收费吗\n"}]}
            (folder / "a.yml").write_text(yaml.safe_dump(nlu, allow_unicode=True), encoding="utf-8")
            found = examples(folder)
            self.assertEqual((found.texts, found.labels.tolist()), (["要钱吗", "收费吗"], ["ask/fee"] * 2))
            asked = folder / "questions.txt"
            asked.write_text("- {text: 钱, topic: fee}\n- {text: 股票, topic: out_of_scope}\n", encoding="utf-8")
            self.assertEqual(questions(asked).labels.tolist(), ["ask/fee", "out_of_scope"])
            (folder / "a.yml").write_text("- {id: fee, title: 收费, answer: 不收}\n", encoding="utf-8")
            self.assertEqual(answers(folder), Answers({"ask/fee": "a"}, {"ask/fee": "收费"}, {"ask/fee": "不收"}))

    def test_the_halves_are_about_halves_and_never_change(self):
        texts = [f"问题{number}" for number in range(400)]
        marks = reported(texts)
        self.assertTrue(150 < marks.sum() < 250)
        self.assertEqual(marks.tolist(), reported(texts).tolist())
        self.assertEqual(reported(texts[::-1]).tolist(), marks[::-1].tolist())

    def test_slips_sound_alike(self):
        texts = ["行政复议要钱吗事是式做作坐"] * 20
        slipped = with_slips(texts, texts)
        self.assertNotEqual(slipped, texts)
        self.assertEqual(slipped, with_slips(texts, texts))
        for text in slipped:
            self.assertEqual(sounds(text), sounds(texts[0]))

    def test_stored_vectors_are_those_and_no_others(self):
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "e5.npz"
            self.assertIsNone(Vectors.stored(file))
            np.savez(file, texts=np.array('["甲", "乙"]'), vectors=np.eye(2), seconds=0.0)
            stored = Vectors.stored(file)
            self.assertEqual(stored(["乙", "甲"]).tolist(), [[0, 1], [1, 0]])
            with self.assertRaises(KeyError):
                stored(["甲", "丙"])


class Figures(TestCase):
    """Shares and intervals."""

    def test_an_interval_holds_its_share_and_narrows(self):
        few, many = Figure.of([1, 0] * 10), Figure.of([1, 0] * 1000)
        for figure in (few, many):
            self.assertEqual(figure.value, 0.5)
            self.assertTrue(figure.low < 0.5 < figure.high)
        self.assertLess(many.high - many.low, few.high - few.low)
        self.assertEqual(Figure.of([]), Figure(0, 0, 0))
        self.assertEqual(Figure.of([1, 1]), Figure(1, 1, 1))

    def test_guesses(self):
        shares = np.array([[0.6, 0.3, 0.1], [0.1, 0.2, 0.7]])
        found = Guesses.of(shares, ["ask/a", "ask/b", "out_of_scope"], np.array(["ask/b", "out_of_scope"]))
        self.assertEqual((found.first.tolist(), found.three.tolist()), ([False, True], [True, True]))
        np.testing.assert_allclose(found.foreign, [0.1 / 0.7, 0.7 / 0.9])

    def test_a_method_without_out_of_scope_recalls_nothing(self):
        found = Guesses.of(np.array([[0.4, 0.6]]), ["ask/a", "ask/b"], np.array(["out_of_scope"]))
        self.assertEqual((found.first.tolist(), found.foreign.tolist()), ([False], [0.0]))


class Methods(TestCase):
    """Each learns what it was taught."""

    def make(self):
        part = lambda: Joined((pieces(2), 1.0), (heard(), 0.7))  # noqa: E731
        yield "svm", Linear(part(), 1.0, "svm")
        yield "lr", Linear(Joined((words(), 1), (counts_of_pieces(), 1)), 30.0, "lr")
        yield "least squares", LeastSquares(part(), 0.5)
        yield "taught more", Linear(part(), 1.0, "svm", Labelled(["交通费"], np.array(["ask/fee"])))
        yield "neighbours", Neighbours(Dense(signs))
        yield "average", Average(Linear(part(), 30.0, "lr"), Neighbours(part()))
        yield "two stages", TwoStages(lambda: Linear(part(), 1.0, "svm"), KNOWN)

    def test_shares_are_shares_and_the_taught_is_known(self):
        for name, method in self.make():
            with self.subTest(name=name):
                method.fit(DATA)
                self.assertEqual(method.labels, sorted(TAUGHT))
                shares = method.shares(["要交多少钱", "代理人代办"])
                np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-5)
                self.assertEqual([method.labels[i] for i in shares.argmax(axis=1)], ["ask/fee", "ask/agent"])
                self.assertGreater(method.numbers(), 0)

    def test_the_nearest_title(self):
        method = Titles(KNOWN.titles, signs)
        method.fit(DATA)
        self.assertEqual(method.labels[int(method.shares(["代理代理"]).argmax())], "ask/agent")

    def test_a_result_has_every_figure(self):
        asked = Labelled(["要多少钱", "谁代办", "下雨吗"], np.array(["ask/fee", "ask/agent", "out_of_scope"]))
        result = measured(
            "m", lambda: Linear(pieces(2), 1.0, "svm"), (DATA, asked, asked), asked.texts, 1, np.array([0.0, 0.0])
        )
        self.assertEqual((result.at_1.value, result.recall.value, result.gain.value), (1.0, 1.0, 1.0))
        self.assertEqual(result.slips.value, 1.0)
        self.assertTrue(0 < result.folds[0] <= 1)
        self.assertGreater(result.latency, 0)

    def test_folds_are_the_same_each_time(self):
        make = lambda: Linear(pieces(2), 1.0, "svm")  # noqa: E731
        self.assertEqual(folded(make, DATA, 2), folded(make, DATA, 2))

    def test_the_table_has_each_method_once_and_e5_only_with_vectors(self):
        without = [row.name for row in rows(Vectors({}), None, KNOWN, set(TAUGHT), epochs=7)]
        self.assertEqual(len(without), len(set(without)))
        self.assertTrue(any("DIET, 7 epochs" in name for name in without) and not any("e5" in name for name in without))
        both = [row.name for row in rows(Vectors({}), Vectors({}), KNOWN, set(TAUGHT), epochs=0)]
        self.assertTrue(any("e5" in name for name in both) and not any("DIET" in name for name in both))


class Page(TestCase):
    """Between its markers."""

    def test_only_the_table_is_replaced(self):
        with tempfile.TemporaryDirectory() as name:
            page = Path(name) / "page.md"
            page.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
            report.write(page, "new")
            report.write(page, "newer")
            self.assertEqual(
                page.read_text(encoding="utf-8"), f"before\n{report.BEGIN}\n\nnewer\n\n{report.END}\nafter\n"
            )
            page.write_text("nothing", encoding="utf-8")
            with self.assertRaises(ValueError):
                report.write(page, "new")

    def test_the_page_of_the_repository_has_its_markers(self):
        page = Path(__file__).resolve().parents[5] / "docs" / "answer-selector.md"
        text = page.read_text(encoding="utf-8")
        self.assertLess(text.index(report.BEGIN), text.index(report.END))
