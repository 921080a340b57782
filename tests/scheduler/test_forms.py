"""Forms of the clinic file: every fault has its line; and when their texts are due."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from scheduler.clinic import ClinicFileError, load_document, parse_clinic
from scheduler.forms import PlannedText, plan
from tests import builders
from tests.builders import NOW, ZONE

CHOICES = 'choices = { en = ["Text", "Phone call"], es = ["Texto", "Llamada"] }'
NAME = 'name = { en = "Before your visit", es = "Antes de su cita" }'
BROUGHT = f'{NAME}\nvisit_types = ["checkup"]\nsend = "on_booking"'
YES_NO = 'kind = "yes_no"'
VISIT = datetime(2027, 3, 19, 10, 0, tzinfo=ZONE)

WHEN = 'Write "on_booking", or how long before, like "3d".'
KINDS = 'Use "text", "choice", "number", "date" or "yes_no".'

# What stands in the file, what is written instead, the key that is at fault, and what is said about it.
FAULTS = [
    (NAME, f'{BROUGHT[:-12]}"soon"', "send", f'"soon" is no time to send. {WHEN}'),
    (NAME, f'{BROUGHT[:-12]}"0d"', "send", f'"0d" is no time at all. {WHEN}'),
    (NAME, f'{NAME}\nsend = "3d"', "send", "says when, but visit_types does not say before which visits. Add them."),
    (
        NAME,
        f'{NAME}\nvisit_types = ["x"]',
        "visit_types",
        '"x" is not in visit_types. Use one of: checkup, ultrasound.',
    ),
    (NAME, 'name = { en = "A" }', "name", 'has no text in "es". Add it, or take "es" out of languages.'),
    (NAME, f'{NAME}\nchase = "0h"', "chase", '"0h" is no time at all. Use at least "1m".'),
    (NAME, f"{NAME}\nto_staff = 1", "to_staff", "is neither true nor false. Write one of them without quotes."),
    ('id = "smoker"', 'id = "reason"', "questions.reason.id", '"reason" is there twice. Give each its own id.'),
    (YES_NO, 'kind = "flag"', "questions.smoker.kind", f'"flag" is none of the known values. {KINDS}'),
    (
        YES_NO,
        'kind = "choice"',
        "questions.smoker.choices",
        "is missing. List what can be chosen, for each language.",
    ),
    (
        'kind = "choice"',
        'kind = "text"',
        "questions.contact.choices",
        'is only for questions of kind "choice". Take it out, or change the kind.',
    ),
    (
        CHOICES,
        'choices = { en = ["Text", "Phone call"], es = ["Texto"] }',
        "questions.contact.choices",
        "has more choices in one language than in another. Write the same ones in each.",
    ),
    (
        CHOICES,
        'choices = { en = ["Text"], es = ["Texto"] }',
        "questions.contact.choices",
        "has too few or too many. List 2 to 7.",
    ),
    (
        '"Phone call"',
        f'"{"a" * 29}"',
        "questions.contact.choices",
        f'"{"a" * 29}" is too long for a text message. Use at most 28 characters.',
    ),
    (
        'en = "Do you smoke?"',
        f'en = "{"a" * 161}"',
        "questions.smoker.text",
        'has 161 characters in "en". Use at most 160: it is one text.',
    ),
    (
        'en = "Reason"',
        f'en = "{"a" * 25}"',
        "questions.reason.label",
        'has 25 characters in "en". Use at most 24: it is one text.',
    ),
]


@pytest.mark.parametrize(("old", "new", "key", "sentence"), FAULTS)
def test_every_fault_of_a_form_has_its_line(old: str, new: str, key: str, sentence: str):
    assert builders.CLINIC_FILE.count(old) == 1
    with pytest.raises(ClinicFileError) as refused:
        parse_clinic(builders.CLINIC_FILE.replace(old, new), "oak.toml")
    assert f"oak.toml: forms.intake.{key}: {sentence}" in str(refused.value).splitlines()


def test_a_question_and_its_choices_are_one_text():
    seven = [f"{number}{'a' * 25}" for number in range(7)]
    long = builders.CLINIC_FILE.replace(CHOICES, f"choices = {{ en = {seven}, es = {seven} }}")
    with pytest.raises(ClinicFileError, match="make 303 characters with the question"):
        parse_clinic(long.replace("How may we reach you after the visit?", "a" * 100), "oak.toml")


def test_a_sound_form_comes_back_from_its_document():
    clinic = parse_clinic(builders.CLINIC_FILE.replace(NAME, BROUGHT), "oak.toml")
    assert load_document(clinic.document()) == clinic
    form = clinic.form("intake")
    assert form.concerns("checkup")
    assert not form.concerns("ultrasound")
    assert not builders.clinic().form("intake").concerns("checkup")


def planned(more: str, since: datetime = NOW, starts_at: datetime | None = VISIT) -> tuple[PlannedText, PlannedText]:
    clinic = parse_clinic(builders.CLINIC_FILE.replace(NAME, f"{BROUGHT}\n{more}"), "oak.toml")
    return plan(clinic, clinic.form("intake"), starts_at, "main", (ZONE,), since)


def test_on_booking_is_at_once_and_the_chase_a_day_before_the_visit():
    first, chase = planned("")
    assert (first.due_at, first.skipped) == (NOW, None)
    assert (chase.due_at, chase.skipped) == (VISIT - timedelta(days=1), None)


def test_so_long_before_the_visit_counts_days_on_the_wall_clock():
    clinic = parse_clinic(builders.CLINIC_FILE.replace(NAME, BROUGHT.replace("on_booking", "6d")), "oak.toml")
    first, _ = plan(clinic, clinic.form("intake"), VISIT, "main", (ZONE,), NOW)
    assert first.due_at == datetime(2027, 3, 13, 10, 0, tzinfo=ZONE)  # the clocks change in between


def test_what_was_to_go_out_before_goes_at_once():
    first, _ = planned("", since=VISIT - timedelta(hours=2))
    assert first.due_at == VISIT - timedelta(hours=2)


def test_both_wait_out_quiet_hours():
    first, _ = planned("", since=datetime(2027, 3, 12, 22, 0, tzinfo=ZONE))
    assert (first.due_at, first.moved_for) == (datetime(2027, 3, 13, 8, 0, tzinfo=ZONE), "quiet_hours")


def test_nobody_is_chased_right_after_the_invitation():
    _, chase = planned("", since=VISIT - timedelta(hours=26))
    assert chase.skipped == "too_soon"


def test_what_would_leave_no_half_hour_does_not_go():
    first, _ = planned("", since=VISIT - timedelta(minutes=20))
    assert first.skipped == "too_late"


def test_without_a_visit_the_chase_comes_after_the_invitation():
    first, chase = planned('chase = "2d"', starts_at=None)
    assert chase.due_at == first.due_at + timedelta(days=2) - timedelta(hours=1)  # the clocks go forward
