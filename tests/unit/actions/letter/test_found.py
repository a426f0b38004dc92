"""Findings on their way: what is written is read again, and nothing else is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis.strategies import builds, dictionaries, lists, none, sampled_from, text, tuples

from actions.letter.found import FIELDS, Findings, Found, Penalty, clean, decoded
from actions.procedure.tables import table

LONG = "石" * 60
FULL = Findings(
    fields={
        **{key: Found(LONG, 0.87) for key in ("agency", "document", "number", "told_authority", "told_days")},
        "decided_on": Found("2026-10-12", 1.0),
        "received_on": Found("2026-10-15", 0.5),
        "told": Found("whole", 0.99),
    },
    penalties=(Penalty("fine", "123456789012.25", 0.9), Penalty("warning", None, 0.4)) * 6,
    notes=tuple(table("photo")["notes"]),
)


def test_what_is_written_is_read_again() -> None:
    assert decoded(FULL.encoded()) == FULL
    assert decoded(Findings(refused="dark").encoded()) == Findings(refused="dark")
    assert decoded(Findings().encoded()) == Findings()


def test_the_longest_findings_fit_into_a_choice() -> None:
    """The edge takes back choices of 2000 signs; a payload quotes the text once more."""
    assert len(json.dumps({"findings": FULL.encoded()}, ensure_ascii=False)) < 1500


@pytest.mark.parametrize("text", ["", "x", "[", "[]", "7", "null", '"agency"'])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decoded(text)


@pytest.mark.parametrize(
    "raw",
    [
        {"agency": "石泉县水利局"},
        {"agency": ["石泉县水利局"]},
        {"agency": ["石泉县水利局", 101]},
        {"agency": ["石泉县水利局", True]},
        {"agency": ["石泉县水利局", "99"]},
        {"agency": [7, 99]},
        {"agency": ["", 99]},
        {"agency": ["石" * 61, 99]},
        {"agency": ["一\n二", 99]},
        {"agency": ["一\u202e二", 99]},
        {"agency": ["{name}", 99]},
        {"agency": ['"', 99]},
        {"decided_on": ["2026-13-01", 99]},
        {"decided_on": ["20261012", 99]},
        {"decided_on": ["昨天", 99]},
        {"told": ["yes", 99]},
        {"penalties": [["death", None, 99]]},
        {"penalties": [["fine", "5000"]]},
        {"penalties": "fine"},
        {"penalties": [["fine", "5000", 200]]},
        {"notes": ["unknown"]},
        {"notes": "upper"},
        {"name": ["甲", 99]},
    ],
)
def test_what_is_not_as_written_is_left_out(raw: dict[str, object]) -> None:
    assert decoded(json.dumps(raw)) == Findings()


def test_a_sum_that_is_none_is_left_out_and_its_penalty_stays() -> None:
    assert decoded('{"penalties": [["fine", "lots", 90]]}').penalties == (Penalty("fine", None, 0.9),)


def test_an_unknown_refusal_is_still_one() -> None:
    assert decoded('{"refused": "x", "agency": ["石泉县水利局", 99]}') == Findings(refused="unclear")
    assert decoded('{"refused": ["x"]}').refused == "unclear"


def test_too_many_penalties_are_cut() -> None:
    assert len(decoded(json.dumps({"penalties": [["fine", None, 1]] * 50})).penalties) == 12


found = tuples(text(max_size=80), none() | text(max_size=3)).map(list)


@given(dictionaries(sampled_from([*FIELDS, "penalties", "notes", "refused"]) | text(max_size=5), found | lists(found)))
def test_no_table_breaks_it(raw: dict[str, object]) -> None:
    again = decoded(json.dumps(raw))
    assert all(clean(one.value) for one in again.fields.values())


@given(builds(Found, sampled_from(["石泉县水利局"]), sampled_from([-1.0, 0.0, 0.333, 1.0, 7.0])))
def test_confidences_stay_between_nothing_and_certainty(one: Found) -> None:
    assert 0 <= decoded(Findings({"agency": one}).encoded()).fields["agency"].confidence <= 1
