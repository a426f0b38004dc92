"""What the reading process cannot do, tried in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from bot.channels.reader import ENVIRONMENT, LONGEST_OUTPUT, NOT_INSTALLED, ROOT
from bot.reading import bounds
from bot.reading.__main__ import LARGEST
from bot.reading.__main__ import NOT_INSTALLED as SAID
from tests.unit.bot.reading.papers import bomb, encoded


def bound(code: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Runs code after the bounds are set."""
    command = [sys.executable, "-B", "-c", f"from bot.reading.bounds import bind; bind(); {code}", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60)


def test_a_bound_process_works() -> None:
    done = bound("print('好')")
    assert done.returncode == 0 and done.stdout.decode().strip() == "好"


def test_it_writes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "photo"
    done = bound("import sys; file = open(sys.argv[1], 'wb'); file.write(b'x'); file.flush()", str(target))
    assert done.returncode != 0 and target.read_bytes() == b""


def test_it_takes_no_more_memory_than_a_paper_needs() -> None:
    done = bound(f"bytearray({bounds.MEMORY})")
    assert done.returncode != 0 and b"MemoryError" in done.stderr


def test_its_time_ends() -> None:
    code = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1)); exec('while True: pass')"
    assert bound(code).returncode < 0


@pytest.mark.parametrize(
    ("limit", "most"),
    [("RLIMIT_CPU", bounds.SECONDS), ("RLIMIT_NOFILE", bounds.FILES), ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0)],
)
def test_the_limits_cannot_be_raised_again(limit: str, most: int) -> None:
    done = bound(f"import resource; print(resource.getrlimit(resource.{limit}))")
    assert done.stdout.decode().strip() == f"({most}, {most})"


def test_the_page_and_the_kernel_prefer_the_edge() -> None:
    done = bound("import os; print(os.nice(0), open('/proc/self/oom_score_adj').read())")
    nice, score = done.stdout.split()
    assert int(nice) >= bounds.NICE and int(score) == 1000


def worker(content: bytes, kind: str, *before: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-B", "-s", *(before or ("-m", "bot.reading")), kind]
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, input=content, capture_output=True, timeout=120)


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (bomb(), "png", b'{"problem": "pixels"}\n'),
        (b"\xff\xd8\xff nothing", "jpeg", b'{"problem": "unreadable"}\n'),
        (b"%PDF-1.7 nothing", "pdf", b'{"problem": "unreadable"}\n'),
        (b"\xff\xd8\xff" + b"\0" * LARGEST, "jpeg", b'{"problem": "unreadable"}\n'),
    ],
)
def test_the_process_answers_what_it_cannot_read(content: bytes, kind: str, said: bytes) -> None:
    done = worker(content, kind)
    assert (done.returncode, done.stdout) == (0, said)


WITHOUT = "import sys; sys.modules[{!r}] = None; from bot.reading.__main__ import main; sys.exit(main(sys.argv[1]))"


@pytest.mark.parametrize("library", ["rapidocr", "onnxruntime", "PIL", "pypdfium2"])
def test_without_its_libraries_it_says_so_by_its_status(library: str) -> None:
    photo = encoded(Image.new("RGB", (100, 100), "white"))
    assert worker(photo, "jpeg", "-c", WITHOUT.format(library)).returncode == NOT_INSTALLED == SAID


def test_a_broken_file_is_refused_before_the_recognition_is_loaded() -> None:
    done = worker(b"\xff\xd8\xff", "jpeg", "-c", WITHOUT.format("rapidocr"))
    assert (done.returncode, done.stdout) == (0, b'{"problem": "unreadable"}\n')


def test_edge_and_process_agree_on_sizes() -> None:
    from bot.channels.envelope import LARGEST_PHOTO

    assert LARGEST == LARGEST_PHOTO and LONGEST_OUTPUT >= 4 * 2000
