"""The queue before the reading process: what happens when it is slow, dies, lies or is not there."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from actions.letter.found import Findings, Found
from bot.channels import reader as reading
from bot.channels.problems import PROBLEMS
from bot.channels.reader import ENVIRONMENT, MAGIC, Reader, ReadingFailed, kind_of

pytestmark = pytest.mark.anyio
JPEG = MAGIC["jpeg"] + b"..."
SAID = Findings({"agency": Found("石泉县水利局", 0.98)})
PRELUDE = "import json, os, sys, time; content = sys.stdin.buffer.read(); "


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def that(code: str, **options: float) -> Reader:
    """A reader whose process runs some code with the file in `content`."""
    return Reader([sys.executable, "-B", "-c", PRELUDE + code], **options)  # type: ignore[arg-type]


async def failure(reader: Reader, content: bytes = JPEG) -> ReadingFailed:
    with pytest.raises(ReadingFailed) as caught:
        await reader.read(content)
    assert caught.value.kind in PROBLEMS
    return caught.value


@pytest.mark.parametrize(
    ("content", "kind"), [(b"\xff\xd8\xff\xe1", "jpeg"), (MAGIC["png"], "png"), (b"%PDF-2", "pdf")]
)
def test_the_kind_is_how_a_file_begins(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b" %PDF-1.7", b"GIF89a", b"\x89PNG"])
async def test_another_file_starts_no_process(content: bytes) -> None:
    assert (await failure(Reader(["/nowhere"]), content)).kind == "photo_type"


async def test_what_the_process_says_is_handed_on() -> None:
    code = f"print(json.dumps({{'findings': {SAID.encoded()!r}}}))"
    assert await that(code).read(JPEG) == SAID


async def test_the_process_gets_the_file_its_kind_and_none_of_our_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIFAWEN_DATA_KEY", "only-for-tests-0123456789")
    code = (
        "ours = [key for key in os.environ if 'YIFAWEN' in key or 'DATABASE' in key]; "
        "assert not ours and sys.argv[1] == 'png' and len(content) == 5_000_008 and os.getsid(0) == os.getpid(); "
        """print('{"findings": "{}"}')"""
    )
    assert await that(code).read(MAGIC["png"] + b"\0" * 5_000_000) == Findings()
    assert not any("KEY" in key or "SECRET" in key for key in ENVIRONMENT)


@pytest.mark.parametrize(
    ("code", "kind", "cause"),
    [
        ("os.abort()", "photo_unreadable", "exit -6"),
        ("os.kill(os.getpid(), 9)", "photo_unreadable", "exit -9"),
        ("os.kill(os.getpid(), 11)", "photo_unreadable", "exit -11"),
        ("sys.exit(1)", "photo_unreadable", "exit 1"),
        ("sys.exit(3)", "photo_off", "exit 3"),
        ("raise ValueError('张秘密')", "photo_unreadable", "exit 1"),
        ("pass", "photo_unreadable", "JSONDecodeError"),
        ("print('[')", "photo_unreadable", "JSONDecodeError"),
        ("print('[' * 10_000)", "photo_unreadable", "RecursionError"),
        ("print('7')", "photo_unreadable", "TypeError"),
        ("print('{}')", "photo_unreadable", "KeyError"),
        ("print('{\"findings\": 7}')", "photo_unreadable", "TypeError"),
        ('print(\'{"findings": "[]"}\')', "photo_unreadable", "ValueError"),
        ("print('x' * 1_000_000)", "photo_unreadable", "too long"),
        ('print(\'{"problem": "pixels"}\')', "photo_pixels", ""),
        ('print(\'{"problem": "unreadable"}\')', "photo_unreadable", ""),
        ('print(\'{"problem": "surprise"}\')', "photo_unreadable", ""),
    ],
)
async def test_a_process_that_fails_is_a_sentence_and_never_its_content(code: str, kind: str, cause: str) -> None:
    fault = await failure(that(code))
    assert (fault.kind, fault.cause) == (kind, cause)


async def test_a_process_that_does_not_take_the_file_is_no_trouble() -> None:
    reader = Reader([sys.executable, "-B", "-c", "import sys; sys.exit(1)"])
    assert (await failure(reader, JPEG + b"\0" * 8_000_000)).kind == "photo_unreadable"


async def test_lies_of_a_process_are_left_out() -> None:
    code = """print(json.dumps({"findings": json.dumps({"agency": ["x" * 999, 99], "name": ["甲", 99]})}))"""
    assert await that(code).read(JPEG) == Findings()


async def test_a_process_that_cannot_be_started() -> None:
    assert (await failure(Reader(["/nowhere/python"]))).kind == "photo_off"


async def test_a_slow_process_is_ended() -> None:
    began = time.monotonic()
    reader = that("time.sleep(60)", seconds=0.5)
    assert (await failure(reader)).kind == "photo_slow"
    assert time.monotonic() - began < 10


async def test_a_process_is_gone_when_its_request_is(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    reader = that(f"open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    task = asyncio.create_task(reader.read(JPEG))
    while not (told.exists() and told.read_text()):
        await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not Path(f"/proc/{told.read_text()}").exists()


@pytest.mark.parametrize(
    "code",
    [
        "print('x' * 50_000_000)",
        "os.fork() or (os.setsid(), time.sleep(60)); print('x' * 1_000_000, flush=True); time.sleep(60)",
        "os.fork() or time.sleep(60); os.close(1); time.sleep(60)",
    ],
    ids=["talks too much", "leaves somebody who holds the pipe", "falls silent"],
)
async def test_no_paper_holds_its_reader_for_ever(code: str) -> None:
    reader = that(code, readers=1, seconds=1.0)
    for _ in range(8):
        with pytest.raises(ReadingFailed):
            await asyncio.wait_for(reader.read(JPEG), 15)


async def test_a_slow_paper_leaves_the_other_reader_free() -> None:
    code = """time.sleep(60 if b"slow" in content else 0); print('{"findings": "{}"}')"""
    reader = that(code, readers=2, seconds=20)
    slow = asyncio.create_task(reader.read(JPEG + b"slow"))
    await asyncio.sleep(0.1)
    for _ in range(3):
        assert await asyncio.wait_for(reader.read(JPEG), 10) == Findings()
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow


async def test_whoever_waits_too_long_for_a_reader_is_told() -> None:
    reader = that("time.sleep(60)", readers=1, wait=0.1, seconds=20)
    first = asyncio.create_task(reader.read(JPEG))
    await asyncio.sleep(0.05)
    fault = await failure(reader)
    assert (fault.kind, fault.cause) == ("photo_busy", "wait")
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_after_a_failure_the_reader_is_free_again() -> None:
    code = """sys.exit(b"bad" in content) if b"bad" in content else print('{"findings": "{}"}')"""
    reader = that(code, readers=1, wait=5)
    for _ in range(3):
        await failure(reader, JPEG + b"bad")
    assert await reader.read(JPEG) == Findings()


def test_places_are_counted_and_given_back() -> None:
    reader = Reader(["/nowhere"], places=2)
    with reader.place():
        with reader.place(), pytest.raises(ReadingFailed, match="photo_busy"), reader.place():
            pass
        with reader.place():
            pass
    assert reader._free == 2


def test_the_longest_way_is_shorter_than_the_patience_of_the_page() -> None:
    client = (reading.ROOT / "bot" / "web" / "src" / "client.ts").read_text(encoding="utf-8")
    [patience] = [line for line in client.splitlines() if line.startswith("const PHOTO_TIMEOUT_MS")]
    milliseconds = int(patience.partition("=")[2].strip(" ;").replace("_", ""))
    assert 60 + reading.WAIT + reading.READ + 8 <= milliseconds / 1000


@pytest.mark.parametrize("module", ["bot.channels.app", "actions.photo"])
def test_nothing_that_reads_pictures_is_imported_by_the_page_or_the_actions(module: str) -> None:
    heavy = "{'rapidocr', 'onnxruntime', 'cv2', 'numpy', 'PIL', 'pypdfium2', 'shapely', 'omegaconf'}"
    code = f"import sys, {module}; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=reading.ROOT).returncode == 0


# Making a file anew.


@pytest.mark.parametrize(
    ("begins", "media_type"), [("b'\\xff\\xd8\\xff...'", "image/jpeg"), ("b'%PDF-1.4'", "application/pdf")]
)
async def test_what_was_made_anew_is_called_by_its_content(begins: str, media_type: str) -> None:
    code = f"sys.stdout.buffer.write({begins} if sys.argv[1:] == ['jpeg', 'clean'] else b'')"
    assert (await that(code).clean(JPEG))[0] == media_type


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("sys.exit(3)", "photo_off"),
        ("sys.exit(4)", "photo_unreadable"),
        ("sys.exit(5)", "photo_pixels"),
        ("sys.exit(6)", "photo_pages"),
        ("sys.exit(99)", "photo_unreadable"),
        ("sys.stdout.write('<html>')", "photo_unreadable"),
        ("pass", "photo_unreadable"),
    ],
)
async def test_what_was_not_made_anew_is_refused(code: str, kind: str) -> None:
    with pytest.raises(ReadingFailed) as caught:
        await that(code).clean(JPEG)
    assert caught.value.kind == kind and kind in PROBLEMS
