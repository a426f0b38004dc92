"""What of a breakdown may be published: small counts could point at somebody in a county where few people apply.

The rule, in full, because a rule that has to be secret protects nobody (docs/figures.md proves it):

1. A part of 1 or 2 records is small. Where no part is small, all parts are shown.
2. Where one is, every part below three is withheld, the zeros too, and so are the smallest of the others (all of them
   when several are equally small). The total is shown.

Whoever knows the rule, the total and what is shown can swap the numbers of any two withheld parts, or find another way
to reach the same total, and would see the very same table; so no withheld number follows from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from actions.casework.breakdowns import Breakdown

SMALL = 3  # records; fewer, and more than none, are not published


@dataclass(frozen=True, slots=True)
class Published:
    """A breakdown of which some parts may be withheld (None)."""

    total: int
    parts: Mapping[str, int | None]
    shares: Mapping[str, int | None]

    @property
    def withheld(self) -> bool:
        """Whether anything is."""
        return None in self.parts.values()


def in_full(whole: Breakdown) -> Published:
    """Everything, for the office itself."""
    return Published(whole.total, whole.parts, {part: whole.percent(part) for part in whole.parts})


def protected(whole: Breakdown) -> Published:
    """What may be published by the rule."""
    hidden = _hidden(whole.parts)
    parts = {part: None if part in hidden else count for part, count in whole.parts.items()}
    shares = {part: None if part in hidden else whole.percent(part) for part in whole.parts}
    return Published(whole.total, parts, shares)


def total_only(whole: Breakdown) -> Published:
    """Nothing but the total: for quarters, because a year less its other quarters would tell a withheld number."""
    nothing: dict[str, int | None] = dict.fromkeys(whole.parts)
    return Published(whole.total, nothing, nothing)


def _hidden(parts: Mapping[str, int]) -> set[str]:
    if not any(0 < count < SMALL for count in parts.values()):
        return set()
    # A small part alone would follow from the total; beside a larger one it could be either.
    cover = min((count for count in parts.values() if count >= SMALL), default=0)
    return {part for part, count in parts.items() if count < SMALL or count == cover}
