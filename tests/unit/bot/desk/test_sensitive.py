"""Codes and personal data in texts that a citizen will read."""

import pytest

from bot.desk.sensitive import holds_code, personal


@pytest.mark.parametrize("text", ["234-CDF-GHJ", "查询码234-cdf-ghj。", "码：234-CDF-GHJ请收好"])
def test_a_code_is_seen(text: str) -> None:
    assert holds_code(text)


@pytest.mark.parametrize("text", ["", "编号W2026-000001", "2026-11-23", "0915-631-2345", "AAA-BBB-CCC"])
def test_a_number_or_a_day_is_no_code(text: str) -> None:
    assert not holds_code(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("请打13912345678找我", ["手机号"]),
        ("139 1234 5678", ["手机号"]),
        ("身份证00000019000101000X号", ["身份证号"]),
        ("卡号0000000000000000转账", ["银行卡号"]),
        ("电话0915-6312345", ["固定电话"]),
        ("写信到a.b@example.cn", ["电子邮箱"]),
        ("住城关镇3号楼2单元501室", ["门牌住址"]),
        ("陕G12345停在路口", ["车牌号"]),
    ],
)
def test_each_kind_of_personal_data_is_named(text: str, kinds: list[str]) -> None:
    assert personal(text) == kinds


@pytest.mark.parametrize(
    "text", ["", "2026年11月23日已修好，花费12345元", "打12345问清楚", "编号W2026-000001", "共3号公告"]
)
def test_a_plain_reply_is_none(text: str) -> None:
    assert personal(text) == []


def test_the_writer_s_own_name_is_seen_and_one_sign_is_not_enough() -> None:
    assert personal("演示甲同志", ("演示甲",)) == ["来信人的姓名或者联系方式"]
    assert personal("甲方已经修好", ("甲",)) == []
