"""Holidays by name: fixed days, n-th weekdays, and those that move with Easter."""

from __future__ import annotations

from datetime import date, timedelta

from dialogs.understanding.times import calendar as cal

_FIXED = {
    "new_year": (1, 1), "epiphany": (1, 6), "groundhog_day": (2, 2), "valentines": (2, 14),
    "womens_day": (3, 8), "st_patrick": (3, 17), "earth_day": (4, 22), "may_day": (5, 1),
    "cinco_de_mayo": (5, 5), "guadalupe": (12, 12), "all_saints": (11, 1), "juneteenth": (6, 19),
    "independence_day": (7, 4), "halloween": (10, 31), "all_souls": (11, 2), "veterans_day": (11, 11),
    "christmas_eve": (12, 24), "christmas": (12, 25), "boxing_day": (12, 26), "new_years_eve": (12, 31),
}  # fmt: skip
# Month, weekday, which one (-1 is the last), days on.
_NTH = {
    "mlk_day": (1, 0, 3, 0), "presidents_day": (2, 0, 3, 0), "mothers_day": (5, 6, 2, 0),
    "memorial_day": (5, 0, -1, 0), "fathers_day": (6, 6, 3, 0), "labor_day": (9, 0, 1, 0),
    "columbus_day": (10, 0, 2, 0), "thanksgiving": (11, 3, 4, 0), "black_friday": (11, 3, 4, 1),
    "cyber_monday": (11, 3, 4, 4), "election_day": (11, 0, 1, 1),
}  # fmt: skip
_FROM_EASTER = {
    "ash_wednesday": -46, "palm_sunday": -7, "maundy_thursday": -3, "holy_saturday": -1, "good_friday": -2,
    "easter": 0, "easter_monday": 1,
}  # fmt: skip


def holiday_in(name: str, year: int) -> date | None:
    """The day of a holiday in a year."""
    if not 1900 <= year <= cal.LAST_YEAR:
        return None
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _FROM_EASTER:
        return _easter(year) + timedelta(days=_FROM_EASTER[name])
    month, weekday, number, more = _NTH[name]
    day = cal.nth_weekday(date(year, month, 1), weekday, number)
    return None if day is None else day + timedelta(days=more)


def holiday_after(name: str, today: date) -> date | None:
    """The next time a holiday comes, today included."""
    this_year = holiday_in(name, today.year)
    return this_year if this_year is not None and this_year >= today else holiday_in(name, today.year + 1)


def _easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    offset = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * offset) // 451
    month, day = divmod(epact + offset - 7 * shift + 114, 31)
    return date(year, month, day + 1)
