from datetime import date

import pytest

from actions.casework.platforms.failures import PlatformSettingsProblem
from actions.casework.platforms.settings import forwarding_from, main, platform_from

GOOD = {
    "YIFAWEN_PLATFORM_URL": "https://platform.example/api/",
    "YIFAWEN_PLATFORM_ID": "shiquan",
    "YIFAWEN_PLATFORM_SECRET": "only-for-tests-0123456789",
    "YIFAWEN_FORWARD_URL": "http://127.0.0.1:9000",
    "YIFAWEN_FORWARD_ID": "shiquan",
    "YIFAWEN_FORWARD_SECRET": "only-for-tests-9876543210",
    "YIFAWEN_FORWARD_SINCE": "2026-12-01",
}


def test_nothing_set_is_no_platform() -> None:
    assert platform_from({}) is None
    assert forwarding_from({}) is None
    assert main({}) == 0


def test_both_platforms() -> None:
    peer, forwarding = platform_from(GOOD), forwarding_from(GOOD)
    assert peer is not None and forwarding is not None
    assert peer.url == "https://platform.example/api"
    assert (forwarding.since, forwarding.contact) == (date(2026, 12, 1), False)
    assert "only-for-tests" not in repr(peer) + repr(forwarding)
    assert main(GOOD) == 0


def test_name_and_contact_go_out_only_when_the_county_says_so() -> None:
    forwarding = forwarding_from(GOOD | {"YIFAWEN_FORWARD_CONTACT": "1"})
    assert forwarding is not None and forwarding.contact


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("YIFAWEN_PLATFORM_URL", "http://platform.example"),
        ("YIFAWEN_PLATFORM_URL", "http://127.0.0.1.evil.example"),
        ("YIFAWEN_PLATFORM_URL", "https://user:word@platform.example"),
        ("YIFAWEN_PLATFORM_URL", "https://platform.example/?a=1"),
        ("YIFAWEN_PLATFORM_URL", "https://platform.example:port"),
        ("YIFAWEN_PLATFORM_URL", "platform.example"),
        ("YIFAWEN_PLATFORM_URL", ""),
        ("YIFAWEN_PLATFORM_ID", ""),
        ("YIFAWEN_PLATFORM_ID", "石泉"),
        ("YIFAWEN_PLATFORM_SECRET", "short"),
        ("YIFAWEN_FORWARD_URL", "ftp://x"),
        ("YIFAWEN_FORWARD_SECRET", ""),
        ("YIFAWEN_FORWARD_SINCE", ""),
        ("YIFAWEN_FORWARD_SINCE", "明天"),
        ("YIFAWEN_FORWARD_CONTACT", "yes"),
    ],
)
def test_a_fault_stops_the_start_and_names_the_setting(
    key: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = GOOD | {key: value}
    read = platform_from if "PLATFORM" in key else forwarding_from
    with pytest.raises(PlatformSettingsProblem, match=key):
        read(environment)
    assert main(environment) == 1
    said = capsys.readouterr().err
    assert key in said
    assert "only-for-tests" not in said
