"""`python -m bot.reading jpeg|png|pdf`: a file on standard input, one line of JSON on standard output.

With `clean` behind it: what the file shows, made anew, on standard output; the exit status says why not.
"""

from __future__ import annotations

import sys
from functools import cached_property
from typing import Any

from bot.reading.bounds import bind

LARGEST = 10 * 1024 * 1024  # bytes; the edge takes no more
NOT_INSTALLED = 3  # exit status
PROBLEMS = {"unreadable": 4, "pixels": 5, "pages": 6}  # exit statuses


class LateEyes:
    """Opened when there is a picture to look at: to refuse a broken file takes no seconds of imports."""

    @cached_property
    def _opened(self) -> Any:
        from bot.reading.recognition import Recognition

        return Recognition()

    def boxes(self, image: Any) -> Any:
        """Every line with its place."""
        return self._opened.boxes(image)


def main(kind: str) -> int:
    """Reads one file and ends; 3 when the libraries are not there."""
    bind()
    content = sys.stdin.buffer.read(LARGEST + 1)
    try:
        from bot.reading.paper import read

        said = read(content, kind, LateEyes()) if len(content) <= LARGEST else '{"problem": "unreadable"}'
    except ImportError:
        return NOT_INSTALLED
    sys.stdout.buffer.write(said.encode() + b"\n")
    return 0


def clean(kind: str) -> int:
    """Makes one file anew and ends; 3 when the libraries are not there, otherwise a status of PROBLEMS."""
    bind()
    content = sys.stdin.buffer.read(LARGEST + 1)
    try:
        from bot.reading.cleaning import cleaned
        from bot.reading.pictures import PictureProblem
    except ImportError:
        return NOT_INSTALLED
    try:
        made = cleaned(content, kind) if len(content) <= LARGEST else b""
    except PictureProblem as problem:
        return PROBLEMS[problem.kind]
    sys.stdout.buffer.write(made)
    return 0 if made else PROBLEMS["unreadable"]


if __name__ == "__main__":
    sys.exit(clean(sys.argv[1]) if sys.argv[2:] == ["clean"] else main(sys.argv[1]))
