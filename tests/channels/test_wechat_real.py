"""Sixty people before the real model; `python -m tests.channels.wechat_real 80` says the figures (docs/wechat.md)."""

from pathlib import Path

import pytest

from tests.channels.wechat_real import run, secret_of
from tests.stack import Stack

pytestmark = [pytest.mark.anyio, pytest.mark.model]
PEOPLE = 60
TOO_SLOW = 4.8  # seconds; WeChat then gives up deliveries, and people see that it does


async def test_each_of_sixty_people_is_answered_once_by_the_real_model(stack: Stack, tmp_path: Path) -> None:
    found = await run(PEOPLE, tmp_path, f"http://127.0.0.1:{stack.ports.rasa}", secret_of(stack))
    if found.slowest > TOO_SLOW:
        pytest.skip(f"这台机器太忙（最慢 {found.slowest:.1f} 秒），数不清每条消息答了几次")
    assert found.wrong == []
    assert found.messages == found.answered == 3 * PEOPLE and found.failed == 0
    assert found.titled >= 0.85 * found.questions
