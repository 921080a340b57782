"""Every fault of a clinic file is a line that names file, key and what to do; a sound file says what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.clinic import ClinicFileError, load_document, parse_clinic
from tests import builders

FIRST_LINES = 'languages = ["en", "es"]\n'
CHECKUP_PROVIDERS = 'providers = ["lee", "ortiz"]'
CHECKUP_RULES = 'min_notice = "4h"\nraster_minutes = 30\nhorizon = "90d"'
ANSWER = 'answer = { en = "Parking is free behind the building.", es = "El estacionamiento es gratis." }'
QUESTIONS = 'questions = { en = ["where can I park", "is there parking"], es = ["donde puedo estacionar"] }'
SPAN = '{} is not a span of clock times. Write it like "09:00-12:00".'
LENGTH = 'is not a duration. Write it like "30m", "4h", "3d" or "2w".'
PHONE = 'is not a phone number in international form. Write it like "+15125550100".'
HOLIDAYS = 'is not a country or subdivision that the holidays library knows. Write it like "US" or "US-TX".'
WHOLE = "is not a whole number. Write digits only, without quotes."
FIVES = "is not a multiple of five. The calendar counts in steps of five minutes."

# What stands in the file, what is written instead, and the line that comes of it.
REPLACED = [
    ('id = "oak"\n', "", "id: is missing. Add it."),
    ('id = "oak"', 'id = "Oak"', 'id: "Oak" is not an id. Use small letters, digits, "-" and "_", like "lee".'),
    ('id = "oak"', "id = 5", "id: is not text. Put it in quotes."),
    ('name = "Oak Hill Clinic"', 'name = " "', "name: is empty. Write the words, or leave the key out."),
    (
        'timezone = "America/Chicago"',
        'timezone = "Chicago"',
        'timezone: "Chicago" is not a time zone. Write an IANA name like "America/Chicago".',
    ),
    ('phone = "+15125550100"', 'phone = "+1512555010"', f'phone: "+1512555010" {PHONE}'),
    ('phone = "+15125550100"', "phone = 15125550100", "phone: is not text. Put it in quotes."),
    ('languages = ["en", "es"]', "languages = []", "languages: is empty. Name at least one."),
    (
        'languages = ["en", "es"]',
        'languages = ["en", "es", "en"]',
        "languages: names a language twice. Write each once.",
    ),
    (
        'mon = ["08:00-17:00"]',
        'monday = ["08:00-17:00"]',
        'staff_hours.monday: is not a key of the clinic file. Did you mean "mon"?',
    ),
    ('mon = ["08:00-17:00"]', 'mon = ["8-17"]', "staff_hours.mon: " + SPAN.format('"8-17"')),
    (
        'mon = ["08:00-17:00"]',
        'mon = ["08:00-24:30"]',
        'staff_hours.mon: "08:00-24:30" names a time that no clock shows. Times go from 00:00 to 24:00.',
    ),
    (
        'mon = ["08:00-17:00"]',
        'mon = ["17:00-08:00"]',
        'staff_hours.mon: "17:00-08:00" ends before it begins. Hours past midnight go to the next day.',
    ),
    (
        'mon = ["09:00-13:00"]',
        'mon = ["11:00-17:00", "09:00-12:00"]',
        'providers.ortiz.hours.mon: "11:00-17:00" overlaps "09:00-12:00". Let the blocks meet or leave a gap.',
    ),
    ('id = "ortiz"', 'id = "lee"', 'providers.lee.id: "lee" is there twice. Give each its own id.'),
    (
        'location = "main"\n\n',
        'location = "east"\n\n',
        'rooms.us1.location: "east" is not in locations. Use one of: main.',
    ),
    (
        CHECKUP_PROVIDERS,
        'providers = ["smith"]',
        'visit_types.checkup.providers: "smith" is not in providers. Use one of: lee, ortiz.',
    ),
    (CHECKUP_PROVIDERS, "providers = []", "visit_types.checkup.providers: is empty. Name at least one."),
    ('rooms = ["us1"]', 'rooms = ["us9"]', 'visit_types.ultrasound.rooms: "us9" is not in rooms. Use one of: us1.'),
    ("minutes = 30", 'minutes = "30"', f"visit_types.checkup.minutes: {WHOLE}"),
    ("minutes = 30", "minutes = 30.5", f"visit_types.checkup.minutes: {WHOLE}"),
    ("minutes = 30", "minutes = true", f"visit_types.checkup.minutes: {WHOLE}"),
    ("minutes = 30", "minutes = 32", f"visit_types.checkup.minutes: 32 {FIVES}"),
    ("minutes = 30", "minutes = 0", "visit_types.checkup.minutes: 0 is too small. Use at least 5."),
    ("minutes = 30", "minutes = 1445", "visit_types.checkup.minutes: 1445 is too large. Use at most 1440."),
    (
        'rooms = ["us1"]',
        'provider_rooms = { lee = ["us1"] }',
        'visit_types.ultrasound.provider_rooms: "lee" does not give this visit type. Use one of: ortiz.',
    ),
    (
        'rooms = ["us1"]',
        'provider_rooms = { ortiz = ["us9"] }',
        'visit_types.ultrasound.provider_rooms: "us9" is not in rooms. Use one of: us1.',
    ),
    (
        "buffer_minutes = 10",
        "min_age = 18\nmax_age = 17",
        "visit_types.ultrasound.max_age: 17 is below min_age 18. Nobody is of that age.",
    ),
    (
        "buffer_minutes = 10",
        "new_patients = false\nreturning_patients = false",
        "visit_types.ultrasound.returning_patients: leaves nobody, beside new_patients = false. Allow one of them.",
    ),
    ("buffer_minutes = 10", "capacity = 0", "visit_types.ultrasound.capacity: 0 is too small. Use at least 1."),
    (
        'aliases = ["Doctor Lee", "Lee"]',
        'time_off = ["2027-03-12 9-11"]',
        'providers.lee.time_off: "9-11" is not a span of clock times. Write it like "09:00-12:00".',
    ),
    (
        'aliases = ["Doctor Lee", "Lee"]',
        'time_off = ["2027-03-12 11:00-09:00"]',
        'providers.lee.time_off: "11:00-09:00" ends before it begins. Hours past midnight go to the next day.',
    ),
    (
        'aliases = ["Doctor Lee", "Lee"]',
        'extra_hours = ["2027-03-20"]',
        'providers.lee.extra_hours: "2027-03-20" says no hours. Write it like "2027-03-20 09:00-12:00".',
    ),
    ("buffer_minutes = 10", "buffer_minutes = 3", f"visit_types.ultrasound.buffer_minutes: 3 {FIVES}"),
    ("raster_minutes = 30", "raster_minutes = 7", f"visit_types.checkup.raster_minutes: 7 {FIVES}"),
    (
        "raster_minutes = 30",
        "raster_minutes = 90",
        "visit_types.checkup.raster_minutes: 90 is too large. Use at most 60.",
    ),
    ('min_notice = "4h"', 'min_notice = "4 hours"', f'visit_types.checkup.min_notice: "4 hours" {LENGTH}'),
    ('min_notice = "4h"', "min_notice = 4", f'visit_types.checkup.min_notice: "4" {LENGTH}'),
    (
        CHECKUP_RULES,
        'horizon = "3h"',
        'visit_types.checkup.horizon: "3h" is not beyond min_notice "4h", so that nobody could book. Make it longer.',
    ),
    (
        CHECKUP_RULES,
        'min_notice = "13w"',
        'visit_types.checkup.horizon: "90d" is not beyond min_notice "13w", so that nobody could book. Make it longer.',
    ),
    (
        'horizon = "90d"',
        'horizon = "9999w"',
        'visit_types.checkup.horizon: "9999w" is further than any clinic plans. Use at most "156w".',
    ),
    (
        'name = { en = "Check-up", es = "Chequeo" }',
        'name = "Check-up"',
        'visit_types.checkup.name: is not a table by language. Write it like { en = "…" }.',
    ),
    (
        'name = { en = "Check-up", es = "Chequeo" }',
        'name = { en = "Check-up" }',
        'visit_types.checkup.name: has no text in "es". Add it, or take "es" out of languages.',
    ),
    (
        'quiet_hours = "20:00-08:00"',
        'quiet_hours = "20:00-20:00"',
        'reminders.quiet_hours: "20:00-20:00" leaves no hour or every hour quiet. Write it like "20:00-08:00".',
    ),
    ("max_per_day = 1", "max_per_day = 0", "reminders.max_per_day: 0 is too small. Use at least 1."),
    ('before = "3d"\n', "", "reminders.steps.1.before: is missing. Add it."),
    ('before = "3d"', 'before = "0m"', 'reminders.steps.1.before: "0m" is no time at all. Use at least "1m".'),
    ('before = "3d"', 'before = "2h"', 'reminders.steps.2.before: "2h" is there twice. Give each step its own time.'),
    (
        'before = "3d"',
        'before = "3d"\nvisit_types = ["x-ray"]',
        'reminders.steps.1.visit_types: "x-ray" is not in visit_types. Use one of: checkup, ultrasound.',
    ),
    (
        'before = "3d"',
        'before = "2h"\nvisit_types = ["checkup"]',
        'reminders.steps.2.before: "2h" is there twice. Give each step its own time.',
    ),
    (
        'channel = "sms"',
        'channel = "email"',
        'reminders.steps.1.channel: "email" is none of the known values. Use "sms", "voice" or "sms-then-voice".',
    ),
    (
        "ask_to_confirm = true",
        'ask_to_confirm = "yes"',
        "reminders.steps.1.ask_to_confirm: is neither true nor false. Write one of them without quotes.",
    ),
    (
        ANSWER,
        'answer = { en = "Free.", es = "Gratis.", fr = "Gratuit." }',
        'answers.parking.answer: has a text in "fr", which the clinic does not speak. Add "fr" to languages.',
    ),
    (QUESTIONS, 'questions = { en = [], es = ["x"] }', "answers.parking.questions.en: is empty. Name at least one."),
    (
        "[[answers]]",
        "[answers]",
        "answers: is a single table. Write its heading with double brackets: [[answers]].",
    ),
    (
        "[[answers]]",
        '[cases]\nanswer_within = { urgent = "soon" }\n[[answers]]',
        f'cases.answer_within.urgent: "soon" {LENGTH}',
    ),
    ("[[answers]]", '[cases]\non_call = ["911"]\n[[answers]]', f'cases.on_call: "911" {PHONE}'),
    (
        "[[answers]]",
        '[[replies]]\nid = "hi"\ntitle = "Hi"\ntext = { en = "Hi {name}", es = "Hola" }\n[[answers]]',
        "replies.hi.text.en: has {name}, which nothing stands for. Use {first_name}, {clinic}, {visit}.",
    ),
    (
        "[[answers]]",
        '[[replies]]\nid = "hi"\ntitle = "Hi"\ntext = { en = "Hi" }\n[[answers]]',
        'replies.hi.text: has no text in "es". Add it, or take "es" out of languages.',
    ),
    ("[[answers]]", '[[routes]]\nteam = "desk"\n[[answers]]', "routes.1.reason: is missing. Add it."),
    ("[reminders]", "[reminder]", 'reminder: is not a key of the clinic file. Did you mean "reminders"?'),
]

# What is written after the first lines, and the line that comes of it.
ADDED = [
    ('holidays = "XX"', f'holidays: "XX" {HOLIDAYS}'),
    ('holidays = "US-XX"', f'holidays: "US-XX" {HOLIDAYS}'),
    ('holidays = "US-"', f'holidays: "US-" {HOLIDAYS}'),
    ('open_on = ["2027-02-30"]', 'open_on: "2027-02-30" is not a day of the calendar. Look at the day and the month.'),
    ('closures = ["12 March"]', 'closures: "12 March" is not a date. Write it like "2027-03-12".'),
    (
        'closures = ["2027-08-06..2027-08-02"]',
        'closures: "2027-08-06..2027-08-02" ends before it begins. Write the earlier date first.',
    ),
    ('closures = "2027-03-12"', "closures: is not a list. Put it in square brackets."),
    ('transfer_to = "911"', f'transfer_to: "911" {PHONE}'),
    ('cancel_is_stop = "no"', "cancel_is_stop: is neither true nor false. Write one of them without quotes."),
    (
        'emergency_note = { en = "Ask." }',
        'emergency_note: has no text in "es". Add it, or take "es" out of languages.',
    ),
]


def faults_of(text: str) -> tuple[str, ...]:
    with pytest.raises(ClinicFileError) as refused:
        parse_clinic(text, "oak.toml")
    return refused.value.faults


def with_lines(lines: str) -> str:
    return builders.CLINIC_FILE.replace(FIRST_LINES, f"{FIRST_LINES}{lines}\n", 1)


@pytest.mark.parametrize(("old", "new", "line"), REPLACED, ids=[line for *_, line in REPLACED])
def test_a_fault_is_named_with_its_key_and_what_to_do(old: str, new: str, line: str) -> None:
    assert old in builders.CLINIC_FILE
    assert f"oak.toml: {line}" in faults_of(builders.CLINIC_FILE.replace(old, new, 1))


@pytest.mark.parametrize(("lines", "line"), ADDED, ids=[lines for lines, _ in ADDED])
def test_a_faulty_line_is_the_only_one_that_is_named(lines: str, line: str) -> None:
    assert faults_of(with_lines(lines)) == (f"oak.toml: {line}",)


SCHEDULE = """
[[providers.schedules]]
location = "{place}"
{dates}
[providers.schedules.hours]
mon = ["{block}"]
"""


def with_schedules(*plans: dict[str, str]) -> str:
    """Dr. Ortiz, who works on Monday morning, with more schedules; and a second location."""
    east = '[[locations]]\nid = "east"\nname = "East"\naddress = "2"\n\n[[rooms]]'
    tables = "".join(SCHEDULE.format(**({"place": "east", "dates": ""} | plan)) for plan in plans)
    text = builders.CLINIC_FILE.replace("[[rooms]]", east, 1)
    return text.replace("[[visit_types]]", f"{tables}\n[[visit_types]]", 1)


def test_a_schedule_at_another_location_at_the_same_time_is_a_fault() -> None:
    clash = 'mon "12:00-14:00" overlaps "09:00-13:00" at another location. Nobody is in two places at once.'
    assert faults_of(with_schedules({"block": "12:00-14:00"})) == (
        f"oak.toml: providers.ortiz.schedules.1.hours: {clash}",
    )
    assert parse_clinic(with_schedules({"block": "14:00-15:00"}), "oak.toml").provider("ortiz").locations == (
        "main",
        "east",
    )


def test_schedules_of_other_dates_do_not_meet() -> None:
    june, july = ('dates = "2027-06-01..2027-06-30"', 'dates = "2027-07-01..2027-07-31"')
    here = {"place": "main", "block": "09:00-12:00"}
    there = {"block": "11:00-13:00"}
    parse_clinic(with_schedules({**here, "dates": june}, {**there, "dates": july}), "oak.toml")
    [fault] = faults_of(with_schedules({**here, "dates": june}, {**there, "dates": june}))
    assert fault.startswith("oak.toml: providers.ortiz.schedules.2.hours: mon")


def test_ids_inside_schedules_and_quotas_lead_somewhere() -> None:
    [fault] = faults_of(with_schedules({"place": "moon", "block": "14:00-15:00"}))
    assert (
        fault == 'oak.toml: providers.ortiz.schedules.1.location: "moon" is not in locations. Use one of: main, east.'
    )
    quota = '[[quotas]]\nmost = 4\nprovider = "smith"\nvisit_types = ["surgery"]\n\n[reminders]'
    assert faults_of(builders.CLINIC_FILE.replace("[reminders]", quota, 1)) == (
        'oak.toml: quotas.1.provider: "smith" is not in providers. Use one of: lee, ortiz.',
        'oak.toml: quotas.1.visit_types: "surgery" is not in visit_types. Use one of: checkup, ultrasound.',
    )


def test_an_unknown_key_without_a_likeness_is_told_the_known_ones() -> None:
    text = builders.CLINIC_FILE.replace('name = "Main Street"', 'name = "Main Street"\nxyz = 1')
    known = "Known here: id, name, address, directions, timezone, holidays, open_on, closures."
    assert faults_of(text) == (f"oak.toml: locations.main.xyz: is not a key of the clinic file. {known}",)


def test_a_table_without_an_id_goes_by_its_number() -> None:
    faults = faults_of(builders.CLINIC_FILE.replace('id = "ortiz"\n', ""))
    assert "oak.toml: providers.2.id: is missing. Add it." in faults


def test_all_faults_come_at_once() -> None:
    text = builders.CLINIC_FILE.replace("minutes = 30", "minutes = 32", 1).replace('rooms = ["us1"]', 'rooms = ["x"]')
    assert [fault.split(":")[1] for fault in faults_of(text.replace('before = "3d"', 'before = "3x"'))] == [
        " visit_types.checkup.minutes",
        " reminders.steps.1.before",
        " visit_types.ultrasound.rooms",
    ]


def test_a_clinic_outside_plus_one_has_to_say_whom_to_call_in_an_emergency() -> None:
    abroad = builders.CLINIC_FILE.replace('phone = "+15125550100"', 'phone = "+34600000000"')
    assert faults_of(abroad) == (
        "oak.toml: emergency_note: is missing. Outside +1 there is no 911 or 988: say whom to call in an emergency.",
    )
    note = FIRST_LINES + 'emergency_note = { en = "Call 112.", es = "Llame al 112." }\n'
    assert parse_clinic(abroad.replace(FIRST_LINES, note), "oak.toml").region == "ES"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id = oak", "line 1: Invalid value (column 6). Mend the TOML there."),
        ('id = "oak', "end of file: Unterminated string. Look at what comes last."),
        ('id = "a"\nid = "b"\n', "line 2: Cannot overwrite a value (column 9). Mend the TOML there."),
        ("\x00", "line 1: Invalid statement (column 1). Mend the TOML there."),
    ],
)
def test_a_fault_of_toml_itself_names_the_line(text: str, line: str) -> None:
    assert faults_of(text) == (f"oak.toml: {line}",)


def test_an_empty_file_misses_everything_that_is_required() -> None:
    assert [fault.split(":")[1].strip() for fault in faults_of("")] == ["id", "name", "timezone", "phone", "languages"]


def test_a_byte_order_mark_is_no_fault() -> None:
    assert parse_clinic("\ufeff" + builders.CLINIC_FILE, "oak.toml") == builders.clinic()


def test_dates_may_be_written_without_quotes() -> None:
    clinic = parse_clinic(with_lines("closures = [2027-03-12]"), "oak.toml")
    assert clinic == parse_clinic(with_lines('closures = ["2027-03-12"]'), "oak.toml")


def test_what_is_left_out_has_the_documented_default() -> None:
    text = builders.CLINIC_FILE.replace(CHECKUP_RULES, "")
    checkup = parse_clinic(text, "oak.toml").visit_type("checkup")
    assert (checkup.min_notice.text, checkup.horizon.text, checkup.raster_minutes) == ("4h", "90d", 15)
    assert (checkup.buffer_minutes, checkup.rooms, checkup.bookable, checkup.new_patients) == (0, (), True, True)
    bare = load_document({"id": "a", "name": "A", "timezone": "UTC", "phone": "+15125550100", "languages": ["en"]})
    assert (str(bare.reminders.quiet_hours), bare.reminders.max_per_day, bare.reminders.max_per_week) == (
        "20:00-08:00",
        1,
        3,
    )
    assert (bare.waitlist.offer_minutes, bare.identity.verify, bare.cancel_is_stop) == (30, "date_of_birth", True)
    assert [str(bare.cases.answer_within.emergency), str(bare.cases.answer_within.normal)] == ["5m", "4h"]


def test_a_document_reads_back_as_the_same_clinic() -> None:
    clinic = parse_clinic(with_lines('closures = ["2027-08-02..2027-08-06"]\nholidays = "US-TX"'), "oak.toml")
    assert clinic.spoken_providers
    assert load_document(clinic.document()) == clinic
    assert "spoken_providers" not in clinic.document()


def test_two_types_of_visit_may_each_have_their_step_at_the_same_time() -> None:
    text = builders.CLINIC_FILE.replace('before = "3d"', 'before = "2h"\nvisit_types = ["checkup"]')
    text = text.replace('before = "2h"\nchannel', 'before = "2h"\nvisit_types = ["ultrasound"]\nchannel')
    assert [step.visit_types for step in parse_clinic(text, "oak.toml").reminders.steps] == [
        ("checkup",),
        ("ultrasound",),
    ]


def test_a_visit_type_knows_its_length() -> None:
    assert builders.clinic().visit_type("ultrasound").length == timedelta(minutes=40)
