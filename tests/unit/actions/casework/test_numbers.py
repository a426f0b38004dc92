import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.casework.numbers import (
    ALPHABET,
    CODE_LENGTH,
    CODE_PATTERN,
    code_from,
    holds_code,
    new_code,
    normal_code,
    normal_number,
    record_number,
)


@pytest.mark.parametrize(
    "typed",
    [
        "T2026-000001",
        "t2026-000001",
        " T2026 - 000001 ",
        "T2026000001",
        "T2026-1",
        "Ｔ２０２６－０００００１",
        "T2026—000001",
        "T2026–000001",
        "T2026_000001",
        "T2026-000001\u200b",
        "T2026\u3000000001",
    ],
)
def test_a_receipt_number_is_read_as_people_type_it(typed: str) -> None:
    assert normal_number(typed) == "T2026-000001"


@pytest.mark.parametrize(
    "typed",
    [
        "演示复〔2025〕1号",
        "演示复[2025]1号",
        "演示复［2025］1号",
        "演示复（2025）1号",
        "演示复(2025)1号",
        "演示复【2025】1号",
        "演示复〔２０２５〕１号",
        " 演示复 〔2025〕 1 号 ",
    ],
)
def test_a_case_number_is_read_as_people_type_it(typed: str) -> None:
    assert normal_number(typed) == "演示复〔2025〕1号"


@given(st.text(max_size=400))
def test_any_text_becomes_a_short_number_that_stays_as_it_is(typed: str) -> None:
    number = normal_number(typed)
    assert len(number) <= 60
    assert normal_number(number) == number
    assert "\0" not in number


def test_numbers_beyond_six_digits_go_on() -> None:
    assert record_number("T", 2026, 1_000_000) == "T2026-1000000"
    assert normal_number("T20261000000") == "T2026-1000000"


def test_different_numbers_stay_different() -> None:
    assert normal_number("T2026-000011") != normal_number("T2026-000001")


def test_a_code_carries_at_least_forty_bits() -> None:
    assert math.log2(len(set(ALPHABET))) * CODE_LENGTH >= 40
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_the_alphabet_has_no_signs_that_look_alike() -> None:
    assert not set(ALPHABET) & set("01OILBSZUAE")


def test_a_new_code_is_grouped_and_new() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"\w{3}-\w{3}-\w{3}", code) and CODE_PATTERN.fullmatch(code) for code in codes)


@pytest.mark.parametrize(
    "typed", ["234-CDF-58V", "234cdf58v", "２３４－ＣＤＦ－５８Ｖ", " 234 CDF 58V ", "234—CDF—58V", "234-CDF-SBU"]
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert normal_code(typed) == "234CDF58V"


@given(st.text(max_size=400))
def test_any_text_becomes_a_short_code_that_stays_as_it_is(typed: str) -> None:
    code = normal_code(typed)
    assert len(code) <= 60
    assert normal_code(code) == code


def test_a_grouped_code_reads_as_itself() -> None:
    code = new_code()
    assert normal_code(code) == code.replace("-", "")


@given(st.integers(min_value=0, max_value=2**288 - 1))
def test_a_digest_stands_for_a_well_formed_code(number: int) -> None:
    assert CODE_PATTERN.fullmatch(code_from(f"{number:072x}"))


def test_the_pattern_finds_a_code_in_a_chinese_sentence() -> None:
    assert CODE_PATTERN.search("我的查询码是234-CDF-58V请查") is not None
    assert CODE_PATTERN.search("罚款300000元") is None


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("我的查询码是234-CDF-58V请查", True),
        ("查询码 ２３４－ｃｄｆ－５８ｖ", True),
        ("234—CDF—58V", True),
        ("电话 234-567-899", False),
        ("罚款300000元，编号T2026-000001", False),
        ("一二三", False),
    ],
)
def test_a_text_with_a_code_is_recognised(text: str, holds: bool) -> None:
    assert holds_code(text) is holds
