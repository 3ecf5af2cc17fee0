"""The reference time: local now, and whether to look ahead or back: "friday" is another day then."""

from datetime import UTC, date, datetime, time
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1900, 2100


class Look(NamedTuple):
    """Local now, and in which direction to look for the time."""

    now: datetime
    past: bool
    working_days: str
    month_first: bool
    country: str = ""  # ISO 3166: its holidays are no working days

    @property
    def way(self) -> int:
        return -1 if self.past else 1

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.now.tzinfo).astimezone(UTC)

    def reaches(self, at: datetime) -> bool:
        return FIRST_YEAR <= at.year <= LAST_YEAR and (at <= self.now if self.past else at > self.now)
