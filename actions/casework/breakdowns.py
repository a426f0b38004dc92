"""A whole and its parts; one that does not add up cannot be made."""

from collections.abc import Mapping
from dataclasses import dataclass


class DoesNotAddUp(ValueError):
    """Parts do not sum to their whole: a fault of ours, never to be shown as a figure."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Counts of parts, in the order in which they are shown; raises DoesNotAddUp."""

    total: int
    parts: Mapping[str, int]

    def __post_init__(self) -> None:
        if self.total < 0 or any(count < 0 for count in self.parts.values()):
            raise DoesNotAddUp("a negative count")
        if sum(self.parts.values()) != self.total:
            raise DoesNotAddUp("parts do not sum to their whole")

    def percent(self, part: str) -> int | None:
        """The share of a part, rounded half up to a whole number as the county's annual report does; None of nothing.

        Shares are rounded one by one, so that they need not sum to a hundred.
        """
        return (200 * self.parts[part] + self.total) // (2 * self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Flow:
    """What lay there before, came in, went out and is left; raises DoesNotAddUp."""

    before: int
    came: int
    went: int
    after: int

    def __post_init__(self) -> None:
        if min(self.before, self.came, self.went, self.after) < 0 or self.before + self.came != self.went + self.after:
            raise DoesNotAddUp("a carry-over does not fit")
