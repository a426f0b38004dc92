"""One county's facts: reading, placeholders, opening hours."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from actions.content.region import CHINA, Region, check_placeholders, load_region, workday
from actions.content.source import ROOT, ContentError

REAL = (ROOT / "regions" / "shiquan.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def region() -> Region:
    """The default county."""
    return load_region("shiquan")


def county(root: Path, old: str = "", new: str = "", name: str = "other") -> Region:
    """The default county with one thing changed, as another region."""
    (root / "regions").mkdir(exist_ok=True)
    assert old in REAL
    (root / "regions" / f"{name}.yml").write_text(REAL.replace(old, new, 1) if old else REAL, encoding="utf-8")
    return load_region(name, root)


def test_serves_shiquan_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YIFAWEN_REGION", raising=False)
    assert load_region().id == "shiquan"
    monkeypatch.setenv("YIFAWEN_REGION", "elsewhere")
    with pytest.raises(ContentError, match=r"elsewhere\.yml"):
        load_region()


def test_is_read_once(region: Region) -> None:
    assert load_region("shiquan") is region


@pytest.mark.parametrize("name", ["../laws", "a/b", "县", "A"])
def test_a_region_id_is_no_path(name: str) -> None:
    with pytest.raises(ContentError, match="地区代号"):
        load_region(name)


def test_blank_phone_becomes_the_public_lines(region: Region) -> None:
    assert region.office_phone is None
    assert "12345" in region.office_phone_text() and "12348" in region.office_phone_text()


def test_known_phone_and_address_are_used(tmp_path: Path) -> None:
    known = dataclasses.replace(county(tmp_path), office_phone="12348", office_address="向阳路口")
    assert known.office_phone_text() == "12348"
    assert known.fill("地址：{office_address}；电话：{office_phone}") == "地址：向阳路口；电话：12348"


def test_fills_placeholders(region: Region) -> None:
    assert region.fill("{county}归{city}，向{authority}或{upper_authority}申请") == (
        "石泉县归安康市，向石泉县人民政府或安康市人民政府申请"
    )
    assert region.fill("没有占位符") == "没有占位符"


@pytest.mark.parametrize("text", ["{nobody}", "{}", "{office_phone", "office_phone}", "{{county}}"])
def test_refuses_what_it_cannot_fill(region: Region, text: str) -> None:
    with pytest.raises(ContentError):
        region.fill(text)


def test_check_placeholders_names_where() -> None:
    with pytest.raises(ContentError, match=r"a\.yml 的 b\.more：没有占位符"):
        check_placeholders("{phone}", "a.yml", "b.more")


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 11, 23, 8, 59), False),
        (datetime(2026, 11, 23, 9, 0), True),
        (datetime(2026, 11, 23, 12, 0), False),
        (datetime(2026, 11, 23, 14, 30), True),
        (datetime(2026, 11, 23, 17, 0), False),
        (datetime(2026, 11, 22, 10, 0), False),  # Sunday
        (datetime(2026, 10, 1, 10, 0), False),  # National Day, a Thursday
        (datetime(2026, 10, 10, 10, 0), True),  # a Saturday worked in exchange
    ],
)
def test_opening_hours_follow_the_holiday_notices(region: Region, moment: datetime, is_open: bool) -> None:
    assert region.open_at(moment) is is_open


def test_a_moment_with_a_zone_is_read_in_china_time(region: Region) -> None:
    assert region.open_at(datetime(2026, 11, 23, 1, 30, tzinfo=UTC))
    assert not region.open_at(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    assert region.open_at(datetime(2026, 11, 22, 20, 30, tzinfo=timezone(timedelta(hours=-5))))
    assert region.open_at(datetime(2026, 11, 23, 9, 30, tzinfo=CHINA))


def test_the_calendar_can_be_another(region: Region) -> None:
    assert not region.open_at(datetime(2026, 11, 23, 10), is_workday=lambda day: False)


def test_years_without_a_notice_fall_back_to_the_week() -> None:
    assert workday(date(2199, 1, 1)) == (date(2199, 1, 1).weekday() < 5)
    assert workday(date(2199, 1, 5)) == (date(2199, 1, 5).weekday() < 5)


def test_reads_the_structure(region: Region) -> None:
    assert region.spans == ((time(9), time(12)), (time(14), time(17)))
    assert region.filing == "draft"
    assert region.bodies == region.departments + region.towns
    assert ("12348", "公共法律服务热线（免费法律咨询、法律援助）") in region.phones


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('["09:00", "12:00"]', '["9点", "12:00"]', r"hours\.workday：应当写成"),
        ('["09:00", "12:00"]', '"09:00"', r"hours\.workday：应当写成"),
        ("filing: draft", "filing: maybe", "filing：只能是"),
        ("name: 石泉县\n", "name: null\n", "name：类型不对"),
        ("authority:\n", "authoritas:\n", "authority：缺少"),
        ("陕西省\nconfirmed: false", "陕西省\nconfirmed: no", "confirmed：类型不对"),
    ],
)
def test_refuses_a_faulty_file(tmp_path: Path, old: str, new: str, problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        county(tmp_path, old, new)


def test_a_county_can_become_an_official_channel(tmp_path: Path) -> None:
    assert county(tmp_path, "filing: draft", "filing: official").filing == "official"
