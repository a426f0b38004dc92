"""What several kinds of tests share: the whole stack, started once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.launcher.environments import DIALOGUE
from bot.launcher.model import MODEL
from tests.stack import Chat, Stack

# On CI the same examples every time; by hand new ones, which is how the rare cases were found.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come last: while the browser is open its event loop runs, and no other test could start one."""
    items.sort(key=lambda item: "journeys" in item.path.parts)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """All processes on free ports; about twenty seconds, once."""
    if not MODEL.is_file() or not Path(DIALOGUE, "bin", "python").exists():
        pytest.skip("没有训练好的对话模型：先运行 make train")
    if kept := os.environ.get("YIFAWEN_STACK"):
        yield Stack.attached(Path(kept), MODEL)
        return
    running = Stack(tmp_path_factory.mktemp("stack"), MODEL)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def chat(stack: Stack) -> Iterator[Chat]:
    """A new conversation."""
    talking = Chat(stack.url)
    yield talking
    talking.http.close()
