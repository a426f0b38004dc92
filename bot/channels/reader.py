"""Has a paper read by a process of its own, a few at a time; the page never waits and a crash hurts nobody.

ReadingFailed    `kind` is a key of problems.PROBLEMS:
    photo_type         neither JPEG, PNG nor PDF by its content
    photo_pixels       more pixels than any photo of a page needs
    photo_unreadable   broken or locked, or the reader did not survive it
    photo_pages        a document with more pages than are kept
    photo_slow         took too long
    photo_busy         too many others are being read
    photo_off          the reader is not installed or cannot be started

What was read passes through and is never logged here; of a failure the cause is a status, never content.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from actions.letter.found import Findings, decoded

MAGIC = {"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-"}
COMMAND = (sys.executable, "-B", "-s", "-m", "bot.reading")
ROOT = Path(__file__).resolve().parents[2]
# None of the edge's keys. Few arenas: the limit of the reading process counts addresses.
ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
READERS = 2  # at once: one slow paper leaves the other free
PLACES = 10  # being received, waiting or being read
WAIT = 20.0  # seconds for a reader
READ = 25.0  # seconds for one paper
LONGEST_OUTPUT = 16 * 1024  # bytes
LARGEST_CLEAN = 16 * 1024 * 1024  # bytes; a document of pictures is larger than one of letters
NOT_INSTALLED = 3  # exit status of the reader
CLEAN = {b"\xff\xd8\xff": "image/jpeg", b"%PD": "application/pdf"}  # how what was made anew begins
UNCLEAN = {4: "photo_unreadable", 5: "photo_pixels", 6: "photo_pages"}  # exit statuses of the cleaner
PROBLEMS = {"unreadable": "photo_unreadable", "pixels": "photo_pixels"}  # what the reader calls them


class ReadingFailed(Exception):
    """A paper that was not read; `kind` is a key of problems.PROBLEMS."""

    def __init__(self, kind: str, cause: str = "") -> None:
        super().__init__(kind)
        self.kind, self.cause = kind, cause


def kind_of(content: bytes) -> str:
    """What a file is by how it begins, whatever its sender calls it; raises ReadingFailed."""
    for kind, magic in MAGIC.items():
        if content.startswith(magic):
            return kind
    raise ReadingFailed("photo_type")


class Reader:
    """A bounded queue before short-lived processes."""

    def __init__(
        self,
        command: Sequence[str] = COMMAND,
        *,
        readers: int = READERS,
        places: int = PLACES,
        wait: float = WAIT,
        seconds: float = READ,
    ) -> None:
        self._command, self._wait, self._seconds = tuple(command), wait, seconds
        self._readers = asyncio.Semaphore(readers)
        self._free = places

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in the queue, to be taken before a file is received; raises ReadingFailed."""
        if self._free <= 0:
            raise ReadingFailed("photo_busy")
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1

    async def read(self, content: bytes) -> Findings:
        """What the paper says; raises ReadingFailed."""
        return _findings(*await self._run(content, LONGEST_OUTPUT))

    async def clean(self, content: bytes) -> tuple[str, bytes]:
        """Media type and content of what the file shows, made anew; raises ReadingFailed."""
        status, made = await self._run(content, LARGEST_CLEAN, "clean")
        media_type = CLEAN.get(made[:3])
        if status or media_type is None:
            kind = "photo_off" if status == NOT_INSTALLED else UNCLEAN.get(status, "photo_unreadable")
            raise ReadingFailed(kind, f"exit {status}")
        return media_type, made

    async def _run(self, content: bytes, longest: int, *how: str) -> tuple[int, bytes]:
        """Exit status and output of a reading process, once one may start; it is gone afterwards whatever happens."""
        kind = kind_of(content)
        try:
            async with asyncio.timeout(self._wait):
                await self._readers.acquire()
        except TimeoutError as fault:
            raise ReadingFailed("photo_busy", "wait") from fault
        try:
            return await self._watched(await self._started(kind, *how), content, longest)
        finally:
            self._readers.release()

    async def _watched(self, process: asyncio.subprocess.Process, content: bytes, longest: int) -> tuple[int, bytes]:
        try:
            async with asyncio.timeout(self._seconds):
                output = await _exchanged(process, content, longest)
                return await process.wait(), output
        except TimeoutError as fault:
            raise ReadingFailed("photo_slow") from fault
        finally:
            await _ended(process)

    async def _started(self, *how: str) -> asyncio.subprocess.Process:
        kept = {key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ}
        pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        try:
            return await asyncio.create_subprocess_exec(
                *self._command,
                *how,
                stdin=pipe,
                stdout=pipe,
                stderr=nowhere,
                cwd=ROOT,
                env={**ENVIRONMENT, **kept},
                start_new_session=True,
            )
        except OSError as fault:
            raise ReadingFailed("photo_off", type(fault).__name__) from fault


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Kills what still runs, with whatever it started, and waits for it.

    asyncio notices no end while a pipe is open and something in it unread: a paper that makes the reader talk too much
    would hold its place for ever. So the pipes are closed first; Process has no public way to the one that is read.
    """
    assert process.stdin
    sending = process.stdin.transport
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    (sending.abort if sending.get_write_buffer_size() else sending.close)()
    process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]
    await process.wait()


async def _exchanged(process: asyncio.subprocess.Process, content: bytes, longest: int) -> bytes:
    """Hands over the file and takes what is written, up to more than any honest output."""
    assert process.stdin and process.stdout
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(content)
        await process.stdin.drain()
        process.stdin.close()
    output = bytearray()
    while piece := await process.stdout.read(LONGEST_OUTPUT):
        output += piece
        if len(output) > longest:
            raise ReadingFailed("photo_unreadable", "too long")
    return bytes(output)


def _findings(status: int, output: bytes) -> Findings:
    """What the process says, which is believed no more than a stranger: it has seen the file."""
    if status:
        raise ReadingFailed("photo_off" if status == NOT_INSTALLED else "photo_unreadable", f"exit {status}")
    try:
        said = json.loads(output)
        if "problem" in said:
            raise ReadingFailed(PROBLEMS.get(str(said["problem"]), "photo_unreadable"))
        return decoded(said["findings"])
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise ReadingFailed("photo_unreadable", type(fault).__name__) from fault
