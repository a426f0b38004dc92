"""Which question comes next, what an answer takes with it, and what going back gives back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from actions.content.interview import Interview, Question
from actions.interview.flow import (
    LONG,
    Progress,
    applies,
    back,
    next_question,
    required,
    resting_on,
    without,
)


def ask(key: str, **more: Any) -> Question:
    return Question(key, "一", "text", "text", "问", "为什么", **more)


# `pet` decides whether `name` is asked; `name` decides `call`; `end` rests on nothing.
TOY = Interview(
    "toy",
    ("一",),
    {
        one.key: one
        for one in (
            ask("pet", resets=("name",)),
            ask("name", when={"pet": ["dog", "cat"]}, resets=("call",)),
            ask("call", when={"name": ["given"]}),
            ask("alone", when={"pet": ["missing", "none"]}),
            ask("end"),
        )
    },
)


# Conditions.


@pytest.mark.parametrize(
    ("allowed", "value", "holds"),
    [
        (["dog"], "dog", True),
        (["dog"], "cat", False),
        (["dog", "cat"], "cat", True),
        (["dog"], None, False),
        (["given"], "anything", True),
        (["given"], "", False),
        (["given"], None, False),
        (["given"], 0, True),
        (["missing"], None, True),
        (["missing"], "", False),
        (["missing", "no"], "no", True),
        ([True], True, True),
        ([True], False, False),
        (["dog"], ["cat", "dog"], True),
        (["dog"], ("cat",), False),
        (["dog"], {"dog"}, True),
        (["dog"], frozenset({"dog"}), True),
        (["dog"], [], False),
    ],
)
def test_a_condition_holds_for_an_allowed_value(allowed: list[Any], value: Any, holds: bool) -> None:
    assert applies(ask("x", when={"pet": allowed}), {"pet": value}) is holds


def test_every_condition_must_hold_and_none_always_does() -> None:
    both = ask("x", when={"pet": ["dog"], "age": ["given"]})
    assert applies(both, {"pet": "dog", "age": 3}) and not applies(both, {"pet": "dog"})
    assert applies(ask("x"), {})


def test_what_is_necessary_follows_from_the_answers_in_the_order_of_the_table() -> None:
    assert required(TOY, {}) == ["pet", "alone", "end"]
    assert required(TOY, {"pet": "dog"}) == ["pet", "name", "end"]
    assert required(TOY, {"pet": "dog", "name": "阿黄"}) == ["pet", "name", "call", "end"]


def test_the_next_question_is_the_first_without_an_answer_and_blank_is_one() -> None:
    def following(**values: Any) -> str | None:
        found = next_question(TOY, values, values)
        return found.key if found else None

    assert following() == "pet"
    assert following(pet="dog") == "name"
    assert following(pet="dog", name="") == "end"
    assert following(pet="dog", end="x") == "name"
    assert following(pet="none", alone="x", end="") is None


# What rests on an answer.


def test_what_rests_on_an_answer_rests_on_it_however_indirectly() -> None:
    assert set(resting_on(TOY, "pet")) == {"name", "call"}
    assert set(resting_on(TOY, "name")) == {"call"} and set(resting_on(TOY, "end")) == set()


def test_a_circle_of_questions_is_gone_round_once() -> None:
    circle = Interview("c", ("一",), {one.key: one for one in (ask("a", resets=("b",)), ask("b", resets=("a", "b")))})
    assert list(resting_on(circle, "a")) == ["b"]


def test_an_answer_goes_with_all_that_rests_on_it() -> None:
    values = {"pet": "dog", "name": "阿黄", "call": "黄", "end": "x", "other": 1}
    assert without(TOY, values, "name") == {"pet": "dog", "end": "x", "other": 1}
    assert without(TOY, values, "pet") == {"end": "x", "other": 1}


# The two slots.


def test_progress_comes_out_of_its_slots_as_it_went_in() -> None:
    whole = Progress({"a": "短", "b": "长" * (LONG + 1), "c": ["x"], "d": 3}, ("a", "b"), 1, {"h": 1}, {"w": "x"})
    short, long = whole.parts()
    assert long == {"b": "长" * (LONG + 1)} and "b" not in short["values"]
    assert Progress.of(short, long) == whole


@pytest.mark.parametrize("nothing", [None, {}])
def test_empty_slots_are_an_empty_form(nothing: Any) -> None:
    assert Progress.of(nothing, nothing) == Progress()


@settings(max_examples=25, deadline=None)
@given(some.dictionaries(some.text(max_size=4), some.text(max_size=300) | some.integers(), max_size=4))
def test_any_answers_survive_their_slots(values: dict[str, Any]) -> None:
    assert Progress.of(*Progress(values).parts()).values == values
    assert all(len(one) > LONG for one in Progress(values).parts()[1].values())


# On and back.


def on(progress: Progress, key: str, value: str) -> Progress:
    return progress.answered(key, {**progress.values, key: value})


def step_back(progress: Progress) -> Progress | None:
    following = next_question(TOY, progress.values, progress.values)
    return back(TOY, progress, following or ask("end"), progress.values)


def test_an_answer_forgets_failures_and_stands_last_on_the_path() -> None:
    once = Progress({"a": "1"}, ("a", "b"), failures=2, was={"a": "0"})
    assert once.answered("a", {"a": "2"}) == Progress({"a": "2"}, ("b", "a"))


def test_back_opens_the_last_question_and_remembers_its_answer() -> None:
    known = on(on(Progress(), "pet", "dog"), "name", "阿黄")
    once = step_back(known)
    assert once is not None
    assert (once.values, once.path, once.was) == ({"pet": "dog"}, ("pet",), {"name": "阿黄"})


def test_back_at_the_first_question_is_none() -> None:
    assert step_back(Progress()) is None


def test_back_twice_gives_the_first_answer_back() -> None:
    known = on(on(Progress(), "pet", "dog"), "name", "阿黄")
    twice = step_back(step_back(known) or Progress())
    assert twice is not None
    assert (twice.values, twice.was) == ({"name": "阿黄"}, {"pet": "dog"})
    assert set(twice.path) == {"name"}


def test_back_passes_what_is_no_longer_asked() -> None:
    known = on(on(Progress(), "pet", "none"), "alone", "ja")
    changed = Progress({**known.values, "pet": "dog"}, known.path)
    once = step_back(changed)
    assert once is not None and once.was == {"pet": "dog"}


def test_back_gives_up_a_change_that_was_begun() -> None:
    known = on(on(on(Progress(), "pet", "dog"), "name", "阿黄"), "call", "黄")
    begun = known.reopened("name", known.path)
    assert next_question(TOY, begun.values, begun.values) == TOY.questions["name"]
    given_up = step_back(begun)
    assert given_up is not None
    assert given_up.values == known.values and given_up.was == {} and given_up.path == known.path


def test_back_never_takes_an_answer_that_stands_behind_the_open_question() -> None:
    """The open question would be asked again, and an answer be gone for every step back."""
    known = on(on(on(Progress(), "pet", "dog"), "name", "阿黄"), "end", "完")
    changed = Progress({"pet": "cat", "end": "完"}, ("name", "end", "pet"))  # the pet was changed: its name is asked
    once = step_back(changed)
    assert once is not None
    assert once.was == {"pet": "cat"} and once.values == {"end": "完"}
    assert step_back(once) is None
    assert known.values["end"] == "完"


def test_a_second_change_gives_the_first_answer_back() -> None:
    known = on(on(Progress(), "pet", "dog"), "end", "完")
    begun = known.reopened("end", known.path).whole()
    assert begun.values == known.values and begun.was == {}
    other = begun.reopened("pet", begun.path)
    assert other.values == {"end": "完"} and other.was == {"pet": "dog"}


def test_what_was_taken_back_is_on_the_path_again() -> None:
    known = on(on(Progress(), "pet", "dog"), "end", "完")
    once = step_back(on(Progress({"pet": "dog"}, ("pet",)), "name", "阿黄"))
    assert once is not None and once.path == ("pet",) and once.whole().path == ("pet", "name")
    assert known.whole() == known
