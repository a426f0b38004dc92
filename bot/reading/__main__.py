"""`python -m bot.reading jpeg|png|pdf`: a file on standard input, one line of JSON on standard output."""

from __future__ import annotations

import sys

from bot.reading.bounds import bind

LARGEST = 10 * 1024 * 1024  # bytes; the edge takes no more
NOT_INSTALLED = 3  # exit status


def main(kind: str) -> int:
    """Reads one file and ends; 3 when the libraries are not there."""
    bind()
    content = sys.stdin.buffer.read(LARGEST + 1)
    try:
        from bot.reading.paper import read
        from bot.reading.recognition import Recognition
    except ImportError:
        return NOT_INSTALLED
    said = read(content, kind, Recognition()) if len(content) <= LARGEST else '{"problem": "unreadable"}'
    sys.stdout.buffer.write(said.encode() + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
