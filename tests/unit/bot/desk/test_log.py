"""The log is JSON, a line an event."""

import io
import json

from bot.desk.log import build_log


def test_an_event_is_one_line_of_json() -> None:
    written = io.StringIO()
    log = build_log(written)
    log.info("signed_in", account="s-1")
    log.debug("never shown")
    log.error("failed", error="ValueError")
    first, second = (json.loads(line) for line in written.getvalue().splitlines())
    assert first.pop("timestamp")
    assert first == {"event": "signed_in", "account": "s-1", "level": "info", "process": "desk"}
    assert second["level"] == "error"


def test_two_logs_do_not_mix() -> None:
    one, other = io.StringIO(), io.StringIO()
    build_log(one).info("here")
    build_log(other).info("there")
    assert "there" not in one.getvalue()
    assert "here" not in other.getvalue().replace("there", "")
