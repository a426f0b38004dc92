"""What wrong look-ups are counted under, and that no address can be read out of it."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from actions.casework.lookup import MOST_FROM
from bot.channels.origins import MARK, Origins
from bot.channels.sessions import Session

KEY = "only-for-tests-0123456789abcdef"
HALL = ip_network("198.51.100.0/28")
ORIGINS = Origins(KEY, [HALL])
WEB = Session("web-1", "web", "t")
KIOSK = Session("kiosk-1", "kiosk", "t", ORIGINS.of_device("hall"))


def marks(address: str, session: Session = WEB, origins: Origins = ORIGINS) -> dict[str, str]:
    return origins.of_session(session, ip_address(address))


def test_every_kind_is_one_that_the_records_count() -> None:
    found = [marks("203.0.113.7"), marks("198.51.100.3"), marks("203.0.113.7", KIOSK), ORIGINS.of_visit("wechat-1")]
    assert {kind for one in found for kind in one} == set(MOST_FROM)


def test_a_page_is_counted_by_its_address_whatever_the_conversation() -> None:
    assert list(marks("203.0.113.7")) == ["address"]
    assert marks("203.0.113.7") == marks("203.0.113.7", Session("web-2", "web", "t"))
    assert marks("203.0.113.7") != marks("203.0.113.8")


def test_a_subscriber_of_ipv6_is_one_whatever_the_last_half() -> None:
    assert marks("2001:db8::1") == marks("2001:db8::2") != marks("2001:db8:0:1::1")


def test_a_kiosk_is_counted_by_visit_and_machine_and_not_by_the_hall_s_address() -> None:
    assert list(marks("203.0.113.7", KIOSK)) == ["visit", "shared"]
    assert marks("203.0.113.7", KIOSK) == marks("203.0.113.99", KIOSK)
    other = Session("kiosk-2", "kiosk", "t", KIOSK.device)
    assert marks("203.0.113.7", other)["shared"] == KIOSK.device
    assert marks("203.0.113.7", other)["visit"] != marks("203.0.113.7", KIOSK)["visit"]


@pytest.mark.parametrize("address", ["198.51.100.1", "198.51.100.14"])
def test_a_shared_address_counts_each_visit_and_all_of_them_together(address: str) -> None:
    one, other = marks(address), marks(address, Session("web-2", "web", "t"))
    assert list(one) == ["visit", "shared"]
    assert one["shared"] == other["shared"] and one["visit"] != other["visit"]


def test_without_an_address_not_everybody_is_one_person() -> None:
    assert list(ORIGINS.of_session(WEB, None)) == ["visit", "shared"]


def test_all_edge_machines_of_one_county_make_the_same_marks_and_no_other_s() -> None:
    assert marks("203.0.113.7") == marks("203.0.113.7", origins=Origins(KEY, []))
    assert marks("203.0.113.7") != marks("203.0.113.7", origins=Origins(KEY + "x", []))


def test_a_mark_is_a_keyed_hash() -> None:
    [mark] = marks("203.0.113.7").values()
    assert len(mark) == MARK and int(mark, 16) and "203" not in bytes.fromhex(mark).decode("latin-1")
