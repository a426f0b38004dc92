"""What a citizen sends is tidied, measured, and never a command."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import TypeAdapter, ValidationError

from bot.channels.turns import ChoiceTurn, OneAtATime, StillAnswering, TextTurn, Turn, TurnBody, tidied

BODY: TypeAdapter[TextTurn | ChoiceTurn] = TypeAdapter(TurnBody)
TYPED = some.text(some.characters(exclude_categories=("Cs",)), max_size=200)


def first_fault(body: object) -> str:
    with pytest.raises(ValidationError) as fault:
        BODY.validate_python(body)
    return str(fault.value.errors()[0]["type"])


@given(TYPED)
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)


@given(TYPED)
def test_a_tidied_text_has_no_controls_and_no_wide_gaps(text: str) -> None:
    clean = tidied(text)
    assert not [sign for sign in clean if sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf")]
    assert "  " not in clean and "\n\n\n" not in clean and clean == clean.strip()


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("行政　复议", "行政 复议"),
        ("一\n二", "一\n二"),
        ("一 \n \n \n 二", "一\n\n二"),
        ("\ufeff你好\u200b", "你好"),
        ("／restart", "／restart"),
        ("\ue000某", "\ue000某"),
    ],
)
def test_tidying(typed: str, clean: str) -> None:
    assert tidied(typed) == clean


@pytest.mark.parametrize("length", [1, 500])
def test_lengths_that_are_accepted(length: int) -> None:
    assert BODY.validate_python({"text": "行" * length})
    assert BODY.validate_python({"text": "行" * length * 4, "field": "apply_facts"})


def test_lengths_that_are_not() -> None:
    assert first_fault({"text": "行" * 501}) == "long_text"
    assert first_fault({"text": "行" * 2001, "field": "apply_facts"}) == "long_text"
    assert first_fault({"text": " \u200b "}) == "empty_text"


def test_a_length_counts_after_tidying() -> None:
    assert BODY.validate_python({"text": "行" * 500 + "\u200b" * 500})


def test_a_body_is_a_text_or_a_choice() -> None:
    assert isinstance(BODY.validate_python({"text": "hi"}), TextTurn)
    assert isinstance(BODY.validate_python({"choice": "/x~y"}), ChoiceTurn)
    assert first_fault({"text": "hi", "choice": "/x~y"}) == "extra_forbidden"
    assert first_fault({"choice": "/x~y", "field": "a"}) == "extra_forbidden"
    assert first_fault({}) == "missing"


def test_a_text_never_travels_as_a_choice() -> None:
    assert Turn(text="/restart").body() == {"text": "/restart", "field": None}
    assert Turn(text="好", field="apply_name").body() == {"text": "好", "field": "apply_name"}
    assert Turn(choice="/menu").body() == {"choice": "/menu"}


def test_one_at_a_time() -> None:
    turns = OneAtATime()
    with turns.turn("web-1"), turns.turn("web-2"), pytest.raises(StillAnswering), turns.turn("web-1"):
        pass
    with turns.turn("web-1"):
        pass


def test_a_turn_that_fails_is_over() -> None:
    turns = OneAtATime()
    with pytest.raises(ZeroDivisionError), turns.turn("web-1"):
        raise ZeroDivisionError
    with turns.turn("web-1"):
        pass
