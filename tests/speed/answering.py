"""A server that answers like either side, at once: `python -m tests.speed.answering PORT`. For the test of the scenario."""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Answering(BaseHTTPRequestHandler):
    """Ready at once; a list of messages to `rest`, a dict to the inbox, silence to the text `silence`."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._send({"ready": True})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = [] if "silence" in body.values() else [{"text": "x"}]
        self._send(said if self.path.endswith("/webhook") else {"messages": said})

    def _send(self, content: Any) -> None:
        text = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps quiet."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answering).serve_forever()
