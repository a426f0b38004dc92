"""What can go wrong with an outside platform.

CaseworkError
├── PlatformSettingsProblem     a setting is missing or malformed (the message names it, never its value)
├── PlatformFailed              nothing usable came back; `problem` is a machine name for logs
│   ├── PlatformDown            not reached, too slow, or busy: the same call may work later
│   ├── PlatformLied            an answer that cannot be what we asked for: signature, form, number, size
│   └── PlatformRefused         it said no, and would say no again
└── StatusUnavailable           a case whose state cannot be read now, and none is kept from before
"""

from actions.casework.errors import CaseworkError


class PlatformSettingsProblem(CaseworkError):
    """A setting is missing or malformed."""


class PlatformFailed(CaseworkError):
    """Nothing usable came back."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class PlatformDown(PlatformFailed):
    """Not reached, too slow, or busy."""


class PlatformLied(PlatformFailed):
    """An answer that cannot be the one to our question."""


class PlatformRefused(PlatformFailed):
    """A definite no."""


class StatusUnavailable(CaseworkError):
    """The state cannot be read now, and none is kept from before."""
