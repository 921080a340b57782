"""Values come back from JSON as they went, without the clinic and without guessing."""

from __future__ import annotations

import json

import pytest

from dialogs import record
from dialogs.effects import FindSlots, MoveAppointment, OpenCase
from dialogs.events import AppointmentMoved, PatientSaid, ReminderSent
from dialogs.say import Say
from dialogs.understanding.model import Act, Heard, Understanding
from scheduler.wishes import Order, When
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
