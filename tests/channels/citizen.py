"""One person at the edge: opens a chat, types, clicks; and the office whose records hold one file."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import httpx

from actions.casework.entries import StoredFile
from actions.casework.errors import RecordsUnavailable, TooManyFiles
from actions.casework.evidence import MOST_FILES
from actions.letter.found import Findings, Found
from bot.channels.reader import Reader, ReadingFailed, kind_of

MESSAGES = "/api/chat/messages"
SESSIONS = "/api/chat/sessions"
UPLOADS = "/api/chat/uploads"
KIOSK_KEY = "the-hall-machine-0123456789"
JPEG = b"\xff\xd8\xff\xe0 a photo of a decision"


class Citizen:
    """Speaks to an edge application without a network."""

    def __init__(self, app: Any, address: str = "203.0.113.7") -> None:
        transport = httpx.ASGITransport(app, client=(address, 40000), raise_app_exceptions=True)
        self.http = httpx.AsyncClient(transport=transport, base_url="https://edge.test")
        self.opened: dict[str, Any] = {}

    async def open(self, channel: str = "web") -> list[dict[str, Any]]:
        """Opens a chat and keeps its token; at a kiosk with the kiosk's key."""
        headers = {"X-Kiosk-Key": KIOSK_KEY} if channel == "kiosk" else {}
        response = await self.http.post(SESSIONS, json={"channel": channel}, headers=headers)
        assert response.status_code == 201, response.text
        return self.holding(response.json())

    def holding(self, opened: dict[str, Any]) -> list[dict[str, Any]]:
        """Goes on with a session; gives its first messages."""
        self.opened = opened
        self.http.headers["Authorization"] = f"Bearer {self.opened['session']}"
        return list(self.opened["messages"])

    async def send(self, **body: Any) -> httpx.Response:
        """Sends a body to the messages route."""
        return await self.http.post(MESSAGES, json=body)

    async def say(self, text: str, field: str | None = None) -> list[dict[str, Any]]:
        """Types a text; gives the messages of the answer."""
        return self._messages(await self.send(text=text) if field is None else await self.send(text=text, field=field))

    async def choose(self, choice: str) -> list[dict[str, Any]]:
        """Clicks; gives the messages of the answer."""
        return self._messages(await self.send(choice=choice))

    async def photograph(self, content: bytes = JPEG, **headers: str) -> httpx.Response:
        """Sends a photo."""
        return await self.http.post(UPLOADS, content=content, headers=headers)

    async def attach(self, content: bytes = JPEG, purpose: str = "letter") -> httpx.Response:
        """Sends a file for a letter."""
        return await self.http.post(UPLOADS, params={"for": purpose}, content=content)

    @staticmethod
    def _messages(response: httpx.Response) -> list[dict[str, Any]]:
        assert response.status_code == 200, response.text
        return list(response.json()["messages"])


class FakeFiles:
    """Records that hold files by id and conversation."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], StoredFile] = {}
        self.spent: set[tuple[str, str]] = set()
        self.ratings: list[tuple[str, int, str | None]] = []
        self.evidence: list[tuple[str, str, bytes]] = []
        self.down = False
        self.closed = False

    def fetch_file(self, file_id: str, conversation: str) -> StoredFile | None:
        if self.down:
            raise RecordsUnavailable("down")
        return self.kept.get((file_id, conversation))

    def spend(self, kind: str, name: str, until: datetime) -> bool:
        self._answering()
        fresh = (kind, name) not in self.spent
        self.spent.add((kind, name))
        return fresh

    def is_spent(self, kind: str, name: str) -> bool:
        self._answering()
        return (kind, name) in self.spent

    def keep_evidence(self, conversation: str, media_type: str, content: bytes) -> str:
        self._answering()
        if len(self.evidence) >= MOST_FILES:
            raise TooManyFiles
        self.evidence.append((conversation, media_type, content))
        return f"evidence-{len(self.evidence)}"

    def keep_rating(self, channel: str, grade: int, words: str | None) -> None:
        self._answering()
        self.ratings.append((channel, grade, words))

    def forget_files(self, conversation: str) -> int:
        self._answering()
        gone = [key for key in self.kept if key[1] == conversation]
        for key in gone:
            del self.kept[key]
        return len(gone)

    def _answering(self) -> None:
        if self.down:
            raise RecordsUnavailable("down")

    def close(self) -> None:
        self.closed = True


class FakeReader(Reader):
    """Reads the same in every paper, as slowly and as badly as it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[bytes] = []
        self.findings = Findings({"agency": Found("石泉县水利局", 0.98), "document": Found("行政处罚决定书", 0.97)})
        self.failing: ReadingFailed | None = None
        self.held: asyncio.Event | None = None

    async def clean(self, content: bytes) -> tuple[str, bytes]:
        kind_of(content)
        self.seen.append(content)
        if self.failing:
            raise self.failing
        return "image/jpeg", b"made anew"

    async def read(self, content: bytes) -> Findings:
        kind_of(content)
        self.seen.append(content)
        if self.held:
            await self.held.wait()
        if self.failing:
            raise self.failing
        return self.findings


def refusal(response: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """Checks that a response is the problem document of a kind, and gives it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == f"urn:yifawen:problem:{kind}"
    assert problem["status"] == status
    assert any("一" <= sign <= "鿿" for sign in problem["detail"])
    assert problem["request"] == response.headers["x-request-id"]
    return dict(problem)
