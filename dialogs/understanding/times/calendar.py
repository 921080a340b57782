"""Days of the calendar, always towards the future of a given day. Impossible dates are None, never an error."""

from __future__ import annotations

from datetime import date, timedelta

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
LONGEST_MONTH = 31
SATURDAY, SUNDAY = 5, 6
LAST_YEAR = 2200


def day_of(year: int, month: int, day: int) -> date | None:
    """A date, or None where there is none."""
    try:
        return date(year, month, day) if 1900 <= year <= LAST_YEAR else None
    except ValueError:
        return None


def plus(day: date, days: int) -> date | None:
    """A day so many days on, or None beyond the calendar."""
    try:
        found = day + timedelta(days=days)
    except OverflowError:
        return None
    return found if found.year <= LAST_YEAR else None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weekday_after(day: date, weekday: int) -> date:
    """The first such weekday after a day, never the day itself."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def weekday_from(day: date, weekday: int) -> date:
    """The first such weekday on or after a day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def month_after(day: date, months: int) -> date | None:
    """The first of the month so many months after a day's own."""
    count = day.year * 12 + day.month - 1 + months
    return day_of(count // 12, count % 12 + 1, 1)


def next_month_day(today: date, month: int, day: int) -> date | None:
    """The next time that a month has this day, today included."""
    for year in range(today.year, today.year + 9):
        found = day_of(year, month, day)
        if found is not None and found >= today:
            return found
    return None


def next_day_of_month(today: date, day: int) -> date | None:
    """The next day of this number, today included."""
    if not 1 <= day <= 31:
        return None
    for months in range(12):
        first = month_after(today, months)
        found = day_of(first.year, first.month, day) if first else None
        if found is not None and found >= today:
            return found
    return None


def next_month(today: date, month: int) -> date:
    """The first day of the next such month, the current one included."""
    return date(today.year + (month < today.month), month, 1)


def nth_weekday(first: date, weekday: int, number: int) -> date | None:
    """The n-th such weekday from the first of a month; -1 is the last; None where the month has no fifth."""
    if number < 0:
        following = month_after(first, 1)
        return None if following is None else following - WEEK + timedelta(days=(weekday - following.weekday()) % 7)
    found = weekday_from(first, weekday) + (number - 1) * WEEK
    return found if found.month == first.month else None


def same_day_months_on(day: date, months: int) -> date | None:
    """The same day of the month so many months on; the month's last day where it is shorter."""
    first = month_after(day, months)
    if first is None:
        return None
    for number in range(day.day, 27, -1):
        found = day_of(first.year, first.month, number)
        if found is not None:
            return found
    return day_of(first.year, first.month, day.day)
