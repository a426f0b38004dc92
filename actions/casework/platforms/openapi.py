"""The contract as OpenAPI: `python -m actions.casework.platforms.openapi` writes docs/platform-openapi.json."""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from actions.casework.platforms.contract import COMPLAINTS_PATH, IDEMPOTENCY, STATUS_PATH, CaseStatus, Complaint, Taken
from actions.casework.platforms.signing import ID, NONCE, SIGNATURE, TIME
from actions.content.source import ROOT

FILE = ROOT.parent / "docs" / "platform-openapi.json"
_SIGNED = {
    ID: "Who asks: the id that both sides agreed on.",
    TIME: "The moment in UTC (ISO 8601); more than five minutes away is refused.",
    NONCE: "Random, new for every request; the receiver refuses one that it has seen within ten minutes.",
    SIGNATURE: (
        "HMAC-SHA256 in hexadecimal with the shared secret, over these lines joined by a line feed: yifawen-request-1, "
        "the method, the path with its prefix as sent, the time, the nonce, SHA-256 of the body in hexadecimal."
    ),
}
_ANSWER = (
    "HMAC-SHA256 in hexadecimal with the shared secret, over these lines joined by a line feed: yifawen-response-1, "
    "the status, the nonce of the request, SHA-256 of the body in hexadecimal."
)
_NO = {
    "401": "The signature, the time or the nonce does not fit.",
    "404": "There is no such case.",
    "409": "This key was used for another complaint.",
    "422": "The document does not fit; it is not sent again.",
    "429": "Too many requests; tried again later.",
    "503": "Not now; tried again later.",
}


def openapi() -> dict[str, Any]:
    """The document."""
    _, schemas = models_json_schema(
        [(model, "validation") for model in (CaseStatus, Complaint, Taken)], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "What Yifawen expects of an outside platform", "version": "1"},
        "paths": {
            STATUS_PATH: {"get": _status()},
            COMPLAINTS_PATH: {"post": _complaints()},
        },
        "components": {"schemas": schemas["$defs"], "parameters": {name: _header(name) for name in _SIGNED}},
    }


def written() -> str:
    """The file as it stands in docs/."""
    return json.dumps(openapi(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _status() -> dict[str, Any]:
    number = {"name": "number", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 60}}
    return {
        "operationId": "caseStatus",
        "summary": "Where a case stands; asked after both secrets of the citizen fitted, and repeated at most once.",
        "parameters": [number, *_signed()],
        "responses": {"200": _answer("CaseStatus", "The state."), **_noes("401", "404", "429", "503")},
    }


def _complaints() -> dict[str, Any]:
    schema = {"type": "string", "minLength": 43, "maxLength": 43}
    key = {"name": IDEMPOTENCY, "in": "header", "required": True, "schema": schema}
    body = {"required": True, "content": {"application/json": {"schema": _ref("Complaint")}}}
    return {
        "operationId": "takeComplaint",
        "summary": "Take a complaint over. It may come again with the same key: then the first answer is given again.",
        "parameters": [key, *_signed()],
        "requestBody": body,
        "responses": {
            "200": _answer("Taken", "It was taken before."),
            "201": _answer("Taken", "It is taken."),
            **_noes("401", "409", "422", "429", "503"),
        },
    }


def _signed() -> list[dict[str, str]]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in _SIGNED]


def _header(name: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "description": _SIGNED[name], "schema": {"type": "string"}}


def _answer(schema: str, words: str) -> dict[str, Any]:
    signed = {SIGNATURE: {"required": True, "description": _ANSWER, "schema": {"type": "string"}}}
    return {"description": words, "headers": signed, "content": {"application/json": {"schema": _ref(schema)}}}


def _noes(*statuses: str) -> dict[str, Any]:
    return {status: {"description": _NO[status]} for status in statuses}


def _ref(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}


def main(file: Path = FILE) -> int:
    """Write the file; returns the exit status."""
    file.write_text(written(), encoding="utf-8")
    sys.stdout.write(f"{file.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
