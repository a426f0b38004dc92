"""`python -m bot.channels`: the edge as it is meant to be served, without a server header and without access logs."""

from __future__ import annotations

import uvicorn

from bot.channels.app import create_app
from bot.channels.settings import read_settings

# Also what deploy/ and the tests serve it with.
SERVED = {
    "server_header": False,
    # Addresses are read from X-Forwarded-For by limits.py, which knows whom to believe.
    "proxy_headers": False,
    # Ours are JSON and hold no addresses.
    "access_log": False,
    "limit_concurrency": 500,
    "timeout_graceful_shutdown": 10,
}


def main() -> None:
    """Serve until stopped; raises SettingsError."""
    settings = read_settings()
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, **SERVED)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
