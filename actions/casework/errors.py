"""What can go wrong with the records.

    CaseworkError
    ├── DataKeyProblem          the data key is missing or malformed (the message names the setting)
    ├── RecordsUnavailable      the database cannot be reached, read or written; nothing was saved
    │   └── DamagedRecord       a stored value does not decrypt: tampered with, moved, or under another key
    ├── LookUpRefused
    │   ├── NotRecognised       wrong number, wrong code, no such record or expired: always the same error
    │   └── TooManyTries        too many wrong tries for one number, or from one place; `retry_after`: how long to wait
    ├── TooManyFiles            a letter has as many files as it can have
    ├── NoSuchLetter            no letter of this id
    └── StepRefused             the life of a letter or case does not allow this step now (`wrong`: what is at fault)

Callers catch `RecordsUnavailable` around every call and `LookUpRefused` around `look_up`.
"""

from datetime import timedelta


class CaseworkError(Exception):
    """Base of everything the records raise on purpose."""


class DataKeyProblem(CaseworkError):
    """The data key is missing or malformed."""


class RecordsUnavailable(CaseworkError):
    """The database cannot be reached, read or written, so nothing was saved or shown."""


class DamagedRecord(RecordsUnavailable):
    """A stored value does not decrypt with the keys at hand."""


class LookUpRefused(CaseworkError):
    """A status is not shown."""


class NotRecognised(LookUpRefused):
    """Number and code do not belong to a live record; never says which of the two is wrong."""

    def __init__(self) -> None:
        super().__init__("number and code not recognised")


class TooManyTries(LookUpRefused):
    """Too many failures for one number, or from one place, within the window."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__("too many tries")
        self.retry_after = retry_after


class TooManyFiles(CaseworkError):
    """A letter has as many files as it can have."""


class NoSuchLetter(CaseworkError):
    """There is no letter of this id."""


class StepRefused(CaseworkError):
    """A step that the life of a letter or case does not allow: from this state, to this doer, or without `wrong`."""

    def __init__(self, step: str, state: str, wrong: str | None = None) -> None:
        super().__init__(f"{step} refused in state {state}" + (f": {wrong}" if wrong else ""))
        self.step, self.state, self.wrong = step, state, wrong
