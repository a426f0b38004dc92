"""Identity numbers and credit codes: a slip of one sign never passes. No number here is anybody's own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from actions.interview.numbers import credit_code, identity_number, sex_of

few = settings(max_examples=40, deadline=None)
TODAY = date(2026, 11, 23)
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_check(first: str) -> str:
    """A whole identity number: ISO 7064, modulus 11, radix 2."""
    left = sum(int(sign) * (2 ** (17 - at)) for at, sign in enumerate(first))
    check = (12 - left) % 11
    return first + ("X" if check == 10 else str(check))


def with_credit_check(first: str) -> str:
    """A whole credit code: weights are the powers of three modulo 31."""
    weights = [1]
    while len(weights) < 17:
        weights.append(weights[-1] * 3 % 31)
    total = sum(SIGNS.index(sign) * weight for sign, weight in zip(first, weights, strict=True))
    return first + SIGNS[-total % 31]


born = some.dates(date(1900, 1, 1), TODAY)


@few
@given(some.integers(100000, 999999), born, some.integers(0, 999))
def test_a_number_with_its_check_digit_is_read(place: int, day: date, order: int) -> None:
    number = with_check(f"{place}{day:%Y%m%d}{order:03d}")
    assert identity_number(number, TODAY) == number
    assert identity_number(f" {number[:6]} {number[6:14]}-{number[14:]} ", TODAY) == number
    assert identity_number(number.lower(), TODAY) == number
    assert sex_of(number) == ("male" if order % 2 else "female")


@few
@given(some.integers(100000, 999999), born, some.integers(0, 999), some.integers(0, 16), some.integers(1, 9))
def test_a_slip_of_one_digit_is_noticed(place: int, day: date, order: int, at: int, more: int) -> None:
    number = with_check(f"{place}{day:%Y%m%d}{order:03d}")
    wrong = f"{number[:at]}{(int(number[at]) + more) % 10}{number[at + 1 :]}"
    assert identity_number(wrong, TODAY) is None


def test_the_last_sign_may_be_an_x_and_no_other_letter() -> None:
    tens = next(number for order in range(1000) if (number := with_check(f"11010519491231{order:03d}")).endswith("X"))
    assert identity_number(tens, TODAY) == identity_number(tens.replace("X", "x"), TODAY) == tens
    assert identity_number(tens.replace("X", "Y"), TODAY) is None


@pytest.mark.parametrize("day", ["19491331", "20260230", "18991231", "20261124", "21000101"])
def test_a_day_of_birth_that_cannot_be_is_refused(day: str) -> None:
    assert identity_number(with_check(f"110105{day}002"), TODAY) is None


def test_one_may_be_born_today() -> None:
    assert identity_number(with_check("11010520261123002"), TODAY)


@pytest.mark.parametrize("text", ["", "1101051949123100", "110105491231002", "身份证", with_check("01010519491231002")])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert identity_number(text, TODAY) is None


@few
@given(some.text(SIGNS, min_size=17, max_size=17))
def test_a_code_with_its_check_sign_is_read(first: str) -> None:
    code = with_credit_check(first)
    assert credit_code(code) == code
    assert credit_code(f" {code[:8].lower()}-{code[8:]} ") == code


@few
@given(some.text(SIGNS, min_size=17, max_size=17), some.integers(0, 17), some.integers(1, 30))
def test_a_slip_of_one_sign_is_noticed(first: str, at: int, more: int) -> None:
    code = with_credit_check(first)
    wrong = code[:at] + SIGNS[(SIGNS.index(code[at]) + more) % 31] + code[at + 1 :]
    assert credit_code(wrong) is None


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_look_like_digits_are_in_no_code(letter: str) -> None:
    assert credit_code(letter + with_credit_check("9" * 17)[1:]) is None


@pytest.mark.parametrize("text", ["", "9161000000", with_credit_check("9" * 17) + "0", "统一社会信用代码"])
def test_what_is_no_code_is_refused(text: str) -> None:
    assert credit_code(text) is None
