"""The spans that the office reports on: a calendar year, or one quarter of it."""

from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST, LATEST = 2000, 2100  # a year outside is a slip of the keyboard
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Period:
    """A year or, with `quarter` 1 to 4, a quarter; raises ValueError for any other."""

    year: int
    quarter: int | None = None

    def __post_init__(self) -> None:
        if not EARLIEST <= self.year <= LATEST:
            raise ValueError("no such year")
        if self.quarter not in (None, 1, 2, 3, 4):
            raise ValueError("no such quarter")

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, 1 + _MONTHS * ((self.quarter or 1) - 1), 1)

    @property
    def last(self) -> date:
        """The last day."""
        quarter = self.quarter or 4
        after = date(self.year + quarter // 4, 1 + _MONTHS * quarter % 12, 1)
        return after - timedelta(days=1)

    @property
    def stem(self) -> str:
        """How files about the period are called."""
        return f"{self.year}-q{self.quarter}" if self.quarter else str(self.year)
