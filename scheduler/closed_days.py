"""Public holidays by the holidays library's codes: `US`, or with a subdivision `US-TX`."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=256)
def holidays_in(code: str, year: int) -> frozenset[date]:
    """The public holidays of one year, days observed instead included; an unknown code is a ValueError."""
    import holidays  # only clinics that name a code pay for the import

    country, dash, subdivision = code.partition("-")
    try:
        if dash and not subdivision:
            raise NotImplementedError
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    except NotImplementedError:
        raise ValueError(
            f'"{code}" is not a country or subdivision that the holidays library knows. Write it like "US" or "US-TX".'
        ) from None
    return frozenset(day for day in found if day.year == year)


def is_holiday(code: str | None, day: date) -> bool:
    """Whether `day` is a public holiday; without a code none is."""
    return bool(code) and day in holidays_in(code or "", day.year)
