"""A small clinic and its people, for tests: made once, told apart at a glance."""

from __future__ import annotations

import csv
import io
import itertools
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.clinic import Clinic, parse_clinic

# Friday 12 March 2027, ten in the morning in Chicago: in the night to Sunday the clocks go forward, so "Monday at
# nine" and "three days before" both cross the change.
NOW = datetime(2027, 3, 12, 16, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/Chicago")
FIRST_ID = 0x0195_8A3B_7C00_7000_8000_0000_0000_0000
AREA_CODES = (512, 713, 210, 214, 817, 915, 361, 806, 325, 432)

CLINIC_FILE = """
id = "oak"
name = "Oak Hill Clinic"
timezone = "America/Chicago"
phone = "+15125550100"
languages = ["en", "es"]

[staff_hours]
mon = ["08:00-17:00"]
tue = ["08:00-17:00"]
wed = ["08:00-17:00"]
thu = ["08:00-17:00"]
fri = ["08:00-17:00"]

[[locations]]
id = "main"
name = "Main Street"
address = "120 Main St, Austin, TX 78701"

[[rooms]]
id = "us1"
name = "Ultrasound"
location = "main"

[[providers]]
id = "lee"
name = "Dr. Lee"
aliases = ["Doctor Lee", "Lee"]
location = "main"
[providers.hours]
mon = ["09:00-12:00", "13:00-17:00"]
tue = ["09:00-12:00", "13:00-17:00"]
wed = ["09:00-12:00", "13:00-17:00"]
thu = ["09:00-12:00", "13:00-17:00"]
fri = ["09:00-12:00", "13:00-17:00"]

[[providers]]
id = "ortiz"
name = "Dr. Ortiz"
aliases = ["Doctor Ortiz", "Ortiz"]
location = "main"
[providers.hours]
mon = ["09:00-13:00"]
wed = ["09:00-13:00"]
fri = ["09:00-13:00"]

[[visit_types]]
id = "checkup"
name = { en = "Check-up", es = "Chequeo" }
aliases = ["physical"]
minutes = 30
providers = ["lee", "ortiz"]
min_notice = "4h"
raster_minutes = 30
horizon = "90d"

[[visit_types]]
id = "ultrasound"
name = { en = "Ultrasound", es = "Ultrasonido" }
minutes = 40
buffer_minutes = 10
providers = ["ortiz"]
rooms = ["us1"]
min_notice = "1d"
raster_minutes = 15
horizon = "60d"

[reminders]
quiet_hours = "20:00-08:00"
max_per_day = 1
max_per_week = 3

[[reminders.steps]]
before = "3d"
channel = "sms"
ask_to_confirm = true

[[reminders.steps]]
before = "2h"
channel = "sms"

[[answers]]
id = "parking"
questions = { en = ["where can I park", "is there parking"], es = ["donde puedo estacionar"] }
answer = { en = "Parking is free behind the building.", es = "El estacionamiento es gratis." }

[[forms]]
id = "intake"
name = { en = "Before your visit", es = "Antes de su cita" }
[[forms.questions]]
id = "reason"
text = { en = "What brings you in?", es = "¿Cuál es el motivo de su cita?" }
label = { en = "Reason", es = "Motivo" }
kind = "text"
required = true
[[forms.questions]]
id = "allergies"
text = { en = "Are you allergic to anything? If so, to what?", es = "¿Es alérgico a algo? ¿A qué?" }
label = { en = "Allergies", es = "Alergias" }
kind = "text"
[[forms.questions]]
id = "smoker"
text = { en = "Do you smoke?", es = "¿Fuma?" }
kind = "yes_no"
[[forms.questions]]
id = "contact"
text = { en = "How may we reach you after the visit?", es = "¿Cómo le contactamos después de la cita?" }
label = { en = "Contact", es = "Contacto" }
kind = "choice"
choices = { en = ["Text", "Phone call"], es = ["Texto", "Llamada"] }
[[forms.questions]]
id = "last_visit"
text = { en = "When did you last see a doctor?", es = "¿Cuándo vio a un médico por última vez?" }
label = { en = "Last doctor", es = "Último médico" }
kind = "date"
"""

Row = Mapping[str, str]


def ids() -> Callable[[], str]:
    """Version 7 UUIDs that count up."""
    numbers = itertools.count(1)
    return lambda: str(uuid.UUID(int=FIRST_ID + next(numbers)))


def clinic() -> Clinic:
    """Two doctors, one of them with an ultrasound room, and two kinds of visit."""
    return parse_clinic(CLINIC_FILE, "oak.toml")


def phone(number: int) -> str:
    """The `number`-th number reserved for fiction; the first is the clinic's own."""
    area, line = divmod(number, 100)
    return f"+1{AREA_CODES[area]}55501{line:02}"


def patient_row(number: int, **changes: str) -> dict[str, str]:
    """A line of a patients' file, with a phone of their own and consent to texts."""
    return {
        "external_id": f"p{number}",
        "first_name": f"Ana{_letters(number)}",
        "last_name": f"Stone{_letters(number)}",
        "date_of_birth": (date(1950, 1, 1) + timedelta(days=37 * number)).isoformat(),
        "phone": phone(number),
        "language": "en",
        "sms_consent": "yes",
    } | changes


def visit_row(number: int, starts_at: str, **changes: str) -> dict[str, str]:
    """A line of an appointments' file: patient `number` at a wall-clock time."""
    return {
        "external_id": f"v{number}",
        "patient_external_id": f"p{number}",
        "provider": "lee",
        "visit_type": "checkup",
        "location": "main",
        "starts_at": starts_at,
        "status": "booked",
    } | changes


def free_times(first_day: date, length: timedelta = timedelta(minutes=30)) -> Iterable[str]:
    """Wall-clock starts of Dr. Lee's half hours, weekday after weekday."""
    for day in (first_day + timedelta(days=number) for number in itertools.count()):
        for begins, ends in ((time(9), time(12)), (time(13), time(17))) if day.weekday() < 5 else ():
            start = datetime.combine(day, begins)
            while start + length <= datetime.combine(day, ends):
                yield start.isoformat(timespec="minutes")
                start += length


def as_csv(rows: Iterable[Row]) -> str:
    lines = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(key for row in lines for key in row)))
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def _letters(number: int) -> str:
    """A number in letters: names hold no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
