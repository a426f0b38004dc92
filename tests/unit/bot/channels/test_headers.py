"""The policy allows what the page needs and nothing inline."""

from bot.channels.headers import SecurityHeaders


def test_nothing_is_unsafe() -> None:
    policy = SecurityHeaders().of("/")["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy


def test_frames_are_for_named_sites_only() -> None:
    policy = SecurityHeaders(["https://a.example", "https://b.example"]).of("/")["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://a.example https://b.example;" in policy


def test_the_api_is_never_for_other_sites() -> None:
    shared = SecurityHeaders(["https://a.example"])
    assert shared.of("/embed.js")["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert shared.of("/api/chat/sessions")["Cross-Origin-Resource-Policy"] == "same-origin"
    assert SecurityHeaders().of("/embed.js")["Cross-Origin-Resource-Policy"] == "same-origin"
