"""The OpenAPI document says in Chinese what is there, and what is there does what it says."""

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
    ignored_auth,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from bot.channels.app import create_app
from bot.channels.settings import Settings
from tests.channels.citizen import FakeFiles, FakeReader
from tests.channels.conftest import INBOX_SECRET
from tests.channels.fake_inbox import FakeInbox, served

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    ignored_auth,
]


@pytest.fixture(scope="module")
def edge_url(words: Any, inbox_server: tuple[FakeInbox, str]) -> Iterator[str]:

    inbox_server[0].reset()
    settings = Settings(
        session_key="only-for-tests-0123456789abcdef", inbox_secret=INBOX_SECRET, rasa_urls=(inbox_server[1],)
    )
    app = create_app(settings, words=words, files=FakeFiles(), reader=FakeReader())

    async def unlimited(*args: object) -> None: ...

    app.state.edge.limits.hit = unlimited
    with served(app, server_header=False) as url:
        yield url


@pytest.fixture(scope="module")
def document(edge_url: str) -> dict[str, Any]:
    return dict(httpx.get(f"{edge_url}/openapi.json").json())


@pytest.fixture(scope="module")
def token(edge_url: str) -> str:
    return str(httpx.post(f"{edge_url}/api/chat/sessions", json={"channel": "web"}).json()["session"])


@pytest.fixture(scope="module")
def api(edge_url: str, document: dict[str, Any]) -> Any:
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=edge_url)
    # What is too large is refused before it is looked into: 413 is a rejection like the usual ones.
    schema.config.checks.negative_data_rejection.expected_statuses += ["413"]
    return schema


OPERATIONS = [
    ("/api/chat/sessions", "POST"),
    ("/api/chat/messages", "POST"),
    ("/api/chat/uploads", "POST"),
    ("/api/chat/files/{file}", "GET"),
    ("/api/chat/ratings", "POST"),
    ("/api/chat/arrivals", "POST"),
    ("/api/offices", "GET"),
    ("/healthz", "GET"),
    ("/readyz", "GET"),
    ("/metrics", "GET"),
]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_api_does_what_it_says(api: Any, token: str, path: str, method: str) -> None:
    # Not schemathesis' own parametrisation: it reaches into parts of pytest that pytest 9.2 no longer has.
    operation = api[path][method]
    both = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @given(case=one_of(both))
    @bounded(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def run(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS, timeout=20)

    run()


def chinese(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in text)


def test_every_operation_is_described_in_chinese(document: dict[str, Any]) -> None:
    operations = [op for path in document["paths"].values() for op in path.values()]
    assert {op["operationId"] for op in operations} == {
        *(
            "openSession",
            "endSession",
            "moveSession",
            "arrive",
            "rate",
            "offices",
            "sendMessage",
            "uploadPhoto",
            "fetchFile",
            "healthz",
            "readyz",
            "metrics",
        ),
        *("countDeadline", "countLawsuit", "countOffice", "countClocks", "findJurisdiction", "checkAdmissibility"),
        *("checkPrecondition", "guessTrack", "checkStanding", "triage", "procedureTables"),
    }
    assert all(chinese(op["summary"]) and chinese(op["description"]) for op in operations)


def test_every_key_of_a_message_is_described_in_chinese(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert len([name for name in schemas if name.endswith("Message")]) == 12
    bare = [
        f"{name}.{key}"
        for name, schema in schemas.items()
        for key, value in schema.get("properties", {}).items()
        if key != "type" and not chinese(value.get("description", ""))
    ]
    assert bare == []


def test_every_refusal_is_documented_as_a_problem(document: dict[str, Any]) -> None:
    responses = document["paths"]["/api/chat/messages"]["post"]["responses"]
    assert set(responses) == {"200", "400", "401", "408", "409", "413", "422", "429", "500"}
    assert {tuple(found["content"]) for status, found in responses.items() if status != "200"} == {
        ("application/problem+json",)
    }


def test_a_photo_is_the_whole_body_and_its_refusals_are_documented(document: dict[str, Any]) -> None:
    operation = document["paths"]["/api/chat/uploads"]["post"]
    assert set(operation["requestBody"]["content"]) == {"image/jpeg", "image/png", "application/pdf"}
    assert set(operation["responses"]) == {"201", "401", "408", "409", "413", "415", "422", "429", "500", "503"}


def test_the_session_is_the_security_scheme(document: dict[str, Any]) -> None:
    for path in ("/api/chat/messages", "/api/chat/uploads", "/api/chat/files/{file}"):
        [operation] = document["paths"][path].values()
        assert operation["security"] == [{"session": []}]
    assert "security" not in document["paths"]["/api/chat/sessions"]["post"]
