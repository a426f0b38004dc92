"""Every conversation in this folder, through the real model, the real actions and the real edge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conversations.script import play
from tests.stack import Chat

SCRIPTS = [
    pytest.param(script["steps"], id=f"{file.stem}: {script['name']}")
    for file in sorted(Path(__file__).parent.glob("*.yml"))
    for script in yaml.safe_load(file.read_text(encoding="utf-8"))
]


@pytest.mark.model
@pytest.mark.parametrize("steps", SCRIPTS)
def test_conversation(chat: Chat, steps: list[dict[str, Any]]) -> None:
    play(chat, steps)
