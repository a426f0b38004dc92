"""One JSON object a line, at or above the level."""

import io
import json

from bot.channels.log import build_log


def test_a_line() -> None:
    stream = io.StringIO()
    build_log("INFO", stream).info("request", status=200, route="/api")
    line = json.loads(stream.getvalue())
    stamp = line.pop("timestamp")
    assert line == {"event": "request", "level": "info", "process": "edge", "status": 200, "route": "/api"}
    assert stamp.endswith("Z")


def test_the_level() -> None:
    stream = io.StringIO()
    log = build_log("WARNING", stream)
    log.info("request")
    log.warning("limits_failed")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["limits_failed"]
