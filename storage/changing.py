"""What a change of a visit brings with it: cells, bitmaps, reminders and audit follow the row.

Which change is allowed, and to whom, is for `appointments` to say.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from scheduler.clinic import Clinic
from scheduler.model import Appointment, AppointmentStatus, Confirmation, Slot
from storage import appointment_rows as rows
from storage import audit, cells, days, forms, holds, outbox, patients, reminders
from storage.placing import Place
from storage.work import Work


def moved(
    work: Work,
    clinic: Clinic,
    visit: Appointment,
    slot: Slot,
    until: datetime,
    *,
    actor: str,
    overbook: bool = False,
    from_hold: str | None = None,
) -> Appointment:
    """Old cells and the hold's out, new ones in; the visit keeps its ids and waits for a confirmation again."""
    place = (
        Place(
            work,
            clinic,
            slot,
            until,
            patient_id=visit.patient_id,
            actor=actor,
            overbook=overbook,
            leaving=visit,
            held=from_hold is not None,
        )
        if visit.status.occupies
        else None
    )
    after = replace(
        visit,
        slot=slot,
        confirmation=Confirmation.NEEDS_ACTION,
        overbooked=place.overbooked if place else False,
        updated_at=work.now,
    )

    def write() -> None:
        if from_hold:
            holds.remove(work, [from_hold])
        rows.write(work, after, until)

    if place:
        place.take(visit.id, write)
    else:
        write()
    plan(work, clinic, after)
    bring_forms(work, clinic, after)
    outbox.withdraw(work, visit.id)
    note(work, actor, "appointment.moved", visit, after)
    note_beyond(work, actor, after, place)
    return after


def with_status(
    work: Work,
    clinic: Clinic,
    visit: Appointment,
    status: AppointmentStatus,
    *,
    actor: str,
    confirmation: Confirmation,
    overbook: bool = False,
) -> Appointment:
    after = replace(visit, status=status, confirmation=confirmation, updated_at=work.now)
    if visit.status.occupies and not status.occupies:
        _leave(work, after)
    elif status.occupies and not visit.status.occupies:
        after = _come_back(work, clinic, after, actor=actor, overbook=overbook)
        bring_forms(work, clinic, after)
    else:
        rows.write(work, after)
    plan(work, clinic, after)
    outbox.withdraw(work, visit.id)
    note(work, actor, f"appointment.{status.value}", visit, after)
    return after


def plan(work: Work, clinic: Clinic, visit: Appointment) -> None:
    """Reminders follow the visit."""
    if not visit.status.upcoming:
        reason = "cancelled" if visit.status is AppointmentStatus.CANCELLED else "not_upcoming"
        reminders.skip_planned(work, visit.id, reason)
    elif patient := patients.get(work, visit.patient_id):
        reminders.plan(work, clinic, visit, patient, work.now)


def bring_forms(work: Work, clinic: Clinic, visit: Appointment) -> None:
    """The forms of a visit that is new, or at another time."""
    brings = visit.status.upcoming and any(form.concerns(visit.slot.visit_type) for form in clinic.forms)
    if brings and (patient := patients.get(work, visit.patient_id)):
        forms.plan(work, clinic, visit, patient)


def note(work: Work, actor: str, action: str, before: Appointment, after: Appointment) -> None:
    audit.write(work, actor, action, f"appointment:{after.id}", before=rows.facts(before), after=rows.facts(after))


def _leave(work: Work, visit: Appointment) -> None:
    affected = days.of_keys(cells.of_appointment(work, visit.id))
    days.lock(work, affected)
    cells.remove_appointment(work, visit.id)
    rows.write(work, visit)
    days.refresh(work, affected)


def note_beyond(work: Work, actor: str, visit: Appointment, place: Place | None) -> None:
    """A visit beyond a quota is marked so in the log."""
    if place is not None and place.beyond_quota:
        audit.write(work, actor, "appointment.beyond_quota", f"appointment:{visit.id}")


def _come_back(work: Work, clinic: Clinic, visit: Appointment, *, actor: str, overbook: bool) -> Appointment:
    until = rows.busy_until(work, visit.id)
    place = Place(work, clinic, visit.slot, until, patient_id=visit.patient_id, actor=actor, overbook=overbook)
    after = replace(visit, overbooked=place.overbooked)
    place.take(visit.id, lambda: rows.write(work, after))
    note_beyond(work, actor, after, place)
    return after
