"""Time for the records: moments in UTC, days as the county's calendar has them."""

from datetime import UTC, date, datetime, timedelta, timezone

# China has one time zone and no summer time, so no zone database is needed.
COUNTY_TIME = timezone(timedelta(hours=8))


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def county_day(moment: datetime) -> date:
    """The calendar day in the county at this moment."""
    return moment.astimezone(COUNTY_TIME).date()
