"""A short run of the crowd; `python -m tests.channels.wechat_run 10000` is the whole one (docs/wechat.md)."""

from pathlib import Path

import pytest

from tests.channels.wechat_run import run

pytestmark = pytest.mark.anyio
MESSAGES = 160
TOO_SLOW = 4.8  # seconds; WeChat then gives up deliveries, and people see that it does


async def test_each_message_of_many_is_answered_once_and_to_the_right_person(tmp_path: Path) -> None:
    outcome = await run(MESSAGES, tmp_path)
    assert outcome.asked_twice == 0 and outcome.misdirected == []
    # The run was one: doubles and slow answers did happen.
    assert outcome.doubles > MESSAGES * 0.2 and outcome.notes > 0
    if outcome.slowest > TOO_SLOW:
        pytest.skip(f"这台机器太忙（最慢 {outcome.slowest:.1f} 秒），数不清每条消息答了几次")
    assert outcome.wrong == []
    assert outcome.messages == outcome.answered == MESSAGES and outcome.failed == 0, "the restart is waited for"
