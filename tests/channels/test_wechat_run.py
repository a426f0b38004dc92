"""A short run of the crowd; `python -m tests.channels.wechat_run 10000` is the whole one (docs/wechat.md)."""

from pathlib import Path

import pytest

from tests.channels.wechat_run import run

pytestmark = pytest.mark.anyio
MESSAGES = 160


async def test_each_message_of_many_is_answered_once_and_to_the_right_person(tmp_path: Path) -> None:
    outcome = await run(MESSAGES, tmp_path)
    assert outcome.wrong == [] and outcome.asked_twice == 0
    assert outcome.messages == outcome.answered + outcome.failed == MESSAGES
    # The run was one: doubles, slow answers and the dialogue's absence did happen.
    assert outcome.doubles > MESSAGES * 0.2 and outcome.notes > 0 and outcome.failed > 0
