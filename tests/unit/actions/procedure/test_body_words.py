"""The search for a body's name: quick, and finding everything that comparing with every word would find."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.content.region import load_region
from actions.procedure import body_words
from actions.procedure.body_words import ALIKE, CONTAINED, alike, hits, plain, words_of

REGION = load_region("shiquan")
WORDS = words_of(REGION.bodies)
SIGNS = sorted({sign for word in WORDS for sign in word.text})


def every_comparison(text: str) -> set[tuple[str, str, float]]:
    """What is found by comparing with every word."""
    found = set()
    for body in REGION.bodies:
        for word in map(plain, (body.name, *body.words)):
            holds = len(text) > 1 and text in word
            score = CONTAINED if holds else SequenceMatcher(None, text, word).ratio()
            if score >= ALIKE:
                found.add((body.id, word, score))
    return found


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from(SIGNS), min_size=1, max_size=9) | st.sampled_from([word.text for word in WORDS]))
def test_nothing_is_lost_by_looking_only_at_what_may_be_alike(text: str) -> None:
    assert {(word.body.id, word.text, score) for word, score in alike(text, REGION)} == every_comparison(text)


@pytest.mark.parametrize(
    ("text", "word", "score"),
    [
        ("行政审批局", "行政审批局", 0.9),  # the name itself is a part of itself
        ("行政审批", "行政审批局", 0.9),
        ("行政审甲乙", "行政审批局", 0.6),  # three of five letters are enough
        ("行政审甲", "行政审批局", 2 / 3),
        ("行政甲乙", "行政审批局", None),
        ("行政甲乙丙", "行政审批局", None),
        ("局", "审计局", None),  # one letter is no name
    ],
)
def test_how_much_alike_is_enough(text: str, word: str, score: float | None) -> None:
    found = {one.text: much for one, much in alike(text, REGION)}
    assert found.get(word) == (None if score is None else pytest.approx(score))


@pytest.mark.parametrize("drop", [0, 1, 2])
def test_a_letter_left_out_or_written_wrongly_is_forgiven(drop: int) -> None:
    for word in (one for one in WORDS if len(one.text) >= 5):
        for text in (word.text[:drop] + word.text[drop + 1 :], word.text[:drop] + "某" + word.text[drop + 1 :]):
            assert word.body.id in {found.body.id for found, _ in alike(text, REGION)}, text


def test_a_name_that_nobody_knows_is_compared_with_few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    class Counted(SequenceMatcher):  # type: ignore[type-arg]
        def ratio(self) -> float:
            compared.append(self)
            return super().ratio()

    monkeypatch.setattr(body_words, "SequenceMatcher", Counted)
    assert list(alike("石泉县卫星发射中心管理处", REGION)) == []
    assert len(WORDS) > 200
    assert len(compared) < len(WORDS) / 10


LONGEST = max((word.text for word in WORDS), key=len)


@pytest.mark.parametrize("times", [1.0, 1.5, 2 / ALIKE - 1, 2.4, 3.0])
def test_the_longest_word_is_found_in_as_long_a_text_as_by_comparing(times: float) -> None:
    text = LONGEST + "某" * int(len(LONGEST) * (times - 1))
    assert {(word.body.id, word.text, score) for word, score in alike(text, REGION)} == every_comparison(text)
    assert bool(every_comparison(text)) == (times < 2.4)


def test_a_story_is_compared_with_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_words, "Counter", None)
    assert list(alike(LONGEST * 20, REGION)) == []


def test_a_longer_word_hides_the_shorter_ones_in_it() -> None:
    assert {(hit.word.text, hit.start, hit.end) for hit in hits("找城管局", REGION)} == {("城管局", 1, 4)}
    assert {hit.word.text for hit in hits("城管局和城管", REGION)} == {"城管局", "城管"}
    # also where it begins later, or ends with it
    assert {(hit.word.text, hit.start) for hit in hits("在石泉县公安局", REGION)} == {("石泉县公安局", 1)}
    assert {hit.word.text for hit in hits("交警大队", REGION)} == {"交警大队"}
    assert hits("李四", REGION) == []
    assert list(alike("", REGION)) == []


def test_the_words_are_made_once_and_each_once() -> None:
    assert words_of(REGION.bodies) is words_of(tuple(REGION.bodies))
    assert len({(word.body.id, word.text) for word in WORDS}) == len(WORDS)


@pytest.mark.parametrize(
    ("text", "found"),
    [(" 城 管，局", "城管局"), ("ＡＢＣ局", "abc局"), ("县人民政府", "县政府"), ("（、。）", ""), ("_城_", "城")],
)
def test_a_text_is_made_plain(text: str, found: str) -> None:
    assert plain(text) == found
