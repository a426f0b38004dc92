"""The one place for security headers: what every response carries, by path."""

from __future__ import annotations

from collections.abc import Sequence

PERMISSIONS = ("camera", "display-capture", "geolocation", "payment", "usb")


class SecurityHeaders:
    """The headers for a path; `embed_origins` are other sites that may show the chat in a frame."""

    def __init__(self, embed_origins: Sequence[str] = ()) -> None:
        policy = {
            "default-src": "'none'",
            "script-src": "'self'",
            # No 'unsafe-inline': @chatui/core and React style elements through the CSSOM, which needs no permission.
            "style-src": "'self'",
            "img-src": "'self' data:",
            "connect-src": "'self'",
            # The demo page shows the window in a frame, as the county's own pages do.
            "frame-src": "'self'",
            "frame-ancestors": " ".join(["'self'", *embed_origins]),
            "base-uri": "'none'",
            "form-action": "'self'",
        }
        self._embedded = bool(embed_origins)
        self._fixed = {
            "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Permissions-Policy": ", ".join(["microphone=(self)", *(f"{feature}=()" for feature in PERMISSIONS)]),
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    def of(self, path: str) -> dict[str, str]:
        """What a response to this path carries."""
        # Only the county's own website, if named, loads the embedding script from here; nobody else's page may.
        shared = self._embedded and not path.startswith("/api/")
        return {**self._fixed, "Cross-Origin-Resource-Policy": "cross-origin" if shared else "same-origin"}
