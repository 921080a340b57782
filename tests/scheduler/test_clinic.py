"""What everybody asks of a clinic: who, where, in which words, closed or staffed."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from scheduler.closed_days import is_holiday
from tests import builders
from tests.scheduler.builders import OFFICE_HOURS, at, clinic_with, provider


def test_providers_are_spoken_of_by_name_and_aliases() -> None:
    clinic = builders.clinic()
    assert clinic.spoken_providers == (
        ("lee", ("Dr. Lee", "Doctor Lee", "Lee")),
        ("ortiz", ("Dr. Ortiz", "Doctor Ortiz", "Ortiz")),
    )
    assert clinic.spoken_providers is clinic.spoken_providers


def test_an_unknown_id_is_named() -> None:
    clinic = builders.clinic()
    for look_up, what in (
        (clinic.provider, "provider"),
        (clinic.visit_type, "visit type"),
        (clinic.location, "location"),
        (clinic.room, "room"),
    ):
        with pytest.raises(LookupError, match=f'The clinic has no {what} "nobody".'):
            look_up("nobody")


def test_a_location_may_have_a_clock_of_its_own() -> None:
    main = {"id": "main", "name": "M", "address": "1"}
    east = {"id": "east", "name": "E", "address": "2", "timezone": "America/New_York"}
    clinic = clinic_with(locations=[main, east], providers=[provider("lee")])
    assert clinic.zone("east") == ZoneInfo("America/New_York")
    assert clinic.zone("main") == clinic.zone() == ZoneInfo("America/Chicago")


def test_words_fall_back_to_the_clinics_first_language() -> None:
    clinic = builders.clinic()
    name = clinic.visit_type("checkup").name
    assert [clinic.word(name, language) for language in ("es", "en", "fr")] == ["Chequeo", "Check-up", "Check-up"]
    assert not clinic.word(None, "en")


def test_a_closure_closes_from_its_first_day_to_its_last() -> None:
    clinic = clinic_with(closures=["2027-03-12", "2027-08-02..2027-08-06"])
    closed = [date(2027, 3, 12), date(2027, 8, 2), date(2027, 8, 4), date(2027, 8, 6)]
    open_days = [date(2027, 3, 11), date(2027, 3, 13), date(2027, 8, 1), date(2027, 8, 7)]
    assert all(clinic.is_closed_on(day) for day in closed)
    assert not any(clinic.is_closed_on(day) for day in open_days)


def test_holidays_close_unless_the_clinic_is_open_on_them() -> None:
    clinic = clinic_with(holidays="US", open_on=["2027-10-11"])
    assert clinic.is_closed_on(date(2027, 11, 25))
    assert not clinic.is_closed_on(date(2027, 10, 11))
    assert not clinic_with().is_closed_on(date(2027, 11, 25))


def test_a_closure_holds_on_a_day_that_is_listed_as_open() -> None:
    assert clinic_with(open_on=["2027-10-11"], closures=["2027-10-11"]).is_closed_on(date(2027, 10, 11))


def test_a_subdivision_has_holidays_of_its_own() -> None:
    cesar_chavez = date(2027, 3, 31)
    assert is_holiday("US-CA", cesar_chavez)
    assert not is_holiday("US", cesar_chavez)


def test_a_holiday_on_a_weekend_is_kept_on_the_day_observed_instead_even_in_the_year_before() -> None:
    assert is_holiday("US", date(2027, 7, 5))
    assert is_holiday("US", date(2027, 12, 31))


def test_people_are_in_during_staff_hours_and_not_in_breaks_or_on_closed_days() -> None:
    clinic = clinic_with(staff_hours=OFFICE_HOURS, closures=["2027-03-03"])
    expected = {
        "2027-03-01 08:59": False,
        "2027-03-01 09:00": True,
        "2027-03-01 11:59": True,
        "2027-03-01 12:00": False,
        "2027-03-01 13:00": True,
        "2027-03-01 17:00": False,
        "2027-03-03 10:00": False,
        "2027-03-06 10:00": False,
    }
    assert {text: clinic.is_staffed(at(text)) for text in expected} == expected


def test_nobody_is_in_where_the_file_names_no_staff_hours() -> None:
    assert not clinic_with().is_staffed(at("2027-03-01 10:00"))


def test_an_hour_repeated_at_midnight_still_belongs_to_the_evening_before() -> None:
    havana = ZoneInfo("America/Havana")
    clinic = clinic_with(timezone="America/Havana", staff_hours={"sat": ["18:00-24:00"]})
    # On 7 November 2027 Havana's clocks go from one back to midnight: the day's end is shown twice.
    assert clinic.is_staffed(at("2027-11-06 23:30", havana))
    assert clinic.is_staffed(at("2027-11-07 00:30", havana))
    assert not clinic.is_staffed(at("2027-11-07 01:00", havana))
