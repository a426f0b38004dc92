import pytest

from actions.casework.kinds import CaseState, Kind, LetterState, RecordKind, Rung
from actions.casework.words import label, next_step, resolved_words

STATES = [
    *((RecordKind.APPLICATION, rung) for rung in Rung),
    *((RecordKind.CASE, state) for state in CaseState),
    *((RecordKind.LETTER, state) for state in LetterState),
]


@pytest.mark.parametrize(("kind", "state"), STATES, ids=str)
def test_every_state_says_what_comes_next(kind: RecordKind, state: Kind) -> None:
    assert next_step(kind, state).endswith("。")


def test_a_draft_says_that_it_is_not_filed_and_that_the_clock_runs() -> None:
    words = next_step(RecordKind.APPLICATION, Rung.DRAFT)
    assert "没有递交" in words
    assert "期限还在走" in words


def test_a_value_without_a_word_is_an_error() -> None:
    with pytest.raises(KeyError):
        label("Rung", "nowhere")


def test_solved_and_not_solved_are_said_apart() -> None:
    assert {resolved_words(True), resolved_words(False)} == {"承办单位认为问题已解决", "问题还没有解决"}
