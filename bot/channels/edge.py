"""What one edge process is made of; app.py puts it together, the routes find it on the request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, cast

from fastapi import Request

from actions.casework.entries import StoredFile
from bot.channels.brain import Brain
from bot.channels.devices import Devices
from bot.channels.ended import Ended, Passes
from bot.channels.envelope import Note
from bot.channels.failures import Words
from bot.channels.limits import Address, Limits, bucket, client_address
from bot.channels.log import Log
from bot.channels.metrics import Metrics
from bot.channels.origins import Origins
from bot.channels.probe import Readiness
from bot.channels.reader import Reader
from bot.channels.sessions import Session, Sessions
from bot.channels.settings import Settings
from bot.channels.turns import OneAtATime

if TYPE_CHECKING:
    from bot.channels.wechat_page import WechatDoor


class Files(Passes, Protocol):
    """What is kept of citizens: documents, what was ended, ratings (actions.casework.store.Records)."""

    def fetch_file(self, file_id: str, conversation: str) -> StoredFile | None:
        """The document, if it is this conversation's own; raises RecordsUnavailable."""

    def forget_files(self, conversation: str) -> int:
        """Delete the documents of a conversation; raises RecordsUnavailable."""

    def keep_evidence(self, conversation: str, media_type: str, content: bytes) -> str:
        """Keep a file for the letter being written; raises TooManyFiles, RecordsUnavailable."""

    def keep_rating(self, channel: str, grade: int, words: str | None) -> None:
        """Keep a rating without its conversation; raises RecordsUnavailable."""

    def close(self) -> None:
        """Give all connections back."""


@dataclass(frozen=True)
class Edge:
    """The parts of one edge process."""

    settings: Settings
    sessions: Sessions
    brain: Brain
    readiness: Readiness
    words: Words
    limits: Limits
    files: Files
    reader: Reader
    log: Log
    metrics: Metrics
    devices: Devices
    origins: Origins
    ended: Ended
    wechat: WechatDoor | None = None
    one_at_a_time: OneAtATime = field(default_factory=OneAtATime)


def edge_of(request: Request) -> Edge:
    """The process that serves a request."""
    return cast(Edge, request.app.state.edge)


def note_of(request: Request) -> Note:
    """What the log will tell about a request."""
    return cast(Note, request.state.note)


def sender(request: Request) -> str:
    """What the address of a request is counted under."""
    return bucket(_address(request))


def origin_of(request: Request, session: Session) -> dict[str, str]:
    """What wrong look-ups of a session are counted under."""
    return edge_of(request).origins.of_session(session, _address(request))


def _address(request: Request) -> Address | None:
    return client_address(request, edge_of(request).settings.trusted_proxies)
