"""The OpenAPI document of the calculators: its examples work, its enumerations are the tables', it says what is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis.strategies import one_of
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from actions.procedure.tables import table
from bot.channels.app import create_app
from bot.channels.settings import Settings
from tests.channels.citizen import FakeFiles
from tests.channels.conftest import INBOX_SECRET
from tests.channels.fake_inbox import served

PREFIX = "/api/procedure"
ASKING = [f"{PREFIX}/{name}" for name in ("deadline", "lawsuit", "office", "clocks", "jurisdiction")]
ASKING += [f"{PREFIX}/{name}" for name in ("admissibility", "precondition", "track", "standing", "triage")]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="module")
def edge_url(words: Any) -> Iterator[str]:
    settings = Settings(session_key="only-for-tests-0123456789abcdef", inbox_secret=INBOX_SECRET)
    app = create_app(settings, words=words, files=FakeFiles())

    async def unlimited(*args: object) -> None: ...

    app.state.edge.limits.hit = unlimited
    with served(app, server_header=False) as url:
        yield url


@pytest.fixture(scope="module")
def document(edge_url: str) -> dict[str, Any]:
    return dict(httpx.get(f"{edge_url}/openapi.json").json())


@pytest.fixture(scope="module")
def api(edge_url: str, document: dict[str, Any]) -> Any:
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=edge_url)
    return schema


@pytest.mark.parametrize(("path", "method"), [*((path, "POST") for path in ASKING), (f"{PREFIX}/tables", "GET")])
def test_the_calculators_do_what_the_document_says(api: Any, path: str, method: str) -> None:
    operation = api[path][method]
    both = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @given(case=one_of(both))
    @bounded(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def run(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, timeout=20)

    run()


def chinese(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in text)


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference names."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def request_schema(document: dict[str, Any], path: str) -> dict[str, Any]:
    return resolved(document, document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"])


@pytest.mark.parametrize("path", ASKING)
def test_every_example_works(edge_url: str, document: dict[str, Any], path: str) -> None:
    examples = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert len(examples) >= 2
    for example in examples.values():
        assert chinese(example["summary"])
        response = httpx.post(f"{edge_url}{path}", json=example["value"])
        assert response.status_code == 200, response.text


@pytest.mark.parametrize("path", ASKING)
def test_every_example_of_a_field_works(edge_url: str, document: dict[str, Any], path: str) -> None:
    needed = {"office": {"event": "accepted", "on": "2026-11-02"}, "clocks": {"received": "2026-11-02"}}
    for name, field in request_schema(document, path)["properties"].items():
        for example in field.get("examples", []) if name != "today" else []:
            response = httpx.post(f"{edge_url}{path}", json={**needed.get(path.rpartition("/")[2], {}), name: example})
            assert response.status_code == 200, response.text


@pytest.mark.parametrize("path", ASKING)
def test_every_field_has_a_chinese_name_and_description(document: dict[str, Any], path: str) -> None:
    schema = request_schema(document, path)
    assert schema["additionalProperties"] is False and chinese(schema["description"])
    for field in schema["properties"].values():
        assert chinese(field["title"]) and chinese(field["description"])


@pytest.mark.parametrize("path", ASKING)
def test_the_refusals_are_documented(document: dict[str, Any], path: str) -> None:
    responses = document["paths"][path]["post"]["responses"]
    assert set(responses) == {"200", "400", "408", "413", "422", "429", "500"}
    errors = responses["422"]["content"]["application/problem+json"]["schema"]["properties"]["errors"]
    assert set(errors["items"]["properties"]) == {"field", "name", "detail"}


def enumeration(schema: dict[str, Any]) -> dict[str, Any]:
    """The part of a field that lists its values."""
    return next(one for one in [schema, *schema.get("anyOf", [])] if "enum" in one)


ENUMERATIONS: list[tuple[str, str, Any]] = [
    ("deadline", "way", table("deadline")["ways"]),
    ("deadline", "duty", table("deadline")["duties"]),
    ("deadline", "claimed", table("deadline")["reasons"]),
    ("lawsuit", "kind", table("deadline-lawsuit")["kinds"]),
    ("office", "event", table("deadline-office")["events"]),
    ("office", "term", table("deadline-office")["terms"]),
    ("clocks", "since", table("deadline-office")["since"]),
    ("jurisdiction", "special", table("respondents-special")),
    ("admissibility", "outside", table("matters-scope")),
    ("precondition", "matter", {**table("matters"), "tax": None}),
    ("standing", "kind", table("requests-applicants")["applicants"]),
    ("standing", "interest", table("requests-applicants")["interests"]),
]


@pytest.mark.parametrize(("path", "field", "rows"), ENUMERATIONS)
def test_an_enumeration_is_the_table(document: dict[str, Any], path: str, field: str, rows: Any) -> None:
    found = enumeration(request_schema(document, f"{PREFIX}/{path}")["properties"][field])
    assert set(found["enum"]) == set(rows) == set(found["x-labels"])
    assert all(chinese(label) for label in found["x-labels"].values())


def test_no_calculator_asks_for_a_session(document: dict[str, Any]) -> None:
    found = [path for path in document["paths"] if path.startswith(PREFIX)]
    assert sorted(found) == sorted([*ASKING, f"{PREFIX}/tables"])
    for path in found:
        for operation in document["paths"][path].values():
            assert "security" not in operation and operation["tags"] == ["计算器"]
            assert chinese(operation["summary"]) and chinese(operation["description"])


def test_every_field_of_an_answer_is_described_in_chinese(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for key, field in schema.get("properties", {}).items():
            if name.endswith(("Result", "Row", "Body", "Line", "Tables", "NextStep")):
                assert chinese(field.get("description", "")), f"{name}.{key}"
