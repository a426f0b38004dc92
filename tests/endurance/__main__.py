"""`python -m tests.endurance [COMPLAINTS] [EVERY]`: 500 complaints filed and handled under kill -9, on SQLite.

The real action server and the real desk. Minutes, not seconds: each kill costs the start of a process. A short version
is in the suite. DATABASE_URL names an empty database to take instead.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from actions.casework.migrate import upgrade
from tests.endurance.killing import endure


def main() -> int:
    """Run once and print what was found; 1 when something is wrong."""
    given = [int(one) for one in sys.argv[1:3]]
    complaints, every = given + [500, 10][len(given) :]
    with tempfile.TemporaryDirectory(prefix="yifawen-endurance") as folder:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{Path(folder)}/records.db"
        upgrade(url)
        began = time.monotonic()
        done = endure(url, Path(folder), complaints, every)
    sys.stdout.write(
        f"{complaints} complaints, {len(done.shown)} receipts shown, action server killed {done.actions_killed} times, "
        f"desk {done.desk_killed} times; {done.repeated} sent again by the citizen, {done.interrupted} pages that the "
        f"clerk had to open again; {len(done.wrong)} wrong, {time.monotonic() - began:.0f} s\n"
    )
    sys.stdout.writelines(f"WRONG: {one}\n" for one in done.wrong)
    return int(bool(done.wrong))


if __name__ == "__main__":
    sys.exit(main())
