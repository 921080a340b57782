"""Values come back from JSON as they went, without the clinic and without guessing."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from dialogs import record
from dialogs.effects import FindSlots, MoveAppointment, OpenCase
from dialogs.events import AppointmentMoved, PatientSaid, ReminderSent
from dialogs.say import Say
from dialogs.understanding.model import Act, Heard, Understanding
from scheduler.wishes import Grain, Order, When, Window
from tests.dialogs.talk import NOW, facts, hold, slot, visit, window

VALUES = (
    PatientSaid("hi", Understanding((Heard(Act.GREETING), Heard(Act.SELECT_OPTION, option=2)), window("thu")), facts()),
    ReminderSent((visit(),), True),
    FindSlots("checkup", when=When(window("fri").windows, window("thu").windows, Order.LATEST, (window("mon"),))),
    MoveAppointment("a", to=hold("thu 14:00")),
    AppointmentMoved(visit()),
    OpenCase("billing", "Asks about a bill."),
    Say("offer_slots", {"options": (slot("thu 14:00"),), "when": NOW, "usual": "lee"}, True),
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_as_it_went(value):
    clinic = facts().clinic

    assert record.load(json.loads(json.dumps(record.dump(value))), clinic) == value


@pytest.mark.parametrize("value", VALUES[1:], ids=lambda value: type(value).__name__)
def test_text_is_the_same_record(value):
    assert json.loads(record.to_text(value)) == record.dump(value)
    assert record.from_text(record.to_text(value)) == value


CHICAGO = ZoneInfo("America/Chicago")
DAY = timedelta(days=1)


def mornings(first: datetime, days: int) -> tuple[Window, ...]:
    return tuple(Window(first + n * DAY, first + n * DAY + timedelta(hours=4), Grain.PART_OF_DAY) for n in range(days))


@pytest.mark.parametrize(
    ("windows", "texts"),
    [
        pytest.param(mornings(datetime(2027, 4, 1, 8, tzinfo=CHICAGO), 30), 1, id="thirty mornings"),
        pytest.param(mornings(datetime(2027, 3, 10, 8, tzinfo=CHICAGO), 10), 2, id="the clocks change after four"),
        pytest.param(mornings(datetime(2027, 4, 1, 8, tzinfo=CHICAGO), 9)[::2], 5, id="every other morning"),
        pytest.param((Window(time(9), time(12)), Window(time(9), time(12))), 2, id="clock times without a day"),
        pytest.param((Window(None, NOW), Window(None, NOW + DAY)), 2, id="open"),
        pytest.param((), 0, id="none"),
    ],
)
def test_the_same_hours_day_after_day_are_written_once(windows, texts):
    written = record.to_text(FindSlots("checkup", when=When(windows)))

    assert record.from_text(written).when.windows == windows
    assert len(json.loads(written).get("when", {}).get("windows", ())) == texts


def test_windows_that_an_older_version_wrote_one_by_one_are_read():
    windows = mornings(datetime(2027, 4, 1, 8, tzinfo=CHICAGO), 3)
    data = record.dump(FindSlots("checkup", when=When(windows[:1])))
    data["when"]["windows"] = [f"{w.start.isoformat()}/{w.end.isoformat()}/{w.grain}" for w in windows]

    assert record.load(data).when.windows == windows


def test_the_clinic_is_not_written_down():
    assert "Oak Hill" not in json.dumps(record.dump(VALUES[0]))


@pytest.mark.parametrize(
    "data",
    [
        {"$": "AppointmentTeleported"},
        {"$": "OpenCase", "reason": "other", "summary": "", "colour": "red"},
        {"$": "OpenCase", "reason": "other"},
        {"$": "datetime", "is": "yesterday"},
        {"$": "Heard", "act": "sing"},
    ],
)
def test_what_this_version_does_not_know_is_refused(data):
    with pytest.raises(record.Unreadable):
        record.load(data)


def test_only_values_can_be_recorded():
    with pytest.raises(TypeError, match="cannot record a object"):
        record.dump(object())
