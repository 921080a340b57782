"""Whether somebody is written to after a visit, or because they are overdue: pure rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler import outreach as policy
from scheduler.clinic import Clinic, parse_clinic
from scheduler.errors import ClinicFileError
from scheduler.model import Appointment, AppointmentStatus, Confirmation, Patient, Slot
from tests import builders

NOW = builders.NOW  # Friday, ten in the morning in Chicago
ZONES = (builders.ZONE,)
WEEK = NOW + timedelta(days=7)
HOUR = timedelta(hours=1)
KEYS = """
[outreach]
no_show_after = "2h"
survey_after = "1d"
survey_visit_types = ["checkup"]

[[recalls]]
visit_type = "checkup"
after = "52w"
"""


def clinic(more: str = KEYS) -> Clinic:
    return parse_clinic(builders.CLINIC_FILE + more, "oak.toml")


def ana(**changes: object) -> Patient:
    known = Patient("p1", "p1", "Ana", "Stone", date(1980, 1, 1), builders.phone(1), "en", sms_consent=True)
    return replace(known, **changes)  # type: ignore[arg-type]


def visit(status: AppointmentStatus, kind: str = "checkup", start: datetime = NOW) -> Appointment:
    slot = Slot("lee", kind, "main", start, start + timedelta(minutes=30))
    return Appointment("v1", "v1", "p1", slot, status, Confirmation.NEEDS_ACTION, "import")


def verdict(now: datetime = NOW, until: datetime = WEEK, **more: object):
    return policy.verdict(clinic(), ZONES, until, now, **({"free_from": now} | more))  # type: ignore[arg-type]


def test_what_nothing_forbids_goes_now():
    assert verdict().send


def test_in_quiet_hours_it_waits_for_the_morning_of_the_patient():
    night = NOW + timedelta(hours=12)
    told = verdict(night)
    assert (told.wait_until, told.waits_for) == (datetime(2027, 3, 13, 14, tzinfo=UTC), "quiet_hours")


def test_in_an_unknown_zone_every_zone_must_allow_it():
    zones = (builders.ZONE, ZoneInfo("America/Los_Angeles"))
    early = datetime(2027, 3, 12, 14, 30, tzinfo=UTC)  # half past eight in Chicago, half past six in Los Angeles
    told = policy.verdict(clinic(), zones, WEEK, early, free_from=early)
    assert told.wait_until == datetime(2027, 3, 12, 16, tzinfo=UTC)


def test_a_contact_of_today_makes_it_wait_for_tomorrow_outside_quiet_hours():
    told = verdict(contacts=(NOW - HOUR,))
    assert told.wait_until == datetime(2027, 3, 13, 14, tzinfo=UTC)


def test_three_contacts_in_a_week_make_it_wait_until_one_is_a_week_old():
    contacts = tuple(NOW - timedelta(days=days) for days in (1, 2, 3))
    told = verdict(until=NOW + timedelta(days=30), contacts=contacts)
    assert told.wait_until is not None
    assert told.wait_until.astimezone(builders.ZONE).date() == date(2027, 3, 16)


def test_what_a_cap_forbids_as_long_as_it_would_help_is_skipped():
    assert verdict(until=NOW + 2 * HOUR, contacts=(NOW - HOUR,)).skip is not None


def test_it_comes_too_late_from_its_end_on():
    assert verdict(until=NOW).skip == "too_late"


def test_nothing_breaks_into_a_talk():
    free = policy.free_from(NOW - timedelta(minutes=5), waits_for_answer=True, now=NOW)
    told = verdict(free_from=free)
    assert (told.wait_until, told.waits_for) == (NOW + timedelta(minutes=25), "in_talk")


def test_a_talk_that_is_over_or_asks_nothing_holds_nothing_up():
    assert policy.free_from(NOW - HOUR, waits_for_answer=True, now=NOW) == NOW
    assert policy.free_from(NOW, waits_for_answer=False, now=NOW) == NOW
    assert policy.free_from(None, waits_for_answer=True, now=NOW) == NOW


@pytest.mark.parametrize(
    ("person", "stopped", "muted", "reason"),
    [
        (ana(), False, False, ""),
        (ana(phone=""), False, False, "no_phone"),
        (ana(wrong_number=True), False, False, "wrong_number"),
        (ana(), True, False, "opted_out"),
        (ana(sms_consent=False), False, False, "no_consent"),
        (ana(), False, True, "muted"),
        (ana(wrong_number=True), True, True, "wrong_number"),
    ],
)
def test_who_may_not_be_written_to_is_not(person, stopped, muted, reason):
    assert policy.person_refuses(clinic(), person, "survey", NOW, stopped=stopped, muted=muted) == reason


def test_who_wants_no_campaigns_still_hears_that_a_message_waits():
    assert policy.person_refuses(clinic(), ana(), "results", NOW, stopped=False, muted=True) == ""


def test_quiet_hours_are_no_lasting_reason():
    night = NOW + timedelta(hours=12)
    assert policy.person_refuses(clinic(), ana(), "survey", night, stopped=False, muted=False) == ""


@pytest.mark.parametrize("kind", ["no_show", "recall"])
def test_who_has_a_visit_booked_is_not_asked_to_book(kind):
    missed = visit(AppointmentStatus.NOSHOW)
    assert policy.occasion_refuses(kind, missed, None, [visit(AppointmentStatus.BOOKED)]) == "has_visit"
    assert policy.occasion_refuses(kind, missed, None, []) == ""


@pytest.mark.parametrize("status", [AppointmentStatus.CANCELLED, AppointmentStatus.NOSHOW, AppointmentStatus.BOOKED])
def test_a_survey_is_only_about_visits_that_took_place(status):
    assert policy.occasion_refuses("survey", visit(status), None, []) == "not_seen"
    assert policy.occasion_refuses("survey", visit(AppointmentStatus.FULFILLED), None, []) == ""


def test_a_visit_marked_as_missed_by_mistake_is_not_followed_up():
    assert policy.occasion_refuses("no_show", visit(AppointmentStatus.FULFILLED), None, []) == "not_missed"


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (visit(AppointmentStatus.BOOKED), ""),
        (visit(AppointmentStatus.CANCELLED), "cancelled"),
        (visit(AppointmentStatus.BOOKED, start=NOW + HOUR), "moved"),
        (visit(AppointmentStatus.ARRIVED), "not_upcoming"),
    ],
)
def test_a_campaign_about_a_visit_stops_when_the_visit_changes(now, reason):
    assert policy.occasion_refuses("campaign", now, NOW, []) == reason


def test_a_minor_is_not_surveyed_but_their_guardian_is():
    child, mother = ana(date_of_birth=date(2015, 3, 13)), ana(id="p2", first_name="Mia")
    today = date(2027, 3, 12)
    assert policy.asked_person("survey", child, child, mother, today) == mother
    assert policy.asked_person("survey", child, child, None, today) is None
    assert policy.asked_person("survey", child, child, replace(mother, phone=""), today) is None
    assert policy.asked_person("survey", child, mother, mother, today) == mother
    assert policy.asked_person("no_show", child, child, mother, today) == child


@pytest.mark.parametrize(("born", "minor"), [(date(2009, 3, 13), True), (date(2009, 3, 12), False)])
def test_of_age_is_who_has_had_the_eighteenth_birthday(born, minor):
    assert policy.is_minor(born, date(2027, 3, 12)) is minor


def test_the_clinics_file_says_after_which_visits_who_is_asked():
    assert policy.is_due("no_show", clinic(), visit(AppointmentStatus.NOSHOW, "ultrasound"))
    assert policy.is_due("survey", clinic(), visit(AppointmentStatus.FULFILLED))
    assert not policy.is_due("survey", clinic(), visit(AppointmentStatus.FULFILLED, "ultrasound"))
    assert not policy.is_due("survey", clinic(), visit(AppointmentStatus.NOSHOW))
    assert not policy.is_due("no_show", builders.clinic(), visit(AppointmentStatus.NOSHOW))


def test_a_day_after_a_visit_is_the_same_time_on_the_wall():
    before_spring = visit(AppointmentStatus.FULFILLED, start=datetime(2027, 3, 13, 15, tzinfo=UTC))
    at = policy.due_at("survey", clinic(), before_spring).astimezone(builders.ZONE)
    assert (at.day, at.hour, at.minute) == (14, 9, 30)


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ('[outreach]\nno_show_after = "soon"', "outreach.no_show_after"),
        ("[outreach]\nbad_score = 5", "outreach.bad_score"),
        ('[outreach]\nsurvey_visit_types = ["massage"]', "outreach.survey_visit_types"),
        ("[outreach]\nask = true", "outreach.ask"),
        ('[[recalls]]\nvisit_type = "massage"\nafter = "52w"', "recalls.1.visit_type"),
        ('[[recalls]]\nvisit_type = "checkup"\nafter = "2h"', "recalls.1.after"),
        (
            '[[recalls]]\nvisit_type = "checkup"\nafter = "52w"\n[[recalls]]\nvisit_type = "checkup"\nafter = "26w"',
            "is there twice",
        ),
    ],
)
def test_faults_of_the_keys_are_named(keys, fault):
    with pytest.raises(ClinicFileError) as refused:
        clinic("\n" + keys)
    assert fault in str(refused.value)
