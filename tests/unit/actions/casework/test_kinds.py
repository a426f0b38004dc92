import pytest

from actions.casework import kinds
from actions.casework.kinds import Kind
from actions.casework.words import _words

LISTS = [one for one in vars(kinds).values() if isinstance(one, type) and issubclass(one, Kind) and one is not Kind]


@pytest.mark.parametrize("closed_list", LISTS, ids=lambda one: one.__name__)
def test_every_value_has_a_chinese_word_of_its_own(closed_list: type[Kind]) -> None:
    labels = [member.label for member in closed_list]
    assert len(set(labels)) == len(labels)
    assert not any(label.isascii() for label in labels)


def test_there_are_no_words_without_a_value() -> None:
    values = {one.__name__: [member.value for member in one] for one in LISTS}
    assert {group: list(words) for group, words in _words()["labels"].items()} == values


def test_the_law_no_longer_speaks_of_concrete_acts() -> None:
    assert "具体行政行为" not in str(_words())


def test_the_rungs_are_those_of_the_house() -> None:
    assert [rung.label for rung in kinds.Rung] == ["咨询", "草稿", "已递交", "已受理"]


def test_the_letters_are_those_the_county_counts() -> None:
    assert [kind.label for kind in kinds.LetterKind] == ["反映问题", "投诉举报", "建议咨询"]
