"""Our table of holidays names the same days as the library that knows when clinics are closed."""

from __future__ import annotations

import pytest

from dialogs.understanding.times.holidays import holiday_in
from scheduler.closed_days import holidays_in

FEDERAL = (
    "new_year", "mlk_day", "presidents_day", "memorial_day", "juneteenth", "independence_day", "labor_day",
    "columbus_day", "veterans_day", "thanksgiving", "christmas",
)  # fmt: skip


@pytest.mark.parametrize("name", FEDERAL)
def test_a_federal_holiday_is_on_the_day_that_the_library_says(name: str) -> None:
    for year in range(2026, 2036):
        assert holiday_in(name, year) in holidays_in("US", year)
