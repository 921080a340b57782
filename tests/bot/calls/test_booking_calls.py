"""A new visit is booked in a call: the same questions as by text, and a yes to what was read back."""

from __future__ import annotations

from dataclasses import replace

from storage import appointments, patients
from tests.caller import ANA_WAS_BORN, Caller
from tests.office import Office, person


def test_a_caller_who_is_known_books_a_visit_and_agrees_to_calls(office: Office) -> None:
    with office.writing() as work:
        patients.update(work, replace(person(1, "Ana"), voice_consent=False))
    call = Caller(office).dials().says("I'd like to book a checkup").keys(ANA_WAS_BORN)
    call.says("thursday afternoon")
    call.keys("1")
    assert "Shall I book it?" in call.heard
    call.keys("1")
    assert "I booked your visit" in call.heard
    with office.looking() as work:
        ana = patients.get(work, "p1")
        visits = appointments.upcoming_of(work, ["p1"])
    assert ana is not None
    assert ana.voice_consent
    assert [visit.source for visit in visits] == ["import", "call"]
