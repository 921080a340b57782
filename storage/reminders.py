"""Reminders: planned when a visit is booked, moved or cancelled, in that transaction; then sent once or skipped.

A visit that moves gets rows for its new start; those of the old one that had not gone out are skipped, `moved`. Moving
back plans those again. States only move forward: planned, sending, sent, delivered; or failed, or skipped for a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from scheduler import contact
from scheduler import reminders as planning
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Patient
from scheduler.reminders import PlannedReminder
from storage import appointment_rows, patients
from storage.schema.clinics import clinics
from storage.schema.sending import reminders
from storage.slots import columns
from storage.work import Work

WAITING = ("planned", "skipped")
BEFORE = {"sent": ("sending",), "delivered": ("sending", "sent"), "failed": ("sending", "sent")}


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of one visit; `starts_at` is the start of the visit that it speaks of."""

    id: str
    appointment_id: str
    step: str
    starts_at: datetime
    channel: str
    ask_to_confirm: bool
    due_at: datetime
    state: str
    moved_for: str = ""
    reason: str = ""
    message_id: str | None = None
    sent_at: datetime | None = None


_FIELDS = tuple(Reminder.__dataclass_fields__)
_OURS = select(*columns(reminders, *_FIELDS)).where(reminders.c.clinic == bindparam("clinic"))
_OF_APPOINTMENT = _OURS.where(reminders.c.appointment_id == bindparam("appointment")).order_by(
    reminders.c.due_at, reminders.c.id
)
_OF_APPOINTMENTS = _OURS.where(reminders.c.appointment_id.in_(bindparam("appointments", expanding=True))).order_by(
    reminders.c.due_at, reminders.c.id
)
_OF_MESSAGE = _OURS.where(reminders.c.message_id == bindparam("message")).order_by(reminders.c.id)
_DUE = (
    _OURS.where(reminders.c.state == "planned", reminders.c.due_at <= bindparam("now"))
    .order_by(reminders.c.due_at, reminders.c.id)
    .limit(bindparam("limit"))
)
_ANY_DUE = (
    select(reminders.c.id)
    .where(
        reminders.c.clinic == bindparam("clinic"),
        reminders.c.state == "planned",
        reminders.c.due_at <= bindparam("now"),
    )
    .limit(1)
)
# By way of the clinics: the index on state begins with them.
_OVERDUE = select(func.count(), func.min(reminders.c.due_at)).where(
    reminders.c.clinic.in_(select(clinics.c.id)), reminders.c.state == "planned", reminders.c.due_at <= bindparam("now")
)
_PLANNED_UNTIL = _OURS.where(reminders.c.state == "planned", reminders.c.due_at < bindparam("until")).order_by(
    reminders.c.due_at, reminders.c.id
)
_LOCK_PLANNED = (
    _OURS.where(reminders.c.id.in_(bindparam("ids", expanding=True)), reminders.c.state == "planned")
    .order_by(reminders.c.id)
    .with_for_update(skip_locked=True)
)
_HERE = reminders.c.clinic == bindparam("this_clinic")
_SET_ONE = update(reminders).where(_HERE, reminders.c.id == bindparam("this_id"))
_SKIP = _SET_ONE.where(reminders.c.state.in_(("planned", "sending")))
_SENDING = update(reminders).where(
    _HERE, reminders.c.id.in_(bindparam("these", expanding=True)), reminders.c.state == "planned"
)
_ADVANCE = update(reminders).where(
    _HERE,
    reminders.c.message_id == bindparam("this_message"),
    reminders.c.state.in_(bindparam("from_states", expanding=True)),
)
_CARRY_OVER = update(reminders).where(
    _HERE, reminders.c.message_id == bindparam("this_message"), reminders.c.state.in_(("sending", "sent"))
)
_HAND_ON = (
    update(reminders)
    .where(
        _HERE,
        reminders.c.message_id == bindparam("this_message"),
        reminders.c.state.in_(("sending", "sent")),
        reminders.c.channel == "sms-then-voice",
    )
    .values(message_id=bindparam("new_message"), state="sending", reason="")
)
_SKIP_PLANNED = update(reminders).where(
    _HERE, reminders.c.appointment_id == bindparam("this_appointment"), reminders.c.state == "planned"
)


def plan(work: Work, clinic: Clinic, appointment: Appointment, patient: Patient, booked_at: datetime) -> None:
    """Bring the reminders of a visit in line with its start; what went out for this start stays as it is."""
    person = told(work, patient)
    steps = planning.plan(
        clinic,
        appointment.slot.starts_at,
        appointment.slot.visit_type,
        _known_location(clinic, appointment.slot.location),
        contact.zones_of(clinic, person),
        work.now,
        booked_at,
    )
    rows = of_appointment(work, appointment.id)
    here = {row.step: row for row in rows if row.starts_at == appointment.slot.starts_at}
    for row in rows:
        if row.starts_at != appointment.slot.starts_at and row.state == "planned":
            skip(work, row.id, "moved")
    for row in here.values():
        if row.state == "planned" and all(step.step != row.step for step in steps):
            skip(work, row.id, "no_such_step")
    again = [(here[step.step], step) for step in steps if step.step in here]
    for row, step in again:
        if row.state in WAITING:
            work.change(_SET_ONE, this_id=row.id, **_planned(step))
    _insert(work, appointment, [step for step in steps if step.step not in here])


def told(work: Work, patient: Patient) -> Patient:
    """Who is written to about a patient: the guardian where the patient has no phone."""
    if patient.phone or not patient.guardian_id:
        return patient
    return patients.get(work, patient.guardian_id) or patient


def skip_planned(work: Work, appointment_id: str, reason: str) -> None:
    """Nothing more is planned for this visit."""
    work.change(_SKIP_PLANNED, this_appointment=appointment_id, state="skipped", reason=reason)


def of_appointment(work: Work, id: str) -> tuple[Reminder, ...]:
    return tuple(map(_reminder, work.rows(_OF_APPOINTMENT, appointment=id)))


def of_appointments(work: Work, ids: Sequence[str]) -> tuple[Reminder, ...]:
    return tuple(map(_reminder, work.rows(_OF_APPOINTMENTS, appointments=ids)))


def of_message(work: Work, message_id: str) -> tuple[Reminder, ...]:
    """The reminders that a text speaks for."""
    return tuple(map(_reminder, work.rows(_OF_MESSAGE, message=message_id)))


def next_for_phone(work: Work, phone: str) -> Reminder | None:
    """The next reminder that is planned for a visit of those whom this number speaks for."""
    on_file = patients.on_phone(work, phone)
    visits = appointment_rows.upcoming_of(work, [patient.id for patient in on_file]) if on_file else ()
    rows = of_appointments(work, [visit.id for visit in visits]) if visits else ()
    return next((row for row in rows if row.state == "planned"), None)


def any_due(work: Work) -> bool:
    return work.rows(_ANY_DUE, now=work.now).first() is not None


def overdue(connection: Connection, now: datetime) -> tuple[int, datetime | None]:
    """How many reminders of all clinics are due and not dealt with, and since when the oldest is."""
    waiting, oldest = connection.execute(_OVERDUE, {"now": now}).one()
    return waiting, oldest


def due(work: Work, limit: int) -> tuple[Reminder, ...]:
    """Planned reminders whose time has come, the oldest first; `lock_planned` says which are still ours to send."""
    return tuple(map(_reminder, work.rows(_DUE, now=work.now, limit=limit)))


def planned_until(work: Work, until: datetime) -> tuple[Reminder, ...]:
    """All that is planned to go out before that instant, the earliest first."""
    return tuple(map(_reminder, work.rows(_PLANNED_UNTIL, until=until)))


def lock_planned(work: Work, ids: Sequence[str]) -> tuple[Reminder, ...]:
    """Those of the reminders that are planned and that nobody is just changing; ours until the transaction ends."""
    return tuple(map(_reminder, work.rows(_LOCK_PLANNED, ids=ids)))


def skip(work: Work, id: str, reason: str) -> None:
    """It will not go out, for this reason; what has gone out stays."""
    work.change(_SKIP, this_id=id, state="skipped", reason=reason)


def plan_again(work: Work, id: str, due_at: datetime, waits_for: str = "") -> None:
    """Put a reminder off for a reason, or compose it anew at its next time."""
    values: dict[str, Any] = {"moved_for": waits_for} if waits_for else {}
    work.change(_SKIP, this_id=id, state="planned", due_at=due_at, message_id=None, reason="", **values)


def mark_sending(work: Work, ids: Sequence[str], message_id: str) -> None:
    """They are spoken for by this text."""
    work.change(_SENDING, these=ids, state="sending", message_id=message_id, reason="")


def hand_on(work: Work, message_id: str, to_message_id: str) -> None:
    """The text did not arrive; its reminders that may be spoken are spoken for by a call."""
    work.change(_HAND_ON, this_message=message_id, new_message=to_message_id)


def advance(work: Work, message_id: str, state: str, reason: str = "") -> None:
    """What became of the text is what became of its reminders, if that is forward."""
    values: dict[str, Any] = {"state": state, "reason": reason}
    if state in ("sent", "delivered"):
        work.change(_ADVANCE, this_message=message_id, from_states=("sending",), sent_at=work.now, **values)
    work.change(_ADVANCE, this_message=message_id, from_states=BEFORE[state], **values)


def carry_over(work: Work, message_id: str, to_message_id: str) -> None:
    """Their text came back undelivered and goes out once more, as another message."""
    work.change(_CARRY_OVER, this_message=message_id, state="sending", message_id=to_message_id)


def _insert(work: Work, appointment: Appointment, steps: Sequence[PlannedReminder]) -> None:
    rows = [
        {
            "clinic": work.clinic_id,
            "id": work.new_id(),
            "appointment_id": appointment.id,
            "step": step.step,
            "starts_at": appointment.slot.starts_at,
            "created_at": work.now,
        }
        | _planned(step)
        for step in steps
    ]
    if rows:
        work.connection.execute(insert(reminders), rows)


def _planned(step: PlannedReminder) -> dict[str, Any]:
    return {
        "channel": step.channel,
        "ask_to_confirm": step.ask_to_confirm,
        "due_at": step.due_at,
        "moved_for": step.moved_for,
        "state": "skipped" if step.skipped else "planned",
        "reason": step.skipped or "",
    }


def _known_location(clinic: Clinic, location: str) -> str:
    """Where a location has left the clinic file, the clinic's own zone counts."""
    return location if any(known.id == location for known in clinic.locations) else ""


def _reminder(row: Any) -> Reminder:
    return Reminder(**row._asdict())
