"""`python -m bot.channels`: the edge as it is meant to be served, without a server header and without access logs."""

from __future__ import annotations

import os

import uvicorn

if __name__ == "__main__":
    uvicorn.run(
        "bot.channels.app:create_app",
        factory=True,
        host=os.environ.get("YIFAWEN_EDGE_HOST") or "127.0.0.1",
        port=int(os.environ.get("YIFAWEN_EDGE_PORT") or "8000"),
        server_header=False,
        # Addresses are read from X-Forwarded-For by limits.py, which knows whom to believe.
        proxy_headers=False,
        # Ours are JSON and hold no addresses.
        access_log=False,
        limit_concurrency=500,
        timeout_graceful_shutdown=10,
    )
