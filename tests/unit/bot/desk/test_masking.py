"""What is left of names and contacts on a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.masking import masked_contact, masked_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳某某", "欧***"),
        ("一个很长很长的单位名称", "一***"),
        (" 张三 ", "张*"),
        ("张", "张*"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_name_keeps_its_first_character(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("13800001234", "138****1234"),
        ("138 0000 1234", "138****1234"),
        ("138-0000-1234", "138****1234"),
        ("+86 13800001234", "138****1234"),
        ("8613800001234", "138****1234"),
        ("电话13800001234，找张三", "138****1234"),
        ("0915-6300123", "0915-****123"),
        ("09156300123", "0915-****123"),
        ("someone@example.com", "s****@example.com"),
        ("邮箱someone@example.com谢谢", "s****@example.com"),
        ("微信号 abc-123", "微****"),
        ("城关镇某村3组12号", "城****"),
        ("110101199001010010", "1****"),
        ("１３８００００１２３４", "１****"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_contact_keeps_little(contact: str, shown: str) -> None:
    assert masked_contact(contact) == shown


@given(
    st.from_regex(r"1[3-9]\d{9}", fullmatch=True, alphabet="0123456789"), st.sampled_from(["", "电话", "找我 ", "："])
)
def test_the_middle_of_a_mobile_number_never_shows(number: str, before: str) -> None:
    shown = masked_contact(before + number)
    assert shown == f"{number[:3]}****{number[-4:]}"


@given(st.text(st.characters(exclude_characters="*"), min_size=2))
def test_nothing_shows_whole(contact: str) -> None:
    shown = masked_contact(contact)
    assert len(contact.strip()) < 2 or contact.strip() not in shown
