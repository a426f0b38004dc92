"""Every setting, and a message that names the key when one is missing."""

from datetime import timedelta

import pytest

from bot.desk.settings import Settings, SettingsError, read_settings

KEY = "0123456789abcdefghijklmnop"


def test_with_only_the_key_the_rest_has_defaults() -> None:
    settings = read_settings({"YIFAWEN_DESK_KEY": KEY})
    assert settings == Settings(
        desk_key=KEY,
        database_url="sqlite:///var/yifawen.db",
        secure_cookies=True,
        chat_url="http://127.0.0.1:8000/",
        idle=timedelta(minutes=15),
    )


def test_everything_can_be_set() -> None:
    settings = read_settings(
        {
            "YIFAWEN_DESK_KEY": KEY,
            "DATABASE_URL": "postgresql://records.internal/yifawen",
            "YIFAWEN_DESK_IDLE_MINUTES": "30",
            "YIFAWEN_INSECURE_COOKIES": "1",
            "YIFAWEN_CHAT_URL": "https://ask.example/",
        }
    )
    assert settings.database_url == "postgresql://records.internal/yifawen"
    assert settings.idle == timedelta(minutes=30)
    assert not settings.secure_cookies
    assert settings.chat_url == "https://ask.example/"


@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_missing_key_is_named(value: str | None) -> None:
    environment = {} if value is None else {"YIFAWEN_DESK_KEY": value}
    with pytest.raises(SettingsError, match="YIFAWEN_DESK_KEY is missing"):
        read_settings(environment)


@pytest.mark.parametrize("value", ["short", "a" * 40, "abcabcabcabcabcabcabcabcabcabc"])
def test_a_weak_key_is_refused_without_showing_it(value: str) -> None:
    with pytest.raises(SettingsError, match="YIFAWEN_DESK_KEY is too weak") as refused:
        read_settings({"YIFAWEN_DESK_KEY": value})
    assert value not in str(refused.value)


def test_a_doubtful_switch_is_refused() -> None:
    with pytest.raises(SettingsError, match="YIFAWEN_INSECURE_COOKIES is malformed"):
        read_settings({"YIFAWEN_DESK_KEY": KEY, "YIFAWEN_INSECURE_COOKIES": "yes"})


@pytest.mark.parametrize("value", ["", "0"])
def test_the_switch_is_off_unless_it_is_one(value: str) -> None:
    assert read_settings({"YIFAWEN_DESK_KEY": KEY, "YIFAWEN_INSECURE_COOKIES": value}).secure_cookies


def test_secrets_do_not_show() -> None:
    shown = repr(read_settings({"YIFAWEN_DESK_KEY": KEY, "DATABASE_URL": "postgresql://u:hidden@h/d"}))
    assert KEY not in shown
    assert "hidden" not in shown


@pytest.mark.parametrize("value", ["0", "4", "61", "-5", "ten", "１５", "1.5"])
def test_an_idle_time_that_is_none_is_named(value: str) -> None:
    with pytest.raises(SettingsError, match="YIFAWEN_DESK_IDLE_MINUTES is malformed"):
        read_settings({"YIFAWEN_DESK_KEY": KEY, "YIFAWEN_DESK_IDLE_MINUTES": value})


def test_an_address_of_the_chat_that_is_none_is_named() -> None:
    with pytest.raises(SettingsError, match="YIFAWEN_CHAT_URL is malformed"):
        read_settings({"YIFAWEN_DESK_KEY": KEY, "YIFAWEN_CHAT_URL": "javascript:alert(1)"})
