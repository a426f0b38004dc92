"""What the reading process denies itself before it touches a stranger's file."""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from pathlib import Path

MEMORY = 3 * 1024**3  # bytes of addresses; in use are about 0.7 GB
SECONDS = 60  # of processor time, over all threads
FILES = 64
NICE = 5  # the page goes first


def bind() -> None:
    """No file can be written, no core dumped; more memory or time than a paper needs ends the process."""
    # When memory runs short, the kernel shall end this process and not the edge.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    os.nice(NICE)
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_NOFILE: FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        hard = resource.getrlimit(limit)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (allowed, allowed))
