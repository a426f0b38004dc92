from datetime import UTC, datetime, timedelta

import pytest

from actions.casework.platforms.signing import (
    ID,
    NONCE,
    SIGNATURE,
    SKEW,
    TIME,
    request_fits,
    request_headers,
    response_fits,
    response_headers,
    sign,
)

SECRET = b"only-for-tests-0123456789abcdef"
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
REQUEST = ("POST", "/api/v1/complaints", b'{"a": 1}')


def headers() -> dict[str, str]:
    return request_headers("shiquan", SECRET, *REQUEST, NOW)


def test_a_signed_request_fits_and_carries_no_secret() -> None:
    made = headers()
    assert request_fits(SECRET, made, *REQUEST, NOW)
    assert made[ID] == "shiquan"
    assert made[TIME] == "2026-11-26T02:00:00+00:00"
    assert SECRET.decode() not in str(made)


def test_the_signature_is_the_one_of_the_contract() -> None:
    """A literal sample, so that another platform can check itself against it."""
    signed = sign(b"secret", "yifawen-response-1", "200", "nonce", "digest")
    assert signed == "d15d100b0162c09f6358e9ca659973ee7c50691bb1f693ee23866b2d02d04f10"


@pytest.mark.parametrize(
    "request_",
    [
        ("GET", "/api/v1/complaints", b'{"a": 1}'),
        ("POST", "/api/v1/complaints?x=1", b'{"a": 1}'),
        ("POST", "/v1/complaints", b'{"a": 1}'),
        ("POST", "/api/v1/complaints", b'{"a": 2}'),
        ("POST", "/api/v1/complaints", b""),
    ],
)
def test_nothing_of_a_request_can_be_changed(request_: tuple[str, str, bytes]) -> None:
    assert not request_fits(SECRET, headers(), *request_, NOW)


@pytest.mark.parametrize("name", [TIME, NONCE, SIGNATURE])
def test_no_header_can_be_changed_or_left_out(name: str) -> None:
    assert not request_fits(SECRET, headers() | {name: "2026-11-26T02:00:01+00:00"}, *REQUEST, NOW)
    assert not request_fits(SECRET, {k: v for k, v in headers().items() if k != name}, *REQUEST, NOW)


def test_an_old_or_early_request_and_another_secret_do_not_fit() -> None:
    made = headers()
    for moment in (NOW + SKEW + timedelta(seconds=1), NOW - SKEW - timedelta(seconds=1)):
        assert not request_fits(SECRET, made, *REQUEST, moment)
    assert request_fits(SECRET, made, *REQUEST, NOW + SKEW)
    assert not request_fits(b"x" * 30, made, *REQUEST, NOW)
    assert not request_fits(SECRET, made | {TIME: "2026-11-26T02:00:00"}, *REQUEST, NOW)


def test_every_request_has_a_nonce_of_its_own() -> None:
    assert len({headers()[NONCE] for _ in range(50)}) == 50


def test_a_response_belongs_to_its_request_and_status() -> None:
    made = response_headers(SECRET, 200, "nonce", b"{}")
    assert response_fits(SECRET, made, 200, "nonce", b"{}")
    for status, nonce, body in ((201, "nonce", b"{}"), (200, "other", b"{}"), (200, "nonce", b"{ }")):
        assert not response_fits(SECRET, made, status, nonce, body)
    assert not response_fits(SECRET, {SIGNATURE: "不是"}, 200, "nonce", b"{}")


def test_a_request_is_never_taken_for_a_response() -> None:
    made = headers()
    assert not response_fits(SECRET, made, 200, made[NONCE], REQUEST[2])
