"""A platform on this machine's loopback that can be told to be slow, to drop, to repeat and to lie."""

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from actions.casework.platforms.contract import IDEMPOTENCY
from actions.casework.platforms.settings import Peer
from actions.casework.platforms.signing import NONCE, SIGNATURE, request_fits, response_headers

SECRET = b"only-for-tests-0123456789abcdef"
AS_OF = "2026-11-25T09:00:00Z"


class Loopback:
    """What the platform knows, what it was asked, and how it misbehaves: `tricks` are used up one by one."""

    def __init__(self) -> None:
        self.cases: dict[str, dict[str, Any]] = {}
        self.taken: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.tricks: list[str] = []
        self.always = ""
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.platform = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def peer(self) -> Peer:
        """How to reach it."""
        return Peer(url=f"http://127.0.0.1:{self._server.server_port}/api", id="shiquan", secret=SECRET)

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def knows(self, number: str, **changes: Any) -> None:
        """Give the platform a case."""
        usual = {
            "number": number,
            "state": "accepted",
            "as_of": AS_OF,
            "timeline": [{"on": "2026-11-05", "event": "accepted"}, {"on": "2026-11-02", "event": "received"}],
        }
        self.cases[number] = usual | changes

    def trick(self) -> str:
        """What to do wrong this time."""
        return self.tricks.pop(0) if self.tricks else self.always


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    platform: Loopback

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is a part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: Any) -> None:
        """Silence."""

    def do_GET(self) -> None:
        """A case's status."""
        self._answer(b"")

    def do_POST(self) -> None:
        """A complaint."""
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _answer(self, body: bytes) -> None:
        platform = self.server.platform
        platform.asked.append((self.command, self.path, self.headers.get(IDEMPOTENCY, "")))
        trick = platform.trick()
        if trick == "drop":
            self.close_connection = True
            self.connection.close()
            return
        if trick == "slow":
            time.sleep(1.2)
        status, document = self._refusal(body) or (self._status() if self.command == "GET" else self._take(body))
        if trick == "die-after":
            self.close_connection = True
            self.connection.close()
            return
        self._send(status, document, trick)

    def _refusal(self, body: bytes) -> tuple[int, Any] | None:
        now = self.server.platform.clock()
        fits = request_fits(SECRET, self.headers, self.command, self.path, body, now)  # type: ignore[arg-type]
        return None if fits else (401, {})

    def _status(self) -> tuple[int, Any]:
        number = unquote(self.path.split("/")[-2])
        found = self.server.platform.cases.get(number)
        return (200, found) if found else (404, {})

    def _take(self, body: bytes) -> tuple[int, Any]:
        platform, key = self.server.platform, self.headers.get(IDEMPOTENCY, "")
        if key in platform.taken:
            return 200, {"number": platform.taken[key]["number"], "reference": f"R{list(platform.taken).index(key)}"}
        platform.taken[key] = json.loads(body)
        return 201, {"number": platform.taken[key]["number"], "reference": f"R{len(platform.taken) - 1}"}

    def _send(self, status: int, document: Any, trick: str) -> None:
        if trick.isdigit():
            status = int(trick)
        if trick == "other-number":
            document = {**document, "number": "演示复〔2026〕99号"}
        content = {"garbage": b"<html>", "wrong-form": b'{"state": "won"}', "huge": b" " * 200_000}.get(
            trick, json.dumps(document).encode()
        )
        signed = response_headers(SECRET, status, self.headers.get(NONCE, ""), content)
        if trick == "wrong-signature":
            signed = {SIGNATURE: "0" * 64}
        if trick == "replayed":
            signed = response_headers(SECRET, status, "another-nonce", content)
        self.send_response(status)
        for name, value in signed.items():
            self.send_header(name, value)
        if trick == "redirect":
            self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if trick == "half":
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()
        elif trick == "drip":
            for at in range(len(content)):
                self.wfile.write(content[at : at + 1])
                self.wfile.flush()
                time.sleep(0.3)
        else:
            self.wfile.write(content)
