"""Settings stop the start by the key's name, never with its value."""

from ipaddress import ip_network

import pytest

from bot.channels.settings import SettingsError, read_settings

GOOD = {
    "YIFAWEN_SESSION_KEY": "q7Zr0pV4nJ2wX9sLkD5tB8mC",
    "YIFAWEN_INBOX_SECRET": "h3Yf6uG1eR8aN5oQzT2vW7xK",
}


def test_the_defaults() -> None:
    settings = read_settings(GOOD)
    assert settings.rasa_urls == ("http://127.0.0.1:5005",)
    assert settings.region == "shiquan"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.limits_storage == "memory://"
    assert settings.trusted_proxies == (ip_network("127.0.0.1"), ip_network("::1"))
    assert settings.embed_origins == ()
    assert settings.log_level == "INFO"
    assert settings.database_url == "sqlite:///var/yifawen.db"
    assert settings.web_root.parts[-3:] == ("bot", "web", "dist")


def test_what_is_set() -> None:
    settings = read_settings(
        GOOD
        | {
            "YIFAWEN_RASA_URLS": "http://10.0.0.1:5005, http://10.0.0.2:5005/",
            "YIFAWEN_TRUSTED_PROXIES": "10.0.0.0/8",
            "YIFAWEN_SHARED_ADDRESSES": "198.51.100.0/28, 2001:db8::/48",
            "YIFAWEN_EMBED_ORIGINS": "https://www.county.example",
            "YIFAWEN_LOG_LEVEL": "warning",
            "YIFAWEN_REGION": "elsewhere",
            "DATABASE_URL": "postgresql+psycopg://u:p@db/x",
        }
    )
    assert settings.rasa_urls == ("http://10.0.0.1:5005", "http://10.0.0.2:5005")
    assert settings.trusted_proxies == (ip_network("10.0.0.0/8"),)
    assert settings.shared_addresses == (ip_network("198.51.100.0/28"), ip_network("2001:db8::/48"))
    assert settings.embed_origins == ("https://www.county.example",)
    assert (settings.log_level, settings.region) == ("WARNING", "elsewhere")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("YIFAWEN_SESSION_KEY", ""),
        ("YIFAWEN_SESSION_KEY", "short"),
        ("YIFAWEN_SESSION_KEY", "a" * 40),
        ("YIFAWEN_SESSION_KEY", "change-me-to-something-longer"),
        ("YIFAWEN_INBOX_SECRET", " "),
        ("YIFAWEN_INBOX_SECRET", "my-secret-for-the-inbox-of-rasa"),
        ("YIFAWEN_RASA_URLS", ","),
        ("YIFAWEN_RASA_URLS", "localhost:5005"),
        ("YIFAWEN_RASA_URLS", "ftp://127.0.0.1"),
        ("YIFAWEN_RASA_URLS", "http://127.0.0.1:5005/webhooks"),
        ("YIFAWEN_RASA_URLS", "http://user:word@127.0.0.1:5005"),
        ("YIFAWEN_RASA_URLS", "http://127.0.0.1:notaport"),
        ("YIFAWEN_RASA_URLS", "http://[::1"),
        ("YIFAWEN_TRUSTED_PROXIES", "everybody"),
        ("YIFAWEN_SHARED_ADDRESSES", "the hall"),
        ("YIFAWEN_EMBED_ORIGINS", "https://a.example/;script-src *"),
        ("YIFAWEN_EMBED_ORIGINS", "*"),
        ("YIFAWEN_LIMITS_STORAGE", "redishost"),
        ("YIFAWEN_LOG_LEVEL", "LOUD"),
        ("YIFAWEN_EDGE_PORT", "http"),
        ("YIFAWEN_EDGE_PORT", "70000"),
    ],
)
def test_a_fault_names_the_key_and_not_the_value(key: str, value: str) -> None:
    with pytest.raises(SettingsError) as fault:
        read_settings(GOOD | {key: value})
    assert fault.value.key == key and str(fault.value).startswith(f"{key} ")
    assert len(value) < 3 or value not in str(fault.value)


@pytest.mark.parametrize("key", GOOD)
def test_a_secret_has_no_default(key: str) -> None:
    with pytest.raises(SettingsError, match=f"{key} is missing"):
        read_settings({name: value for name, value in GOOD.items() if name != key})


def test_secrets_never_show() -> None:
    shown = repr(read_settings(GOOD | {"DATABASE_URL": "postgresql://u:hidden@db/x"}))
    assert not [value for value in (*GOOD.values(), "hidden") if value in shown]
