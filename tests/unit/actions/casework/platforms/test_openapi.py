"""The document in docs/ says what the code does, and what the code sends and takes fits it."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from actions.casework.kinds import CaseEventKind, CaseState, LetterKind
from actions.casework.platforms.contract import COMPLAINTS_PATH, IDEMPOTENCY, STATUS_PATH, CaseStatus, Complaint, Taken
from actions.casework.platforms.openapi import FILE, openapi, written
from actions.casework.platforms.signing import request_headers, response_headers

DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]})


def test_the_file_is_the_one_that_the_code_writes() -> None:
    assert FILE.read_text(encoding="utf-8") == written()
    assert openapi() == DOCUMENT


def test_it_names_the_two_calls_and_no_other() -> None:
    assert {path: list(calls) for path, calls in DOCUMENT["paths"].items()} == {
        STATUS_PATH: ["get"],
        COMPLAINTS_PATH: ["post"],
    }


def test_every_call_is_signed_with_the_headers_that_the_code_sends() -> None:
    sent = set(request_headers("a", b"x", "GET", "/", b"", datetime.now(UTC)))
    for path in DOCUMENT["paths"].values():
        for call in path.values():
            named = {one["$ref"].rpartition("/")[2] for one in call["parameters"] if "$ref" in one}
            assert named == sent == set(DOCUMENT["components"]["parameters"])
            for status, answer in call["responses"].items():
                if status.startswith("2"):
                    assert set(answer["headers"]) == set(response_headers(b"x", 200, "n", b""))


def test_only_handing_over_has_an_idempotency_key() -> None:
    keyed = [
        one["name"]
        for path in DOCUMENT["paths"].values()
        for call in path.values()
        for one in call["parameters"]
        if one.get("in") == "header"
    ]
    assert keyed == [IDEMPOTENCY]


def test_what_we_send_fits_the_document() -> None:
    complaint = Complaint(
        number="T2026-000001",
        kind=LetterKind.COMPLAINT,
        received_on=date(2026, 11, 23),
        anonymous=False,
        about="演示",
        what_happened="演示",
    )
    validator("Complaint").validate(json.loads(complaint.model_dump_json()))


@pytest.mark.parametrize(
    ("name", "model", "document", "fits"),
    [
        ("CaseStatus", CaseStatus, {"number": "1", "state": "accepted", "as_of": "2026-11-25T09:00:00Z"}, True),
        ("CaseStatus", CaseStatus, {"number": "1", "state": "won", "as_of": "2026-11-25T09:00:00Z"}, False),
        ("CaseStatus", CaseStatus, {"state": "accepted", "as_of": "2026-11-25T09:00:00Z"}, False),
        ("CaseStatus", CaseStatus, {"number": "", "state": "closed", "as_of": "2026-11-25T09:00:00Z"}, False),
        ("Taken", Taken, {"number": "T1", "reference": "R1"}, True),
        ("Taken", Taken, {"number": "T1"}, False),
        ("Taken", Taken, {"number": "T1", "reference": "R" * 61}, False),
    ],
)
def test_the_document_and_the_code_take_and_refuse_the_same(
    name: str, model: Any, document: dict[str, Any], fits: bool
) -> None:
    assert validator(name).is_valid(document) == fits
    try:
        model.model_validate_json(json.dumps(document))
    except ValueError:
        assert not fits
    else:
        assert fits


def test_the_lists_are_our_own() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert schemas["CaseState"]["enum"] == [one.value for one in CaseState]
    assert schemas["CaseEventKind"]["enum"] == [one.value for one in CaseEventKind]
