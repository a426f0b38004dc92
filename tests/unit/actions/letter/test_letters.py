"""Printed letters, each as a camera would give its lines, and what is read of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.letter.findings import findings
from actions.letter.found import FIELDS, Findings
from actions.letter.lines import Line

LETTERS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("letters.yml").read_text(encoding="utf-8"))
READ = [letter for letter in LETTERS if "expected" in letter]
REFUSED = [letter for letter in LETTERS if "refused" in letter]
each = pytest.mark.parametrize("letter", READ, ids=lambda letter: letter["name"])


def read(letter: dict[str, Any], score: float = 0.98) -> Findings:
    return findings([Line(text, score) for text in letter["printed"].splitlines()])


def test_there_are_enough_of_them() -> None:
    assert len(READ) >= 12 and len(REFUSED) >= 6
    assert len({letter["name"] for letter in LETTERS}) == len(LETTERS)


@each
def test_every_field_that_is_printed_is_read_and_no_other(letter: dict[str, Any]) -> None:
    found = read(letter)
    assert found.refused is None
    assert {key: one.value for key, one in found.fields.items()} == letter["expected"]
    assert set(letter["expected"]) <= set(FIELDS)


@each
def test_the_penalties(letter: dict[str, Any]) -> None:
    assert [[one.kind, one.amount] for one in read(letter).penalties] == letter["penalties"]


@each
def test_what_to_watch_out_for(letter: dict[str, Any]) -> None:
    assert list(read(letter).notes) == letter.get("notes", [])


@each
def test_a_doubtful_recognition_is_never_a_sure_finding(letter: dict[str, Any]) -> None:
    sure, unsure = read(letter, 0.98), read(letter, 0.8)
    assert {key: one.value for key, one in unsure.fields.items()} == letter["expected"]
    for key, one in unsure.fields.items():
        assert 0 < one.confidence <= 0.8 and one.confidence < sure.fields[key].confidence <= 1


@pytest.mark.parametrize("letter", REFUSED, ids=lambda letter: letter["name"])
def test_what_cannot_be_used_gives_nothing(letter: dict[str, Any]) -> None:
    found = read(letter)
    assert found.refused == letter["refused"]
    assert (found.fields, found.penalties, found.notes) == ({}, (), ())


@each
def test_a_head_that_differs_from_the_foot_is_doubted(letter: dict[str, Any]) -> None:
    found = read(letter)
    assert (found.fields["agency"].confidence < 0.7) == ("two_names" in found.notes)


@each
def test_the_order_in_which_lines_are_cut_does_not_matter_to_sentences(letter: dict[str, Any]) -> None:
    """A photo taken from nearer has shorter lines; what runs over lines is read all the same."""
    cut = []
    for text in letter["printed"].splitlines():
        long = len(text) > 30
        cut += [Line(text[:21], 0.98), Line(text[21:], 0.98)] if long else [Line(text, 0.98)]
    found = findings(cut)
    for key in ("told", "told_authority", "told_days"):
        assert found.value(key) == letter["expected"].get(key)
    assert [[one.kind, one.amount] for one in found.penalties] == letter["penalties"]
