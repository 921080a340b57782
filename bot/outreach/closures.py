"""Choices after a closure: who was offered openings, and what of that is left to staff.

The offer itself is news, sent by `notices`. Its row says until when an answer is waited for; then a visit that still
lies where it cannot stay becomes a case.
"""

from __future__ import annotations

import threading
from datetime import datetime

from sqlalchemy import Connection

from bot import visiting
from bot.outreach import judging
from bot.wiring import Desk
from scheduler.clinic import Clinic
from scheduler.model import Appointment
from storage import appointments, cases, clinics, conversations, outreach
from storage.outreach import Row
from storage.work import Work

BATCH = 25
HALF = 2


def note(work: Work, clinic: Clinic, visit: Appointment, occasion: str, message_id: str | None) -> None:
    """A choice was offered, or could not be and why; from `until` on it is for staff."""
    person = visiting.whom_to_tell(work, visit)
    why = "" if message_id else (judging.lasting(work, clinic, person, "closure") if person else "") or "no_phone"
    row = Row(
        id=work.new_id(),
        kind="closure",
        occasion=occasion,
        patient_id=visit.patient_id,
        appointment_id=visit.id,
        campaign_id=None,
        starts_at=visit.slot.starts_at,
        due_at=work.now,
        until=_until(work, clinic, visit) if message_id else work.now,
        state="begun" if message_id else "skipped",
        reason=why,
        message_id=message_id,
    )
    outreach.plan(work, row)


def look(desk: Desk, stopping: threading.Event) -> int:
    """Hand what was not answered in time to staff; how many rows were closed. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        now = desk.clock.now()
        late = [known for known in clinics.all_ids(connection) if outreach.lapsed(desk.work(connection, known, now), 1)]
    return sum(_hand_over(desk, clinic_id) for clinic_id in late if not stopping.is_set())


def _hand_over(desk: Desk, clinic_id: str) -> int:
    def write(connection: Connection) -> int:
        work, clinic = desk.work(connection, clinic_id), desk.clinic(connection, clinic_id)
        return sum(_close(work, clinic, row) for row in outreach.lapsed(work, BATCH))

    return desk.database.run(write)


def _close(work: Work, clinic: Clinic, row: Row) -> int:
    visit = appointments.get(work, row.appointment_id) if row.appointment_id else None
    left = visit is not None and visit.status.upcoming and visit.slot.starts_at == row.starts_at
    if visit is not None and left:
        _open_case(work, clinic, visit, row)
    outreach.close(work, row.id, "for_staff" if left else "answered")
    return 1


def _open_case(work: Work, clinic: Clinic, visit: Appointment, row: Row) -> None:
    """In the conversation with whoever is written to, or in one that stands for a patient without a phone."""
    person = visiting.whom_to_tell(work, visit)
    if person is not None and person.phone:
        talk = conversations.lock(work, "sms", person.phone, person.language or clinic.default_language)
    else:
        talk = conversations.without_phone(work, visit.patient_id, clinic.default_language)
    told = "did not answer the openings that were offered" if row.message_id else f"could not be texted ({row.reason})"
    cases.open_case(
        work,
        conversation_id=talk.id,
        reason="cannot_book",
        priority="urgent",
        summary=f"The clinic cannot keep a visit, and the patient {told}. Please call and find a time.",
        patient_id=visit.patient_id,
        actor="worker",
    )


def _until(work: Work, clinic: Clinic, visit: Appointment) -> datetime:
    """As long as the clinic's file says, but never beyond half of what is left until the visit."""
    waits = clinic.outreach.choice_within.after(work.now, clinic.zone())
    return min(waits, work.now + (visit.slot.starts_at - work.now) / HALF)
